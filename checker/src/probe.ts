import type { ZodMiniType } from 'zod/mini';
import type { FactKind, Facts } from './facts/index.ts';
import type { Outcome } from './outcome.ts';

/**
 * Answers one rule from facts. Synchronous and pure: no input or output, no clock, no environment, and no facts but
 * those it declares. Facts that could not be had never reach it: the engine answers `unknown` for it.
 */
export interface Probe<Needs extends FactKind = FactKind, Params = unknown> {
  /** The rule's id; also the file's name. */
  readonly rule: string;
  readonly needs: readonly Needs[];
  /** What the rule's `params` in the factor's frontmatter must look like. */
  readonly params: ZodMiniType<Params>;
  inspect(facts: Pick<Facts, Needs>, params: Params): Outcome;
}

export const defineProbe = <const Needs extends FactKind, Params>(probe: Probe<Needs, Params>): Probe<Needs, Params> =>
  probe;
