import { execFile } from 'node:child_process';
import { hash } from 'node:crypto';
import { link, mkdir, open, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import canonicalize from 'canonicalize';
import { type Contender, runProgram } from './measure.ts';

export const RECORDS = 1_000_000;
/** Raise it when the records are made in another way. */
const BUILD = 1;

/**
 * Verifying a ledger of a million records, beside a loop that only reads its lines, parses each and hashes it: what no
 * verifier can be much faster than that looks at every byte and every member. Then the whole commands.
 * @param bin the checker as it ships; undefined where it is not built
 */
export async function ledgerContenders(
  cache: string,
  bin: string | undefined,
  say: (message: string) => void,
): Promise<readonly Contender[]> {
  const file = await longLedger(cache, say);
  const program = fileURLToPath(new URL('ledger-contender.ts', import.meta.url));
  const contender = (name: string, what: string): Contender => ({
    name,
    run: (env) => runProgram(process.execPath, [program, what, file, `${RECORDS}`], { cwd: cache, env, allowed: [0] }),
  });
  const command = (name: string, ...args: readonly string[]): Contender => ({
    name,
    // 1: a ledger of this length has questions left open.
    run: (env) => runProgram(process.execPath, [bin ?? '', ...args], { cwd: cache, env, allowed: [0, 1] }),
  });
  const repository = bin === undefined ? '' : await repositoryWith(file, cache);
  return [
    contender('floor: read lines, parse and hash them', 'loop'),
    contender('ledger: verify', 'verify'),
    contender('ledger: verify, and hand over what each record says', 'verify-and-state'),
    ...(bin === undefined
      ? []
      : [
          command('verdict verify FILE', 'verdict', 'verify', file),
          command('verdict verify, of a repository', 'verdict', 'verify', repository),
          command('verdict list, of a repository', 'verdict', 'list', repository),
        ]),
  ];
}

/** A repository in whose work tree the file lies, not committed. */
async function repositoryWith(file: string, cache: string): Promise<string> {
  const folder = join(cache, `ledger-repository-${BUILD}`);
  const lane = join(folder, '.agents', 'verdicts', 'main.jsonl');
  if ((await stat(lane).catch(() => undefined)) !== undefined) return folder;
  await mkdir(dirname(lane), { recursive: true });
  const git = (...args: string[]) => promisify(execFile)('git', ['-C', folder, ...args]);
  await git('init', '--quiet', '--initial-branch=main');
  await git(
    '-c',
    'user.name=Ada',
    '-c',
    'user.email=ada@example.org',
    'commit',
    '--quiet',
    '--allow-empty',
    '-m',
    'Begin',
  );
  await link(file, lane);
  return folder;
}

/** A file of about 600 MB; built once, and kept. */
async function longLedger(cache: string, say: (message: string) => void): Promise<string> {
  const path = join(cache, `ledger-${BUILD}.jsonl`);
  if ((await stat(path).catch(() => undefined)) !== undefined) return path;
  say(`Writing a ledger of ${RECORDS} records to ${path} (once, about 600 MB)`);
  const file = await open(`${path}.unfinished`, 'w');
  let previous: string | null = null;
  for (let written = 0; written < RECORDS; ) {
    const lines: string[] = [];
    for (const end = Math.min(RECORDS, written + 1000); written < end; written += 1) {
      const record: object = { ...verdictOn(written), prev: previous };
      previous = hash('sha256', canonicalize(record) ?? '');
      lines.push(`${canonicalize({ ...record, hash: previous })}\n`);
    }
    await file.write(lines.join(''));
  }
  await file.close();
  await rename(`${path}.unfinished`, path);
  return path;
}

/** A record as `verdict record` writes it: a subject by three names, contexts, a family, one piece of evidence or two. */
function verdictOn(at: number): object {
  const name = (what: string) => hash('sha1', `${what} ${at}`);
  const digest = hash('sha256', `output ${at}`);
  return {
    format: 'agentops-verdict',
    version: 1,
    subject: { commit: name('commit'), tree: name('tree'), patch: name('patch') },
    author: { kind: 'agent', id: `worker-${at % 7}`, context: `session-${at % 5000}`, family: 'claude' },
    judge: at % 3 === 0 ? { kind: 'human', id: 'grace@example.org' } : { kind: 'agent', id: 'judge-1', family: 'gpt' },
    verdict: at % 17 === 0 ? 'fail' : 'pass',
    evidence: at % 2 === 0 ? [{ command: 'npm test', digest }] : [{ path: `docs/reviews/${at}.md`, digest }],
    checked: ['the tests pass', 'the change does what its issue asks'],
    unchecked: at % 5 === 0 ? ['the speed'] : [],
    time: new Date(Date.UTC(2026, 0, 1) + at * 60_000).toISOString(),
  };
}
