import { createHash } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import { DifferenceDigest } from '../../../checker/src/node/git/difference-digest.ts';
import { openRepository } from '../../../checker/src/node/git/index.ts';
import type { Collected } from '../../../checker/src/outcome.ts';
import type { DifferenceQuery } from '../../../checker/src/repository.ts';
import type { MemoryFile } from '../../../checker/src/source/memory.ts';
import { differenceByHand as byHand } from '../../support/difference-by-hand.ts';
import { type GitFixture, gitRepository, importCommits } from '../../support/git-repository.ts';

function given<T>(collected: Collected<T>): T {
  if (!collected.known) throw new Error(collected.because);
  return collected.value;
}

async function differences(fixture: GitFixture, changes: DifferenceQuery['changes'], exclude: readonly string[] = []) {
  const repository = await openRepository(fixture.path);
  onTestFinished(() => repository.close());
  return given(await repository.differences({ changes, exclude }));
}

const LEDGER = '.agents/verdicts';

const TEXT = Array.from({ length: 30 }, (_, index) => `line ${index}\n`).join('');
const START: Readonly<Record<string, MemoryFile>> = {
  'a.txt': TEXT,
  'b.txt': 'b\n',
  'crlf.txt': 'one\r\ntwo\r\n',
  'bin.dat': new Uint8Array([1, 0, 2]),
  'run.sh': 'echo\n',
  'latin1.txt': new Uint8Array([0x63, 0xe9, 0x0a]),
  'late.txt': `${'x\n'.repeat(5000)}one\0two\n`,
  link: { symlink: 'a.txt' },
  module: { submodule: '1234567890123456789012345678901234567890' },
  [`${LEDGER}/main.jsonl`]: '{}\n',
};

const CASES: Readonly<Record<string, Readonly<Record<string, MemoryFile | null>>>> = {
  'two hunks of a text': { 'a.txt': TEXT.replace('line 3\n', 'three\n').replace('line 25\n', '') },
  'hunks whose context meets': { 'a.txt': TEXT.replace('line 3\n', 'three\n').replace('line 10\n', 'ten\n') },
  'several files': { 'a.txt': `${TEXT}more\n`, 'b.txt': null, 'c.txt': 'c\n' },
  'a binary file': { 'bin.dat': new Uint8Array([1, 0, 3]) },
  'a text behind a binary file': { 'bin.dat': new Uint8Array([9, 0]), 'c.txt': 'c\n' },
  'a new binary file': { 'new.dat': new Uint8Array([0]) },
  'a mode': { 'run.sh': { executable: 'echo\n' } },
  'a mode and a text': { 'run.sh': { executable: 'echo 2\n' }, 'b.txt': 'c\n' },
  'a mode before another file': { 'b.txt': { executable: 'b\n' }, 'run.sh': 'echo 2\n' },
  'a file moved as it is': { 'b.txt': null, 'moved.txt': 'b\n' },
  'a file moved and edited': { 'a.txt': null, 'moved.txt': `${TEXT}more\n` },
  'line ends of another kind': { 'b.txt': 'b\r\n', 'crlf.txt': 'one\ntwo\n' },
  'white space alone': { 'b.txt': '  b  \n' },
  'a last line without its line feed': { 'b.txt': 'b' },
  'an empty file': { 'empty.txt': '' },
  'bytes that are no UTF-8': { 'latin1.txt': new Uint8Array([0x63, 0xe8, 0x0a]) },
  'a NUL byte late in a text': { 'late.txt': `${'x\n'.repeat(5000)}one\0three\n` },
  'odd paths': {
    'two\nlines.txt': 'a\n',
    '"quoted".txt': 'b\n',
    'sp ace\ttab.txt': 'c\n',
    'ünïcode-学習.txt': 'd\n',
    'back\\slash.txt': 'e\n',
    ':(glob)*.txt': 'f\n',
    '-p': 'g\n',
  },
  'a link': { link: { symlink: 'b.txt' } },
  'a file that becomes a link': { 'b.txt': { symlink: 'a.txt' } },
  'a submodule': { module: { submodule: '2234567890123456789012345678901234567890' } },
  'a file that becomes a submodule': { 'b.txt': { submodule: '2234567890123456789012345678901234567890' } },
  'a file that becomes a folder': { 'b.txt': null, 'b.txt/c.txt': 'c\n' },
  'lines that look like a patch': {
    'c.txt': `diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n\x01${'0'.repeat(40)} \n${'1'.repeat(40)}\ncommit ${'2'.repeat(40)}\nFrom ${'3'.repeat(40)}\n`,
    'd.txt': `${'4'.repeat(40)}`,
  },
  'the ledger too': { 'b.txt': 'c\n', [`${LEDGER}/main.jsonl`]: '{}\n{}\n' },
  'a file whose name begins like the ledger': { [`${LEDGER}.md`]: 'c\n' },
  'a very long line': { 'c.txt': `${'y'.repeat(300_000)}\x01\n${'z'.repeat(70_000)}\n\x01` },
};

