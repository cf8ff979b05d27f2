/** What `growth.ts` measures, each in a process of its own: `node growth-contender.ts floor|floor-oldest-first|proof REPOSITORY`. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';

const [what, repository = '.'] = process.argv.slice(2);
if (what === 'proof') await prove();
else await handOver(what === 'floor-oldest-first');

async function handOver(oldestFirst: boolean): Promise<void> {
  const log = ['-C', repository, 'log', '--format=', '--raw', '--no-abbrev', 'HEAD'];
  const names = execFileSync('git', log, { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.split(' ')[3] ?? '');
  if (oldestFirst) names.reverse();
  const child = spawn('git', ['-C', repository, 'cat-file', '--batch'], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdout.resume();
  child.stdin.end(`${names.join('\n')}\n`);
  await once(child, 'close');
}

async function prove(): Promise<void> {
  const { ledgerHistory } = await import('../../checker/src/collect/ledger-history/index.ts');
  const { ledgers } = await import('../../checker/src/collect/ledgers.ts');
  const { openRepository } = await import('../../checker/src/node/git/index.ts');
  const { nodePlatform } = await import('../../checker/src/node/platform.ts');
  const opened = await openRepository(repository);
  type Context = Parameters<typeof ledgerHistory.collect>[0];
  const context = { repository: opened, platform: nodePlatform, notice: () => {} } as unknown as Context;
  // The chain itself is verified once, whoever asks: it is no part of the proof, and its records are dated by it.
  const facts = () => ledgers.collect(context);
  const proof = await ledgerHistory.collect({ ...context, facts } as unknown as Context);
  await opened.close();
  const [ledger] = proof.known ? proof.value.ledgers : [];
  if (ledger?.versions !== 2_000 || ledger.losses.total > 0 || ledger.unseen !== undefined)
    throw new Error(`the proof went wrong: ${JSON.stringify(proof)}`);
}
