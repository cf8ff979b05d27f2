import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cover } from '../../checker/src/facts/coverage.ts';
import { CommitGraph, type GraphCommit } from '../../checker/src/ledger/commit-graph.ts';
import { type CoverageQuestion, coverOf } from '../../checker/src/ledger/coverage.ts';
import { type Judgement, Judgements } from '../../checker/src/ledger/judgements.ts';
import type { Difference } from '../../checker/src/repository.ts';

/** `c3` becomes a name as git writes it, so that abbreviations can be tried. */
const oid = (label: string): string =>
  [...label]
    .map((letter) => letter.charCodeAt(0).toString(16))
    .join('')
    .padEnd(40, '0');

type Line = readonly [commit: string, parents?: readonly string[], tree?: string];

/** A history; a commit follows the one written before it and has a tree of its own, where nothing else is said. */
function history(...lines: readonly Line[]): readonly GraphCommit[] {
  return lines.map(([commit, parents, tree], index) => ({
    id: oid(commit),
    tree: oid(tree ?? `t${commit}`),
    parents: (
      parents ??
      lines
        .slice(0, index)
        .slice(-1)
        .map(([before]) => before)
    ).map(oid),
  }));
}

const APART = { grade: 'apart', by: 'identity' } as const;
const SELF = { grade: 'self', because: 'author and judge are the same' } as const;
const UNSHOWN = { grade: 'unshown', because: 'the author is not recorded' } as const;

let line = 0;
const on = (subject: Judgement['subject'], more: Partial<Judgement> = {}): Judgement => {
  line += 1;
  return {
    path: 'a.jsonl',
    line,
    verdict: 'pass',
    independence: APART,
    time: '2026-03-01T00:00:00Z',
    ...more,
    subject,
  };
};
const onCommit = (commit: string, more: Partial<Judgement> = {}) => on({ commit: oid(commit) }, more);

function cover(
  commit: string,
  commits: readonly GraphCommit[],
  judgements: readonly Judgement[],
  more: Partial<CoverageQuestion> = {},
): Cover | undefined {
  const graph = new CommitGraph(commits);
  return coverOf(oid(commit), {
    graph,
    judgements: new Judgements(graph, judgements),
    differences: new Map(),
    beyondDifference: new Set(),
    bookkeeping: new Set(),
    mixed: new Set(),
    approvals: new Map(),
    rebased: new Map(),
    ...more,
  });
}

/** What a commit made different, by both of its names. */
const did = (commit: string, patch: string, difference: string): readonly [string, readonly Difference[]] => [
  oid(commit),
  [{ patch, difference }],
];

const LINE = history(['a'], ['b'], ['c'], ['d']);

