import { describe, expect, test } from 'vitest';
import { cut } from '../../checker/src/cut.ts';
import { type Evidence, fail, type Some } from '../../checker/src/outcome.ts';

const places = (count: number) =>
  Array.from({ length: count }, (_, index): Evidence => ({ at: 'file', path: 'a.md', line: index + 1 }));

describe('cut', () => {
  test('keeps what a reader can use and counts what it leaves out', () => {
    const { outcome, omitted } = cut({
      status: 'pass',
      evidence: places(23) as unknown as Some<Evidence>,
      gaps: places(21),
    });
    expect(outcome).toEqual({ status: 'pass', evidence: places(20), gaps: places(20) });
    expect(omitted).toEqual({ evidence: 3, gaps: 1 });
  });

  test('leaves a short outcome as it is', () => {
    const outcome = fail('No.', places(20));
    expect(cut(outcome)).toEqual({ outcome, omitted: { evidence: 0, gaps: 0 } });
    expect(cut({ status: 'unknown', because: 'a', decide: 'b' }).outcome.status).toBe('unknown');
  });
});
