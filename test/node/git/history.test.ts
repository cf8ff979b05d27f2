import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openRepository } from '../../../checker/src/node/git/index.ts';
import type { Collected } from '../../../checker/src/outcome.ts';
import type { Repository } from '../../../checker/src/repository.ts';
import {
  fixtureAt,
  type GitFixture,
  gitRepository,
  importCommits,
  temporaryFolder,
} from '../../support/git-repository.ts';

async function open(fixture: Pick<GitFixture, 'path'>): Promise<Repository> {
  const repository = await openRepository(fixture.path);
  onTestFinished(() => repository.close());
  return repository;
}

function given<T>(collected: Collected<T>): T {
  if (!collected.known) throw new Error(collected.because);
  return collected.value;
}

const day = (number: number) => new Date(Date.UTC(2026, 0, number, 12)).toISOString().replace('.000Z', '+00:00');

describe('commits', () => {
  test('a message in another encoding, with trailers, and names as they are written', async () => {
    const fixture = gitRepository();
    fixture.write({
      '.mailmap': 'Somebody Else <else@example.org> <ada@example.org>\n',
      message: Buffer.from('Caf\xe9\n\nR\xe9ason\n\nFixes: #1\n', 'latin1'),
    });
    fixture.git('add', '--all');
    fixture.git('-c', 'i18n.commitEncoding=ISO-8859-1', 'commit', '--quiet', '-F', join(fixture.path, 'message'));
    fixture.git('config', 'log.mailmap', 'true');
    const [commit] = given(await (await open(fixture)).commits({ since: '2000-01-01' }));
    expect(commit).toMatchObject({
      subject: 'Café',
      body: 'Réason\n\nFixes: #1',
      author: { name: 'Ada', email: 'ada@example.org', date: '2026-01-01T12:00:00+01:00' },
    });
  });

  test('UTC is written as an offset, whatever the version of git', async () => {
    const fixture = gitRepository();
    importCommits(fixture, [{ date: '2026-01-01' }]);
    const [commit] = given(await (await open(fixture)).commits({ since: '2000-01-01' }));
    expect(commit?.committer.date).toBe('2026-01-01T12:00:00+00:00');
  });

  test('one commit with a wrong clock does not hide those behind it', async () => {
    const fixture = gitRepository();
    importCommits(fixture, [
      ...[1, 2, 3].map((number) => ({ date: day(number), message: `Good ${number}` })),
      { date: '2001-01-01', message: 'Wrong clock' },
      { date: day(9), message: 'Good 9' },
    ]);
    const commits = given(await (await open(fixture)).commits({ since: day(2) }));
    expect(commits.map(({ subject }) => subject)).toEqual(['Good 9', 'Good 3', 'Good 2']);
  });

  test('the walk ends soon after the window', async () => {
    const fixture = gitRepository();
    importCommits(
      fixture,
      Array.from({ length: 400 }, (_, index) => ({ date: day(index + 1), message: `Change ${index + 1}` })),
    );
    const commits = given(await (await open(fixture)).commits({ since: day(398) }));
    expect(commits.map(({ subject }) => subject)).toEqual(['Change 400', 'Change 399', 'Change 398']);
  });
});

