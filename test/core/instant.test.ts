import { afterEach, describe, expect, test, vi } from 'vitest';
import { instantOf } from '../../checker/src/instant.ts';

describe('instantOf', () => {
  afterEach(() => vi.unstubAllEnvs());

  test.for<[text: string, instant: string]>([
    ['2026-03-02', '2026-03-02T12:00:00.000Z'],
    ['2026-03-02T10:00:00Z', '2026-03-02T10:00:00.000Z'],
    ['2026-03-02T10:00:00.123456789Z', '2026-03-02T10:00:00.123Z'],
    ['2026-03-02T10:00:00+02:00', '2026-03-02T08:00:00.000Z'],
    ['2026-03-02T10:00-0530', '2026-03-02T15:30:00.000Z'],
    ['2026-03-02 10:00:00 +0100', '2026-03-02T09:00:00.000Z'],
  ])('%s', ([text, instant]) => {
    vi.stubEnv('TZ', 'Asia/Tokyo');
    expect(new Date(instantOf(text) ?? Number.NaN).toISOString()).toBe(instant);
  });

  test.for([
    '2026-03-02T10:00:00',
    '2026-03-02 10:00',
    '2026-02-30',
    '2026-13-01T00:00:00Z',
    '2026-03-02T25:00:00Z',
    'Mon, 2 Mar 2026 10:00:00 GMT',
    '3/2/2026',
    '2026',
    '1772445600',
    '',
  ])('%j is no instant', (text) => {
    expect(instantOf(text)).toBeUndefined();
  });
});
