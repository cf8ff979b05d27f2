import type { SelfReviews, VerdictsFacts } from '../../facts/verdicts.ts';

/** The same facts without commits and pull requests from before the window, which may be shorter than that of other rules. */
export function within(facts: VerdictsFacts, windowDays: number): VerdictsFacts {
  const { selfReviewed, approvals } = facts;
  const from = Date.parse(facts.asOf) - windowDays * 86_400_000;
  const isRecent = ({ date }: { readonly date: string }) => Date.parse(date) >= from;
  const reviews = ({ first, total }: SelfReviews): SelfReviews => {
    const recent = first.filter(isRecent);
    // Those that are not here are older still.
    return { first: recent, total: recent.length < first.length ? recent.length : total };
  };
  return {
    ...facts,
    selfReviewed: selfReviewed.known ? { ...selfReviewed, value: reviews(selfReviewed.value) } : selfReviewed,
    approvals: approvals.known
      ? {
          ...approvals,
          value: {
            ...approvals.value,
            merged: approvals.value.merged.filter(isRecent),
            after: Date.parse(approvals.value.after ?? '') > from ? approvals.value.after : null,
          },
        }
      : approvals,
  };
}
