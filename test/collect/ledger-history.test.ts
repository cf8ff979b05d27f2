import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ledgerHistory } from '../../checker/src/collect/ledger-history/index.ts';
import { NamedLosses } from '../../checker/src/collect/ledger-history/named-losses.ts';
import { ledgers } from '../../checker/src/collect/ledgers.ts';
import type { CollectContext } from '../../checker/src/collector.ts';
import type { LedgerGrowth } from '../../checker/src/facts/ledger-history.ts';
import type { Loss } from '../../checker/src/ledger/growth.ts';
import { openRepository } from '../../checker/src/node/git/index.ts';
import { nodePlatform } from '../../checker/src/node/platform.ts';
import { known } from '../../checker/src/outcome.ts';
import type { Repository } from '../../checker/src/repository.ts';
import { type MemoryCommit, type MemoryFile, memoryRepository } from '../../checker/src/source/memory.ts';
import { gitRepository, importCommits } from '../support/git-repository.ts';
import { anyDeeds, appended, Growing, joined, laneNamed, linesOf, lossesOf } from '../support/ledger-histories.ts';
import { chained, jsonl, verdict } from '../support/verdicts.ts';

const MAIN = '.agents/verdicts/main.jsonl';
const LEDGER = appended('', 4, 'a');
const cut = (lines: number) => joined(linesOf(LEDGER).slice(0, lines));

async function asked(repository: Repository) {
  const context = { repository, platform: nodePlatform } as unknown as CollectContext;
  return ledgerHistory.collect({ ...context, facts: () => ledgers.collect(context) } as unknown as CollectContext);
}

async function collect(repository: Repository): Promise<readonly LedgerGrowth[]> {
  const collected = await asked(repository);
  if (!collected.known) throw new Error(collected.because);
  return collected.value.ledgers;
}

/** Commits that each leave the files like this. */
const history = (...files: readonly Readonly<Record<string, MemoryFile | null>>[]) =>
  memoryRepository({ commits: files.map((each) => ({ files: each })) });

const version = (text: MemoryFile | null) => ({ [MAIN]: text });

