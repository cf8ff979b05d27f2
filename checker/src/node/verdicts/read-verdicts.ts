import { verifies } from '../../collect/statements.ts';
import type { Ledger, LedgersFacts } from '../../facts/ledgers.ts';
import type { PlacedVerdict } from '../../ledger/listed-verdict.ts';
import { recordsIn } from '../../ledger/records.ts';
import type { Repository } from '../../repository.ts';

/** Ledgers up to this size are read at once, larger ones in pieces. */
const SMALL = 1 << 20;

/**
 * Every verdict of every ledger and verdict file, oldest first. Each file keeps its own order, and the files are merged
 * by time, so that no more than a piece of each is held however long they are.
 */
export async function* verdictsIn(
  repository: Repository,
  facts: LedgersFacts,
  wanted: (path: string) => boolean,
): AsyncGenerator<PlacedVerdict> {
  const ledgers = facts.ledgers.filter(({ path }) => wanted(path));
  const small = await repository.read(
    ledgers.map(({ path }) => path),
    SMALL,
  );
  const piecesOf = (path: string): Iterable<Uint8Array> | AsyncIterable<Uint8Array> => {
    const content = small.get(path);
    return content?.state === 'text' && !content.lossy
      ? [new TextEncoder().encode(content.text)]
      : repository.stream(path);
  };
  const documents = facts.documents.first.filter(({ path }) => wanted(path));
  yield* merged([
    ...ledgers.map((ledger) => ofLedger(ledger, () => piecesOf(ledger.path))),
    ...documents.map(({ path, dialect, protection, statements }) =>
      statements.map((statement): PlacedVerdict => ({ path, dialect, intact: protection !== 'broken', statement })),
    ),
  ]);
}

async function* ofLedger(
  ledger: Ledger,
  pieces: () => Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<PlacedVerdict> {
  const { path, dialect, records } = ledger;
  if (dialect === undefined || records === 0) return;
  const intact = verifies(ledger);
  for await (const { record, statement } of recordsIn(dialect, pieces())) {
    yield { path, dialect, intact, statement, record };
  }
}

/** Always the oldest of those that come next; of the same time, in the order of the sources. */
async function* merged(
  sources: readonly (Iterable<PlacedVerdict> | AsyncIterable<PlacedVerdict>)[],
): AsyncGenerator<PlacedVerdict> {
  const heads: {
    readonly next: PlacedVerdict;
    readonly time: number;
    readonly rest: AsyncIterator<PlacedVerdict> | Iterator<PlacedVerdict>;
  }[] = [];
  const advance = async (rest: AsyncIterator<PlacedVerdict> | Iterator<PlacedVerdict>, at: number, drop: number) => {
    const { value, done } = await rest.next();
    heads.splice(at, drop, ...(done ? [] : [{ next: value, time: timeOf(value), rest }]));
  };
  for (const source of sources) {
    const rest = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
    await advance(rest, heads.length, 0);
  }
  while (heads.length > 0) {
    const oldest = heads.reduce((oldest, head) => (head.time < oldest.time ? head : oldest));
    yield oldest.next;
    await advance(oldest.rest, heads.indexOf(oldest), 1);
  }
}

/** A verdict without a time comes first: nothing says that it is new. */
function timeOf({ statement }: PlacedVerdict): number {
  const time = Date.parse(statement.time ?? '');
  return Number.isNaN(time) ? Number.NEGATIVE_INFINITY : time;
}