describe('the history of paths', () => {
  test('a change that a merge threw away is seen', async () => {
    const fixture = gitRepository();
    importCommits(fixture, [
      { label: 'root', date: day(1), message: 'Begin', files: { 'a.md': 'a\n' } },
      { label: 'side', date: day(2), message: 'Aside', files: { 'a.md': 'b\n' } },
      { label: 'back', date: day(3), message: 'Back', files: { 'a.md': 'a\n' } },
      { label: 'main', parents: ['root'], date: day(4), message: 'Main', files: { 'b.md': 'b\n' } },
      { parents: ['main', 'back'], date: day(5), message: 'Merge' },
    ]);
    const history = given(await (await open(fixture)).pathHistory({ paths: ['a.md'], detail: 'names' }));
    expect(history.map(({ subject }) => subject)).toEqual(['Back', 'Aside', 'Begin']);
  });

  test('asking for many paths gives what asking for few gives', async () => {
    const fixture = gitRepository();
    const names = Array.from({ length: 200 }, (_, index) => `notes/${index % 10}/n${index}.md`);
    const text = (name: string) => `${name}\n`.repeat(5);
    importCommits(fixture, [
      {
        date: day(1),
        message: 'Begin',
        files: Object.fromEntries([...names, 'notes/0/other.md'].map((name) => [name, text(name)])),
      },
      { date: day(2), message: 'Other', files: { 'notes/0/other.md': 'changed\n' } },
      {
        date: day(3),
        message: 'Into',
        files: { 'notes/0/other.md': null, 'notes/0/n0.md': null, 'notes/0/in.md': 'changed\n' },
      },
      { date: day(4), message: 'Out', files: { 'notes/1/n1.md': null, 'notes/1/out.md': text('notes/1/n1.md') } },
      { date: day(5), message: 'Edit', files: { 'notes/2/n2.md': 'two\n' } },
    ]);
    const repository = await open(fixture);
    const wanted = [...names, 'notes/0/in.md'];
    for (const detail of ['names', 'lines'] as const) {
      const many = given(await repository.pathHistory({ paths: wanted, detail }));
      const summary = many.map(({ subject, changes }) => [
        subject,
        changes.length,
        changes[0]?.status,
        changes[0]?.added?.length,
      ]);
      const isLines = detail === 'lines';
      expect(summary).toEqual([
        ['Edit', 1, 'modified', isLines ? 1 : undefined],
        ['Out', 1, isLines ? 'deleted' : 'renamed', undefined],
        ['Into', 2, isLines ? 'added' : 'renamed', isLines ? 1 : undefined],
        ['Begin', 200, 'added', isLines ? 5 : undefined],
      ]);
    }
  });

  test('what the configuration of the repository says of diffs changes nothing', async () => {
    const fixture = gitRepository();
    fixture.commit('Begin', { 'a b.md': 'one\ntwo\nthree\n', 'old/x.md': 'x\n'.repeat(9), order: 'z\n' });
    fixture.git('mv', 'old/x.md', 'new.md');
    fixture.commit('Change', { 'a b.md': 'one\n2\nthree\n' });
    const query = { paths: ['a b.md', 'new.md'], detail: 'lines' } as const;
    const [plain, names] = await Promise.all([
      (await open(fixture)).pathHistory(query),
      (await open(fixture)).pathHistory({ ...query, detail: 'names' }),
    ]);
    expect(given(names)[0]?.changes.map(({ status }) => status)).toEqual(['modified', 'renamed']);
    const settings = {
      'diff.noprefix': 'true',
      'diff.mnemonicPrefix': 'true',
      'diff.renames': 'false',
      'diff.orderFile': join(fixture.path, 'order'),
      'diff.relative': 'true',
      'diff.context': '7',
      'diff.interHunkContext': '9',
      'diff.algorithm': 'patience',
      'diff.colorMoved': 'zebra',
      'diff.wordRegex': '.',
      'diff.submodule': 'log',
      'diff.ignoreSubmodules': 'all',
      'color.ui': 'always',
      'color.diff': 'always',
      'core.quotePath': 'false',
      'core.abbrev': '4',
      'log.date': 'relative',
      'log.decorate': 'full',
      'log.showRoot': 'false',
      'log.follow': 'true',
      'log.diffMerges': 'on',
      'log.showSignature': 'true',
      'format.pretty': 'oneline',
      'i18n.logOutputEncoding': 'UTF-16',
    };
    for (const [name, value] of Object.entries(settings)) fixture.git('config', name, value);
    fixture.write({ '.git/info/attributes': '* -diff\n' });
    fixture.commit('Attributes', { '.gitattributes': '* -diff\n' });
    const repository = await open(fixture);
    expect(await repository.pathHistory(query)).toEqual(plain);
    expect(await repository.pathHistory({ ...query, detail: 'names' })).toEqual(names);
    const ids = given(await repository.commits({ since: '2000-01-01' })).map(({ id }) => id);
    expect(given(await repository.changeSizes(ids)).get(ids[1] ?? '')).toEqual([
      { path: 'a b.md', added: 1, deleted: 1, binary: false },
      { path: 'new.md', added: 0, deleted: 0, binary: false },
    ]);
  });

  test('replaced and grafted history is read as it was made', async () => {
    const fixture = gitRepository();
    const first = fixture.commit('First', { 'a.md': 'a\n' });
    const second = fixture.commit('Second', { 'a.md': 'b\n' });
    fixture.git('replace', '--graft', second);
    writeFileSync(join(fixture.path, '.git/info/grafts'), `${second}\n`);
    const commits = given(await (await open(fixture)).commits({ since: '2000-01-01' }));
    expect(commits.map(({ id, parents }) => [id, parents])).toEqual([
      [second, [first]],
      [first, []],
    ]);
  });

  test('a commit graph that denies a parent is not believed', async () => {
    const fixture = gitRepository();
    const ids = ['a\n', 'b\n', 'c\n'].map((text) => fixture.commit('Change', { 'a.md': text }));
    fixture.git('commit-graph', 'write', '--reachable');
    const file = join(fixture.path, '.git/objects/info/commit-graph');
    const graph = readFileSync(file);
    const chunk = graph.indexOf('CDAT');
    const data = Number(graph.readBigUInt64BE(chunk + 4));
    // A record of 36 bytes for each commit, sorted by name: its tree, then its parents.
    const middle = [...ids].sort().indexOf(ids[1] ?? '');
    graph.writeUInt32BE(0x70000000, data + 36 * middle + 20);
    createHash('sha1')
      .update(graph.subarray(0, -20))
      .digest()
      .copy(graph, graph.length - 20);
    rmSync(file, { force: true });
    writeFileSync(file, graph);
    expect(fixture.git('rev-list', '--count', 'HEAD'), 'git believes it').toBe('2');
    const repository = await open(fixture);
    expect(given(await repository.commits({ since: '2000-01-01' }))).toHaveLength(3);
    expect(given(await repository.pathSteps(['a.md']))).toHaveLength(3);
  });

  test('a line of 20 MB, and NUL bytes late in a text', async () => {
    const fixture = gitRepository();
    const late = `${'x\n'.repeat(5000)}\0\x01${'f'.repeat(40)}\0\n`;
    fixture.commit('Add', { 'line.txt': `${'y'.repeat(20 << 20)}\nend\n`, 'late.txt': late });
    const [commit] = given(
      await (await open(fixture)).pathHistory({ paths: ['line.txt', 'late.txt'], detail: 'lines' }),
    );
    expect(commit?.changes.map(({ path, added }) => [path, added?.length, added?.at(-1)?.text.length])).toEqual([
      ['late.txt', 5001, 43],
      ['line.txt', 2, 3],
    ]);
  });
});