describe('one change', () => {
  test('is covered by a verdict on its commit, in full or abbreviated', () => {
    expect(cover('b', LINE, [onCommit('b')])).toMatchObject({ by: 'commit', path: 'a.jsonl' });
    expect(cover('b', LINE, [on({ commit: oid('b').slice(0, 7) })])).toMatchObject({ by: 'commit' });
    expect(cover('b', LINE, [on({ commit: oid('b').slice(0, 6) })])).toMatchObject({ by: 'nothing' });
  });

  test('is not covered by an abbreviation that two commits have', () => {
    const two = [
      { id: `${'ab'.repeat(5)}1${'0'.repeat(29)}`, tree: 't1', parents: [] },
      { id: `${'ab'.repeat(5)}2${'0'.repeat(29)}`, tree: 't2', parents: [] },
    ];
    const graph = new CommitGraph(two);
    expect(graph.resolve('ab'.repeat(5))).toBeUndefined();
    expect(graph.resolve(`${'ab'.repeat(5)}2`)).toBe(two[1]?.id);
  });

  test('is covered by its tree and its difference, after a squash', () => {
    const verdict = on({ commit: oid('gone'), tree: oid('tb'), patch: 'p1', difference: 'd1' });
    const differences = new Map([did('b', 'p1', 'd1')]);
    expect(cover('b', LINE, [verdict], { differences })).toEqual({ by: 'tree', path: 'a.jsonl', line: verdict.line });
    expect(cover('c', LINE, [verdict], { differences })).toMatchObject({ because: 'no verdict names it' });
  });

  test('is not covered by its tree alone, which does not say what led to it', () => {
    const verdict = on({ commit: oid('gone'), tree: oid('tb') });
    const differences = new Map([did('b', 'p2', 'd2')]);
    const because = 'a verdict names the tree that it left, but not what was changed';
    expect(cover('b', LINE, [verdict], { differences })).toEqual({ by: 'nothing', because });
    for (const names of [{ patch: 'p1', difference: 'd1' }, { patch: 'p1' }, { difference: 'd1' }])
      expect(cover('b', LINE, [on({ commit: oid('gone'), tree: oid('tb'), ...names })], { differences })).toEqual({
        by: 'nothing',
        because: 'a verdict names the tree that it left, but another change that led there',
      });
    const unshown = on({ tree: oid('tb') }, { independence: UNSHOWN });
    expect(cover('b', LINE, [unshown], { differences })).not.toHaveProperty('unshown');
  });

  test('is covered by its difference, after a rebase', () => {
    const verdict = on({ commit: oid('gone'), tree: oid('gone'), patch: 'p1', difference: 'd1' });
    const differences = new Map([did('b', 'p1', 'd1')]);
    expect(cover('b', LINE, [verdict], { differences })).toEqual({ by: 'patch', path: 'a.jsonl', line: verdict.line });
    expect(cover('c', LINE, [verdict], { differences })).toMatchObject({ because: 'no verdict names it' });
  });

  test('is covered by its patch id alone where the verdict names no more, and this is said', () => {
    const differences = new Map([did('b', 'p1', 'd1')]);
    const [verdict, onTree] = [on({ commit: oid('gone'), patch: 'p1' }), on({ tree: oid('tb'), patch: 'p1' })];
    expect(cover('b', LINE, [verdict], { differences })).toMatchObject({ by: 'patch', ignoresSpace: true });
    expect(cover('b', LINE, [onTree], { differences })).toMatchObject({ by: 'tree', ignoresSpace: true });
    const more = on({ commit: oid('gone'), patch: 'p1', difference: 'd1' });
    expect(cover('b', LINE, [more, verdict], { differences })).toEqual({
      by: 'patch',
      path: 'a.jsonl',
      line: more.line,
    });
  });

  test('with other white space is not covered by a verdict that names the difference', () => {
    const verdict = on({ commit: oid('gone'), patch: 'p1', difference: 'd1' });
    const differences = new Map([did('b', 'p1', 'd2')]);
    const because = 'a verdict names the same change with other white space';
    expect(cover('b', LINE, [verdict], { differences })).toEqual({ by: 'nothing', because });
    const other = new Map([did('b', 'p2', 'd1')]);
    expect(cover('b', LINE, [verdict], { differences: other })).toMatchObject({ by: 'nothing' });
  });

  test('that put files among the ledgers is covered by its commit alone', () => {
    const names = { tree: oid('tb'), patch: 'p1', difference: 'd1' };
    const more = { differences: new Map([did('b', 'p1', 'd1')]), beyondDifference: new Set([oid('b')]) };
    expect(cover('b', LINE, [on({ commit: oid('gone'), ...names })], more)).toEqual({
      by: 'nothing',
      because: 'a verdict names what it changed, without the files that it put among the ledgers',
    });
    expect(cover('b', LINE, [on({ commit: oid('b'), ...names })], more)).toMatchObject({ by: 'commit' });
  });

  test('names the strongest way, and its last verdict', () => {
    const verdicts = [on({ commit: oid('gone'), tree: oid('tb'), patch: 'p1' }), onCommit('b'), onCommit('b')];
    expect(cover('b', LINE, verdicts)).toEqual({ by: 'commit', path: 'a.jsonl', line: verdicts[2]?.line });
  });

  test('is not covered by a tree that the named commit has not', () => {
    expect(cover('c', LINE, [on({ commit: oid('b'), tree: oid('tc') })])).toMatchObject({ by: 'nothing' });
  });

  test('that takes another back needs a verdict of its own, whatever passed before', () => {
    const reverted = history(['a'], ['b'], ['c', ['b'], 'ta']);
    const differences = new Map([did('a', 'p1', 'd1'), did('b', 'p2', 'd2'), did('c', 'p3', 'd3')]);
    const on1 = on({ commit: oid('a'), patch: 'p1', difference: 'd1' });
    expect(cover('c', reverted, [on1, onCommit('b')], { differences })).toMatchObject({ by: 'nothing' });
    expect(cover('c', reverted, [on1, onCommit('c')], { differences })).toMatchObject({ by: 'commit' });
  });

  test('needs no verdict where it changed nothing, or nothing but ledgers', () => {
    const empty = history(['a'], ['b', ['a'], 'ta']);
    expect(cover('b', empty, [])).toBeUndefined();
    expect(cover('b', LINE, [], { bookkeeping: new Set([oid('b')]) })).toBeUndefined();
  });

  test('is covered by the approval of its pull request', () => {
    const approvals = new Map([[oid('b'), { url: 'https://example.org/1', date: '2026-03-05T00:00:00Z' }]]);
    expect(cover('b', LINE, [], { approvals })).toEqual({ by: 'approval', url: 'https://example.org/1' });
    const before = onCommit('b', { verdict: 'fail', time: '2026-03-04T00:00:00Z' });
    expect(cover('b', LINE, [before], { approvals })).toMatchObject({ by: 'approval' });
    const after = onCommit('b', { verdict: 'fail', time: '2026-03-06T00:00:00Z' });
    expect(cover('b', LINE, [after], { approvals })).toMatchObject({ because: 'its verdict is a fail' });
  });
});

