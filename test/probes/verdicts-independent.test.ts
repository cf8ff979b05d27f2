import { describe, expect, test } from 'vitest';
import { approverOf } from '../../checker/src/collect/verdicts/approvals.ts';
import type {
  Account,
  Approvals,
  MergedRequest,
  VerdictFile,
  VerdictsFacts,
} from '../../checker/src/facts/verdicts.ts';
import { known, withheld } from '../../checker/src/outcome.ts';
import probe from '../../checker/src/probes/verdicts-independent.ts';

const MAIN = '.agents/verdicts/main.jsonl';
const NONE = { first: [], total: 0 } as const;
const one = (because: string, line = 1, total = 1) => ({ first: [{ line, because }], total });

const file = (more: Partial<VerdictFile> = {}): VerdictFile => ({
  path: MAIN,
  verdicts: 0,
  apart: 0,
  contextOnly: 0,
  sameFamily: 0,
  self: NONE,
  selfAndOthers: 0,
  selfUncompared: 0,
  unshown: NONE,
  ...more,
});
const apart = (count: number, more: Partial<VerdictFile> = {}) =>
  file({ verdicts: count, apart: count, lastApart: count, ...more });
const silent = (count: number, more: Partial<VerdictFile> = {}) =>
  file({ path: 'council.md', verdicts: count, unshown: one('judges are named by role', 3, count), ...more });
const selfJudged = file({ verdicts: 1, self: one('author and judge are the same', 4) });

const ADA = { name: 'ada', isBot: false };
const GRACE = { name: 'grace', isBot: false };
const RENOVATE = { name: 'renovate', isBot: true };
const APPROVER = { name: 'approve', isBot: true };

const request = (number: number, author: Account, ...approvers: readonly Account[]): MergedRequest => ({
  url: `https://github.com/ada/engine/pull/${number}`,
  commit: String(number).repeat(40),
  date: '2026-03-20T10:00:00Z',
  author,
  approvers: approvers.map((each) => approverOf(each, author)),
  commits: 1,
  authored: ['2026-03-19T10:00:00Z'],
});
const approvals = (merged: readonly MergedRequest[], after: string | null = null): VerdictsFacts['approvals'] =>
  known<Approvals>({ service: 'GitHub', page: 'https://github.com/ada/engine/pulls', merged, after });
const OFFLINE = withheld('No forge was asked: the audit ran offline.', 'Run the audit without --offline.');

const inspect = (files: readonly VerdictFile[], more: Partial<VerdictsFacts> = {}, windowDays = 90) =>
  probe.inspect(
    {
      verdicts: {
        asOf: '2026-04-01T00:00:00Z',
        files,
        unread: 0,
        neverRefusing: [],
        selfReviewed: known(NONE),
        approvals: OFFLINE,
        ...more,
      },
    },
    { windowDays },
  );

