import { verifies } from '../../collect/statements.ts';
import type { LedgersFacts } from '../../facts/ledgers.ts';
import { listed, type PlacedVerdict } from '../../ledger/listed-verdict.ts';
import { laneOf } from '../../ledger/verdict.ts';
import { plain } from '../../report/plain.ts';
import { LIST_JSON, renderListEnd, renderVerdict } from '../../report/verdict-list.ts';
import type { Io } from '../io.ts';
import { listOptions } from '../output.ts';
import type { ListRequest } from '../requests.ts';
import { deliverPieces } from './deliver-pieces.ts';
import { gather } from './gather.ts';
import { verdictsIn } from './read-verdicts.ts';
import { withTarget } from './target.ts';
import { withWorkTree } from './with-work-tree.ts';

/**
 * Lists every verdict, the newest last.
 * @returns 0 listed · 1 the ledgers could not be read · 3 there is no verdict
 */
export async function listCommand(request: ListRequest, io: Io): Promise<number> {
  return withTarget(request, io, async (opened) => {
    const now = io.now().toISOString();
    const { repository } = await withWorkTree(opened, request, now, io);
    const facts = await gather(repository, now, io)('ledgers');
    if (!facts.known) {
      io.stderr.write(`agentops-audit: ${plain(`${facts.because} ${facts.decide}`)}\n`);
      return 1;
    }
    const wanted = wantedBy(request.lane);
    const verdicts = verdictsIn(repository, facts.value, wanted);
    const counted = { total: 0 };
    const pieces =
      request.format === 'json'
        ? asJson(verdicts, counted)
        : asText(verdicts, counted, brokenIn(facts.value, wanted), listOptions(request, io));
    await deliverPieces(pieces, request, io);
    if (counted.total > 0) return 0;
    if (!request.quiet) io.stderr.write(`agentops-audit: ${nothingIn(request.lane)}\n`);
    return 3;
  });
}

/** Which files a command reads: those of one lane, or all. */
export const wantedBy =
  (lane: string | undefined) =>
  (path: string): boolean =>
    lane === undefined || laneOf(path) === lane;

export const nothingIn = (lane: string | undefined): string =>
  lane === undefined
    ? 'There is no verdict here. Record one with agentops-audit verdict record.'
    : `There is no verdict in the lane ${plain(lane)}. See all lanes with agentops-audit verdict list.`;

/** Files of which a reader has to know that they do not verify. */
export const brokenIn = (
  { ledgers, documents }: LedgersFacts,
  wanted: (path: string) => boolean,
): readonly string[] => [
  ...ledgers.filter((ledger) => wanted(ledger.path) && !verifies(ledger)).map(({ path }) => path),
  ...documents.first.filter(({ path, protection }) => wanted(path) && protection === 'broken').map(({ path }) => path),
];

async function* asText(
  verdicts: AsyncIterable<PlacedVerdict>,
  counted: { total: number },
  broken: readonly string[],
  options: ReturnType<typeof listOptions>,
): AsyncGenerator<string> {
  for await (const verdict of verdicts) {
    counted.total += 1;
    yield renderVerdict(listed(verdict), options);
  }
  if (counted.total > 0 || broken.length > 0) yield renderListEnd(counted.total, broken, options);
}

async function* asJson(verdicts: AsyncIterable<PlacedVerdict>, counted: { total: number }): AsyncGenerator<string> {
  yield LIST_JSON.head;
  for await (const verdict of verdicts) {
    yield LIST_JSON.item(listed(verdict), counted.total === 0);
    counted.total += 1;
  }
  yield LIST_JSON.end(counted.total === 0);
}
