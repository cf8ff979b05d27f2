import { expect, test } from 'vitest';
import { openRepository } from '../../checker/src/node/git/index.ts';
import type { PathHistoryQuery, Repository } from '../../checker/src/repository.ts';
import { type MemoryCommit, memoryRepository } from '../../checker/src/source/memory.ts';
import { gitRepository, importCommits } from '../support/git-repository.ts';

const GRACE = 'Grace Höpper <grace@example.org>';
const TEXT = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n';

/** One history that holds what sources could disagree about. Subjects are unique: they stand for the object names. */
const COMMITS: readonly MemoryCommit[] = [
  {
    label: 'root',
    date: '2026-01-01',
    message: 'Begin',
    files: {
      'AGENTS.md': 'Run the tests.\n',
      'docs/guide.md': TEXT,
      'old/lesson.md': TEXT.toUpperCase(),
      'blob.bin': new Uint8Array([0, 1, 2]),
    },
  },
  {
    label: 'edit',
    date: '2026-01-02T10:00:00+05:30',
    author: GRACE,
    message:
      'Edit a line,\nin two lines of subject\n\n\nThe reason.\n\nMore of it.\n\nReviewed-by: Ada <ada@example.org>\n\n',
    files: { 'docs/guide.md': TEXT.replace('three', '3').replace('ten\n', 'ten\neleven\n') },
  },
  {
    label: 'move',
    date: '2026-01-03',
    committer: 'Grace <grace@example.org>',
    message: 'Move the lesson as it is',
    files: { 'old/lesson.md': null, 'learnings/lesson.md': TEXT.toUpperCase() },
  },
  {
    label: 'move-edit',
    date: '2026-01-04',
    message: 'Move the guide and edit it',
    files: {
      'docs/guide.md': null,
      'learnings/guide.md': TEXT.replace('three', '3').replace('ten\n', 'ten\neleven\ntwelve\n'),
    },
  },
  {
    label: 'side',
    parents: ['edit'],
    date: '2026-01-05',
    author: GRACE,
    message: 'Work aside',
    files: { 'side.txt': 'aside', 'AGENTS.md': 'Run all the tests.\n' },
  },
  { label: 'main', parents: ['move-edit'], date: '2026-01-06', message: 'Work on', files: { 'on.txt': 'on\n' } },
  {
    label: 'merge',
    parents: ['main', 'side'],
    date: '2026-01-07',
    message: 'Merge the side branch',
    files: { 'side.txt': 'aside', 'AGENTS.md': 'Run all the tests.\n', 'merge.txt': 'made by the merge\n' },
  },
  {
    date: '2026-01-08',
    message: 'Odd paths',
    files: {
      'odd/two\nlines.md': 'a\n',
      'odd/"quoted".md': 'b\n',
      'odd/sp ace\ttab.md': 'c\n',
      'odd/ünïcode-学習.md': 'd\n',
      'odd/back\\slash.md': 'e\n',
      'odd/:(glob)*.md': 'f\n',
      ':(bogus)odd': 'g\n',
    },
  },
  {
    date: '2026-01-09',
    message: 'Edit odd paths',
    files: {
      'odd/two\nlines.md': 'a\n@@ -1 +1 @@\n',
      'odd/"quoted".md': null,
      'odd/sp ace\ttab.md': 'c\n\x01not a commit\n',
    },
  },
  {
    date: '2026-01-10',
    message: 'Kinds of entries',
    files: {
      'run.sh': { executable: 'echo\n' },
      link: { symlink: 'docs/../AGENTS.md' },
      folder: { symlink: 'learnings' },
      out: { symlink: '../../etc/passwd' },
      absolute: { symlink: '/etc/passwd' },
      loop: { symlink: 'loop' },
      module: { submodule: '1234567890123456789012345678901234567890' },
      'latin1.txt': new Uint8Array([0x63, 0x61, 0x66, 0xe9, 0x0a]),
      'bom.txt': '\ufeffwith a mark\n',
      'empty.txt': '',
    },
  },
  {
    date: '2026-01-11',
    message: 'Change kinds',
    files: {
      'run.sh': 'echo\n',
      'blob.bin': new Uint8Array([0, 3]),
      'side.txt': 'aside\n',
      'empty.txt': null,
      module: { submodule: '2234567890123456789012345678901234567890' },
    },
  },
  {
    date: '2026-01-12',
    message: 'Diff look-alikes',
    files: { 'on.txt': 'diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n+x\n\\ No newline' },
  },
  {
    date: '2026-01-13',
    message: 'Drop one of the words',
    files: { 'on.txt': 'diff --git a/x b/x\n+++ b/x\n@@ -0,0 +1 @@\n+x\n\\ No newline' },
  },
  { date: '2020-05-05', message: 'A wrong clock', files: { 'clock.txt': 'wrong\n' } },
  {
    date: '2026-01-15',
    message: 'Leave the folder',
    files: { 'learnings/lesson.md': null, 'archive/lesson.md': TEXT.toUpperCase() },
  },
];

