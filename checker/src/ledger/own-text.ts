import type { Subject } from './statement.ts';

/**
 * The same text with memory of its own. What a pattern or `slice` cuts out of a text keeps all of that text in memory:
 * for a name that stays, some hundred KiB of the ledger that it was read from.
 */
export const ownText = (text: string): string => JSON.parse(JSON.stringify(text)) as string;

/** The same subject, kept in the same way. */
export const ownSubject = (subject: Subject): Subject => JSON.parse(JSON.stringify(subject)) as Subject;
