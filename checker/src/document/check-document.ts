import type { DoctrineProblem } from '../checked-yaml.ts';
import type { Doctrine, FactorSource } from '../doctrine.ts';
import type { Platform } from '../platform.ts';
import { placeholdersIn } from './placeholders.ts';
import { type FactorDocument, readFactorDocument, type WrittenExample } from './read-document.ts';
import { type ExampleRun, runExample } from './run-example.ts';

export interface CheckedDocuments {
  readonly documents: readonly FactorDocument[];
  /** What the checker answered to each example. */
  readonly runs: ReadonlyMap<WrittenExample, ExampleRun>;
  /** Everything that is wrong with the documents: examples that lie and placeholders included. */
  readonly problems: readonly DoctrineProblem[];
}

/** Reads the text of every factor document and runs its examples. */
export async function checkDocuments(
  doctrine: Doctrine,
  sources: readonly FactorSource[],
  platform: Platform,
): Promise<CheckedDocuments> {
  const problems: DoctrineProblem[] = [];
  const documents = doctrine.factors.flatMap((factor) => {
    const source = sources.find(({ path }) => path === factor.path);
    if (source === undefined) return [];
    problems.push(...placeholdersIn(source.path, source.text));
    return [readFactorDocument(source, factor, problems)];
  });
  const runs = new Map<WrittenExample, ExampleRun>();
  for (const { path, rules } of documents) {
    for (const { rule, examples } of rules) {
      for (const written of examples) {
        const run = await runExample(written.example, rule.id, doctrine, platform);
        runs.set(written, run);
        if (run.lie !== undefined)
          problems.push({ path, line: written.line, column: 1, message: `an example of ${rule.id} ${run.lie}` });
      }
    }
  }
  return { documents, runs, problems };
}