test('every kind of change has the id that git gives a person', async () => {
  const fixture = gitRepository();
  const names = Object.keys(CASES);
  importCommits(fixture, [
    { label: 'start', date: '2026-01-01', message: 'Start', files: START },
    ...names.map((name) => ({
      label: name,
      parents: ['start'],
      date: '2026-01-02',
      message: name,
      files: CASES[name] ?? {},
    })),
    { parents: names, date: '2026-01-03', message: 'All' },
  ]);
  const [root = '', ...commits] = fixture.git('log', '--reverse', '--no-merges', '--format=%H').split('\n');
  const subjects = new Map(commits.map((id) => [id, fixture.git('log', '-1', '--format=%s', id)]));
  const ids = await differences(
    fixture,
    [{ commit: root }, ...commits.map((commit) => ({ commit })), ...commits.map((commit) => ({ commit, base: root }))],
    [`${LEDGER}/`],
  );
  const expected = commits.map((commit) => [subjects.get(commit), byHand(fixture, root, commit)]);
  expect(expected).toHaveLength(names.length);
  expect(commits.map((commit, index) => [subjects.get(commit), ids[index + 1]])).toEqual(expected);
  expect(ids.slice(1 + commits.length)).toEqual(expected.map(([, id]) => id));
  expect(ids[0]).toEqual(byHand(fixture, undefined, root));
  const named = new Map(commits.map((commit, index) => [subjects.get(commit), ids[index + 1]]));
  // For git these two differ by white space only.
  const [spaces, lineFeed] = ['white space alone', 'a last line without its line feed'].map((name) => named.get(name));
  expect(spaces?.patch).toBe(lineFeed?.patch);
  const all = [...named.values()];
  expect(new Set(all.map((each) => each?.patch)).size, 'other changes have other patch ids').toBe(names.length - 1);
  expect(new Set(all.map((each) => each?.difference)).size, 'other differences').toBe(names.length);
});

describe('two ends', () => {
  const history = () => {
    const fixture = gitRepository();
    const commits = ['one\n', 'two\n', 'three\n', 'one\n'].map((text) => fixture.commit('Change', { 'a.txt': text }));
    return { fixture, commits };
  };

  test('any two commits are compared, and the same end from several bases is told apart', async () => {
    const { fixture, commits } = history();
    const changes = commits.flatMap((commit) => commits.map((base) => ({ commit, base })));
    const ids = await differences(fixture, changes);
    expect(ids).toEqual(changes.map(({ commit, base }) => byHand(fixture, base, commit)));
    expect(ids[0]).toBeUndefined();
    expect(ids[3], 'the first and the last commit hold the same').toBeUndefined();
  });

  test('a squash has the id of the range that it squashed', async () => {
    const fixture = gitRepository();
    const base = fixture.commit('Base', { 'a.txt': 'a\n', 'b.txt': 'b\n' });
    fixture.git('checkout', '--quiet', '-b', 'side');
    fixture.commit('One', { 'a.txt': 'a\naa\n' });
    const tip = fixture.commit('Two', { 'b.txt': 'bb\n', [`${LEDGER}/side.jsonl`]: '{}\n' });
    fixture.git('checkout', '--quiet', 'main');
    fixture.commit('Meanwhile', { 'c.txt': 'c\n' });
    fixture.git('merge', '--quiet', '--squash', 'side');
    const squash = fixture.commit('Squashed', { [`${LEDGER}/main.jsonl`]: '{}\n' });
    const [of, squashed] = await differences(fixture, [{ commit: tip, base }, { commit: squash }], [LEDGER]);
    expect(of).toBeDefined();
    expect(squashed).toEqual(of);
  });

  test('what is not a commit of this clone has none', async () => {
    const { fixture, commits } = history();
    const [first = ''] = commits;
    const tree = fixture.git('rev-parse', 'HEAD^{tree}');
    const strange = [
      `${'0'.repeat(39)}1`,
      tree,
      'HEAD',
      'main~1',
      '',
      '--all',
      first.slice(0, 10),
      `${first}\n${first}`,
    ];
    const changes = strange.flatMap((name) => [{ commit: name }, { commit: first, base: name }]);
    expect(await differences(fixture, [...changes, { commit: first }])).toEqual([
      ...changes.map(() => undefined),
      byHand(fixture, undefined, first),
    ]);
    expect(await differences(fixture, [])).toEqual([]);
  });
});

test('nothing but what is left out, an empty commit and a merge against its first parent', async () => {
  const fixture = gitRepository();
  fixture.commit('Begin', { 'a.txt': 'a\n' });
  const verdict = fixture.commit('Record', { [`${LEDGER}/main.jsonl`]: '{}\n' });
  const empty = fixture.commit('Nothing');
  fixture.git('checkout', '--quiet', '-b', 'side');
  fixture.commit('Aside', { 'side.txt': 'side\n' });
  fixture.git('checkout', '--quiet', 'main');
  fixture.commit('Main', { 'a.txt': 'b\n' });
  fixture.git('merge', '--quiet', '--no-edit', 'side');
  const merge = fixture.git('rev-parse', 'HEAD');
  const ids = await differences(fixture, [{ commit: verdict }, { commit: empty }, { commit: merge }], [LEDGER]);
  expect(ids).toEqual([undefined, undefined, byHand(fixture, `${merge}^1`, merge)]);
});

