import { inToto } from '../../ledger/in-toto.ts';
import type { PlacedVerdict } from '../../ledger/listed-verdict.ts';
import { escaped } from '../../report/json.ts';
import { plain } from '../../report/plain.ts';
import type { Io } from '../io.ts';
import type { ExportRequest } from '../requests.ts';
import { deliverPieces } from './deliver-pieces.ts';
import { gather } from './gather.ts';
import { brokenIn, nothingIn, wantedBy } from './list-command.ts';
import { verdictsIn } from './read-verdicts.ts';
import { withTarget } from './target.ts';

const MOST_NAMED = 5;

/**
 * Prints the verdicts of a commit as in-toto Statements, one a line, the newest last. The same commit gives the same
 * bytes, wherever it was cloned from the same remote.
 * @returns 0 exported · 1 a ledger does not verify, so nothing was · 3 there is no verdict
 */
export async function exportCommand(request: ExportRequest, io: Io): Promise<number> {
  const say = (text: string) => io.stderr.write(`agentops-audit: ${plain(text)}\n`);
  return withTarget(request, io, async (repository) => {
    const facts = gather(repository, repository.target.date, io);
    const [ledgers, history] = [await facts('ledgers'), await facts('ledgerHistory')];
    if (!ledgers.known) {
      say(`nothing is exported. ${ledgers.because} ${ledgers.decide}`);
      return 1;
    }
    const wanted = wantedBy(request.lane);
    const growths = history.known ? history.value.ledgers : [];
    const lost = growths.filter(({ path, losses }) => wanted(path) && losses.first.some(({ undone }) => !undone));
    const [broken] = [...brokenIn(ledgers.value, wanted), ...lost.map(({ path }) => path)];
    if (broken !== undefined) {
      say(`nothing is exported: ${broken} does not verify. See agentops-audit verdict verify.`);
      return 1;
    }
    if (!history.known && !request.quiet) say(`that no ledger lost anything was not shown. ${history.because}`);

    const { name, remote } = repository.target;
    const counted = { total: 0, left: [] as string[], leftOut: 0 };
    const verdicts = verdictsIn(repository, ledgers.value, wanted);
    await deliverPieces(asLines(verdicts, remote === undefined ? '_' : name, counted), request, io);
    if (counted.leftOut > 0 && !request.quiet) {
      const more = counted.leftOut > counted.left.length ? ', …' : '';
      say(`${counted.leftOut} left out, which name no commit or tree in full: ${counted.left.join(', ')}${more}`);
    }
    if (counted.total + counted.leftOut > 0) return 0;
    if (!request.quiet) say(nothingIn(request.lane));
    return 3;
  });
}

async function* asLines(
  verdicts: AsyncIterable<PlacedVerdict>,
  name: string,
  counted: { total: number; left: string[]; leftOut: number },
): AsyncGenerator<string> {
  for await (const verdict of verdicts) {
    const statement = inToto(verdict, name);
    if (statement === undefined) {
      counted.leftOut += 1;
      if (counted.left.length < MOST_NAMED) counted.left.push(`${verdict.path}:${verdict.statement.line}`);
      continue;
    }
    counted.total += 1;
    yield `${escaped(JSON.stringify(statement))}\n`;
  }
}