describe('a commit that may be part of an approved pull request', () => {
  const rebased = new Map([[oid('b'), { url: 'https://example.org/1', date: '2026-03-05T00:00:00Z' }]]);

  test('is open, whatever else is wrong with it, and never covered by that', () => {
    expect(cover('b', LINE, [], { rebased })).toEqual({
      by: 'nothing',
      because: 'no verdict names it',
      open: 'https://example.org/1',
    });
    expect(cover('c', LINE, [], { rebased })).not.toHaveProperty('open');
    expect(cover('b', LINE, [onCommit('b')], { rebased })).toMatchObject({ by: 'commit' });
    expect(cover('b', LINE, [onCommit('b', { independence: SELF })], { rebased })).toHaveProperty('open');
    expect(cover('b', LINE, [onCommit('b', { independence: UNSHOWN })], { rebased })).toMatchObject({
      unshown: { path: 'a.jsonl' },
      open: 'https://example.org/1',
    });
  });

  test('is not open where it was refused since', () => {
    const fail = (time: string) => onCommit('b', { verdict: 'fail', time });
    expect(cover('b', LINE, [fail('2026-03-04T00:00:00Z')], { rebased })).toHaveProperty('open');
    expect(cover('b', LINE, [fail('2026-03-06T00:00:00Z')], { rebased })).not.toHaveProperty('open');
  });

  test('leaves a merge open that brought it, and nothing that lacks more', () => {
    const merged = history(['a'], ['b', ['a']], ['x', ['b']], ['main', ['a']], ['m', ['main', 'x']]);
    expect(cover('m', merged, [onCommit('x')], { rebased })).toEqual({
      by: 'nothing',
      because: `it brought ${oid('b').slice(0, 10)}: no verdict names it`,
      open: 'https://example.org/1',
    });
    expect(cover('m', merged, [], { rebased })).not.toHaveProperty('open');
    const mixed = new Set([oid('m')]);
    expect(cover('m', merged, [onCommit('x')], { rebased, mixed })).not.toHaveProperty('open');
  });
});

describe('a verdict that does not cover', () => {
  test('is one by the author', () => {
    expect(cover('b', LINE, [onCommit('b', { independence: SELF })])).toEqual({
      by: 'nothing',
      because: 'the only pass is by its own author',
    });
  });

  test('is one of which nothing shows who gave it', () => {
    const verdict = onCommit('b', { independence: UNSHOWN });
    expect(cover('b', LINE, [verdict])).toEqual({
      by: 'nothing',
      because: 'that somebody else gave its pass is not shown: the author is not recorded',
      unshown: { path: 'a.jsonl', line: verdict.line },
    });
    expect(cover('b', LINE, [verdict, onCommit('b', { verdict: 'fail' })])).not.toHaveProperty('unshown');
  });

  test('is a fail, or one that proved nothing', () => {
    expect(cover('b', LINE, [onCommit('b', { verdict: 'fail' })])).toMatchObject({ because: 'its verdict is a fail' });
    expect(cover('b', LINE, [onCommit('b', { verdict: 'not-proven' })])).toMatchObject({
      because: 'its verdict is not-proven',
    });
  });
});

