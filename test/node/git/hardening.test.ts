import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openRepository, TargetError } from '../../../checker/src/node/git/index.ts';
import { fixtureAt, type GitFixture, gitRepository, temporaryFolder } from '../../support/git-repository.ts';

/** Programs that each write down their own name when they are run. */
interface Trap {
  /** Makes one, and hands over its path. */
  readonly command: (name: string) => string;
  readonly folder: string;
  readonly sprung: () => readonly string[];
  readonly reset: () => void;
}

function trap(): Trap {
  const folder = temporaryFolder();
  const marker = join(folder, 'sprung');
  return {
    folder,
    command(name) {
      const program = join(folder, name);
      writeFileSync(program, `#!/bin/sh\necho ${name} >> '${marker}'\nexit 1\n`, { mode: 0o755 });
      return program;
    },
    sprung: () => (existsSync(marker) ? [...new Set(readFileSync(marker, 'utf8').trim().split('\n'))].sort() : []),
    reset: () => rmSync(marker, { force: true }),
  };
}

/** A partial clone that would start a program at every turn. */
function trappedRepository({ command }: Trap): GitFixture & { readonly lost: string; readonly lostCommit: string } {
  const origin = gitRepository('origin');
  origin.git('config', 'uploadpack.allowFilter', 'true');
  origin.commit('Begin', { 'a.md': 'first\n', 'docs/b.md': 'b\n' });
  const lost = origin.git('rev-parse', 'HEAD:a.md');
  origin.commit('Edit', { 'a.md': 'second\n' });
  const path = join(temporaryFolder(), 'trapped');
  origin.git('clone', '--quiet', '--filter=blob:none', `file://${origin.path}`, path);
  const fixture = fixtureAt(path);
  fixture.commit('Attributes', {
    '.gitattributes': '* filter=trap diff=trap\ndocs/* filter=daemon\n*.txt -filter diff=tool\n',
    '.agents/c.md': 'c\n',
    'd.txt': 'd\n',
  });
  signHead(fixture);
  const lostCommit = origin.commit('Later', { 'a.md': 'third\n' });

  const hooks = join(path, '.git/hooks');
  mkdirSync(hooks, { recursive: true });
  for (const hook of ['post-index-change', 'reference-transaction', 'post-checkout', 'pre-auto-gc']) {
    writeFileSync(join(hooks, hook), `#!/bin/sh\n${command('hook')}\n`, { mode: 0o755 });
  }
  const settings: Readonly<Record<string, string>> = {
    'core.fsmonitor': command('fsmonitor'),
    'core.hooksPath': hooks,
    'core.pager': command('pager'),
    'pager.log': command('pager'),
    'core.editor': command('editor'),
    'core.sshCommand': command('ssh'),
    'core.alternateRefsCommand': command('alternate-refs'),
    'filter.trap.clean': command('clean'),
    'filter.trap.smudge': command('smudge'),
    'diff.trap.textconv': command('textconv'),
    'diff.external': command('external-diff'),
    'gpg.program': command('gpg'),
    'log.showSignature': 'true',
    'credential.helper': `!${command('credential')}`,
    'remote.origin.uploadpack': command('uploadpack'),
    'protocol.allow': 'always',
    'protocol.file.allow': 'always',
    'protocol.ext.allow': 'always',
    'remote.evil.url': `ext::${command('ext')}`,
    'remote.evil.promisor': 'true',
    'alias.peek': `!${command('alias')}`,
    'alias.log': `!${command('alias')}`,
    'alias.ls-tree': `!${command('alias')}`,
    'include.path': join(path, '.git/more'),
  };
  for (const [name, value] of Object.entries(settings))
    fixture.git('config', '--file', join(path, '.git/config'), name, value);
  fixture.git('config', '--file', join(path, '.git/more'), 'diff.tool.command', command('diff-command'));
  fixture.git('config', '--file', join(path, '.git/more'), 'filter.daemon.process', command('process'));
  // Another time of change: git would have to compare contents.
  fixture.write({ '.agents/c.md': 'changed\n', 'docs/b.md': 'changed\n', 'd.txt': 'changed\n', 'new.md': 'new\n' });
  return { ...fixture, lost, lostCommit };
}