describe('sizes of changes', () => {
  test('unknown and malformed names have none, and are never taken for options', async () => {
    const fixture = gitRepository();
    const head = fixture.commit('Add', { 'a.md': 'a\n' });
    const sizes = given(
      await (await open(fixture)).changeSizes([head, `${'0'.repeat(39)}1`, '--all', 'HEAD', '--output=x']),
    );
    expect([...sizes.keys()]).toEqual([head]);
  });
});

describe('a shallow clone', () => {
  const shallow = (depth: number) => {
    const origin = gitRepository('origin');
    importCommits(origin, [
      { date: day(1), message: 'One', files: { 'a.md': 'a\n' } },
      { date: day(2), message: 'Two', files: { 'b.md': 'b\n' } },
      { date: day(3), message: 'Three', files: { 'c.md': 'c\n' } },
    ]);
    const path = join(temporaryFolder(), 'clone');
    origin.git('clone', '--quiet', `--depth=${depth}`, `file://${origin.path}`, path);
    return fixtureAt(path);
  };

  test('of depth 1 is audited, and history is withheld', async () => {
    const repository = await open(shallow(1));
    expect(repository.target.shallow).toBe(true);
    expect((await repository.tree()).entries).toHaveLength(3);
    for (const answer of [
      await repository.commits({ since: day(1) }),
      await repository.pathHistory({ paths: ['c.md'], detail: 'names' }),
      await repository.changeSizes([repository.target.commit]),
      await repository.pathSteps(['c.md']),
      await repository.differences({ changes: [{ commit: repository.target.commit }], exclude: [] }),
      await repository.mergesWithChanges([repository.target.commit]),
    ]) {
      expect(answer).toMatchObject({ known: false, decide: 'git fetch --unshallow' });
    }
  });

  test('compares what lies on this side of its boundary', async () => {
    const clone = shallow(2);
    const [tip = '', cut = ''] = clone.git('log', '--format=%H').split('\n');
    const repository = await open(clone);
    const changes = [{ commit: tip }, { commit: tip, base: cut }, { commit: cut, base: tip }];
    const [own, same, back] = given(await repository.differences({ changes, exclude: [] }));
    expect(own?.patch).toMatch(/^[0-9a-f]{40}$/);
    expect(same).toEqual(own);
    expect(back).not.toEqual(own);
    expect(given(await repository.mergesWithChanges([tip]))).toEqual(new Set());
    // The commit at the boundary shows no parents: it must not pass for the first of all.
    expect(await repository.differences({ changes: [{ commit: cut }], exclude: [] })).toMatchObject({ known: false });
    expect(await repository.mergesWithChanges([tip, cut])).toMatchObject({ known: false });
  });

  test('knows the commits of a window that its boundary lies before', async () => {
    const repository = await open(shallow(2));
    const commits = given(await repository.commits({ since: day(3) }));
    expect(commits.map(({ subject }) => subject)).toEqual(['Three']);
    expect(given(await repository.changeSizes([repository.target.commit])).size).toBe(1);
    expect(await repository.commits({ since: day(2) })).toMatchObject({ known: false });
  });

  test('whose boundary is not behind the audited commit is whole', async () => {
    const clone = shallow(1);
    clone.git('checkout', '--quiet', '--orphan', 'own');
    clone.commit('Own', { 'own.md': 'own\n' });
    const repository = await open(clone);
    expect(repository.target.shallow).toBe(false);
    expect(given(await repository.pathHistory({ paths: ['own.md'], detail: 'names' }))).toHaveLength(1);
    expect(given(await repository.pathSteps(['own.md']))).toHaveLength(1);
    const [cut = ''] = clone.git('rev-list', 'main').split('\n');
    expect(await repository.differences({ changes: [{ commit: cut }], exclude: [] })).toMatchObject({ known: false });
  });
});