describe('a later fail', () => {
  const passed = (more: Partial<Judgement> = {}) => onCommit('b', more);
  const refused = (more: Partial<Judgement> = {}) => onCommit('b', { verdict: 'fail', ...more });

  test('takes a pass away, and a pass after it covers again', () => {
    expect(cover('b', LINE, [passed(), refused()])).toMatchObject({ because: 'a fail came after its pass' });
    expect(cover('b', LINE, [passed(), refused(), passed()])).toMatchObject({ by: 'commit' });
    expect(cover('b', LINE, [refused(), passed()])).toMatchObject({ by: 'commit' });
  });

  test('is told by the order in one file, whatever the times say', () => {
    const verdicts = [passed({ time: '2026-03-09T00:00:00Z' }), refused({ time: '2026-03-01T00:00:00Z' })];
    expect(cover('b', LINE, verdicts)).toMatchObject({ by: 'nothing' });
  });

  test.for([
    ['2026-03-02T00:00:00Z', 'nothing'],
    ['2026-03-01T00:00:00Z', 'nothing'],
    ['2026-02-28T23:59:59Z', 'commit'],
    ['no time', 'nothing'],
  ] as const)('is told by the times between files: %s', ([time, by]) => {
    const verdicts = [passed(), refused({ path: 'b.jsonl', time })];
    expect(cover('b', LINE, verdicts)).toMatchObject({ by });
    expect(cover('b', LINE, verdicts.toReversed())).toMatchObject({ by });
  });

  test('counts under any name of the same subject', () => {
    const names = { tree: oid('tb'), patch: 'p1', difference: 'd1' };
    const differences = new Map([did('b', 'p1', 'd1')]);
    const refusedBy = (subject: Judgement['subject']) =>
      cover('b', LINE, [on({ commit: oid('gone'), ...names }), on(subject, { verdict: 'fail' })], { differences });
    const shared = [{ commit: oid('gone') }, { tree: oid('tb') }, { patch: 'p1' }, { difference: 'd1' }];
    for (const subject of [...shared, { patch: 'p1', difference: 'd2' }, { tree: oid('tb'), difference: 'd2' }])
      expect(refusedBy(subject)).toEqual({ by: 'nothing', because: 'a fail came after its pass' });
    for (const subject of [{ patch: 'p2', difference: 'd2' }, { commit: oid('c') }])
      expect(refusedBy(subject)).toMatchObject({ by: 'tree' });
  });

  test('under a name that is shared refuses a change that no pass is on', () => {
    const fail = on({ tree: oid('tb') }, { verdict: 'fail' });
    expect(cover('b', LINE, [fail])).toMatchObject({ because: 'its verdict is a fail' });
  });
});

describe('a range', () => {
  const range = (base: string, commit: string, more: Partial<Judgement> = {}) =>
    on({ base: oid(base), commit: oid(commit) }, more);

  test('covers what lies after its base, up to its commit', () => {
    const by = (commit: string) => cover(commit, LINE, [range('a', 'c')])?.by;
    expect([by('a'), by('b'), by('c'), by('d')]).toEqual(['nothing', 'range', 'commit', 'nothing']);
  });

  test('covers nothing but its commit where its base is not in the history', () => {
    expect(cover('b', LINE, [range('elsewhere', 'c')])).toMatchObject({ by: 'nothing' });
    expect(cover('c', LINE, [range('elsewhere', 'c')])).toMatchObject({ by: 'commit' });
  });

  test('is not found by its tree: on the way there, what landed on the base may have been undone', () => {
    const verdict = on({ base: oid('a'), commit: oid('gone'), tree: oid('tc') });
    const by = (commit: string) => cover(commit, LINE, [verdict])?.by;
    expect([by('a'), by('b'), by('c'), by('d')]).toEqual(['nothing', 'nothing', 'nothing', 'nothing']);
  });

  test('gives up a commit that a later verdict refuses', () => {
    const verdicts = [range('a', 'd'), onCommit('b', { verdict: 'fail' })];
    expect(cover('b', LINE, verdicts)).toMatchObject({ by: 'nothing' });
    expect(cover('c', LINE, verdicts)).toMatchObject({ by: 'range' });
    expect(cover('b', LINE, [...verdicts, range('a', 'd')])).toMatchObject({ by: 'range' });
  });

  test('leaves out what a merge brought from its base', () => {
    const crossed = history(['a'], ['m', ['a']], ['b', ['a']], ['c', ['b', 'm']]);
    const by = (commit: string) => cover(commit, crossed, [range('m', 'c')])?.by;
    expect([by('a'), by('m'), by('b'), by('c')]).toEqual(['nothing', 'nothing', 'range', 'commit']);
  });
});

