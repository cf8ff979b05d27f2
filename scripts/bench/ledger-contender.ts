/** What `ledger.ts` measures, each in a process of its own: `node ledger-contender.ts loop|verify|verify-and-state FILE RECORDS`. */
import { hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { verifyLedger } from '../../checker/src/ledger/verify-ledger.ts';
import { nodePlatform } from '../../checker/src/node/platform.ts';

const [what, file = '', expected = '0'] = process.argv.slice(2);
const records = what === 'loop' ? await loop() : await verify(what === 'verify-and-state');
if (records !== Number(expected)) throw new Error(`${records} of ${expected} records`);

/** Reads lines, parses them and hashes them, and does nothing else. */
async function loop(): Promise<number> {
  let [rest, lines, digits] = ['', 0, 0];
  const decoder = new TextDecoder();
  for await (const piece of read()) {
    const text = rest + decoder.decode(piece, { stream: true });
    let from = 0;
    for (let to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
      const line = text.slice(from, to);
      const record = JSON.parse(line) as { version: number };
      digits += hash('sha256', line).length;
      lines += record.version;
      from = to + 1;
    }
    rest = text.slice(from);
  }
  return digits === lines * 64 ? lines : 0;
}

async function verify(withStatements: boolean): Promise<number> {
  let passes = 0;
  const onStatement = ({ verdict }: { readonly verdict: string }) => {
    if (verdict === 'pass') passes += 1;
  };
  const ledger = await verifyLedger(file, read, nodePlatform, withStatements ? { onStatement } : {});
  if (ledger.breaks.total > 0 || ledger.unreadable !== undefined) throw new Error('the ledger does not verify');
  return withStatements && passes === 0 ? 0 : ledger.records;
}

function read(): AsyncIterable<Uint8Array> {
  return createReadStream(file, { highWaterMark: 1 << 18 });
}
