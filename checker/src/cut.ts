import { type Evidence, isSome, type Outcome, type Some } from './outcome.ts';

/** Most pieces of evidence in one list of a scorecard: as many as a reader can use. */
const MOST_CITED = 20;

/** How many pieces of evidence were left out of an outcome's lists, so that the whole count can be told. */
export interface Omitted {
  readonly evidence: number;
  readonly gaps: number;
}

/** The outcome with its lists cut to what a reader can use. Probes judge and hand over all; only here is it cut. */
export function cut(outcome: Outcome): { readonly outcome: Outcome; readonly omitted: Omitted } {
  const evidence = 'evidence' in outcome ? outcome.evidence : [];
  const gaps = 'gaps' in outcome ? (outcome.gaps ?? []) : [];
  const omitted = { evidence: beyond(evidence), gaps: beyond(gaps) };
  if (omitted.evidence + omitted.gaps === 0) return { outcome, omitted };
  const short = { ...outcome } as { evidence?: Some<Evidence>; gaps?: readonly Evidence[] };
  const kept = evidence.slice(0, MOST_CITED);
  if (isSome(kept)) short.evidence = kept;
  if (gaps.length > 0) short.gaps = gaps.slice(0, MOST_CITED);
  return { outcome: short as Outcome, omitted };
}

const beyond = (list: readonly unknown[]) => Math.max(0, list.length - MOST_CITED);
