import { type Collected, known, withheld } from '../../outcome.ts';
import { GitFailure } from './command.ts';

const FULL_CLONE = 'Audit a clone made without --filter.';

/** Runs a question about history; where git cannot answer it, the reason takes the answer's place. */
export async function orWithheld<T>(question: () => Promise<T>): Promise<Collected<T>> {
  try {
    return known(await question());
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    if (isMissingObject(error)) return withheld('Objects that this question needs are not in this clone.', FULL_CLONE);
    if (error.kind === 'time') return withheld(error.message, 'Run the audit again on a faster or less busy machine.');
    if (error.kind === 'size')
      return withheld(`The history is too large to compare: ${error.message}`, 'Narrow what the history holds.');
    return withheld(`git could not read the history: ${error.message}`, 'git fsck');
  }
}

const isMissingObject = ({ stderr }: GitFailure) =>
  /unable to read|bad tree|bad object|missing (blob|tree|object)|could not get/i.test(stderr);
