import { describe, expect, test } from 'vitest';
import type { Cover, CoverageFacts } from '../../checker/src/facts/coverage.ts';
import probe from '../../checker/src/probes/verdicts-cover-changes.ts';

const COMMIT: Cover = { by: 'commit', path: '.agents/verdicts/main.jsonl', line: 3 };
const APPROVAL: Cover = { by: 'approval', url: 'https://example.org/pull/1' };
const NOTHING: Cover = { by: 'nothing', because: 'no verdict names it' };
const UNSHOWN: Cover = { by: 'nothing', because: 'not shown', unshown: { path: 'ledger.jsonl', line: 1 } };
const OFFLINE = { because: 'The audit ran offline.', decide: 'Run it online.' };

const facts = (covers: readonly Cover[], more: Partial<CoverageFacts> = {}): CoverageFacts => ({
  asOf: '2026-06-01T00:00:00Z',
  since: '2026-05-01T00:00:00Z',
  began: 'ledger',
  ledgers: 1,
  changes: covers.map((cover, index) => ({
    commit: `${index}`.padStart(40, '0'),
    subject: `Change ${index}`,
    date: '2026-05-20T00:00:00Z',
    cover,
  })),
  trivial: 0,
  approvalsSeen: true,
  orphans: { first: [], total: 0 },
  unnamed: 0,
  broken: [],
  complete: true,
  ...more,
});

const inspect = (coverage: CoverageFacts) => probe.inspect({ coverage }, { windowDays: 90, mostChanges: 20 });
const times = (cover: Cover, count: number) => Array.from({ length: count }, () => cover);

describe('passes', () => {
  test('when nine in ten are covered, and names the others', () => {
    expect(inspect(facts([...times(COMMIT, 9), NOTHING]))).toMatchObject({
      status: 'pass',
      evidence: expect.arrayContaining([
        { at: 'file', path: '.agents/verdicts/main.jsonl', line: 3, note: 'commit of 0000000000 Change 0' },
      ]),
      gaps: [{ at: 'commit', note: 'Change 9: no verdict names it' }],
    });
  });

  test('by approvals alone', () => {
    expect(inspect(facts([APPROVAL], { ledgers: 0, began: 'window' }))).toMatchObject({
      status: 'pass',
      evidence: [{ at: 'url', url: 'https://example.org/pull/1', note: 'approved: 0000000000 Change 0' }],
    });
  });

  test('without approvals, where verdicts already decide it', () => {
    expect(inspect(facts([COMMIT], { approvalsSeen: false, unapproved: OFFLINE })).status).toBe('pass');
  });

  test('with verdicts on commits that are gone as gaps', () => {
    const orphans = { first: [{ path: 'a.jsonl', line: 7, commit: 'f'.repeat(40) }], total: 1 };
    expect(inspect(facts([COMMIT], { orphans }))).toMatchObject({
      status: 'pass',
      gaps: [
        { at: 'file', path: 'a.jsonl', line: 7, note: expect.stringContaining('judges ffffffffff, which is not') },
      ],
    });
  });
});

describe('what may have been approved with a pull request that was rebased', () => {
  const OPEN: Cover = { ...NOTHING, open: 'https://example.org/pull/2' };

  test('leaves it unknown where it would decide', () => {
    expect(inspect(facts([APPROVAL, OPEN, OPEN, ...times(NOTHING, 3)]))).toMatchObject({
      status: 'unknown',
      because: expect.stringContaining(
        '2 more seem to be part of an approved pull request that was rebased, such as https://example.org/pull/2,',
      ),
      decide: expect.stringContaining('record a verdict on the whole branch'),
    });
  });

  test('covers nothing, and excuses nothing else', () => {
    expect(inspect(facts([APPROVAL, OPEN, OPEN, ...times(NOTHING, 4)]))).toMatchObject({
      status: 'fail',
      because: expect.stringContaining('1 of 7 changes'),
      gaps: expect.arrayContaining([
        expect.objectContaining({
          note: 'Change 1: no verdict names it, but it may be part of https://example.org/pull/2',
        }),
      ]),
    });
    expect(inspect(facts([APPROVAL, OPEN]))).toMatchObject({
      status: 'partial',
      ratio: 0.5,
      because: expect.stringContaining('One more seems to be part of'),
    });
    expect(inspect(facts(times(OPEN, 3))).status).toBe('unknown');
  });

  test('counts half where a pass does not show who gave it, and no more', () => {
    const half: Cover = { ...UNSHOWN, open: 'https://example.org/pull/2' };
    expect(inspect(facts([half, NOTHING])).status).toBe('unknown');
    expect(inspect(facts([half, NOTHING, NOTHING])).status).toBe('fail');
  });
});