describe('a partial clone', () => {
  const partial = (filter: string) => {
    const origin = gitRepository('origin');
    origin.git('config', 'uploadpack.allowFilter', 'true');
    const text = 'one\ntwo\nthree\nfour\n';
    importCommits(origin, [
      { date: day(1), message: 'Begin', files: { 'a.md': text, 'b.md': 'b\n', 'large.txt': 'large\n'.repeat(1000) } },
      { date: day(2), message: 'Move and edit', files: { 'a.md': null, 'moved.md': `${text}five\n` } },
      { date: day(3), message: 'Drop', files: { 'large.txt': null } },
    ]);
    const path = join(temporaryFolder(), 'clone');
    origin.git('clone', '--quiet', `--filter=${filter}`, `file://${origin.path}`, path);
    return { clone: fixtureAt(path), origin };
  };

  test('without old contents answers what needs none, and withholds the rest without asking the remote', async () => {
    const { clone, origin } = partial('blob:none');
    rmSync(origin.path, { recursive: true });
    const repository = await open(clone);
    expect(given(await repository.commits({ since: day(1) }))).toHaveLength(3);
    expect(given(await repository.pathHistory({ paths: ['b.md'], detail: 'names' }))).toHaveLength(1);
    expect((await repository.read(['moved.md'])).get('moved.md')).toMatchObject({ state: 'text' });
    // Whether moved.md was a.md cannot be told without the old text.
    for (const answer of [
      await repository.pathHistory({ paths: ['moved.md'], detail: 'names' }),
      await repository.pathHistory({ paths: ['large.txt'], detail: 'lines' }),
      await repository.changeSizes(given(await repository.commits({ since: day(1) })).map(({ id }) => id)),
      await repository.differences({ changes: [{ commit: repository.target.commit }], exclude: [] }),
    ]) {
      expect(answer).toMatchObject({ known: false, decide: expect.stringMatching(/without --filter/) });
    }
  });

  test('without old contents knows every step, but not what they held', async () => {
    const { clone } = partial('blob:none');
    const repository = await open(clone);
    const steps = given(await repository.pathSteps(['']));
    expect(steps.map(({ path }) => path)).toEqual(['large.txt', 'a.md', 'moved.md', 'a.md', 'b.md', 'large.txt']);
    const states: string[] = [];
    const ids = ['a.md', 'b.md'].map((name) => steps.findLast(({ path }) => path === name)?.after ?? '');
    await repository.blobs(ids, (_id, { state }) => states.push(state));
    expect(states).toEqual(['missing', 'bytes']);
  });

  test('has the patch ids of what it holds', async () => {
    const { clone, origin } = partial('blob:limit=1k');
    const repository = await open(clone);
    const [drop = '', move = '', begin = ''] = clone.git('log', '--format=%H').split('\n');
    const full = given(await (await open(origin)).differences({ changes: [{ commit: move }], exclude: [] }));
    expect(await repository.differences({ changes: [{ commit: move }], exclude: [] })).toMatchObject({ value: full });
    for (const commit of [drop, begin]) {
      const whole = await repository.differences({ changes: [{ commit: move }, { commit }], exclude: [] });
      expect(whole).toMatchObject({ known: false, because: expect.stringContaining('large.txt') });
      const rest = await repository.differences({ changes: [{ commit }], exclude: ['large.txt'] });
      expect(rest).toMatchObject({ known: true });
    }
  });

  test('tells a merge by its trees where these are enough', async () => {
    const origin = gitRepository('origin');
    origin.git('config', 'uploadpack.allowFilter', 'true');
    importCommits(origin, [
      { label: 'root', date: day(1), message: 'Begin', files: { 'a.md': 'a\n', 'b.md': 'b\n' } },
      { label: 'one', parents: ['root'], date: day(2), message: 'One', files: { 'a.md': 'aa\n' } },
      { label: 'two', parents: ['root'], date: day(2), message: 'Two', files: { 'b.md': 'bb\n' } },
      { label: 'clean', parents: ['one', 'two'], date: day(3), message: 'Clean', files: { 'b.md': 'bb\n' } },
      { label: 'three', parents: ['clean'], date: day(4), message: 'Three', files: { 'c.md': 'c\n' } },
      { label: 'own', parents: ['clean', 'three'], date: day(5), message: 'Own', files: { 'a.md': 'aaa\n' } },
      { date: day(6), message: 'On', files: { 'a.md': 'later\n', 'c.md': 'c\n' } },
    ]);
    const path = join(temporaryFolder(), 'clone');
    origin.git('clone', '--quiet', '--filter=blob:none', `file://${origin.path}`, path);
    const repository = await open({ path });
    const commits = given(await repository.commits({ since: day(1) }));
    const idOf = (wanted: string) => commits.find(({ subject }) => subject === wanted)?.id ?? '';
    expect(given(await repository.mergesWithChanges([idOf('Clean')]))).toEqual(new Set());
    expect(await repository.mergesWithChanges([idOf('Clean'), idOf('Own')])).toMatchObject({
      known: false,
      because: expect.stringContaining('a.md'),
    });
  });

  test('that lacks only large files answers what does not touch them', async () => {
    const { clone } = partial('blob:limit=1k');
    const repository = await open(clone);
    const moved = given(await repository.pathHistory({ paths: ['moved.md'], detail: 'names' }));
    expect(moved[0]?.changes).toMatchObject([{ path: 'moved.md', status: 'renamed', from: 'a.md' }]);
    expect(given(await repository.pathHistory({ paths: ['moved.md', 'b.md'], detail: 'lines' }))).toHaveLength(2);
    const large = await repository.pathHistory({ paths: ['large.txt'], detail: 'lines' });
    expect(large).toMatchObject({ known: false, because: expect.stringContaining('large.txt') });
  });

  test('without trees is refused, or read as far as it goes', async () => {
    const { clone } = partial('tree:0');
    const repository = await open(clone);
    expect((await repository.tree()).entries.map(({ path }) => path)).toEqual(['b.md', 'moved.md']);
    expect(await repository.pathHistory({ paths: ['b.md'], detail: 'names' })).toMatchObject({ known: false });
    expect(await repository.pathSteps(['b.md'])).toMatchObject({ known: false });
    const changes = [{ commit: repository.target.commit }];
    expect(await repository.differences({ changes, exclude: [] })).toMatchObject({ known: false });
  });
});