describe('verdicts-independent', () => {
  test('passes where every record shows somebody else, citing the last of each file', () => {
    expect(inspect([apart(12), apart(2, { path: 'other.jsonl' })])).toEqual({
      status: 'pass',
      evidence: [
        { at: 'file', path: MAIN, line: 12, note: '12 of 12 verdicts by somebody other than the author' },
        { at: 'file', path: 'other.jsonl', line: 2, note: '2 of 2 verdicts by somebody other than the author' },
      ],
      gaps: [],
    });
  });

  test('fails at one pass that an author gave, citing its line', () => {
    expect(inspect([apart(99), selfJudged], { approvals: approvals([request(1, ADA, GRACE)]) })).toEqual({
      status: 'fail',
      because: '1 verdict passes a change that nobody but its author judged.',
      gaps: [{ at: 'file', path: MAIN, line: 4, note: 'author and judge are the same' }],
    });
  });

  test('fails at a commit that its own author reviewed', () => {
    const first = [{ commit: 'c'.repeat(40), date: '2026-03-20T10:00:00Z', trailer: 'Reviewed-by: Ada' }];
    expect(inspect([apart(1)], { selfReviewed: known({ first, total: 1 }) })).toEqual({
      status: 'fail',
      because: '1 commit names its own author as reviewer.',
      gaps: [{ at: 'commit', id: 'c'.repeat(40), note: 'its own author is named in Reviewed-by: Ada' }],
    });
  });

  test('counts no commit and no pull request from before its own window', () => {
    const review = (date: string) => ({ commit: 'c'.repeat(40), date, trailer: 'Reviewed-by: Ada' });
    const first = [review('2026-03-22T00:00:00Z'), review('2026-03-21T00:00:00Z')];
    const selfReviewed = known({ first, total: 7 });
    expect(inspect([apart(1)], { selfReviewed }, 9).status).toBe('pass');
    expect(inspect([apart(1)], { selfReviewed }, 10)).toMatchObject({
      because: '1 commit names its own author as reviewer.',
    });
    expect(inspect([apart(1)], { selfReviewed }, 90)).toMatchObject({
      because: '7 commits name their own author as reviewer.',
    });
    const shown = approvals([request(1, ADA, GRACE)], '2026-03-01T00:00:00Z');
    expect(inspect([], { approvals: shown }, 20)).toMatchObject({ status: 'pass', gaps: [] });
    expect(inspect([], { approvals: shown }, 90)).toMatchObject({ status: 'pass', gaps: [{ at: 'url' }] });
    expect(inspect([], { approvals: shown }, 10)).toMatchObject({ status: 'fail' });
  });

  test('is unknown where own passes are too many to look up who else judged the same', () => {
    const many = apart(99, { selfUncompared: 50 });
    expect(inspect([many], { approvals: approvals([request(1, ADA, GRACE)]) })).toMatchObject({
      status: 'unknown',
      because: expect.stringContaining('50'),
    });
    expect(inspect([many, selfJudged]).status).toBe('fail');
  });

  test('is partial by the share that shows it, and passes from nine tenths on', () => {
    expect(inspect([apart(9), silent(1)])).toMatchObject({
      status: 'pass',
      gaps: [{ path: 'council.md', line: 3, note: 'judges are named by role' }],
    });
    expect(inspect([apart(1), silent(3)])).toMatchObject({
      status: 'partial',
      ratio: 0.25,
      because: '1 of 4 verdicts show that somebody other than the author judged; the rest do not say.',
      gaps: [{ note: 'judges are named by role; so in 3 verdicts' }],
    });
  });

  test('is unknown where no verdict says who judged: to accuse would be as wrong as to trust', () => {
    const answer = {
      status: 'unknown',
      because: 'No verdict shows that somebody other than the author judged: in council.md, judges are named by role.',
    };
    expect(inspect([silent(3)])).toMatchObject({
      ...answer,
      decide:
        'Record verdicts that name author and judge: agentops-audit verdict record. Approvals may show it too: Run the audit without --offline.',
    });
    expect(inspect([silent(3)], { approvals: approvals([request(1, ADA)]) })).toMatchObject(answer);
  });

  test('is unknown where a verdict by the author could stand in what was not read', () => {
    const shown = approvals([request(1, ADA, GRACE)]);
    const unreadable = file({ unreadable: 'cannot be read from this clone' });
    expect(inspect([apart(1), unreadable], { approvals: shown })).toMatchObject({
      status: 'unknown',
      because: `${MAIN} cannot be read from this clone.`,
    });
    expect(inspect([apart(1)], { unread: 5, approvals: shown })).toMatchObject({
      status: 'unknown',
      because: '5 verdict files more than are read lie in the tree.',
    });
    expect(inspect([apart(1)], { selfReviewed: withheld('Shallow.', 'Fetch.') })).toEqual({
      status: 'unknown',
      because: 'Shallow.',
      decide: 'Fetch.',
    });
  });

  test('a ledger that breaks counts for nothing, and is told', () => {
    const broken = apart(3, { broken: 'breaks at line 2' });
    expect(inspect([broken], { approvals: approvals([]) })).toMatchObject({
      status: 'fail',
      because: `No verdict is recorded that counts: ${MAIN} breaks at line 2. GitHub shows no pull request that was merged in the window.`,
    });
    expect(inspect([broken, apart(1, { path: 'other.jsonl' })])).toMatchObject({
      status: 'pass',
      evidence: [{ path: 'other.jsonl' }],
      gaps: [{ path: MAIN, note: 'breaks at line 2, so its verdicts do not count' }],
    });
  });

  test('tells once why verdicts of many files say nothing', () => {
    const council = [1, 2, 3].map((count) => silent(count, { path: `council-${count}.md` }));
    expect(
      inspect([apart(6), ...council, silent(1, { path: 'other.md', unshown: one('no author', 2) })]),
    ).toMatchObject({
      status: 'partial',
      gaps: [
        { path: 'council-1.md', line: 3, note: 'judges are named by role; so in 6 verdicts of 3 files' },
        { path: 'other.md', line: 2, note: 'no author' },
      ],
    });
  });

  test('tells what is weak, and lets it pass', () => {
    const weak = apart(12, { contextOnly: 2, sameFamily: 1, selfAndOthers: 1 });
    const neverRefusing = [{ judge: 'tests', passes: 12, path: MAIN }];
    expect(inspect([weak], { neverRefusing })).toMatchObject({
      status: 'pass',
      gaps: [
        { note: '2 verdicts by a fresh session only, perhaps of the author itself' },
        { note: "1 verdict by the author's own family of models" },
        { note: '1 change passed by the author, and judged by somebody else too' },
        { note: 'tests gave 12 verdicts, and never any but a pass' },
      ],
    });
  });
});