function bothSources(): readonly [memory: Repository, git: Promise<Repository>] {
  const fixture = gitRepository();
  importCommits(fixture, COMMITS);
  return [memoryRepository({ commits: COMMITS }), openRepository(fixture.path)];
}

/** Object names of commits differ between the sources: their subjects take their place. */
async function subjects(repository: Repository): Promise<ReadonlyMap<string, string>> {
  const all = await repository.commits({ since: '1970-01-01' });
  return new Map(all.known ? all.value.map(({ id, subject }) => [id, subject]) : []);
}

async function compare<T>(ask: (repository: Repository, subjectOf: (id: string) => string) => Promise<T>): Promise<T> {
  const [memory, opening] = bothSources();
  const git = await opening;
  try {
    const [expected, answer] = await Promise.all(
      [memory, git].map(async (repository) => {
        const names = await subjects(repository);
        return ask(repository, (id) => names.get(id) ?? id);
      }),
    );
    expect(answer).toEqual(expected);
    return answer as T;
  } finally {
    await git.close();
  }
}

test('the tree', async () => {
  const entries = await compare(async (repository) => (await repository.tree()).entries);
  expect(entries).toContainEqual({ path: 'module', id: '2234567890123456789012345678901234567890', kind: 'submodule' });
});

test('contents', async () => {
  const contents = await compare(async (repository) => {
    const { entries } = await repository.tree();
    return repository.read(
      [...entries.map(({ path }) => path), 'folder/guide.md', 'odd', 'nowhere', 'AGENTS.md/x'],
      40,
    );
  });
  expect(contents.get('link')).toMatchObject({ state: 'text', text: 'Run all the tests.\n' });
  expect(contents.get('folder/guide.md')).toMatchObject({ state: 'too-large', limit: 40 });
  expect(contents.get('out')).toEqual({ state: 'missing', because: 'is a link out of the tree' });
});

test('commits', async () => {
  const commits = await compare(async (repository, subjectOf) => {
    const answer = await repository.commits({ since: '2026-01-03T00:00:00Z' });
    if (!answer.known) return answer;
    return answer.value.map(({ id, parents, ...rest }) => ({
      ...rest,
      id: subjectOf(id),
      parents: parents.map(subjectOf),
    }));
  });
  expect(commits).toHaveLength(12);
});

const QUERIES: readonly (readonly string[])[] = [
  ['AGENTS.md'],
  ['learnings'],
  ['learnings/'],
  ['learnings/guide.md', 'on.txt'],
  ['odd'],
  ['odd/two\nlines.md'],
  ['odd/:(glob)*.md'],
  [':(bogus)odd'],
  ['odd/"quoted".md', 'odd/sp ace\ttab.md', 'odd/ünïcode-学習.md', 'odd/back\\slash.md'],
  ['run.sh', 'link', 'module', 'blob.bin', 'side.txt', 'empty.txt', 'latin1.txt', 'bom.txt'],
  ['docs', 'old', 'archive'],
  ['merge.txt'],
  [''],
  [],
  ['nowhere'],
];

test.for(
  QUERIES.flatMap((paths) => (['names', 'lines'] as const).map((detail): PathHistoryQuery => ({ paths, detail }))),
)('the history of $paths with $detail', async (query) => {
  const history = await compare(async (repository, subjectOf) => {
    const answer = await repository.pathHistory(query);
    return answer.known ? answer.value.map(({ id, ...rest }) => ({ ...rest, id: subjectOf(id) })) : answer;
  });
  expect(history).toBeInstanceOf(Array);
});

