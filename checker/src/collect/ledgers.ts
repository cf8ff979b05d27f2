import { type CollectContext, type Collector, defineCollector } from '../collector.ts';
import type { Ledger, LedgersFacts, Lookalike } from '../facts/ledgers.ts';
import { flawsOfSigners, saidOfSigners } from '../ledger/allowed-signers.ts';
import { ledgerPlaceOf, VERDICTS_FOLDER } from '../ledger/dialects.ts';
import { isBuriedLane, isVerdictPlace } from '../ledger/places.ts';
import { ALLOWED_SIGNERS, MOST_VERIFIED, SignedRecords, withSignatures } from '../ledger/signatures.ts';
import { LedgerVerifier } from '../ledger/verify.ts';
import { verifyLedger } from '../ledger/verify-ledger.ts';
import { type Collected, known, withheld } from '../outcome.ts';
import type { Tree, TreeEntry } from '../tree.ts';
import { readDocuments } from './verdict-documents.ts';

/** A lane for each branch adds up, and none ever goes away. */
const MOST_LEDGERS = 10_000;
const MOST_LOOKALIKES = 20;
const MOST_SIGNERS_FLAWS = 5;

/** What may be read of all ledgers together; lines are bounded too, since a line costs more than its bytes. */
interface Bounds {
  readonly bytes: number;
  readonly lines: number;
  /** Signatures that are checked of each ledger. */
  readonly signatures?: number;
}

/** For an audit, which has more to look at. */
const AUDIT: Bounds = { bytes: 512 << 20, lines: 1_000_000 };
const NONE: Bounds = { bytes: Number.POSITIVE_INFINITY, lines: Number.POSITIVE_INFINITY, signatures: MOST_VERIFIED };

/** What may still be read. */
interface Budget {
  ledgers: number;
  bytes: number;
  lines: number;
}

/** Finds verdict ledgers by their places and recomputes their chains while reading them. */
export const ledgers = defineCollector({
  kind: 'ledgers',
  reads: isVerdictPlace,
  collect: (context) => collect(context, AUDIT),
});

/** The same without a bound on their length, for whoever asks for nothing but a verification. */
export const wholeLedgers: Collector<'ledgers'> = { ...ledgers, collect: (context) => collect(context, NONE) };

async function collect(
  context: Pick<CollectContext, 'repository' | 'platform' | 'notice'>,
  bounds: Bounds,
): Promise<Collected<LedgersFacts>> {
  const { repository } = context;
  const tree = await repository.tree();
  const budget: Budget = { ledgers: MOST_LEDGERS, ...bounds };
  const signers = once(() => allowedSigners(context, tree));
  const verified: Ledger[] = [];
  for (const [path, entry] of placesIn(tree)) {
    verified.push(await verify(path, entry, { ...context, budget, bounds, signers }));
  }
  const documents = await readDocuments(context, tree);
  return known({ ledgers: withoutCopies(verified), documents, lookalikes: lookalikesIn(tree) });
}

interface Verification extends Pick<CollectContext, 'repository' | 'platform'> {
  readonly budget: Budget;
  readonly bounds: Bounds;
  readonly signers: () => Promise<Collected<string | undefined>>;
}

const once = <T>(ask: () => Promise<T>): (() => Promise<T>) => {
  let asked: Promise<T> | undefined;
  return () => (asked ??= ask());
};

const lookalikesIn = (tree: Tree): readonly Lookalike[] =>
  tree.entries
    .filter(({ path }) => isBuriedLane(path))
    .slice(0, MOST_LOOKALIKES)
    .map(({ path }) => ({ path, because: `is not read: lanes lie side by side in ${VERDICTS_FOLDER}` }));

async function allowedSigners(
  { repository, notice }: Pick<CollectContext, 'repository' | 'notice'>,
  tree: Tree,
): Promise<Collected<string | undefined>> {
  if (tree.get(ALLOWED_SIGNERS) === undefined) return known(undefined);
  const content = (await repository.read([ALLOWED_SIGNERS])).get(ALLOWED_SIGNERS);
  if (content?.state === 'text' && !content.lossy) {
    for (const flaw of flawsOfSigners(content.text).slice(0, MOST_SIGNERS_FLAWS))
      notice(saidOfSigners(ALLOWED_SIGNERS, flaw));
    return known(content.text);
  }
  return withheld(
    `${ALLOWED_SIGNERS} cannot be read.`,
    `Keep ${ALLOWED_SIGNERS} in git as a text that ssh-keygen reads.`,
  );
}

/** Two lanes that begin with the same record: no two writers write the same one, so the later path is a copy. */
function withoutCopies(all: readonly Ledger[]): readonly Ledger[] {
  const first = new Map<string, string>();
  return all.map((ledger) => {
    const { root, path, breaks } = ledger;
    const original = root === undefined ? undefined : first.get(root);
    if (root !== undefined && original === undefined) first.set(root, path);
    if (original === undefined) return ledger;
    const copy = { line: 1, kind: 'duplicate', detail: `it begins with the same record as ${original}` } as const;
    return { ...ledger, breaks: { first: [copy, ...breaks.first].slice(0, 20), total: breaks.total + 1 } };
  });
}

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

async function verify(path: string, entry: TreeEntry | undefined, asked: Verification): Promise<Ledger> {
  const { repository, platform, budget, bounds, signers } = asked;
  const obstacle = obstacleTo(entry) ?? bound(budget, bounds);
  if (obstacle !== undefined) return new LedgerVerifier(path, platform).end(obstacle);
  budget.ledgers -= 1;
  const stop = ({ bytes, lines }: Bounds) => {
    budget.bytes -= bytes;
    budget.lines -= lines;
    return bound(budget, bounds);
  };
  const signed = new SignedRecords(bounds.signatures);
  const options = { stop, lost: 'cannot be read from this clone', onSigned: signed.add };
  const ledger = await verifyLedger(path, () => repository.stream(path), platform, options);
  return signed.total === 0 ? ledger : withSignatures(ledger, signed, platform, await signers());
}

function bound({ ledgers, bytes, lines }: Budget, most: Bounds): string | undefined {
  if (ledgers <= 0) return `was not read: ${MOST_LEDGERS} ledgers are the most`;
  if (bytes < 0) return `was not read to its end: ${Math.round(most.bytes / 2 ** 20)} MiB of ledgers are the most`;
  return lines < 0 ? `was not read to its end: ${most.lines} lines of ledgers are the most` : undefined;
}
