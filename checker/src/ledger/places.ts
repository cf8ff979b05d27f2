import { ledgerPlaceOf, VERDICTS_FOLDER } from './dialects.ts';
import { readerOf } from './documents.ts';
import { ALLOWED_SIGNERS } from './signatures.ts';

/** True for a path whose presence could change what is known of verdicts: ledgers, documents, and the list of signers. */
export const isVerdictPlace = (path: string): boolean =>
  ledgerPlaceOf(path) !== undefined || readerOf(path) !== undefined || path === ALLOWED_SIGNERS || isBuriedLane(path);

/** A lane in a folder of its own, where nobody looks for lanes. */
export const isBuriedLane = (path: string): boolean =>
  path.startsWith(`${VERDICTS_FOLDER}/`) && path.endsWith('.jsonl') && ledgerPlaceOf(path) === undefined;