test('sizes of changes', async () => {
  const sizes = await compare(async (repository, subjectOf) => {
    const commits = await repository.commits({ since: '1970-01-01' });
    const answer = await repository.changeSizes(commits.known ? commits.value.map(({ id }) => id) : []);
    return answer.known ? new Map([...answer.value].map(([id, changes]) => [subjectOf(id), changes])) : answer;
  });
  expect(sizes).toBeInstanceOf(Map);
  expect((sizes as Map<string, unknown>).get('Merge the side branch')).toContainEqual({
    path: 'merge.txt',
    added: 1,
    deleted: 0,
    binary: false,
  });
});

test('paths that commits changed', async () => {
  const paths = await compare(async (repository, subjectOf) => {
    const commits = await repository.commits({ since: '1970-01-01' });
    const answer = await repository.changedPaths(commits.known ? commits.value.map(({ id }) => id) : []);
    return answer.known
      ? new Map([...answer.value].map(([id, changed]) => [subjectOf(id), changed.toSorted()]))
      : answer;
  });
  expect((paths as Map<string, unknown>).get('Move the lesson as it is')).toEqual([
    'learnings/lesson.md',
    'old/lesson.md',
  ]);
  expect((paths as Map<string, unknown>).get('Merge the side branch')).toContain('merge.txt');
});

test('paths between two commits', async () => {
  const paths = await compare(async (repository) => {
    const commits = await repository.commits({ since: '1970-01-01' });
    const ids = commits.known ? commits.value.map(({ id }) => id) : [];
    const answer = await repository.pathsBetween(ids.at(-1) ?? '', ids[0] ?? '');
    return answer.known ? answer.value.toSorted() : answer;
  });
  expect(paths).toContain('old/lesson.md');
});

test.for(QUERIES.map((paths) => ({ paths })))('the steps of $paths', async ({ paths }) => {
  const steps = await compare(async (repository, subjectOf) => {
    const answer = await repository.pathSteps(paths);
    if (!answer.known) return answer;
    return answer.value.map(({ commit, parent, ...rest }) => ({
      ...rest,
      commit: subjectOf(commit),
      parent: parent === undefined ? undefined : subjectOf(parent),
    }));
  });
  expect(steps).toBeInstanceOf(Array);
});

test('contents by object names', async () => {
  const blobs = await compare(async (repository) => {
    const steps = await repository.pathSteps(['']);
    if (!steps.known) return [];
    const ids = steps.value.flatMap(({ before, after }) => [before ?? 'none', after ?? 'none']);
    const told: unknown[] = [];
    const module = '2234567890123456789012345678901234567890';
    await repository.blobs(
      [...ids, repository.target.commit, module, `${'0'.repeat(39)}1`, 'HEAD:AGENTS.md', 'HEAD', ''],
      (id, blob) =>
        told.push([
          id === repository.target.commit,
          { ...blob, ...('bytes' in blob && { bytes: new TextDecoder('latin1').decode(blob.bytes) }) },
        ]),
      48,
    );
    return told;
  });
  expect(blobs).toContainEqual([false, { state: 'bytes', bytes: '\0\x01\x02' }]);
  expect(blobs).toContainEqual([false, { state: 'too-large', size: TEXT.length }]);
});

test('patch ids and digests of differences', async () => {
  const ids = await compare(async (repository, subjectOf) => {
    const commits = await repository.commits({ since: '1970-01-01' });
    if (!commits.known) return commits;
    const names = commits.value.map(({ id }) => id);
    const told: unknown[] = [];
    for (const exclude of [[], ['learnings/'], ['odd/two\nlines.md', ':(bogus)odd', 'module'], ['']]) {
      const changes = names.flatMap((commit) => [{ commit }, ...names.map((base) => ({ commit, base }))]);
      const answer = await repository.differences({ changes, exclude });
      if (!answer.known) return answer;
      told.push(
        ...changes.map(({ commit, ...rest }, index) => [
          subjectOf(commit),
          'base' in rest ? subjectOf(rest.base) : undefined,
          exclude,
          answer.value[index],
        ]),
      );
    }
    return told;
  });
  expect(ids).toBeInstanceOf(Array);
});

test('merges that changed something', async () => {
  const merges = await compare(async (repository, subjectOf) => {
    const commits = await repository.commits({ since: '1970-01-01' });
    const answer = await repository.mergesWithChanges(commits.known ? commits.value.map(({ id }) => id) : []);
    return answer.known ? [...answer.value].map(subjectOf) : answer;
  });
  expect(merges).toEqual(['Merge the side branch']);
});
