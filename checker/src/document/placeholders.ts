import type { DoctrineProblem } from '../checked-yaml.ts';

/** The mark of what `npm run new-rule` leaves to be written for a rule: what to write follows it on the line. */
export const placeholderOf = (rule: string): string => `TODO(${rule})`;

const PLACEHOLDER = /TODO\([a-z0-9-]+\)[ \t]*([^\r\n]*)/g;
/** What may close the line of a placeholder and is no part of what to write: a comment, or a string and what it stands in. */
const CLOSING = /\s*(?:-->|\*\/|['"`][\s,;)\]}]*)?\s*$/;

/** Names every placeholder that is left in a file of a rule: factor document, probe or test. */
export function placeholdersIn(path: string, text: string): readonly DoctrineProblem[] {
  return text.split('\n').flatMap((line, index) =>
    [...line.matchAll(PLACEHOLDER)].map(({ 1: what = '', index: at }) => ({
      path,
      line: index + 1,
      column: at + 1,
      message: `is still to be written: ${what.replace(CLOSING, '') || 'replace the mark'}`,
    })),
  );
}
