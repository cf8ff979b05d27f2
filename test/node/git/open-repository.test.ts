import { chmodSync, chownSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  type OpenOptions,
  openRepository,
  TargetError,
  type TargetErrorCode,
} from '../../../checker/src/node/git/index.ts';
import type { Repository } from '../../../checker/src/repository.ts';
import { fixtureAt, type GitFixture, gitRepository, temporaryFolder } from '../../support/git-repository.ts';

async function open(path: string, options?: OpenOptions): Promise<Repository> {
  const repository = await openRepository(path, options);
  onTestFinished(() => repository.close());
  return repository;
}

async function refusal(path: string, options: OpenOptions = {}): Promise<TargetError> {
  const tempRoot = temporaryFolder();
  const error = await openRepository(path, { ...options, tempRoot }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(TargetError);
  expect(readdirSync(tempRoot), 'the temporary folder is removed').toEqual([]);
  return error as TargetError;
}

const withOneCommit = (name?: string, ...init: string[]): GitFixture & { readonly head: string } => {
  const fixture = gitRepository(name, ...init);
  return { ...fixture, head: fixture.commit('Begin', { 'AGENTS.md': 'Run the tests.\n', 'docs/a.md': 'a\n' }) };
};

const paths = async (repository: Repository) => (await repository.tree()).entries.map(({ path }) => path);

describe('what cannot be audited is said plainly', () => {
  const cases: readonly [why: string, code: TargetErrorCode, says: RegExp, make: () => string][] = [
    ['nothing is there', 'not-found', /nothing at .*absent.*Check the path/, () => join(temporaryFolder(), 'absent')],
    [
      'a file',
      'not-a-directory',
      /is a file\. Pass the folder/,
      () => {
        const file = join(temporaryFolder(), 'file');
        writeFileSync(file, '');
        return file;
      },
    ],
    [
      'a folder below a file',
      'not-a-directory',
      /is a file/,
      () => {
        const file = join(temporaryFolder(), 'file');
        writeFileSync(file, '');
        return join(file, 'below');
      },
    ],
    ['a folder outside git', 'not-a-repository', /not in a git repository.*git init/, temporaryFolder],
    ['a repository without commits', 'empty', /no commit yet\. Commit something first/, () => gitRepository().path],
  ];
  test.for(cases)('%s', async ([, code, says, make]) => {
    const error = await refusal(make());
    expect(error.message).toMatch(says);
    expect(error.code).toBe(code);
  });

  test('a branch without commits beside one that has some', async () => {
    const fixture = withOneCommit();
    fixture.git('symbolic-ref', 'HEAD', 'refs/heads/unborn');
    expect(await refusal(fixture.path)).toMatchObject({
      code: 'empty',
      message: expect.stringContaining('Pass --ref main'),
    });
  });

  test.for(['absent', '--upload-pack=touch x', '-h', '', 'main..main', 'HEAD:AGENTS.md', 'a\nb', 'a\0b'])(
    'a ref that names no commit: %j',
    async (ref) => {
      const error = await refusal(withOneCommit().path, { ref });
      expect(error).toMatchObject({ code: 'no-such-ref', message: expect.stringContaining('git branch -a') });
      expect(error.message).not.toMatch(/[\n\0]/);
    },
  );

  test('a broken repository', async () => {
    const fixture = withOneCommit();
    writeFileSync(join(fixture.path, '.git/config'), '[core\n');
    expect(await refusal(fixture.path)).toMatchObject({ code: 'unreadable' });
  });

  test('a commit whose tree is lost', async () => {
    const fixture = withOneCommit();
    const tree = fixture.git('rev-parse', 'HEAD^{tree}');
    const folder = join(fixture.path, '.git/objects', tree.slice(0, 2));
    chmodSync(join(folder, tree.slice(2)), 0o600);
    writeFileSync(join(folder, tree.slice(2)), '');
    expect(await refusal(fixture.path)).toMatchObject({ code: 'objects-missing' });
  });

  test('no temporary folder can be made', async () => {
    const tempRoot = join(temporaryFolder(), 'absent');
    await expect(openRepository(withOneCommit().path, { tempRoot })).rejects.toMatchObject({
      code: 'no-temporary-folder',
      message: expect.stringMatching(/absent \(ENOENT\).*TMPDIR/),
    });
  });

  test('git is not installed', async () => {
    const path = process.env.PATH;
    onTestFinished(() => {
      process.env.PATH = path;
    });
    const fixture = withOneCommit();
    process.env.PATH = temporaryFolder();
    expect(await refusal(fixture.path)).toMatchObject({
      code: 'git-missing',
      message: expect.stringMatching(/2\.30 or newer/),
    });
  });

  test('git is too old', async () => {
    const path = process.env.PATH;
    onTestFinished(() => {
      process.env.PATH = path;
    });
    const fixture = withOneCommit();
    const bin = temporaryFolder();
    writeFileSync(join(bin, 'git'), '#!/bin/sh\necho git version 2.17.1\n', { mode: 0o755 });
    process.env.PATH = `${bin}:${path}`;
    expect(await refusal(fixture.path)).toMatchObject({
      code: 'git-too-old',
      message: expect.stringMatching(/2\.17\.1.*2\.30/),
    });
  });
});

// Only root may give a folder away.
describe.runIf(process.getuid?.() === 0)('a repository of another user', () => {
  const ofAnother = () => {
    const fixture = withOneCommit();
    chownSync(fixture.path, 12_345, 12_345);
    chownSync(join(fixture.path, '.git'), 12_345, 12_345);
    return fixture;
  };
  const configuration = (text: string) => {
    const [before, sudo] = [process.env.GIT_CONFIG_GLOBAL, process.env.SUDO_UID];
    const file = join(temporaryFolder(), 'gitconfig');
    writeFileSync(file, text);
    process.env.GIT_CONFIG_GLOBAL = file;
    delete process.env.SUDO_UID;
    onTestFinished(() => {
      restore('GIT_CONFIG_GLOBAL', before);
      restore('SUDO_UID', sudo);
    });
  };
  const restore = (name: string, value: string | undefined) => {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  };

  test('is not read, and the message holds the command that trusts it', async () => {
    const fixture = ofAnother();
    configuration('');
    expect(await refusal(fixture.path)).toMatchObject({
      code: 'dubious-ownership',
      message: expect.stringContaining(`git config --global --add safe.directory ${fixture.path}`),
    });
  });

  test('is read when the user has declared it safe', async () => {
    const fixture = ofAnother();
    configuration(`[safe]\n\tdirectory = /elsewhere\n\tdirectory = "${fixture.path}"\n`);
    expect((await open(fixture.path)).target.commit).toBe(fixture.head);
  });

  test('is not read when its own configuration says it is safe', async () => {
    const fixture = ofAnother();
    fixture.git('config', '--file', join(fixture.path, '.git/config'), 'safe.directory', '*');
    configuration('');
    expect(await refusal(fixture.path)).toMatchObject({ code: 'dubious-ownership' });
  });
});

describe('what a repository is opened by', () => {
  test('any folder of its work tree', async () => {
    const fixture = withOneCommit();
    const repository = await open(join(fixture.path, 'docs'));
    expect(await paths(repository)).toEqual(['AGENTS.md', 'docs/a.md']);
    expect(repository.target).toEqual({
      name: 'example',
      commit: fixture.head,
      date: '2026-01-01T12:00:00+01:00',
      branch: 'main',
      defaultBranch: undefined,
      source: 'git',
      remote: undefined,
      shallow: false,
    });
  });

  test('its .git folder, and a link to it', async () => {
    const fixture = withOneCommit();
    const link = join(temporaryFolder(), 'link');
    symlinkSync(fixture.path, link);
    expect((await open(join(fixture.path, '.git'))).target).toMatchObject({ name: 'example', commit: fixture.head });
    expect((await open(link)).target).toMatchObject({ name: 'example', commit: fixture.head });
  });

  test.for([
    ['thing.git', 'thing'],
    ['thing', 'thing'],
    ['thing/.git', 'thing'],
  ])('a bare repository at %s is called %s', async ([folder = '', name]) => {
    const fixture = withOneCommit();
    const path = join(temporaryFolder(), folder);
    mkdirSync(path, { recursive: true });
    fixture.git('clone', '--quiet', '--bare', fixture.path, path);
    fixtureAt(path).git('config', '--unset', 'remote.origin.url');
    expect((await open(path)).target).toMatchObject({ name, commit: fixture.head, branch: 'main' });
  });

  test('a bare repository without a configuration file', async () => {
    const fixture = withOneCommit();
    const path = join(temporaryFolder(), 'bare.git');
    fixture.git('clone', '--quiet', '--bare', fixture.path, path);
    rmSync(join(path, 'config'));
    expect((await open(path)).target).toMatchObject({ name: 'bare', commit: fixture.head });
  });

  test('a linked work tree is called after its repository', async () => {
    const fixture = withOneCommit();
    const linked = join(temporaryFolder(), 'linked');
    fixture.git('worktree', 'add', '--quiet', '-b', 'feature', linked);
    const head = fixtureAt(linked).commit('Work there', { 'b.md': 'b\n' });
    const repository = await open(linked);
    expect(repository.target).toMatchObject({ name: 'example', branch: 'feature', commit: head });
    expect(await paths(repository)).toContain('b.md');
  });

  test('a submodule', async () => {
    const inner = withOneCommit('inner');
    const outer = gitRepository('outer');
    outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.path, 'sub');
    outer.commit('Add it');
    const repository = await open(join(outer.path, 'sub'));
    expect(repository.target).toMatchObject({ commit: inner.head, branch: 'main' });
    const whole = await open(outer.path);
    expect(await paths(whole)).toEqual(['.gitmodules', 'sub']);
    expect((await whole.read(['sub'])).get('sub')).toEqual({ state: 'missing', because: 'is a submodule' });
  });

  test('SHA-256 object names', async () => {
    const fixture = withOneCommit('example', '--object-format=sha256');
    const repository = await open(fixture.path);
    expect(repository.target.commit).toMatch(/^[0-9a-f]{64}$/);
    expect((await repository.read(['AGENTS.md'])).get('AGENTS.md')).toMatchObject({ text: 'Run the tests.\n' });
    const history = await repository.pathHistory({ paths: ['docs'], detail: 'lines' });
    expect(history).toMatchObject({
      known: true,
      value: [{ changes: [{ path: 'docs/a.md', added: [{ line: 1, text: 'a' }] }] }],
    });
    expect(await repository.changeSizes([fixture.head])).toMatchObject({ known: true });
  });

  test('a detached HEAD has no branch', async () => {
    const fixture = withOneCommit();
    fixture.git('checkout', '--quiet', '--detach');
    expect((await open(fixture.path)).target).toMatchObject({ commit: fixture.head, branch: undefined });
  });

  test('objects borrowed from another repository', async () => {
    const fixture = withOneCommit();
    const path = join(temporaryFolder(), 'borrower');
    fixture.git('clone', '--quiet', '--shared', fixture.path, path);
    expect(await paths(await open(path))).toEqual(['AGENTS.md', 'docs/a.md']);
  });
});

