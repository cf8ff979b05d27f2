import { describe, expect, test } from 'vitest';
import type { ResearchFacts } from '../../checker/src/facts/research.ts';
import { known, withheld } from '../../checker/src/outcome.ts';
import probe from '../../checker/src/probes/research-recorded.ts';

const at = (date: string) => ({ commit: 'c0ffee', date });

function inspect(touched: Readonly<Record<string, string>>, facts: Partial<ResearchFacts> = {}) {
  const documents = Object.keys(touched).map((path) => ({ path, kind: 'research' as const }));
  const dates = known(
    Object.fromEntries(
      Object.entries(touched).map(([path, date]) => [path, { introduced: at('2025-01-01'), touched: at(date) }]),
    ),
  );
  return probe.inspect({ research: { asOf: '2026-03-31T12:00:00Z', documents, dates, ...facts } }, { windowDays: 90 });
}

describe('research-recorded', () => {
  test('passes with the documents of the window, newest first', () => {
    expect(inspect({ 'a.md': '2026-02-01', 'b.md': '2026-03-01', 'c.md': '2025-01-01' })).toMatchObject({
      status: 'pass',
      evidence: [{ path: 'b.md' }, { path: 'a.md', note: 'research, introduced 2025-01-01, last touched 2026-02-01' }],
    });
  });

  test('fails on documents that hold nothing, and does not know of those that were not read', () => {
    const dates = known({ 'a.md': { introduced: at('2026-03-01'), touched: at('2026-03-01') } });
    const nothing = { path: 'a.md', kind: 'plan', nothing: 'holds no JSON' } as const;
    expect(inspect({}, { documents: [nothing], dates })).toMatchObject({ status: 'fail', gaps: [{ path: 'a.md' }] });
    const unread = { path: 'a.md', kind: 'plan', unread: 'is not in this clone' } as const;
    expect(inspect({}, { documents: [unread], dates })).toMatchObject({ status: 'unknown' });
  });

  test('is partial when all are older', () => {
    expect(inspect({ 'c.md': '2025-01-01' })).toMatchObject({
      status: 'partial',
      ratio: 0.5,
      evidence: [{ path: 'c.md' }],
    });
  });

  test('does not know when no commit dates what may be recent', () => {
    const date = (day: string) => ({ introduced: at(day), touched: at(day) });
    const answer = { status: 'unknown', because: 'No commit shows when a.md was touched.' };
    expect(inspect({ 'a.md': '' }, { dates: known({}) })).toMatchObject(answer);
    expect(inspect({ 'a.md': '', 'b.md': '' }, { dates: known({ 'b.md': date('2025-01-01') }) })).toMatchObject(answer);
    expect(inspect({ 'a.md': '', 'b.md': '' }, { dates: known({ 'b.md': date('2026-03-01') }) })).toMatchObject({
      status: 'pass',
      evidence: [{ path: 'b.md' }],
    });
  });

  test('fails without any', () => {
    expect(inspect({})).toMatchObject({ status: 'fail', because: expect.stringContaining('docs/research') });
  });

  test('is unknown without dates', () => {
    expect(inspect({ 'a.md': '2026-02-01' }, { dates: withheld('No history.', 'Fetch it.') })).toMatchObject({
      status: 'unknown',
    });
  });
});