/** Puts a signature into the last commit, so that showing it would have it checked. */
function signHead(fixture: GitFixture): void {
  const [head = '', ...rest] = fixture.git('cat-file', 'commit', 'HEAD').split('\n\n');
  const signature = 'gpgsig -----BEGIN PGP SIGNATURE-----\n \n aaaa\n -----END PGP SIGNATURE-----';
  const id = fixture.feed(
    `${head}\n${signature}\n\n${rest.join('\n\n')}\n`,
    'hash-object',
    '-t',
    'commit',
    '-w',
    '--stdin',
  );
  fixture.git('update-ref', 'refs/heads/main', id);
}

/** git as a person uses it, failures and all. */
function carelessly(fixture: GitFixture, ...args: readonly string[]): void {
  try {
    fixture.git(...args);
  } catch {
    // The traps answer nonsense.
  }
}

function environment(name: string, value: string): void {
  const before = process.env[name];
  process.env[name] = value;
  onTestFinished(() => {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  });
}

describe('a repository that would run programs', () => {
  test('runs them when git is used carelessly: the traps work', () => {
    const it = trap();
    const fixture = trappedRepository(it);
    carelessly(fixture, 'status');
    carelessly(fixture, 'diff', '--', '.agents');
    carelessly(fixture, 'diff', '--', 'd.txt');
    carelessly(fixture, 'add', '.agents/c.md');
    carelessly(fixture, 'checkout', 'HEAD', '--', '.agents', 'docs');
    carelessly(fixture, 'log', '-1', '-p', '--', '.agents');
    carelessly(fixture, 'cat-file', '-p', fixture.lost);
    carelessly(fixture, 'peek');
    expect(it.sprung()).toEqual(
      expect.arrayContaining([
        'alias',
        'clean',
        'diff-command',
        'external-diff',
        'ext',
        'fsmonitor',
        'gpg',
        'hook',
        'process',
        'smudge',
        'textconv',
        'uploadpack',
      ]),
    );
  });

  test('runs none when it is audited', async () => {
    const it = trap();
    const fixture = trappedRepository(it);
    it.reset();
    const repository = await openRepository(fixture.path);
    onTestFinished(() => repository.close());
    const { entries } = await repository.tree();
    const all = entries.map(({ path }) => path);
    expect((await repository.read(all)).get('.agents/c.md')).toMatchObject({ text: 'c\n' });
    for await (const piece of repository.stream('a.md')) expect(Buffer.from(piece).toString()).toBe('second\n');
    const commits = await repository.commits({ since: '2000-01-01' });
    expect(commits).toMatchObject({ known: true });
    for (const detail of ['names', 'lines'] as const) {
      for (const paths of [['a.md'], ['.agents'], ['']]) await repository.pathHistory({ paths, detail });
    }
    expect(await repository.pathHistory({ paths: ['.agents'], detail: 'lines' })).toMatchObject({ known: true });
    expect(await repository.changeSizes(commits.known ? commits.value.map(({ id }) => id) : [])).toMatchObject({
      known: false,
    });
    const ids = [...(commits.known ? commits.value.map(({ id }) => id) : []), fixture.lostCommit];
    const steps = await repository.pathSteps(['']);
    expect(steps).toMatchObject({ known: true });
    const states = new Set<string>();
    const blobs = steps.known ? steps.value.flatMap(({ after }) => after ?? []) : [];
    await repository.blobs([...blobs, fixture.lost], (_id, { state }) => states.add(state));
    expect(states).toEqual(new Set(['bytes', 'missing']));
    const changes = ids.map((commit) => ({ commit }));
    expect(await repository.differences({ changes, exclude: [] })).toMatchObject({ known: false });
    expect(await repository.differences({ changes, exclude: ['a.md'] })).toMatchObject({ known: true });
    expect(await repository.mergesWithChanges(ids)).toMatchObject({ known: true });
    expect(await repository.clone()).toMatchObject({ known: true, value: { uncommitted: ['new.md'] } });
    await repository.close();
    expect(it.sprung()).toEqual([]);
  });

  test('nor when a ref is asked for that only the remote has', async () => {
    const it = trap();
    const fixture = trappedRepository(it);
    it.reset();
    for (const ref of [fixture.lostCommit, fixture.lost]) {
      const error = await openRepository(fixture.path, { ref }).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(TargetError);
    }
    expect(it.sprung()).toEqual([]);
  });
});