test('paths are left out by their names, whatever these look like', async () => {
  const fixture = gitRepository();
  const names = ['*.txt', ':(exclude)a.txt', 'a.txt', '[a].txt', ':!b.txt', 'sp ace/ü.txt'];
  const commit = fixture.commit('Add', Object.fromEntries(names.map((name) => [name, `${name}\n`])));
  const repository = await openRepository(fixture.path);
  onTestFinished(() => repository.close());
  for (const name of names) {
    const others = names.filter((other) => other !== name);
    const ends = ['diff-tree', '-p', '--full-index', '--root', commit, '--'];
    const patch = fixture.git('--literal-pathspecs', ...ends, ...others);
    const expected = { patch: fixture.feed(`${patch}\n`, 'patch-id', '--stable').split(' ')[0] };
    expect(given(await repository.differences({ changes: [{ commit }], exclude: [name] }))).toMatchObject([expected]);
  }
  expect(given(await repository.differences({ changes: [{ commit }], exclude: names }))).toEqual([undefined]);
});

test('neither configuration nor attributes of the repository change an id', async () => {
  const fixture = gitRepository();
  fixture.commit('Begin', { 'a.txt': TEXT, 'old.txt': 'x\n'.repeat(9) });
  fixture.git('mv', 'old.txt', 'new.txt');
  const commit = fixture.commit('Edit', { 'a.txt': TEXT.replace('line 9', 'nine'), 'ü.txt': 'u\n' });
  const plain = await differences(fixture, [{ commit }]);
  expect(plain).toEqual([byHand(fixture, `${commit}^`, commit)]);
  const settings = {
    'core.quotePath': 'false',
    'diff.noprefix': 'true',
    'diff.renames': 'copies',
    'diff.context': '9',
    'diff.indentHeuristic': 'false',
    'diff.algorithm': 'patience',
    'patchid.stable': 'false',
    'patchid.verbatim': 'true',
  };
  for (const [name, value] of Object.entries(settings)) fixture.git('config', name, value);
  fixture.write({ '.git/info/attributes': '* -diff\n', '.gitattributes': '* binary\n' });
  expect(await differences(fixture, [{ commit }])).toEqual(plain);
});

test('white space counts in a difference, and where its lines stand does not', async () => {
  const fixture = gitRepository();
  const body = Array.from({ length: 9 }, (_, at) => `  step ${at}\n`).join('');
  const files = (head: string, step: string) => ({ 'a.c': `${head}${body.replace('step 5', step)}` });
  const of = async (head: string, before: string, after: string) => {
    fixture.commit('Before', files(head, before));
    const [found] = await differences(fixture, [{ commit: fixture.commit('After', files(head, after)) }]);
    return found;
  };
  const first = await of('int main()\n', 'rm', 'rm -rf ./build');
  expect(first).toEqual(await of('/* more\nlines */\nint other()\n', 'rm', 'rm -rf ./build'));
  const other = await of('int main()\n', 'rm', 'rm -rf . /build');
  expect(other?.patch).toBe(first?.patch);
  expect(other?.difference).not.toBe(first?.difference);
  expect((await of('int main()\n', 'rm', 'rm -rf ./build\t'))?.difference).not.toBe(first?.difference);
});

test('a difference has the same digest in whatever pieces git hands it over', () => {
  const patch = Buffer.from(
    [
      'diff --git a/b.dat b/b.dat',
      'index 1..2 100644',
      'Binary files a/b.dat and b/b.dat differ',
      'diff --git a/i b/i',
      'index 3..4 100644',
      '--- a/i',
      '+++ b/i',
      '@@ -1,3 +1,3 @@ index of',
      ' @@ no hunk',
      '-index 1',
      '+Binary files differ',
      ' ',
      '\\ No newline at end of file\n',
    ].join('\n'),
  );
  const counted = patch
    .toString()
    .replace('index 3..4 100644\n', '')
    .replace(/@@ -.*/, '@@');
  const expected = createHash('sha256').update(counted).digest('hex');
  for (let size = 1; size <= patch.length; size++) {
    const digest = new DifferenceDigest();
    digest.write(Buffer.from('\n\n'));
    for (let at = 0; at < patch.length; at += size) digest.write(patch.subarray(at, at + size));
    expect(digest.end(), `pieces of ${size}`).toBe(expected);
  }
  expect(new DifferenceDigest().end()).toBeUndefined();
});

test('object names of 64 digits', async () => {
  const fixture = gitRepository('example', '--object-format=sha256');
  const commit = fixture.commit('Add', { 'a.txt': 'a\n', 'b.dat': Buffer.from([0]) });
  const id = byHand(fixture, undefined, commit);
  expect(id?.patch).toHaveLength(64);
  expect(await differences(fixture, [{ commit }])).toEqual([id]);
});
