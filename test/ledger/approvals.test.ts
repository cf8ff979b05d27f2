import { describe, expect, test } from 'vitest';
import type { MergedRequest } from '../../checker/src/facts/verdicts.ts';
import { approvalsOf, rebasedWith } from '../../checker/src/ledger/approvals.ts';

const at = (hour: number, offset = 'Z') => `2026-03-02T${String(hour).padStart(2, '0')}:00:00${offset}`;

/** One commit after the other, each written in the hour that is its number, with one parent or more. */
const line = (...commits: readonly (readonly [id: string, hour: number, ...others: string[]])[]) =>
  new Map(
    commits.map(([id, hour, ...others], index) => [
      id,
      {
        parents: [...(index === 0 ? [] : [commits[index - 1]?.[0] ?? '']), ...others],
        author: { name: 'Ada', email: 'ada@example.org', date: at(hour) },
      },
    ]),
  );

const request = (commit: string, hours: readonly number[], more: Partial<MergedRequest> = {}): MergedRequest => ({
  url: `https://example.org/${commit}`,
  commit,
  date: at(20),
  author: { name: 'ada', isBot: false },
  approvers: [{ name: 'grace', isBot: false, is: 'other' }],
  commits: hours.length,
  authored: hours.map((hour) => at(hour)),
  ...more,
});

const open = (requests: readonly MergedRequest[], commits: ReturnType<typeof line>) => [
  ...rebasedWith(requests, commits).keys(),
];

const LINE = line(['a', 1], ['b', 2], ['c', 3], ['d', 4], ['e', 5]);

describe('a pull request that was rebased', () => {
  test('may have brought the commits below the one that is named, as many as it had', () => {
    expect(open([request('e', [3, 4, 5])], LINE)).toEqual(['d', 'c']);
    expect(rebasedWith([request('e', [4, 5])], LINE).get('d')).toEqual({ url: 'https://example.org/e', date: at(20) });
    expect(open([request('e', [5])], LINE)).toEqual([]);
  });

  test('is known by when its commits were written, in any order and any time zone', () => {
    expect(open([request('e', [5, 3, 4])], LINE)).toEqual(['d', 'c']);
    expect(open([request('e', [], { commits: 2, authored: [at(7, '+02:00'), at(6, '+02:00')] })], LINE)).toEqual(['d']);
    // One that fell away, since it was on the branch before.
    expect(open([request('e', [3, 9, 5])], LINE)).toEqual([]);
    expect(open([request('e', [4, 9, 5])], LINE)).toEqual(['d']);
  });

  test('answers for no commit of somebody else between or below', () => {
    expect(open([request('e', [2, 4, 5])], LINE)).toEqual(['d']);
    expect(open([request('e', [4, 5, 5])], LINE)).toEqual(['d']);
  });

  test('ends at what another one became, at a merge, and where history does', () => {
    const stranger = request('c', [3], { approvers: [] });
    expect(open([request('e', [2, 3, 4, 5]), stranger], LINE)).toEqual(['d']);
    expect(open([request('e', [2, 3, 4, 5])], line(['a', 1], ['b', 2], ['c', 3, 'x'], ['d', 4], ['e', 5]))).toEqual([
      'd',
    ]);
    expect(open([request('c', [1, 2, 3])], line(['a', 1], ['b', 2], ['c', 3]))).toEqual(['b']);
    expect(open([request('unread', [1, 2])], LINE)).toEqual([]);
  });

  test('leaves nothing open that nobody else approved', () => {
    const author = request('e', [4, 5], { approvers: [{ name: 'ada', isBot: false, is: 'author' }] });
    const bot = request('e', [4, 5], { approvers: [{ name: 'check', isBot: true, is: 'bot' }] });
    for (const each of [author, bot, request('e', [4, 5], { approvers: [] })]) {
      expect(open([each], LINE)).toEqual([]);
      expect(approvalsOf([each]).size).toBe(0);
    }
    expect([...approvalsOf([request('e', [4, 5])]).keys()]).toEqual(['e']);
  });

  test('of which not all dates are told may have brought any, up to its number', () => {
    expect(open([request('e', [], { commits: 3 })], LINE)).toEqual(['d', 'c']);
    expect(open([request('e', [5], { commits: 3 })], LINE)).toEqual(['d', 'c']);
    expect(open([request('e', [9], { commits: 3 })], LINE)).toEqual([]);
  });
});

test('a squash has a date of its own, and opens nothing below it', () => {
  expect(open([request('e', [2, 3, 4])], LINE)).toEqual([]);
});

test('a merge is no rebase', () => {
  expect(open([request('e', [4, 5])], line(['c', 3], ['d', 4], ['e', 5, 'x']))).toEqual([]);
});