describe('what a ref names', () => {
  test.for([
    ['feature', 'feature'],
    ['refs/heads/feature', 'feature'],
    ['v1', undefined],
    ['origin/theirs', 'theirs'],
    ['HEAD~0', undefined],
  ])('%s is on the branch %s', async ([ref = '', branch]) => {
    const fixture = withOneCommit();
    fixture.git('branch', 'feature');
    fixture.git('tag', '-a', '-m', 'One', 'v1');
    fixture.git('update-ref', 'refs/remotes/origin/theirs', 'HEAD');
    expect((await open(fixture.path, { ref })).target).toMatchObject({ branch, commit: fixture.head });
  });

  test('an older commit is audited as it was', async () => {
    const fixture = withOneCommit();
    fixture.commit('More', { 'more.md': '' });
    expect(await paths(await open(fixture.path, { ref: fixture.head }))).toEqual(['AGENTS.md', 'docs/a.md']);
  });
});

describe('what the repository says of its remote', () => {
  test.for([
    ['https://github.com/ada/engine.git', 'ada/engine', 'https://github.com/ada/engine.git'],
    [
      'https://ada:secret@git.example.org/ada/engine?token=secret#secret',
      'ada/engine',
      'https://git.example.org/ada/engine',
    ],
    [
      'https://secret@git.example.org/group/sub/engine/',
      'group/sub/engine',
      'https://git.example.org/group/sub/engine/',
    ],
    ['git@example.org:ada/engine.git', 'ada/engine', 'git@example.org:ada/engine.git'],
    ['secret@example.org:ada/engine.git', 'ada/engine', 'example.org:ada/engine.git'],
    ['ssh://git@example.org:2222/ada/engine.git', 'ada/engine', 'ssh://git@example.org:2222/ada/engine.git'],
    ['ssh://git:secret@example.org/ada/engine', 'ada/engine', 'ssh://example.org/ada/engine'],
    ['/srv/git/engine.git', 'example', '/srv/git/engine.git'],
    ['../engine', 'example', '../engine'],
    ['https://example.org/engine', 'example', 'https://example.org/engine'],
  ])('%s', async ([url = '', name, remote]) => {
    const fixture = withOneCommit();
    fixture.git('config', 'remote.origin.url', url);
    fixture.git('config', `url.https://elsewhere.example.org/.insteadOf`, 'https://github.com/');
    expect((await open(fixture.path)).target).toMatchObject({ name, remote });
  });

  test('its default branch', async () => {
    const fixture = withOneCommit();
    fixture.git('update-ref', 'refs/remotes/origin/release/next', 'HEAD');
    fixture.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/release/next');
    expect((await open(fixture.path)).target.defaultBranch).toBe('release/next');
  });
});

describe('its own temporary folder', () => {
  test('is gone after closing, also twice', async () => {
    const tempRoot = temporaryFolder();
    const repository = await openRepository(withOneCommit().path, { tempRoot });
    expect(readdirSync(tempRoot).map((name) => basename(name))).toEqual([expect.stringMatching(/^agentops-audit-/)]);
    await repository.read(['AGENTS.md']);
    await repository.close();
    await repository.close();
    expect(readdirSync(tempRoot)).toEqual([]);
  });

  test('the audited repository is not written to', async () => {
    const fixture = withOneCommit();
    const before = readdirSync(fixture.path, { recursive: true }).sort();
    const repository = await openRepository(fixture.path);
    await repository.read(['AGENTS.md']);
    await repository.clone();
    await repository.close();
    expect(readdirSync(fixture.path, { recursive: true }).sort()).toEqual(before);
  });
});
