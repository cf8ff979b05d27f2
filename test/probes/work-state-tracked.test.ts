import { describe, expect, test } from 'vitest';
import type { StateKind, WorkStateFacts } from '../../checker/src/facts/work-state.ts';
import { known, withheld } from '../../checker/src/outcome.ts';
import probe from '../../checker/src/probes/work-state-tracked.ts';

type Like = readonly [path: string, kind: StateKind, touched: string];

function inspect(documents: readonly Like[], facts: Partial<WorkStateFacts> = {}) {
  const at = (date: string) => ({ commit: 'c0ffee', date });
  const workState: WorkStateFacts = {
    asOf: '2026-03-31T12:00:00Z',
    documents: documents.map(([path, kind]) => ({ path, kind })),
    dates: known(
      Object.fromEntries(
        documents.map(([path, , touched]) => [path, { introduced: at('2025-01-01T00:00:00Z'), touched: at(touched) }]),
      ),
    ),
    ...facts,
  };
  return probe.inspect({ workState }, { windowDays: 90 });
}

const RECENT = '2026-03-30T12:00:00+02:00';
const OLD = '2025-06-01T12:00:00Z';

describe('work-state-tracked', () => {
  test('passes when a document was touched in the window', () => {
    expect(
      inspect([
        ['docs/plans/a.md', 'plan', OLD],
        ['.beads/issues.jsonl', 'issue', RECENT],
      ]),
    ).toEqual({
      status: 'pass',
      evidence: [{ at: 'file', path: '.beads/issues.jsonl', note: 'issue, last touched 2026-03-30' }],
    });
  });

  test('fails on documents that hold nothing, and does not know of those that were not read', () => {
    const touched = { introduced: { commit: 'c', date: RECENT }, touched: { commit: 'c', date: RECENT } };
    const dates = known({ 'docs/plans/a.md': touched, 'docs/plans/b.md': touched });
    const nothing = { path: 'docs/plans/a.md', kind: 'plan', nothing: 'holds no JSON' } as const;
    const unread = { path: 'docs/plans/b.md', kind: 'plan', unread: 'is not in this clone' } as const;
    expect(inspect([], { documents: [nothing], dates })).toMatchObject({
      status: 'fail',
      gaps: [{ path: 'docs/plans/a.md', note: 'holds no JSON' }],
    });
    expect(inspect([], { documents: [nothing, unread], dates })).toMatchObject({ status: 'unknown' });
    const read = { path: 'docs/plans/a.md', kind: 'plan' } as const;
    expect(inspect([], { documents: [read, unread], dates })).toMatchObject({
      status: 'pass',
      evidence: [{ path: 'docs/plans/a.md' }],
    });
  });

  test('is partial when all of them are old', () => {
    expect(inspect([['docs/plans/a.md', 'plan', OLD]])).toMatchObject({
      status: 'partial',
      evidence: [{ path: 'docs/plans/a.md' }],
    });
  });

  test.for<StateKind>(['list', 'design'])('is partial when there is but a %s', (kind) => {
    expect(inspect([['TODO.md', kind, RECENT]])).toMatchObject({ status: 'partial' });
    expect(inspect([['TODO.md', kind, OLD]])).toMatchObject({ status: 'fail', gaps: [{ path: 'TODO.md' }] });
  });

  test('does not know when no commit dates what may be recent', () => {
    const undated = { dates: known({}) };
    const answer = { status: 'unknown', because: 'No commit shows when docs/plans/a.md was touched.' };
    expect(inspect([['docs/plans/a.md', 'plan', '']], undated)).toMatchObject(answer);
    expect(inspect([['TODO.md', 'list', '']], undated)).toMatchObject({ status: 'unknown' });
    const dates = known({
      'docs/plans/b.md': { introduced: { commit: 'c', date: OLD }, touched: { commit: 'c', date: OLD } },
      'TODO.md': { introduced: { commit: 'c', date: RECENT }, touched: { commit: 'c', date: RECENT } },
      'docs/plans/c.md': { introduced: { commit: 'c', date: RECENT }, touched: { commit: 'c', date: RECENT } },
    });
    const a = ['docs/plans/a.md', 'plan', ''] as const;
    const b = ['docs/plans/b.md', 'plan', ''] as const;
    expect(inspect([a, b], { dates })).toMatchObject(answer);
    expect(inspect([a, ['docs/plans/c.md', 'plan', '']], { dates })).toMatchObject({ status: 'pass' });
    // A list that is old or undated decides nothing where a document of state is dated, nor beside a recent list.
    expect(inspect([b, ['PLAN.md', 'list', '']], { dates })).toMatchObject({ status: 'partial' });
    expect(
      inspect(
        [
          ['TODO.md', 'list', ''],
          ['PLAN.md', 'list', ''],
        ],
        { dates },
      ),
    ).toMatchObject({ status: 'partial' });
  });

  test('fails when there is none', () => {
    expect(inspect([])).toMatchObject({ status: 'fail', because: expect.stringContaining('docs/plans') });
  });

  test('is unknown when the dates are withheld, but absence is not', () => {
    const dates = withheld('No history.', 'git fetch --unshallow');
    expect(inspect([['docs/plans/a.md', 'plan', RECENT]], { dates })).toMatchObject({
      status: 'unknown',
      because: 'No history.',
    });
    expect(inspect([], { dates })).toMatchObject({ status: 'fail' });
  });

  test('is unknown when the issues are kept elsewhere and nothing else is here', () => {
    const storedElsewhere = { path: '.beads/metadata.json', store: 'a Beads database' };
    expect(inspect([], { storedElsewhere })).toMatchObject({ status: 'unknown' });
    expect(inspect([['docs/plans/a.md', 'plan', RECENT]], { storedElsewhere })).toMatchObject({ status: 'pass' });
  });
});
