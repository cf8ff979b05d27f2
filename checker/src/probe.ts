import type { FactKind, Facts } from './facts/index.ts';
import type { Outcome } from './outcome.ts';

/** The part of a zod schema that is used here, so that the library's types need no zod. */
export interface ParamsSchema<Params> {
  parse(value: unknown): Params;
  safeParse(value: unknown): { readonly error?: { readonly issues: readonly ParamsIssue[] } | undefined };
}

export interface ParamsIssue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/**
 * Answers one rule from facts. Synchronous and pure: no input or output, no clock, no environment, and no facts but
 * those it declares. Facts that could not be had never reach it: the engine answers `unknown` for it.
 */
export interface Probe<Needs extends FactKind = FactKind, Params = unknown> {
  /** The rule's id; also the file's name. */
  readonly rule: string;
  readonly needs: readonly Needs[];
  /** What the rule's `params` in the factor's frontmatter must look like. */
  readonly params: ParamsSchema<Params>;
  inspect(facts: Pick<Facts, Needs>, params: Params): Outcome;
}

export const defineProbe = <const Needs extends FactKind, Params>(probe: Probe<Needs, Params>): Probe<Needs, Params> =>
  probe;
