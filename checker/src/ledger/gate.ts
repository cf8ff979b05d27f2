import type { Cover } from '../facts/coverage.ts';
import type { NotShown, Problem } from './verification.ts';

/** What the gate answers, in the form of `schemas/gate.schema.json`. */
export interface GateAnswer {
  readonly version: 1;
  readonly tool: { readonly name: string; readonly version: string };
  readonly target: {
    readonly name: string;
    readonly commit: string;
    /** Where the changes begin: everything after it. */
    readonly base: string;
    readonly shallow: boolean;
  };
  /**
   * - `met`: every change has an independent pass, in a ledger that is intact
   * - `empty`: there is no change
   * - `not-met`: some change has none, or some ledger cannot be trusted
   * - `not-shown`: something could not be looked at; the gate stays shut
   */
  readonly result: 'met' | 'empty' | 'not-met' | 'not-shown';
  /** True when signed verdicts alone were counted. */
  readonly signed: boolean;
  /** Changes that need a verdict, the newest first. */
  readonly changes: readonly GatedChange[];
  /** Commits that need none: they changed nothing, or nothing but verdict ledgers. */
  readonly trivial: number;
  /** Why some ledger cannot be trusted. */
  readonly problems: readonly Problem[];
  readonly notShown: readonly NotShown[];
}

export interface GatedChange {
  readonly commit: string;
  readonly subject: string;
  /** Committer date, ISO 8601. */
  readonly date: string;
  readonly cover: Cover;
}

/** What was found out, as one of the four answers. Could not tell is never an open gate. */
export function resultOf({
  changes,
  trivial,
  problems,
  notShown,
}: Pick<GateAnswer, 'changes' | 'trivial' | 'problems' | 'notShown'>): GateAnswer['result'] {
  if (problems.length > 0 || changes.some(({ cover }) => cover.by === 'nothing')) return 'not-met';
  if (notShown.length > 0) return 'not-shown';
  return changes.length + trivial === 0 ? 'empty' : 'met';
}
