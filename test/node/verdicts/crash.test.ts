import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { gitRepository, hermetic, temporaryFolder } from '../../support/git-repository.ts';
import { breaksOf, verified } from '../../support/verdicts.ts';

const pathOf = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** A program bundled as it is published: most of the time that it takes to start would be spent on finding files. */
async function bundled(path: string): Promise<string> {
  const outdir = temporaryFolder();
  await build({
    entryPoints: [pathOf(path)],
    outdir,
    entryNames: 'program',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    mainFields: ['module', 'main'],
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    logLevel: 'error',
    banner: { js: "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);" },
  });
  return join(outdir, 'program.mjs');
}

const CLI = 'checker/src/node/bin.ts';

interface Run {
  readonly child: ChildProcess;
  /** Hashes that it confirmed. A line that the kill cut off was not confirmed. */
  readonly confirmed: () => readonly string[];
  readonly errors: () => string;
}

function start(args: readonly string[], cwd: string): Run {
  const child = spawn(process.execPath, args, { cwd, env: hermetic(cwd), stdio: ['ignore', 'pipe', 'pipe'] });
  const printed = { out: '', err: '' };
  child.stdout.on('data', (piece: Buffer) => {
    printed.out += piece.toString();
  });
  child.stderr.on('data', (piece: Buffer) => {
    printed.err += piece.toString();
  });
  return {
    child,
    confirmed: () => [...printed.out.matchAll(/([0-9a-f]{64})\n/g)].map(([, hash = '']) => hash),
    errors: () => printed.err,
  };
}

/** Lets a process run for a while after its first word, and kills it. */
async function killed(run: Run, whileMs: number, fromStart = false): Promise<readonly string[]> {
  const { child } = run;
  const closed = once(child, 'close');
  if (!fromStart) await Promise.race([once(child.stdout as NonNullable<typeof child.stdout>, 'data'), closed]);
  await new Promise((resolve) => setTimeout(resolve, whileMs));
  child.kill('SIGKILL');
  await closed;
  return run.confirmed();
}

/** Drops half a line where there is one, as the tool would say, and checks the rest. */
function demandWhole(ledger: string, confirmed: readonly string[]): number {
  const bytes = readFileSync(ledger);
  const end = bytes.lastIndexOf(0x0a) + 1;
  if (end < bytes.length) truncateSync(ledger, end);
  const text = bytes.subarray(0, end).toString();
  const found = verified(text);
  expect(breaksOf(found)).toEqual([]);
  expect(found.unreadable).toBeUndefined();
  const hashes = text
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { hash: string }).hash);
  expect(new Set(hashes).size).toBe(hashes.length);
  expect(confirmed.filter((hash) => !hashes.includes(hash))).toEqual([]);
  return hashes.length;
}

test('180 kills of processes that write to one lane at once lose nothing that was confirmed', async () => {
  const root = temporaryFolder();
  const args = [await bundled('test/support/append-verdicts.ts'), root, join(root, 'lock')];
  const confirmed: string[] = [];
  let left = 180;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      const run = start(args, root);
      confirmed.push(...(await killed(run, Math.random() * 25)));
      expect(run.errors()).toBe('');
    }
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
  const records = demandWhole(join(root, '.agents/verdicts/main.jsonl'), confirmed);
  // Each was at it when it was killed.
  expect(confirmed.length).toBeGreaterThan(180);
  // A kill may come between the record and its confirmation, once for each.
  expect(records - confirmed.length).toBeLessThanOrEqual(180);
  const last = start([...args, '3'], root);
  expect(await once(last.child, 'close')).toEqual([0, null]);
  expect(demandWhole(join(root, '.agents/verdicts/main.jsonl'), last.confirmed())).toBe(records + 3);
}, 180_000);

const record = (cli: string, index: number) => [
  ...[cli, 'verdict', 'record', '--subject', 'HEAD', '--verdict', 'fail', '--checked', `Run ${index}`],
  ...['--author', 'agent:claude-code', '--judge', 'human:grace@example.org'],
];

test('20 kills of the command itself lose nothing, and the next one goes on', async () => {
  const repository = gitRepository('killed');
  repository.commit('Begin', { 'a.txt': 'a\n' });
  const cli = await bundled(CLI);
  const ledger = join(repository.path, '.agents/verdicts/main.jsonl');
  const first = start(record(cli, 0), repository.path);
  const started = performance.now();
  await once(first.child, 'close');
  const takes = performance.now() - started;
  const confirmed = [...first.confirmed()];
  expect(first.errors()).toBe('');
  let left = 20;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      // The end is where it writes.
      confirmed.push(...(await killed(start(record(cli, left), repository.path), takes * (0.5 + Math.random()), true)));
    }
  };
  await Promise.all([worker(), worker()]);
  const records = demandWhole(ledger, confirmed);
  const last = start(record(cli, 99), repository.path);
  await once(last.child, 'close');
  expect(last.errors()).toBe('');
  expect(demandWhole(ledger, last.confirmed())).toBe(records + 1);
}, 120_000);

test('two commands at once both get their line', async () => {
  const repository = gitRepository('at-once');
  repository.commit('Begin', { 'a.txt': 'a\n' });
  const cli = await bundled(CLI);
  const runs = [1, 2, 3].map((index) => start(record(cli, index), repository.path));
  await Promise.all(runs.map(({ child }) => once(child, 'close')));
  const confirmed = runs.flatMap((run) => run.confirmed());
  expect(confirmed).toHaveLength(3);
  expect(demandWhole(join(repository.path, '.agents/verdicts/main.jsonl'), confirmed)).toBe(3);
});
