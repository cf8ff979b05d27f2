import { type CollectContext, defineCollector } from '../collector.ts';
import type { Ledger, Lookalike } from '../facts/ledgers.ts';
import { ledgerPlaceOf } from '../ledger/dialects.ts';
import { LedgerVerifier } from '../ledger/verify.ts';
import { verifyLedger } from '../ledger/verify-ledger.ts';
import { known } from '../outcome.ts';
import type { Tree, TreeEntry } from '../tree.ts';

const RATCHET = '.agents/ao/chain.jsonl';

const MOST_LEDGERS = 200;
/** For all ledgers together; lines are bounded too, since a line costs more than its bytes. */
const MOST_BYTES = 512 << 20;
const MOST_LINES = 1_000_000;

/** What may still be read. */
interface Budget {
  ledgers: number;
  bytes: number;
  lines: number;
}

/** Finds verdict ledgers by their places and recomputes their chains while reading them. */
export const ledgers = defineCollector({
  kind: 'ledgers',
  reads: (path) => ledgerPlaceOf(path) !== undefined || path === RATCHET,

  async collect(context) {
    const tree = await context.repository.tree();
    const budget: Budget = { ledgers: MOST_LEDGERS, bytes: MOST_BYTES, lines: MOST_LINES };
    const verified: Ledger[] = [];
    for (const [path, entry] of placesIn(tree)) verified.push(await verify(path, entry, budget, context));
    const lookalikes: readonly Lookalike[] = tree.isFile(RATCHET)
      ? [{ path: RATCHET, because: 'is a ratchet record, not a hash chain' }]
      : [];
    return known({ ledgers: verified, documents: { first: [], total: 0 }, lookalikes });
  },
});

/** Places of ledgers in the order of their paths; without an entry where a folder has the name of a ledger. */
function placesIn(tree: Tree): ReadonlyMap<string, TreeEntry | undefined> {
  const places = tree.entries.flatMap(({ path }) => ledgerPlaceOf(path) ?? []);
  return new Map([...new Set(places)].sort().map((path) => [path, tree.get(path)]));
}

function obstacleTo(entry: TreeEntry | undefined): string | undefined {
  switch (entry?.kind) {
    case undefined:
      return 'is a folder';
    case 'symlink':
      return 'is a symbolic link';
    case 'submodule':
      return 'is a submodule';
    default:
      return undefined;
  }
}

async function verify(
  path: string,
  entry: TreeEntry | undefined,
  budget: Budget,
  { repository, platform }: CollectContext,
): Promise<Ledger> {
  const obstacle = obstacleTo(entry) ?? bound(budget);
  if (obstacle !== undefined) return new LedgerVerifier(path, platform).end(obstacle);
  budget.ledgers -= 1;
  const stop = ({ bytes, lines }: { readonly bytes: number; readonly lines: number }) => {
    budget.bytes -= bytes;
    budget.lines -= lines;
    return bound(budget);
  };
  const lost = 'cannot be read from this clone';
  return verifyLedger(path, () => repository.stream(path), platform, { stop, lost });
}

function bound({ ledgers, bytes, lines }: Budget): string | undefined {
  if (ledgers <= 0) return `was not read: ${MOST_LEDGERS} ledgers are the most`;
  if (bytes < 0) return `was not read to its end: ${MOST_BYTES >> 20} MiB of ledgers are the most`;
  return lines < 0 ? `was not read to its end: ${MOST_LINES} lines of ledgers are the most` : undefined;
}
