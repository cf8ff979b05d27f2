import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openRemote, openRepository, type RemoteOptions, TargetError } from '../../../checker/src/node/git/index.ts';
import type { Repository } from '../../../checker/src/repository.ts';
import { type GitFixture, gitRepository, importCommits, temporaryFolder } from '../../support/git-repository.ts';

const TEXT = 'one\ntwo\nthree\nfour\nfive\n';

/** A remote that answers as the large hosts do: it filters, and it hands out any object by name. */
function remote(): GitFixture & { readonly address: string } {
  const fixture = gitRepository('engine');
  fixture.git('config', 'uploadpack.allowFilter', 'true');
  fixture.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  importCommits(fixture, [
    {
      date: '2026-01-01',
      message: 'Begin',
      files: { 'AGENTS.md': 'Run the tests.\n', 'docs/a.md': TEXT, 'large.txt': 'x\n'.repeat(9000) },
    },
    {
      date: '2026-01-02',
      message: 'Move and edit',
      files: { 'docs/a.md': null, 'notes/a.md': `${TEXT}six\n`, 'large.txt': null },
    },
    {
      date: '2026-01-03',
      message: 'Edit',
      files: { 'AGENTS.md': 'Run all the tests.\n', link: { symlink: 'notes/a.md' } },
    },
    {
      date: '2026-01-04',
      message: 'Move on',
      files: { 'notes/a.md': null, 'learnings/a.md': `${TEXT}six\nseven\n`, link: { symlink: 'learnings/a.md' } },
    },
  ]);
  return { ...fixture, address: pathToFileURL(fixture.path).href };
}

interface Opened {
  readonly repository: Repository;
  readonly tempRoot: string;
  /** Packs of the clone: the first one is the clone's own, each fetch adds one. */
  readonly packs: () => number;
  readonly notices: readonly string[];
}

async function open(address: string, options: RemoteOptions = {}): Promise<Opened> {
  const tempRoot = temporaryFolder();
  const notices: string[] = [];
  const repository = await openRemote(address, { ...options, tempRoot, notice: (message) => notices.push(message) });
  onTestFinished(() => repository.close());
  const [folder = ''] = readdirSync(tempRoot);
  const packs = () =>
    readdirSync(join(tempRoot, folder, 'clone.git/objects/pack')).filter((name) => name.endsWith('.pack')).length;
  return { repository, tempRoot, packs, notices };
}