describe('approvals', () => {
  test('without any record or forge it is unknown', () => {
    expect(inspect([])).toEqual({
      status: 'unknown',
      because: 'No verdict by anyone but the author is recorded. No forge was asked: the audit ran offline.',
      decide:
        'Record verdicts: agentops-audit verdict record. Approvals may show it too: Run the audit without --offline.',
    });
  });

  test('without any record or approval it fails', () => {
    expect(inspect([], { approvals: approvals([request(1, ADA), request(2, GRACE)]) })).toMatchObject({
      status: 'fail',
      because:
        'No verdict by anyone but the author is recorded. Of 2 pull requests merged in the window, GitHub shows an approval of none.',
    });
  });

  test('by people other than the author pass, also of what a bot proposed; those without any say nothing', () => {
    const merged = [request(1, ADA, GRACE), request(2, RENOVATE, ADA, APPROVER), request(3, ADA)];
    expect(inspect([], { approvals: approvals(merged) })).toEqual({
      status: 'pass',
      evidence: [
        { at: 'url', url: 'https://github.com/ada/engine/pull/1', note: 'by ada, approved by grace' },
        { at: 'url', url: 'https://github.com/ada/engine/pull/2', note: 'by renovate[bot], approved by ada' },
      ],
      gaps: [],
    });
  });

  test('by bots alone lower the share, are cited, and alone leave it open', () => {
    const bots = [request(2, RENOVATE, APPROVER), request(3, ADA, APPROVER)];
    expect(
      inspect([], { approvals: approvals([request(1, ADA, GRACE), ...bots], '2026-03-01T00:00:00Z') }),
    ).toMatchObject({
      status: 'partial',
      because:
        'On GitHub, 1 of 3 approved pull requests were approved by a person other than the author, the rest by bots alone.',
      gaps: [
        { url: 'https://github.com/ada/engine/pull/2', note: 'by renovate[bot], approved by no person: approve[bot]' },
        { url: 'https://github.com/ada/engine/pull/3' },
        { url: 'https://github.com/ada/engine/pulls', note: 'only the newest 3 were read' },
      ],
    });
    expect(inspect([], { approvals: approvals(bots) })).toMatchObject({ status: 'unknown' });
  });

  test('by the author alone fail, a bot or not', () => {
    const merged = [request(1, ADA, GRACE), request(2, RENOVATE, RENOVATE), request(3, ADA, { ...ADA, name: 'Ada' })];
    expect(inspect([], { approvals: approvals(merged) })).toMatchObject({
      status: 'fail',
      because:
        "No verdict by anyone but the author is recorded. On GitHub, 2 merged pull requests have no approval but the author's own.",
      gaps: [
        { url: 'https://github.com/ada/engine/pull/2', note: 'by renovate[bot], who alone approved it' },
        { url: 'https://github.com/ada/engine/pull/3', note: 'by ada, who alone approved it' },
      ],
    });
    expect(inspect([silent(1)], { approvals: approvals(merged) })).toMatchObject({ status: 'fail' });
  });

  test('the better of records and approvals counts, and an own approval is cited beside a pass', () => {
    const others = approvals([request(1, ADA, GRACE)]);
    const own = approvals([request(2, RENOVATE, RENOVATE)]);
    expect(inspect([apart(1), silent(3)], { approvals: others })).toMatchObject({ status: 'pass' });
    expect(inspect([silent(3)], { approvals: others })).toMatchObject({
      status: 'pass',
      gaps: [{ path: 'council.md', note: 'judges are named by role; so in 3 verdicts' }],
    });
    expect(inspect([apart(1)], { approvals: own })).toMatchObject({
      status: 'pass',
      evidence: [{ path: MAIN }],
      gaps: [{ url: 'https://github.com/ada/engine/pull/2' }],
    });
  });

  test('asking the forge never makes the outcome worse than not asking', () => {
    const worth = { pass: 1, partial: 0.5, fail: 0, unknown: 0, 'not-applicable': 2 };
    const answers = [
      [],
      [request(1, ADA)],
      [request(1, ADA, GRACE)],
      [request(1, ADA, ADA)],
      [request(1, ADA, APPROVER)],
    ];
    for (const files of [[], [apart(3)], [silent(2)], [apart(1), silent(3)], [selfJudged]]) {
      const offline = worth[inspect(files).status];
      for (const merged of answers)
        expect(worth[inspect(files, { approvals: approvals(merged) }).status]).toBeGreaterThanOrEqual(offline);
    }
  });
});
