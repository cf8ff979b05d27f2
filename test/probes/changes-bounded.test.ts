import { describe, expect, test } from 'vitest';
import type { AgentChange } from '../../checker/src/facts/changes.ts';
import probe from '../../checker/src/probes/changes-bounded.ts';

const PARAMS = { windowDays: 90, mostChanges: 20, fewestChanges: 10, mostFiles: 5, mostLines: 100 };

const change = (like: Partial<AgentChange> = {}): AgentChange => ({
  id: 'c0ffee',
  date: '2026-03-01T12:00:00Z',
  tools: ['Codex'],
  files: 1,
  lines: 10,
  ...like,
});
const times = (count: number, like?: Partial<AgentChange>) => Array.from({ length: count }, () => change(like));

const inspect = (changes: readonly AgentChange[], complete = true) =>
  probe.inspect({ changes: { asOf: '2026-03-31T12:00:00Z', signed: changes.length, changes, complete } }, PARAMS);

describe('changes-bounded', () => {
  test('passes when nine in ten are within the bound', () => {
    expect(inspect([...times(9), change({ id: 'b16', files: 6 })])).toMatchObject({
      status: 'pass',
      evidence: [...Array(9).fill({ at: 'commit' })],
      gaps: [{ at: 'commit', id: 'b16' }],
    });
  });

  test('is partial from half on, the largest change first', () => {
    const outcome = inspect([...times(8), change({ lines: 101 }), change({ id: 'b16', lines: 5000 })]);
    expect(outcome).toMatchObject({ status: 'partial', ratio: 0.8, gaps: [{ id: 'b16' }, { id: 'c0ffee' }] });
  });

  test('fails below half', () => {
    expect(inspect([...times(4), ...times(6, { files: 6 })])).toMatchObject({ status: 'fail', gaps: { length: 6 } });
  });

  test('speaks of one change, file and line as one', () => {
    const changes = [change({ lines: 1 }), ...times(9, { files: 6 })];
    expect(inspect(changes)).toMatchObject({
      because: expect.stringMatching(/^1 of 10 changes that agents signed holds at most 5 files and 100 lines\./),
    });
    expect(inspect(times(10, { lines: 1 }))).toMatchObject({ evidence: { 0: { note: '1 file, 1 line; Codex' } } });
    const judge = (mostChanges: number, mostFiles: number) =>
      probe.inspect(
        { changes: { asOf: '2026-03-31T12:00:00Z', signed: 2, changes: times(2, { files: 6 }), complete: true } },
        { ...PARAMS, fewestChanges: 1, mostChanges, mostFiles },
      );
    expect(judge(1, 1)).toMatchObject({
      because: expect.stringMatching(/^The newest change that agents signed holds more than 1 file or 100 lines\./),
    });
  });

  test('a sample that could never be large enough is refused where it stands', () => {
    expect(probe.params.safeParse({ ...PARAMS, mostChanges: 10 }).error).toBeUndefined();
    expect(probe.params.safeParse({ ...PARAMS, mostChanges: 9 }).error?.issues).toMatchObject([
      { path: ['fewestChanges'], message: 'must not be more than mostChanges, else no sample is ever large enough' },
    ]);
  });

  test('a change at the bound is within it', () => {
    expect(inspect(times(10, { files: 5, lines: 100 }))).toMatchObject({ status: 'pass' });
  });

  test('judges the newest changes only', () => {
    expect(inspect([...times(20), ...times(20, { files: 6 })])).toMatchObject({ status: 'pass' });
  });

  test('does not apply to few changes, or to changes before the window', () => {
    expect(inspect(times(9))).toMatchObject({ status: 'not-applicable' });
    expect(inspect(times(30, { date: '2025-12-01T00:00:00Z' }))).toMatchObject({ status: 'not-applicable' });
  });

  test('is unknown when few were seen and not all were read', () => {
    expect(inspect(times(9), false)).toMatchObject({ status: 'unknown' });
  });
});
