import type { Evidence, Outcome, Some } from '../../outcome.ts';

/** Most pieces of evidence that a reader can use in one list. Ratios are made over all before this. */
export const MOST_CITED = 20;

/** The outcome with its lists cut to what a reader can use; the last piece shown says how many there were. */
export function capped(outcome: Outcome): Outcome {
  switch (outcome.status) {
    case 'pass':
      return { ...outcome, evidence: cut(outcome.evidence), ...(outcome.gaps && { gaps: shorten(outcome.gaps) }) };
    case 'partial':
      return { ...outcome, evidence: cut(outcome.evidence), gaps: shorten(outcome.gaps) };
    case 'fail':
      return { ...outcome, gaps: shorten(outcome.gaps) };
    default:
      return outcome;
  }
}

const cut = ([first, ...rest]: Some<Evidence>): Some<Evidence> => {
  const [last, ...others] = shorten([first, ...rest]).toReversed();
  return last === undefined || others.length === 0 ? [first] : [first, ...others.toReversed().slice(1), last];
};

function shorten(list: readonly Evidence[]): readonly Evidence[] {
  const last = list[MOST_CITED - 1];
  if (list.length <= MOST_CITED || last === undefined) return list;
  const note = `${last.note === undefined ? '' : `${last.note}; `}${list.length} in all`;
  return [...list.slice(0, MOST_CITED - 1), { ...last, note }];
}
