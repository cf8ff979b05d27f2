import type { DoctrineProblem } from '../checked-yaml.ts';
import type { Doctrine, FactorSource } from '../doctrine.ts';
import type { Platform } from '../platform.ts';
import { checkSet } from './document-set.ts';
import { placeholdersIn } from './placeholders.ts';
import { type FactorDocument, readFactorDocument } from './read-document.ts';
import { reportTo } from './report.ts';
import type { WrittenExample } from './rules.ts';
import { type ExampleRun, runExample } from './run-example.ts';

export interface CheckedDocuments {
  readonly documents: readonly FactorDocument[];
  /** What the checker answered to each example; one that cannot be run is a problem, and is not here. */
  readonly runs: ReadonlyMap<WrittenExample, ExampleRun>;
  /** Everything that is wrong with the documents: examples that lie and placeholders included. */
  readonly problems: readonly DoctrineProblem[];
}

/**
 * Checks the project's own doctrine, which holds all of its factors: reads the text of each document and runs its
 * examples. `sources` may be every markdown file of the folder: one that the doctrine was not read from is named.
 */
export async function checkDocuments(
  doctrine: Doctrine,
  sources: readonly FactorSource[],
  platform: Platform,
): Promise<CheckedDocuments> {
  const problems: DoctrineProblem[] = [...checkSet(doctrine, sources)];
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
        const report = (what: string) => reportTo(problems, path)(written.node, `an example of ${rule.id} ${what}`);
        try {
          const run = await runExample(written.example, rule.id, doctrine, platform);
          runs.set(written, run);
          if (run.lie !== undefined) report(run.lie);
        } catch (error) {
          const because = error instanceof Error ? error.message : String(error);
          report(`cannot be run: ${because}. Correct the example`);
        }
      }
    }
  }
  return { documents, runs, problems };
}
