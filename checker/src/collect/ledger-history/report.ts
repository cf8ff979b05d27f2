import type { LedgerGrowth } from '../../facts/ledger-history.ts';
import type { Growth } from '../../ledger/growth.ts';
import type { Uncompared } from '../../ledger/prefixes.ts';
import type { PathStep } from '../../repository.ts';
import { LARGEST } from './versions.ts';

/** The facts of one ledger. */
export function ledgerGrowth(
  path: string,
  steps: readonly PathStep[],
  present: boolean,
  { uncompared }: Growth,
  losses: LedgerGrowth['losses'],
  misdated: LedgerGrowth['misdated'] = { first: [], total: 0 },
): LedgerGrowth {
  const why = (['missing', 'pointer', 'too-large', 'bound'] as const).find((reason) => uncompared.has(reason));
  const versions = versionsOf(steps);
  return {
    path,
    present,
    versions,
    first: firstOf(steps),
    losses,
    misdated,
    ...(why !== undefined && { unseen: UNSEEN[why](path) }),
  };
}

/** Distinct contents that the file, or the files, ever had. */
export const versionsOf = (steps: readonly PathStep[]): number =>
  new Set(steps.flatMap(({ path, before, after }) => [before, after].map((id) => id && `${id} ${path}`))).size -
  (steps.some(({ before, after }) => before === undefined || after === undefined) ? 1 : 0);

/** The oldest step that brought something. */
export function firstOf(steps: readonly PathStep[]): LedgerGrowth['first'] {
  const step = steps.findLast(({ after }) => after !== undefined) ?? steps.at(-1);
  return { commit: step?.commit ?? '', date: step?.committer.date ?? '' };
}

const UNSEEN: Readonly<Record<Uncompared, (path: string) => NonNullable<LedgerGrowth['unseen']>>> = {
  missing: (path) => ({
    because: `Some versions of ${path} are not in this clone.`,
    decide: 'Audit a clone made without --filter.',
  }),
  pointer: (path) => ({
    because: `Git LFS keeps versions of ${path}, so that they are not in git.`,
    decide: `Keep ${path} in git itself.`,
  }),
  'too-large': (path) => ({
    because: `Some versions of ${path} are larger than ${LARGEST >> 20} MiB, and were not compared.`,
    decide: 'Begin a new lane before a ledger grows so large.',
  }),
  bound: (path) => ({
    because: `${path} has too many or too different versions to compare them all.`,
    decide: 'Begin a new lane before a ledger has so many versions.',
  }),
};
