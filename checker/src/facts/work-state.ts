import type { Collected } from '../outcome.ts';

/** Issues, plans, decisions, handoffs and research that are tracked, and when they last moved. */
export interface WorkStateFacts {
  /** The instant of the audit, from which a window is counted back. ISO 8601. */
  readonly asOf: string;
  /** In the order of the tree. */
  readonly documents: readonly StateDocument[];
  /** When each document came and was last touched, by path; withheld where history is. */
  readonly dates: Collected<Readonly<Record<string, StateDates>>>;
  /** A tracked file that says the issues are kept in a store which this tree does not hold. */
  readonly storedElsewhere?: { readonly path: string; readonly store: string };
}

/**
 * What a document is for. `design` describes how a thing is built, which may be work in hand or the product's manual;
 * `list` says only what is to be done: a root `TODO.md`, `PLAN.md` or `ROADMAP.md`.
 */
export type StateKind = 'issue' | 'plan' | 'spec' | 'decision' | 'handoff' | 'research' | 'review' | 'design' | 'list';

export interface StateDocument {
  readonly path: string;
  readonly kind: StateKind;
  /** Why it records nothing, as it follows its path: it has a title at most, or does not parse. */
  readonly nothing?: string;
  /** Why its contents were not had where they were asked for, as it follows its path. Older documents are not read. */
  readonly unread?: string;
}

/** Author dates, ISO 8601 with the author's own offset. Renames are followed; a sweep over many documents is no touch. */
export interface StateDates {
  readonly introduced: { readonly commit: string; readonly date: string };
  readonly touched: { readonly commit: string; readonly date: string };
}
