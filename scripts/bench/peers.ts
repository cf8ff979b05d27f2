import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A neighbouring tool, run over a whole repository without fixing anything and without asking any service. */
export interface Peer {
  readonly package: string;
  readonly version: string;
  readonly bin: string;
  readonly args: (repository: string) => readonly string[];
}

/** Those of the field that install from npm. microsoft/agentrc is not published there. */
export const PEERS: readonly Peer[] = [
  {
    package: '@kodus/agent-readiness',
    version: '0.1.3',
    bin: 'agent-readiness',
    args: (repository) => [repository, '--ci', '--no-web', '--format', 'json'],
  },
  {
    package: '@yawlabs/ctxlint',
    version: '0.14.1',
    bin: 'ctxlint',
    args: (repository) => [repository, '--format', 'json'],
  },
  {
    package: 'claude-code-lint',
    version: '0.5.0',
    bin: 'claudelint',
    // Its cache would turn every run but the first into a look-up, and lies in the repository.
    args: (repository) => ['check-all', '--cwd', repository, '--no-cache', '--format', 'json'],
  },
  {
    package: 'repolinter',
    version: '0.12.0',
    bin: 'repolinter',
    args: (repository) => ['lint', repository, '--dryRun', '--format', 'json'],
  },
  {
    package: '@carlrannaberg/cclint',
    version: '0.2.10',
    bin: 'cclint',
    args: (repository) => ['--root', repository, '--quiet'],
  },
  { package: 'agentlint', version: '0.3.0', bin: 'agentlint', args: (repository) => ['scan', repository, '--ci'] },
];

/** Installs a peer into the cache and hands over its program; undefined, with a message, where that fails. */
export async function installed(
  peer: Peer,
  cache: string,
  say: (message: string) => void,
): Promise<string | undefined> {
  const folder = join(cache, 'peers', `${peer.package.replace('/', '+')}@${peer.version}`);
  const program = join(folder, 'node_modules', '.bin', peer.bin);
  if (await readFile(program).catch(() => undefined)) return program;
  say(`Installing ${peer.package} ${peer.version}`);
  await mkdir(folder, { recursive: true });
  const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  try {
    await promisify(execFile)('npm', ['install', '--prefix', folder, ...options, `${peer.package}@${peer.version}`], {
      timeout: 180_000,
      shell: process.platform === 'win32',
    });
    return program;
  } catch (error) {
    say(`Left out: ${peer.package} could not be installed (${String(error).split('\n')[0]})`);
    return undefined;
  }
}