describe('ledgerHistory', () => {
  test('follows a ledger from its first commit', async () => {
    expect(
      await collect(history({ 'README.md': 'x' }, version(cut(1)), { 'README.md': 'y' }, version(LEDGER))),
    ).toEqual([
      {
        path: MAIN,
        present: true,
        versions: 2,
        first: { commit: expect.stringMatching(/^[0-9a-f]{40}$/), date: '2026-01-02T12:00:00+00:00' },
        losses: { first: [], total: 0, standing: 0 },
        misdated: { first: [], total: 0 },
      },
    ]);
  });

  test('asks for the steps of history only where there is or was a ledger', async () => {
    const repository = history({ 'README.md': 'x' }, { '.agents/verdicts/README.md': 'y' });
    expect(await collect({ ...repository, pathSteps: () => Promise.reject(new Error('asked')) })).toEqual(
      await collect(history({ 'README.md': 'x' })),
    );
    expect(await collect(history(version(LEDGER), version(null)))).toMatchObject([
      { path: MAIN, present: false, losses: { standing: 1, first: [{ kind: 'deleted', undone: false }] } },
    ]);
  });

  test('cites the commit, its date and the line', async () => {
    const [ledger] = await collect(history(version(LEDGER), version(cut(2)), version(cut(2) + LEDGER)));
    expect(ledger?.losses).toEqual({
      first: [
        {
          kind: 'truncated',
          commit: expect.any(String),
          date: '2026-01-02T12:00:00+00:00',
          line: 3,
          undone: false,
          builtOn: true,
        },
      ],
      total: 1,
      standing: 1,
    });
  });

  test('says where a ledger went that is looked for there no more', async () => {
    const [ledger] = await collect(history(version(LEDGER), { [MAIN]: null, 'old/main.jsonl': LEDGER }));
    expect(ledger?.losses.first).toMatchObject([{ kind: 'deleted', to: 'old/main.jsonl', undone: false }]);
  });

  test('takes a link or a folder in the place of a ledger for its loss', async () => {
    for (const files of [version({ symlink: '../x' }), { [MAIN]: null, [`${MAIN}/x`]: LEDGER }]) {
      const [ledger] = await collect(history(version(LEDGER), files));
      expect(ledger).toMatchObject({ path: MAIN, present: false, losses: { first: [{ kind: 'deleted' }] } });
    }
  });

  test('says of a merge that it is one', async () => {
    const [ours, theirs] = [appended(LEDGER, 1, 'ours'), appended(LEDGER, 1, 'theirs')];
    const repository = memoryRepository({
      commits: [
        { label: 'base', files: version(LEDGER) },
        { label: 'ours', files: version(ours) },
        { label: 'theirs', parents: ['base'], files: version(theirs) },
        { parents: ['ours', 'theirs'], files: {} },
      ],
    });
    const [ledger] = await collect(repository);
    expect(ledger?.losses.first).toMatchObject([
      { kind: 're-sealed', line: 5, detail: expect.stringContaining('two branches') },
    ]);
  });

  test('keeps the losses that stand before those that were undone, and counts all', async () => {
    const edits = Array.from({ length: 30 }, (_, at) => [
      version(cut(3)),
      version(appended(LEDGER, at + 1, 'b')),
    ]).flat();
    const [ledger] = await collect(history(version(LEDGER), version(LEDGER), ...edits.slice(0, 2), ...edits.slice(2)));
    // Every edit but the first one takes away more than the first ledger held; all of it came back.
    expect(ledger?.losses).toMatchObject({ total: 30, standing: 0 });
    expect(ledger?.losses.first).toHaveLength(20);
    const [worse] = await collect(history(version('lost\n'), version(LEDGER), ...edits));
    expect(worse?.losses).toMatchObject({ total: 31, standing: 1 });
    expect(worse?.losses.first.map(({ undone }) => undone)).toEqual([...Array(19).fill(true), false]);
  });

  test('sees documents that are named by their digest as one ledger, of which nothing may change or go', async () => {
    const folder = '.agents/ao/verdicts/sha256';
    const file = (name: string) => `${folder}/${name.repeat(64)}.json`;
    const other = `${folder}/README.md`;
    const grown = await collect(history({ [file('a')]: '{}', [other]: 'x' }, { [file('b')]: '{"b":1}', [other]: 'y' }));
    expect(grown).toMatchObject([{ path: folder, present: true, versions: 2, losses: { total: 0 } }]);
    const lost = await collect(
      history(
        { [file('a')]: '{}', [file('b')]: '{"b":1}', [file('c')]: 'c' },
        { [file('a')]: null, [file('b')]: '{"b":2}', [file('c')]: null },
        { [file('c')]: 'c', [file('d')]: 'd' },
        { [file('d')]: 'e' },
        { [file('d')]: 'd' },
      ),
    );
    expect(lost[0]?.losses).toMatchObject({
      total: 4,
      standing: 2,
      first: [
        { kind: 'rewritten', undone: true, detail: expect.stringContaining('d'.repeat(64)) },
        { kind: 'deleted', undone: false, detail: expect.stringContaining('a'.repeat(64)) },
        { kind: 'rewritten', undone: false },
        { kind: 'deleted', undone: true },
      ],
    });
  });

  test('is withheld where history is, unless there is no ledger at all', async () => {
    const withhold = { history: true };
    expect(await asked(memoryRepository({ commits: [{ files: version(LEDGER) }], withhold }))).toMatchObject({
      known: false,
      decide: 'git fetch --unshallow',
    });
    expect(await asked(memoryRepository({ commits: [{ files: { a: 'b' } }], withhold }))).toEqual(
      known({ ledgers: [] }),
    );
  });

  test.for<[what: string, repository: () => Repository, because: string]>([
    [
      'that are not in the clone',
      () =>
        memoryRepository({
          commits: [{ files: version(cut(1)) }, { files: version(LEDGER) }],
          withhold: { contents: (path) => path === MAIN },
        }),
      'not in this clone',
    ],
    [
      'that Git LFS keeps',
      () => {
        const pointer = (oid: string) =>
          `version https://git-lfs.github.com/spec/v1\noid sha256:${oid.repeat(64)}\nsize 9\n`;
        return history(version(pointer('a')), version(pointer('b')));
      },
      'Git LFS',
    ],
    [
      'that are too large',
      () => {
        const repository = history(version(cut(1)), version(LEDGER));
        return {
          ...repository,
          blobs: async (ids, onBlob) => {
            for (const id of ids) onBlob(id, { state: 'too-large', size: 1e9 });
          },
        };
      },
      'larger than 64 MiB',
    ],
  ])('says that it did not compare versions %s', async ([, repository, because]) => {
    expect(await collect(repository())).toMatchObject([
      { path: MAIN, losses: { total: 0 }, unseen: { because: expect.stringContaining(because) } },
    ]);
  });

  test('says that it did not compare all of what is another file each time', async () => {
    const texts = Array.from({ length: 90 }, (_, at) => version(String.fromCharCode(33 + at)));
    const [ledger] = await collect(history(...texts));
    expect(ledger?.unseen?.because).toContain('too many or too different');
    expect(ledger?.losses.standing).toBeGreaterThan(30);
  });

  test('reads what could change the facts', () => {
    const paths = [
      MAIN,
      'docs/provenance/ledger.jsonl',
      `.agents/ao/verdicts/sha256/${'a'.repeat(64)}.json`,
      '.agents/verdicts/a.md',
    ];
    expect(paths.map(ledgerHistory.reads)).toEqual([true, true, true, false]);
  });
});

