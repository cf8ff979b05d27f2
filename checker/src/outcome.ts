/**
 * What a probe may answer. A discriminated union in which a pass without evidence does not compile.
 */

/** Where a thing can be seen: a line of a tracked file, a commit, a web address, or the state of this one clone. */
export type Evidence =
  | { readonly at: 'file'; readonly path: string; readonly line?: number; readonly note?: string }
  | { readonly at: 'commit'; readonly id: string; readonly note?: string }
  | { readonly at: 'url'; readonly url: string; readonly note?: string }
  | { readonly at: 'clone'; readonly path: string; readonly note?: string };

/** A list that holds at least one item. */
export type Some<T> = readonly [T, ...T[]];

/** The answer to one rule. */
export type Outcome =
  | { readonly status: 'pass'; readonly evidence: Some<Evidence>; readonly gaps?: readonly Evidence[] }
  | {
      readonly status: 'partial';
      /** Share of the demand that is met: above 0, below 1. */
      readonly ratio: number;
      readonly because: string;
      readonly evidence: Some<Evidence>;
      readonly gaps: readonly Evidence[];
    }
  | { readonly status: 'fail'; readonly because: string; readonly gaps: readonly Evidence[] }
  | {
      readonly status: 'unknown';
      readonly because: string;
      /** The command, permission or setting that would settle it. */
      readonly decide: string;
    }
  | { readonly status: 'not-applicable'; readonly because: string };

export type Status = Outcome['status'];

/** What a collector learned, or the reason why it learned nothing. */
export type Collected<T> =
  | { readonly known: true; readonly value: T }
  | { readonly known: false; readonly because: string; readonly decide: string };

export const known = <T>(value: T): Collected<T> => ({ known: true, value });

/** A fact that could not be had. `because` says why, `decide` what would settle it. Both are sentences. */
export const withheld = (because: string, decide: string) => ({ known: false, because, decide }) as const;

export const isSome = <T>(list: readonly T[]): list is Some<T> => list.length > 0;

export const pass = (evidence: Some<Evidence>, gaps: readonly Evidence[] = []): Outcome =>
  gaps.length > 0 ? { status: 'pass', evidence, gaps } : { status: 'pass', evidence };

/** `ratio` is held inside the open interval: a partial that earns all or nothing would be a pass or a fail. */
export const partial = (
  ratio: number,
  because: string,
  evidence: Some<Evidence>,
  gaps: readonly Evidence[] = [],
): Outcome => {
  if (!Number.isFinite(ratio)) throw new Error(`a partial needs a ratio, not ${ratio}`);
  return { status: 'partial', ratio: Math.min(0.99, Math.max(0.01, ratio)), because, evidence, gaps };
};

export const fail = (because: string, gaps: readonly Evidence[] = []): Outcome => ({ status: 'fail', because, gaps });

export const unknown = (because: string, decide: string): Outcome => ({ status: 'unknown', because, decide });

export const notApplicable = (because: string): Outcome => ({ status: 'not-applicable', because });

/**
 * Grades a set of which some meet the demand and some do not: pass from `passAt`, partial from `partialAt`, else fail.
 * The set must not be empty: what an empty set means is the rule's decision.
 */
export function graded(
  met: readonly Evidence[],
  gaps: readonly Evidence[],
  because: string,
  { passAt = 0.9, partialAt = 0.5 }: { readonly passAt?: number; readonly partialAt?: number } = {},
): Outcome {
  const total = met.length + gaps.length;
  if (total === 0)
    throw new Error('graded() needs at least one item: decide what an empty set means before calling it');
  const ratio = met.length / total;
  if (ratio >= passAt && isSome(met)) return pass(met, gaps);
  if (ratio >= partialAt && isSome(met)) return partial(ratio, because, met, gaps);
  return fail(because, gaps);
}