describe('the surroundings of the audit', () => {
  test('variables of git are not inherited', async () => {
    const it = trap();
    const elsewhere = gitRepository('elsewhere');
    elsewhere.commit('Elsewhere', { 'elsewhere.md': '' });
    const fixture = gitRepository();
    const head = fixture.commit('Here', { 'here.md': 'here\n' });
    const trace = join(it.folder, 'trace');
    const values = {
      GIT_DIR: join(elsewhere.path, '.git'),
      GIT_WORK_TREE: elsewhere.path,
      GIT_INDEX_FILE: join(elsewhere.path, '.git/index'),
      GIT_OBJECT_DIRECTORY: join(elsewhere.path, '.git/objects'),
      GIT_NAMESPACE: 'other',
      GIT_EXTERNAL_DIFF: it.command('external-diff'),
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'alias.ls-tree',
      GIT_CONFIG_VALUE_0: `!${it.command('alias')}`,
      GIT_CONFIG_PARAMETERS: "'log.showSignature'='true'",
      GIT_TRACE: trace,
      GIT_TRACE2_EVENT: trace,
      GIT_LITERAL_PATHSPECS: '0',
      GIT_ICASE_PATHSPECS: '1',
      GIT_CEILING_DIRECTORIES: fixture.path,
      GIT_DEFAULT_HASH: 'sha256',
    };
    for (const [name, value] of Object.entries(values)) environment(name, value);
    mkdirSync(join(fixture.path, 'sub'));
    const repository = await openRepository(join(fixture.path, 'sub'));
    onTestFinished(() => repository.close());
    expect(repository.target.commit).toBe(head);
    const history = await repository.pathHistory({ paths: ['here.md'], detail: 'lines' });
    expect(history).toMatchObject({ known: true, value: [{ id: head }] });
    expect(await repository.clone()).toMatchObject({ known: true });
    expect(it.sprung()).toEqual([]);
    expect(existsSync(trace)).toBe(false);
  });

  test('the configuration of the user is not read', async () => {
    const it = trap();
    const home = temporaryFolder();
    writeFileSync(
      join(home, '.gitconfig'),
      `[core]\n\tfsmonitor = "${it.command('fsmonitor')}"\n\tattributesFile = ${home}/attributes\n[log]\n\tshowSignature = true\n[diff]\n\texternal = "${it.command('external-diff')}"\n\trenames = false\n[url "https://elsewhere.example.org/"]\n\tinsteadOf = https://example.org/\n`,
    );
    writeFileSync(join(home, 'attributes'), '* -diff\n');
    environment('HOME', home);
    environment('XDG_CONFIG_HOME', join(home, 'none'));
    const fixture = gitRepository();
    fixture.commit('Begin', { 'a.md': 'a\n'.repeat(9) });
    fixture.git('config', 'remote.origin.url', 'https://example.org/ada/engine');
    fixture.git('mv', 'a.md', 'b.md');
    fixture.commit('Move');
    const repository = await openRepository(fixture.path);
    onTestFinished(() => repository.close());
    expect(repository.target.remote).toBe('https://example.org/ada/engine');
    const history = await repository.pathHistory({ paths: ['a.md', 'b.md'], detail: 'lines' });
    expect(history).toMatchObject({
      known: true,
      value: [
        { changes: [{ status: 'renamed', from: 'a.md' }] },
        { changes: [{ status: 'added', added: { length: 9 } }] },
      ],
    });
    expect(it.sprung()).toEqual([]);
  });

  test('a setting of the repository cannot point the audit at another folder of the machine', async () => {
    const private_ = temporaryFolder();
    mkdirSync(join(private_, '.agents'));
    writeFileSync(join(private_, '.agents/private.md'), 'private\n');
    const fixture = gitRepository();
    fixture.commit('Begin', { 'a.md': 'a\n' });
    fixture.git('config', 'core.worktree', private_);
    const repository = await openRepository(fixture.path);
    onTestFinished(() => repository.close());
    expect(repository.target.name).toBe('example');
    expect(await repository.clone()).toMatchObject({ known: true, value: { uncommitted: [] } });
  });

  test('a program named git in the audited folder is not the git that runs', async () => {
    const it = trap();
    const fixture = gitRepository();
    fixture.commit('Begin', { 'a.md': 'a\n' });
    for (const name of ['git', 'git.exe', 'git.cmd']) {
      writeFileSync(join(fixture.path, name), `#!/bin/sh\n${it.command('git')}\n`, { mode: 0o755 });
    }
    environment('PATH', `.:${process.env.PATH}`);
    const repository = await openRepository(fixture.path);
    onTestFinished(() => repository.close());
    expect(it.sprung()).toEqual([]);
  });
});