test('losses are named as far as their versions fit, and of a further one that is said', async () => {
  const changed = LEDGER.replace('"pass"', '"fail"');
  const repository = history(version(LEDGER), version(changed), version(LEDGER), version(cut(3)), version(LEDGER));
  const read: number[] = [];
  const counting: Repository = {
    ...repository,
    blobs: (ids, onBlob, limit) =>
      repository.blobs(
        ids,
        (id, blob) => {
          if (blob.state === 'bytes') read.push(blob.bytes.length);
          onBlob(id, blob);
        },
        limit,
      ),
  };
  const steps = await repository.pathSteps([MAIN]);
  if (!steps.known) throw new Error(steps.because);
  const losses = steps.value.flatMap((step): readonly Loss[] => {
    const { before, after } = step;
    if (before === undefined || after === undefined) return [];
    return [{ step: { ...step, before }, at: LEDGER.indexOf(linesOf(LEDGER)[3] ?? ''), undone: false }];
  });
  const sources = { repository: counting, platform: nodePlatform, names: [], isMerge: () => false };
  const named = async (bytes: number) => (await new NamedLosses(sources, bytes).of(losses)).first;
  const whole = await named(1 << 20);
  expect(whole.every(({ line, detail }) => line !== undefined && detail === undefined)).toBe(true);
  read.length = 0;
  const [first, ...others] = await named(2 * LEDGER.length);
  expect(first).toEqual(whole[0]);
  expect(read.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(2 * LEDGER.length);
  expect(others.map(({ kind, line }) => [kind, line])).toEqual([
    ['truncated', undefined],
    ['rewritten', undefined],
    ['rewritten', undefined],
  ]);
  for (const { detail } of others) expect(detail).toContain('too large');
});

describe('dates of records', () => {
  const of = async (...commits: readonly MemoryCommit[]) => (await collect(memoryRepository({ commits })))[0]?.misdated;
  const ledger = (...times: readonly string[]) => jsonl(chained(times.map((time) => verdict({ time }))));

  test('are compared with the commit that brought them, not with later ones', async () => {
    const [first, second] = ['2026-01-02T11:00:00Z', '2026-01-05T11:00:00Z'];
    expect(
      await of(
        { date: '2026-01-02', files: version(ledger(first)) },
        { date: '2026-01-03', files: version(ledger(first, second)) },
        { date: '2026-02-03', files: version(ledger(first, second, '2026-02-03T00:00:00Z')) },
      ),
    ).toEqual({
      first: [{ kind: 'future', line: 2, detail: expect.stringContaining('dated 2026-01-05T11:00:00Z, brought by ') }],
      total: 1,
    });
  });

  test('are compared with the first of several commits that brought them', async () => {
    const times = ['2026-01-05T11:00:00Z', '2026-01-05T12:00:00Z'];
    const both = version(ledger(...times));
    const found = await of(
      { label: 'base', date: '2026-01-01', files: { 'README.md': 'x' } },
      { label: 'main', date: '2026-01-02', files: both },
      { label: 'side', parents: ['base'], date: '2026-01-09', files: version(ledger(times[0] ?? '')) },
      { parents: ['main', 'side'], date: '2026-01-10', files: both },
    );
    expect(found?.first).toMatchObject([
      { kind: 'future', line: 1 },
      { kind: 'future', line: 2 },
    ]);
  });

  test('may differ by a day', async () => {
    const files = version(ledger('2026-01-03T11:00:00Z', '2026-01-02T12:00:00Z'));
    expect(await of({ date: '2026-01-02', files })).toEqual({ first: [], total: 0 });
  });

  test('do not go back from one record to the next', async () => {
    expect(
      await of({ date: '2026-01-09', files: version(ledger('2026-01-05T11:00:00Z', '2026-01-03T11:00:00Z')) }),
    ).toEqual({
      first: [{ kind: 'back-dated', line: 2, detail: expect.stringContaining('below a record of 2026-01-05') }],
      total: 1,
    });
  });

  test('are not before what was judged', async () => {
    const work: MemoryCommit = { date: '2026-01-05', files: { 'a.js': '1' } };
    const { target } = memoryRepository({ commits: [work] });
    const judged = (time: string) => jsonl(chained([verdict({ time, subject: { commit: target.commit } })]));
    const told = (time: string) => of(work, { date: '2026-01-06', files: version(judged(time)) });
    expect(await told('2026-01-05T10:00:00Z')).toEqual({ first: [], total: 0 });
    expect(await told('2026-01-03T10:00:00Z')).toMatchObject({
      first: [
        {
          kind: 'back-dated',
          line: 1,
          detail: expect.stringContaining(`judges ${target.commit.slice(0, 10)} of 2026-01-05`),
        },
      ],
    });
  });

  test('are not judged where the chain is broken', async () => {
    const files = version(ledger('2027-01-01T00:00:00Z').replace('Grace', 'Alan'));
    expect(await of({ date: '2026-01-02', files })).toEqual({ first: [], total: 0 });
  });
});

describe('through a source', () => {
  /** A history as commits of a repository. */
  const commitsOf = ({ points }: Growing): readonly MemoryCommit[] =>
    points.map(({ parents, files }, index): MemoryCommit => {
      const before = points[parents[0] ?? -1]?.files ?? new Map<string, string>();
      const gone = [...before.keys()].filter((path) => !files.has(path));
      return {
        label: `${index}`,
        ...(parents.length > 0 && { parents: parents.map(String) }),
        date: new Date(Date.UTC(2026, 0, 2 + index, 12)).toISOString().replace('.000Z', '+00:00'),
        message: `${index}`,
        files: { ...Object.fromEntries(gone.map((path) => [path, null])), ...Object.fromEntries(files) },
      };
    });

  /** The same form as `lossesOf` tells. */
  async function told(repository: Repository): Promise<readonly string[]> {
    const since = '1970-01-01T00:00:00Z';
    const commits = await repository.commits({ since });
    const subjects = new Map(commits.known ? commits.value.map(({ id, subject }) => [id, subject]) : []);
    const grown = await collect(repository);
    return grown
      .flatMap(({ path, losses }) =>
        losses.first.map(({ commit, kind, line, to, undone }) => {
          const where = line === undefined ? '' : ` ${line}`;
          return `c${subjects.get(commit)} ${path} ${kind}${where}${to === undefined ? '' : ` to ${to}`}${undone ? ' undone' : ''}`;
        }),
      )
      .sort();
  }

  const anyTampered = fc
    .record({
      before: anyDeeds(12),
      after: anyDeeds(12),
      at: fc.nat(5),
      how: fc.constantFrom('cut', 'edit', 'gone', 'none'),
    })
    .map(({ before, after, at, how }) => {
      const history = new Growing();
      history.run(before);
      const on = history.close();
      const path = laneNamed(0);
      const text = appended(history.filesOf(on).get(path) ?? '', 3, 'a');
      const grown = history.write(on, path, text);
      const lines = linesOf(text);
      const kept = lines.slice(0, at % lines.length);
      if (how === 'cut') history.write(grown, path, joined(kept));
      if (how === 'edit') history.write(grown, path, text.replace('"pass"', '"fail"'));
      if (how === 'gone') history.write(grown, path, undefined);
      history.run(after);
      history.close();
      return history;
    });

  test('of memory everything is found as in theory', async () => {
    await fc.assert(
      fc.asyncProperty(anyTampered, async (history) => {
        expect(await told(memoryRepository({ commits: commitsOf(history) }))).toEqual(await lossesOf(history.points));
      }),
      { numRuns: 200 },
    );
  });

  test('of real git everything is found as in theory', async () => {
    await fc.assert(
      fc.asyncProperty(anyTampered, async (history) => {
        const fixture = gitRepository();
        importCommits(fixture, commitsOf(history));
        const repository = await openRepository(fixture.path);
        try {
          expect(await told(repository)).toEqual(await lossesOf(history.points));
        } finally {
          await repository.close();
        }
      }),
      { numRuns: 25 },
    );
  }, 180_000);
});
