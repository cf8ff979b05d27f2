import type { Meaning, Severity } from './problem.ts';
import type { Problem, Problems } from './verification.ts';

/** Problems with every severity among them, also of those that are only counted. */
export interface Graded extends Problems {
  readonly severities: ReadonlySet<Severity>;
}

/** Problems as a report shows them. */
export const bare = ({ first, total }: Graded): Problems => ({ first, total });

/** Problems of one ledger or of all documents, of which the first are kept. */
export class ProblemList {
  readonly #first: Problem[] = [];
  readonly #severities = new Set<Severity>();
  #total = 0;

  add({ severity, meaning, todo }: Meaning, problem: Partial<Problem> & Pick<Problem, 'kind' | 'path'>): void {
    this.#total += 1;
    this.#severities.add(problem.severity ?? severity);
    const none = { line: null, commit: null, uncommitted: false, detail: null };
    this.#first.push({ severity, meaning, todo, ...none, ...problem });
  }

  /** Counts those of a list that its facts left out. */
  omitted({ severity }: Meaning, { first, total }: { readonly first: readonly unknown[]; readonly total: number }) {
    if (total > first.length) this.#severities.add(severity);
    this.#total += total - first.length;
  }

  get all(): Graded {
    const rank: Readonly<Record<Severity, number>> = { error: 0, unknown: 1, warning: 2 };
    const first = this.#first.toSorted((a, b) => rank[a.severity] - rank[b.severity]);
    return { first, total: this.#total, severities: this.#severities };
  }
}
