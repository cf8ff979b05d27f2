import type { LedgerGrowth, LedgerHistoryFacts } from '../../facts/ledger-history.ts';
import type { LedgersFacts } from '../../facts/ledgers.ts';
import type { NotShown, Problem } from '../../ledger/verification.ts';
import { verificationOf } from '../../ledger/verification-of.ts';
import type { Collected } from '../../outcome.ts';
import { TOOL } from '../version.ts';

/** A wrong signature breaks its ledger. Those that could not be checked matter where they count, which is seen there. */
const withoutSignatures = ({ ledgers, ...facts }: LedgersFacts): LedgersFacts => ({
  ...facts,
  ledgers: ledgers.map(({ signatures: _signatures, ...ledger }) => ledger),
});

/** What keeps the ledgers from being believed: broken chains, and what these changes did to them. */
export function trustIn(
  ledgers: LedgersFacts,
  growth: Collected<LedgerHistoryFacts>,
  ids: ReadonlySet<string>,
): { readonly problems: readonly Problem[]; readonly notShown: readonly NotShown[] } {
  const own = growth.known ? growth.value.ledgers.map((each) => lossesWithin(each, ids)) : [];
  const { ledgers: verified, documents } = verificationOf({
    tool: TOOL,
    target: { kind: 'file', path: '' },
    ledgers: { known: true, value: withoutSignatures(ledgers) },
    history: { known: true, value: { ledgers: own } },
  });
  const all = [...verified, documents].flatMap(({ problems }) => problems.first);
  return {
    problems: all.filter(({ severity }) => severity === 'error'),
    notShown: all
      .filter(({ severity }) => severity === 'unknown')
      .map(({ path, meaning, detail, todo }) => ({
        because: `${path}: ${meaning}${detail === null ? '' : ` (${detail})`}`,
        decide: todo,
      })),
  };
}

/** What became of a ledger within these commits. What happened before them is not theirs, and neither are dates. */
function lossesWithin({ losses, unseen, ...growth }: LedgerGrowth, ids: ReadonlySet<string>): LedgerGrowth {
  const standing = losses.first.filter(({ undone, kind }) => !undone && kind !== 'renamed');
  const first = standing.filter(({ commit }) => ids.has(commit));
  const more = { because: 'It lost more than is listed.', decide: 'See agentops-audit verdict verify.' };
  const open = losses.standing > standing.length ? more : unseen;
  return {
    ...growth,
    losses: { first, total: first.length, standing: first.length },
    misdated: { first: [], total: 0 },
    ...(open !== undefined && { unseen: open }),
  };
}