describe('a merge', () => {
  /** `main` went on while `b` and `c` were made; `l` holds their verdicts. */
  const MERGED = history(['a'], ['main', ['a']], ['b', ['a']], ['c', ['b']], ['l', ['c']], ['m', ['main', 'l']]);
  const bookkeeping = new Set([oid('l')]);

  test('is covered when all that it brought is covered', () => {
    expect(cover('m', MERGED, [onCommit('b'), onCommit('c')], { bookkeeping })).toMatchObject({ by: 'range' });
    expect(cover('m', MERGED, [on({ base: oid('a'), commit: oid('c') })], { bookkeeping })).toMatchObject({
      by: 'range',
    });
    expect(cover('m', MERGED, [onCommit('c')], { bookkeeping })).toEqual({
      by: 'nothing',
      because: `it brought ${oid('b').slice(0, 10)}: no verdict names it`,
    });
  });

  test('is covered by a verdict on itself, whatever it brought', () => {
    expect(cover('m', MERGED, [onCommit('m')], { bookkeeping })).toMatchObject({ by: 'commit' });
  });

  test('that changed something by itself needs a verdict of its own', () => {
    const mixed = new Set([oid('m')]);
    const parts = [onCommit('b'), onCommit('c')];
    expect(cover('m', MERGED, parts, { bookkeeping, mixed })).toEqual({
      by: 'nothing',
      because: 'this merge changed something by itself, and no verdict names it',
    });
    expect(cover('m', MERGED, [...parts, onCommit('m')], { bookkeeping, mixed })).toMatchObject({ by: 'commit' });
  });

  test('by a patch id alone, of any part, says so', () => {
    const differences = new Map([did('b', 'p1', 'd1'), did('c', 'p2', 'd2')]);
    const parts = [on({ patch: 'p1', difference: 'd1' }), on({ patch: 'p2' })];
    expect(cover('m', MERGED, parts, { bookkeeping, differences })).toMatchObject({ by: 'range', ignoresSpace: true });
    const exact = [on({ patch: 'p1', difference: 'd1' }), on({ difference: 'd2' })];
    expect(cover('m', MERGED, exact, { bookkeeping, differences })).not.toHaveProperty('ignoresSpace');
  });

  test('that left the tree of a judged tip says what it brought without a verdict', () => {
    const landed = history(['a'], ['b', ['a']], ['c', ['b']], ['m', ['a', 'c'], 'tc']);
    const tip = on({ commit: oid('c'), tree: oid('tc'), patch: 'p1', difference: 'd1' });
    const differences = new Map([did('m', 'p2', 'd2'), did('c', 'p1', 'd1')]);
    expect(cover('m', landed, [tip], { differences })).toEqual({
      by: 'nothing',
      because: `it brought ${oid('b').slice(0, 10)}: no verdict names it`,
    });
  });

  test('that a verdict refuses is not saved by its parts', () => {
    const verdicts = [onCommit('b'), onCommit('c'), onCommit('m', { verdict: 'fail' })];
    expect(cover('m', MERGED, verdicts, { bookkeeping })).toMatchObject({ because: 'its verdict is a fail' });
  });

  test('is trivial when it brought nothing but ledgers', () => {
    const books = history(['a'], ['main', ['a']], ['l', ['a']], ['m', ['main', 'l']]);
    expect(cover('m', books, [], { bookkeeping })).toBeUndefined();
    expect(cover('m', books, [], { bookkeeping, mixed: new Set([oid('m')]) })).toMatchObject({ by: 'nothing' });
  });

  test('counts half where nothing shows who passed what it brought', () => {
    const verdicts = [onCommit('b'), onCommit('c', { independence: UNSHOWN })];
    expect(cover('m', MERGED, verdicts, { bookkeeping })).toHaveProperty('unshown');
  });

  test('on the branch that it brought answers for what it brought in turn', () => {
    const nested = history(
      ['a'],
      ['b', ['a']],
      ['dev', ['a']],
      ['n', ['dev', 'b']],
      ['main', ['a']],
      ['m', ['main', 'n']],
    );
    expect(cover('m', nested, [onCommit('dev'), onCommit('n')])).toMatchObject({ by: 'range' });
    expect(cover('m', nested, [onCommit('dev'), onCommit('b')])).toMatchObject({ by: 'range' });
    expect(cover('m', nested, [onCommit('n')])).toMatchObject({ by: 'nothing' });
    const approvals = new Map([[oid('n'), { url: 'https://example.org/2', date: '2026-03-05T00:00:00Z' }]]);
    expect(cover('m', nested, [onCommit('dev')], { approvals })).toMatchObject({ by: 'approval' });
    const refused = [onCommit('dev'), onCommit('b'), onCommit('n', { verdict: 'fail' })];
    expect(cover('m', nested, refused)).toMatchObject({ by: 'nothing' });
  });

  test('of the main line into the branch brings nothing new', () => {
    const updated = history(['a'], ['main', ['a']], ['b', ['a']], ['u', ['b', 'main']], ['m', ['main', 'u']]);
    expect(cover('m', updated, [onCommit('b')])).toMatchObject({ by: 'range' });
  });

  test('whose branch was not read is not covered', () => {
    const cut = history(['main', []], ['m', ['main', 'unread']]);
    expect(cover('m', cut, [])).toMatchObject({ because: 'not all that it brought was read' });
  });
});