describe('is partial', () => {
  test('when half are covered', () => {
    expect(inspect(facts([COMMIT, NOTHING]))).toMatchObject({
      status: 'partial',
      ratio: 0.5,
      because:
        '1 of 2 changes that landed since the first verdict ledger (2026-05-01) has a passing verdict or an approval by someone else.',
    });
  });

  test('when every pass leaves open who gave it, and no more than half', () => {
    expect(inspect(facts(times(UNSHOWN, 10)))).toMatchObject({
      status: 'partial',
      ratio: 0.5,
      because: expect.stringContaining('For 10 more a pass does not show who gave it'),
    });
  });
});

describe('fails', () => {
  test('when fewer than half are covered', () => {
    expect(inspect(facts([COMMIT, NOTHING, NOTHING]))).toMatchObject({ status: 'fail', gaps: [{}, {}] });
    expect(inspect(facts([UNSHOWN, NOTHING])).status).toBe('fail');
  });

  test('and says what does not count', () => {
    const outcome = inspect(
      facts([NOTHING], {
        broken: ['a.jsonl', 'b.jsonl'],
        orphans: { first: [], total: 2 },
        unnamed: 1,
      }),
    );
    expect(outcome).toMatchObject({
      because: expect.stringMatching(
        /Verdicts in a\.jsonl and 1 other file count for nothing.*2 verdicts are on commits.*1 verdict names no commit/,
      ),
    });
  });

  test('without a ledger, by the newest changes alone', () => {
    const outcome = inspect(facts([...times(NOTHING, 20), ...times(APPROVAL, 80)], { ledgers: 0, began: 'window' }));
    expect(outcome).toMatchObject({
      status: 'fail',
      because:
        '0 of the newest 20 changes have a passing verdict or an approval by someone else. There is no verdict ledger.',
    });
  });
});

describe('is unknown', () => {
  test('when approvals could still decide it', () => {
    const outcome = inspect(facts([...times(COMMIT, 8), NOTHING, NOTHING], { unapproved: OFFLINE }));
    expect(outcome).toMatchObject({
      status: 'unknown',
      decide: expect.stringMatching(/^Record verdicts: .* it too: Run it online\.$/),
    });
  });

  test('when a verdict could not be read, since it may be a fail', () => {
    expect(inspect(facts([COMMIT], { unseen: OFFLINE }))).toEqual({ status: 'unknown', ...OFFLINE });
  });

  test('when nothing is left of a window that was not read to its end', () => {
    expect(inspect(facts([], { complete: false })).status).toBe('unknown');
  });
});

describe('does not apply', () => {
  test('when nothing has landed', () => {
    expect(inspect(facts([]))).toEqual({
      status: 'not-applicable',
      because: 'No change landed since the first verdict ledger (2026-05-01).',
    });
  });

  test('to what landed before the window of the rule', () => {
    const [change] = facts([NOTHING]).changes;
    const old = change === undefined ? [] : [{ ...change, date: '2026-01-01T00:00:00Z' }];
    expect(inspect(facts([], { changes: old, began: 'window' }))).toMatchObject({
      status: 'not-applicable',
      because: 'No change landed in the last 90 days.',
    });
  });
});
