import type { Collected } from '../outcome.ts';
import type { StateDates, StateDocument } from './work-state.ts';

/** Documents of research, plans, specifications and designs that are tracked: what was found out before the code was written. */
export interface ResearchFacts {
  /** The instant of the audit, from which a window is counted back. ISO 8601. */
  readonly asOf: string;
  /** In the order of the tree. */
  readonly documents: readonly StateDocument[];
  /** By path; withheld where history is. */
  readonly dates: Collected<Readonly<Record<string, StateDates>>>;
}