async function refusal(address: string, options: RemoteOptions = {}): Promise<TargetError> {
  const tempRoot = temporaryFolder();
  const error = await openRemote(address, { ...options, tempRoot }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(TargetError);
  expect(readdirSync(tempRoot), 'the temporary folder is removed').toEqual([]);
  return error as TargetError;
}

const MODULE = new URL('../../../checker/src/node/git/index.ts', import.meta.url).href;

/** Another process with an open clone; it ends as it is told, or waits to be killed. */
async function auditor(address: string, tempRoot: string, how: string): Promise<ChildProcess> {
  const script = `
    import { openRemote } from ${JSON.stringify(MODULE)};
    await openRemote(${JSON.stringify(address)}, { tempRoot: ${JSON.stringify(tempRoot)} });
    process.stdin.once('data', () => {
      if (${JSON.stringify(how)} === 'exit') process.exit(3);
      if (${JSON.stringify(how)} === 'throw') throw new Error('on purpose');
    });
    if (${JSON.stringify(how)} === 'handled') process.on('SIGTERM', () => process.exit(7));
    console.log('open');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  expect(readdirSync(tempRoot)).toHaveLength(1);
  child.stdin?.write('now\n');
  return child;
}

/** Another program in git's place, until the test ends. */
function gitInstead(script: string): void {
  const bin = temporaryFolder();
  writeFileSync(join(bin, 'git'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const path = process.env.PATH;
  onTestFinished(() => {
    process.env.PATH = path;
  });
  process.env.PATH = `${bin}:${path}`;
}

describe('a clone of a remote repository', () => {
  test('knows what it is, and leaves nothing behind', async () => {
    const { address, git } = remote();
    const { repository, tempRoot } = await open(address);
    expect(repository.target).toMatchObject({
      name: 'engine',
      commit: git('rev-parse', 'main'),
      branch: 'main',
      defaultBranch: 'main',
      source: 'clone',
      remote: address,
      shallow: false,
    });
    expect(await repository.clone()).toMatchObject({ known: false });
    await repository.close();
    expect(readdirSync(tempRoot)).toEqual([]);
  });

  test('holds no contents until they are asked for, and fetches those of one moment at once', async () => {
    const { address } = remote();
    const { repository, packs, notices } = await open(address);
    expect(packs()).toBe(1);
    const [first, second] = await Promise.all([
      repository.read(['AGENTS.md']),
      repository.read(['learnings/a.md', 'AGENTS.md']),
    ]);
    expect(first.get('AGENTS.md')).toMatchObject({ text: 'Run all the tests.\n' });
    expect(second.get('learnings/a.md')).toMatchObject({ text: `${TEXT}six\nseven\n` });
    expect(packs()).toBe(2);
    await repository.read(['AGENTS.md', 'learnings/a.md']);
    expect(packs()).toBe(2);
    expect((await repository.read(['link'])).get('link')).toMatchObject({ text: `${TEXT}six\nseven\n` });
    const pieces: Uint8Array[] = [];
    for await (const piece of repository.stream('AGENTS.md')) pieces.push(piece);
    expect(Buffer.concat(pieces).toString()).toBe('Run all the tests.\n');
    expect(notices).toEqual([]);
  });

  test('answers about history what the repository itself answers', async () => {
    const { address, path } = remote();
    const [{ repository }, local] = [await open(address), await openRepository(path)];
    onTestFinished(() => local.close());
    const commits = await local.commits({ since: '2000-01-01' });
    expect(await repository.commits({ since: '2000-01-01' })).toEqual(commits);
    for (const detail of ['names', 'lines'] as const) {
      for (const paths of [['learnings/a.md'], ['notes'], ['docs', 'AGENTS.md'], ['']]) {
        const expected = await local.pathHistory({ paths, detail });
        expect(expected).toMatchObject({ known: true });
        expect(await repository.pathHistory({ paths, detail })).toEqual(expected);
      }
    }
    const ids = commits.known ? commits.value.map(({ id }) => id) : [];
    expect(await repository.changeSizes(ids)).toEqual(await local.changeSizes(ids));
  });

  test('brings what it needs to compare commits, and nothing for what it can tell without', async () => {
    const { address, path, git } = remote();
    git('checkout', '--quiet', '-f', '-b', 'side', 'main~1');
    git('mv', 'notes/a.md', 'notes/b.md');
    git('commit', '--quiet', '-m', 'Aside');
    git('checkout', '--quiet', 'main');
    git('merge', '--quiet', '-s', 'ours', '--no-commit', 'side');
    writeFileSync(join(path, 'learnings/a.md'), `${TEXT}six\nseven\nown\n`);
    git('commit', '--quiet', '-a', '-m', 'Merge');
    const [{ repository, packs }, local] = [await open(address), await openRepository(path)];
    onTestFinished(() => local.close());
    const steps = await local.pathSteps(['']);
    expect(steps).toMatchObject({ known: true });
    expect(await repository.pathSteps([''])).toEqual(steps);
    expect(packs()).toBe(1);
    const commits = await local.commits({ since: '2000-01-01' });
    const ids = commits.known ? commits.value.map(({ id }) => id) : [];
    const merges = await local.mergesWithChanges(ids);
    expect(merges).toMatchObject({ known: true, value: new Set([git('rev-parse', 'main')]) });
    expect(await repository.mergesWithChanges(ids)).toEqual(merges);
    expect(packs()).toBe(2);
    const changes = ids.flatMap((commit) => [{ commit }, { commit, base: ids.at(-1) ?? '' }]);
    const absent = { commit: `${'0'.repeat(39)}1` };
    const patches = await local.differences({ changes: [...changes, absent], exclude: ['AGENTS.md'] });
    expect(patches).toMatchObject({ known: true });
    expect(await repository.differences({ changes: [...changes, absent], exclude: ['AGENTS.md'] })).toEqual(patches);
    const blobs = steps.known ? steps.value.flatMap(({ after }) => after ?? []) : [];
    const states = new Set<string>();
    await repository.blobs(blobs, (_id, { state }) => states.add(state));
    expect(states).toEqual(new Set(['bytes']));
  });

  test('of another branch, a tag or a commit', async () => {
    const { address, git } = remote();
    git('branch', 'feature', 'main~1');
    git('tag', '-a', '-m', 'One', 'v1', 'main~2');
    const id = git('rev-parse', 'main~3');
    expect((await open(address, { ref: 'feature' })).repository.target).toMatchObject({
      branch: 'feature',
      defaultBranch: 'main',
      commit: git('rev-parse', 'feature'),
    });
    expect((await open(address, { ref: 'v1' })).repository.target).toMatchObject({
      branch: undefined,
      commit: git('rev-parse', 'v1^{commit}'),
    });
    expect((await open(address, { ref: id })).repository.target).toMatchObject({ commit: id });
    expect(await refusal(address, { ref: 'absent' })).toMatchObject({ code: 'no-such-ref' });
  });

  test('from a remote that does not filter is a full one', async () => {
    const { address, git } = remote();
    git('config', 'uploadpack.allowFilter', 'false');
    const { repository, packs } = await open(address);
    expect((await repository.read(['AGENTS.md'])).get('AGENTS.md')).toMatchObject({ text: 'Run all the tests.\n' });
    expect(await repository.pathHistory({ paths: [''], detail: 'lines' })).toMatchObject({ known: true });
    expect(packs()).toBe(1);
  });

  test('whose remote is gone withholds what it did not fetch, and says why once', async () => {
    const { address, path } = remote();
    const { repository, notices } = await open(address);
    renameSync(path, `${path}-moved`);
    expect((await repository.read(['AGENTS.md'])).get('AGENTS.md')).toEqual({
      state: 'missing',
      because: 'is not in this clone',
    });
    expect(await repository.pathHistory({ paths: ['learnings'], detail: 'lines' })).toMatchObject({ known: false });
    expect(await repository.commits({ since: '2000-01-01' })).toMatchObject({ known: true });
    expect(notices).toEqual([expect.stringMatching(/^Some contents could not be fetched from file:.*engine/)]);
    renameSync(`${path}-moved`, path);
  });
});

describe('a remote that cannot be cloned', () => {
  test('is named, without the temporary folder', async () => {
    const address = `${pathToFileURL(temporaryFolder()).href}/absent`;
    const error = await refusal(address);
    expect(error).toMatchObject({
      code: 'clone-failed',
      message: expect.stringContaining(`${address} could not be cloned.`),
    });
    expect(error.message).not.toContain('agentops-audit-');
  });

  test('has no commits', async () => {
    expect(await refusal(pathToFileURL(gitRepository().path).href)).toMatchObject({ code: 'empty' });
  });

  test('and credentials in its address are not repeated', async () => {
    const error = await refusal('https://ada:hunter2@127.0.0.1:9/ada/engine.git');
    expect(error.message).toContain('https://127.0.0.1:9/ada/engine.git');
    expect(error.message).not.toMatch(/hunter2|ada:/);
    expect(JSON.stringify(error)).not.toContain('hunter2');
  });

  test('nor when git itself repeats them', async () => {
    gitInstead(
      'for it; do address=$last; last=$it; done\nprintf "fatal: cannot \\033[31mopen %s\\n" "$address" >&2\nexit 128',
    );
    const { message } = await refusal('https://ada:hunter%402@example.org/ada/engine.git?key=hunter3');
    expect(message).toContain('fatal: cannot');
    expect(message).not.toMatch(/hunter|\x1b/);
  });

  test.for(['ext::sh -c true', '--upload-pack=true'])('%s is refused before git runs', async (address) => {
    expect(await refusal(address)).toMatchObject({ code: 'bad-address' });
  });
});

describe('the temporary clone', () => {
  test('is removed when the run is cancelled', async () => {
    gitInstead('case "$*" in *clone*) echo started; exec sleep 60;; *) exit 1;; esac');
    const controller = new AbortController();
    const opening = refusal('https://example.org/ada/engine.git', { signal: controller.signal });
    setTimeout(() => controller.abort(), 100);
    expect(await opening).toMatchObject({ code: 'cancelled' });
  });

  test.for(['SIGTERM', 'SIGINT', 'SIGHUP', 'exit', 'throw', 'handled'] as const)(
    'is removed when the process ends by %s',
    async (how) => {
      const { address } = remote();
      const tempRoot = temporaryFolder();
      const child = await auditor(address, tempRoot, how);
      if (how.startsWith('SIG') || how === 'handled')
        child.kill(how === 'handled' ? 'SIGTERM' : (how as NodeJS.Signals));
      const ended = await new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)));
      expect(ended).toBe({ exit: 3, throw: 1, handled: 7 }[how as string] ?? how);
      expect(readdirSync(tempRoot)).toEqual([]);
    },
  );
});