describe('for any history and any verdicts', () => {
  const SIZE = 12;
  /** Each commit follows one or two earlier ones, the last of them mostly. */
  const histories = fc
    .array(fc.record({ side: fc.nat(SIZE), isMerge: fc.boolean(), tree: fc.nat(8), forks: fc.nat(3) }), {
      minLength: 2,
      maxLength: SIZE,
    })
    .map((steps) =>
      history(
        ...steps.map(({ side, isMerge, tree, forks }, index): Line => {
          const first = forks === 0 && index > 1 ? index - 2 : index - 1;
          const other = side % Math.max(1, index);
          const parents = [...(index > 0 ? [first] : []), ...(isMerge && index > 1 && other !== first ? [other] : [])];
          return [`n${index}`, parents.map((at) => `n${at}`), `tree${tree}`];
        }),
      ),
    );
  const judgements = fc.array(
    fc.record({
      names: fc.record(
        {
          commit: fc.nat(SIZE).map((at) => oid(`n${at}`)),
          base: fc.nat(SIZE).map((at) => oid(`n${at}`)),
          tree: fc.nat(8).map((at) => oid(`tree${at}`)),
          patch: fc.nat(2).map((at) => `p${at}`),
          difference: fc.nat(3).map((at) => `d${at}`),
        },
        { requiredKeys: [] },
      ),
      verdict: fc.constantFrom('pass', 'pass', 'fail', 'not-proven'),
      independence: fc.constantFrom(APART, SELF, UNSHOWN),
      path: fc.constantFrom('a.jsonl', 'b.jsonl'),
      time: fc.constantFrom('2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z', undefined),
    }),
    { maxLength: 8 },
  );
  const questions = fc.record({
    commits: histories,
    judgements: judgements.map((all) =>
      all.map(
        ({ names, time, ...rest }, index): Judgement => ({
          ...rest,
          line: index + 1,
          subject: names,
          ...(time !== undefined && { time }),
        }),
      ),
    ),
    differences: fc
      .array(fc.tuple(fc.nat(SIZE), fc.nat(3)))
      .map((pairs) => new Map(pairs.map(([at, which]) => did(`n${at}`, `p${which >> 1}`, `d${which}`)))),
    mixed: fc.array(fc.nat(SIZE)).map((all) => new Set(all.map((at) => oid(`n${at}`)))),
    bookkeeping: fc.array(fc.nat(SIZE), { maxLength: 2 }).map((all) => new Set(all.map((at) => oid(`n${at}`)))),
  });

  type Question = typeof questions extends fc.Arbitrary<infer Value> ? Value : never;

  const coveredBy = ({ commits, differences, mixed, bookkeeping }: Question, all: readonly Judgement[]) => {
    const graph = new CommitGraph(commits);
    const question = {
      graph,
      judgements: new Judgements(graph, all),
      differences,
      mixed,
      beyondDifference: new Set<string>(),
      bookkeeping,
      approvals: new Map(),
      rebased: new Map(),
    };
    const covers = commits.map(({ id }) => [id, coverOf(id, question)] as const);
    return {
      needed: covers.filter(([, each]) => each !== undefined).map(([id]) => id),
      covered: covers.filter(([, each]) => each !== undefined && each.by !== 'nothing').map(([id]) => id),
    };
  };

  test('one more pass by someone else uncovers nothing', () => {
    fc.assert(
      fc.property(questions, fc.nat(SIZE), (question, at) => {
        const before = coveredBy(question, question.judgements);
        const more = { ...onCommit(`n${at}`), line: question.judgements.length + 1 };
        const after = coveredBy(question, [...question.judgements, more]);
        expect(after.needed).toEqual(before.needed);
        expect(after.covered).toEqual(expect.arrayContaining(before.covered));
      }),
      { numRuns: 1_000 },
    );
  });

  test('one pass less covers nothing more', () => {
    fc.assert(
      fc.property(questions, fc.nat(), (question, at) => {
        const passes = question.judgements.filter(({ verdict }) => verdict === 'pass');
        const gone = passes[at % Math.max(1, passes.length)];
        const before = coveredBy(question, question.judgements);
        const after = coveredBy(
          question,
          question.judgements.filter((each) => each !== gone),
        );
        expect(before.covered).toEqual(expect.arrayContaining(after.covered));
      }),
      { numRuns: 1_000 },
    );
  });

  test('one fail more covers nothing more', () => {
    fc.assert(
      fc.property(questions, fc.nat(SIZE), (question, at) => {
        const fail = { ...onCommit(`n${at}`, { verdict: 'fail' }), line: question.judgements.length + 1 };
        const before = coveredBy(question, question.judgements);
        const after = coveredBy(question, [...question.judgements, fail]);
        expect(before.covered).toEqual(expect.arrayContaining(after.covered));
      }),
      { numRuns: 1_000 },
    );
  });

  test('what a merge brought is walked once, however often it is asked', () => {
    const at = (id: string, ...parents: string[]) => ({ id, tree: id, parents });
    const graph = new CommitGraph([at('root'), at('main', 'root'), at('side', 'root'), at('merge', 'main', 'side')]);
    expect([...graph.brought('merge').ids]).toEqual(['side']);
    expect(graph.brought('merge')).toBe(graph.brought('merge'));
    expect(graph.brought('main').ids.size).toBe(0);
  });

  test('a range holds what git would list', () => {
    fc.assert(
      fc.property(histories, fc.nat(SIZE), fc.nat(SIZE), (commits, one, other) => {
        const [tip, base] = [oid(`n${one}`), oid(`n${other}`)];
        const byId = new Map(commits.map((commit) => [commit.id, commit]));
        fc.pre(byId.has(tip) && byId.has(base));
        const below = (id: string): string[] => [id, ...(byId.get(id)?.parents ?? []).flatMap(below)];
        const without = new Set(below(base));
        const graph = new CommitGraph(commits.toReversed());
        expect(graph.between([tip], [base]).ids).toEqual(new Set(below(tip).filter((id) => !without.has(id))));
        expect(graph.contains(tip, base)).toBe(new Set(below(tip)).has(base));
      }),
      { numRuns: 500 },
    );
  });
});
