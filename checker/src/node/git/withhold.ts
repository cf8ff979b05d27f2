import { type Collected, known, withheld } from '../../outcome.ts';
import { GitFailure } from './command.ts';
import { ObjectsMissing } from './partial-clone.ts';

const FULL_CLONE = 'Audit a clone made without --filter.';

/** Runs a question about history; where git cannot answer it, the reason takes the answer's place. */
export async function orWithheld<T>(question: () => Promise<T>): Promise<Collected<T>> {
  try {
    return known(await question());
  } catch (error) {
    if (error instanceof ObjectsMissing) {
      return withheld(`Old contents that this needs are not in this clone (${error.paths.join(', ')}).`, FULL_CLONE);
    }
    if (!(error instanceof GitFailure)) throw error;
    if (MISSING.test(error.stderr)) return withheld('Old contents that this needs are not in this clone.', FULL_CLONE);
    if (error.kind === 'time') return withheld(error.message, 'Run the audit again on a faster or less busy machine.');
    if (error.kind === 'size') {
      return withheld(`The history is too large to look at in one go: ${error.message}`, 'Look at it with git log.');
    }
    if (error.kind === 'cancelled') return withheld('The run was cancelled.', 'Run the audit again.');
    return withheld(`git could not read the history: ${error.message}`, 'git fsck');
  }
}

const MISSING = /unable to read|bad tree|bad object|missing (?:blob|tree|object)|could not (?:get|read)/i;
