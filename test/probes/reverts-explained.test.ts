import { describe, expect, test } from 'vitest';
import type { Revert } from '../../checker/src/facts/reverts.ts';
import probe from '../../checker/src/probes/reverts-explained.ts';

const revert = (like: Partial<Revert> = {}): Revert => ({
  commit: 'c0ffee00ed0fbaeba0901ff9778756e4e037cd47',
  subject: 'Revert "Round up"',
  date: '2026-03-01T12:00:00Z',
  kind: 'revert',
  of: [],
  ...like,
});
const because = (reason = 'The table no longer adds up.') => revert({ reason });

const inspect = (reverts: readonly Revert[], complete = true) =>
  probe.inspect({ reverts: { asOf: '2026-03-31T12:00:00Z', reverts, complete } }, { windowDays: 90 });

describe('reverts-explained', () => {
  test('passes when nine in ten give a reason, and cites the rest', () => {
    expect(inspect([...Array(9).fill(because()), revert()])).toMatchObject({
      status: 'pass',
      evidence: [...Array(9).fill({ at: 'commit', note: 'The table no longer adds up.' })],
      gaps: [{ at: 'commit', note: 'Revert "Round up": no reason given' }],
    });
  });

  test('is partial from half on', () => {
    expect(inspect([because(), revert()])).toMatchObject({
      status: 'partial',
      ratio: 0.5,
      because: '1 of 2 reverts in the last 90 days gives a reason besides the words that git or a forge writes.',
    });
  });

  test('fails below half', () => {
    expect(inspect([because(), revert(), revert()])).toMatchObject({ status: 'fail', gaps: { length: 2 } });
    expect(inspect([revert()])).toMatchObject({
      status: 'fail',
      because: 'The only revert in the last 90 days gives no reason besides the words that git or a forge writes.',
    });
  });

  test('leaves out what could not be told, and says so', () => {
    expect(inspect([because(), revert(), revert({ unclear: 'pointer' })])).toMatchObject({
      status: 'partial',
      ratio: 0.5,
      because: expect.stringMatching(/ 1 other could not be told and left out\.$/),
    });
  });

  test.for<[NonNullable<Revert['unclear']>, string]>([
    ['subject', 'the subject may name what was taken back or say why'],
    ['pointer', 'the message points at an issue, which was not read'],
    ['words', 'the message has one or two words'],
  ])('is unknown when most could not be told: %s', ([unclear, why]) => {
    expect(inspect([revert({ unclear }), revert({ unclear }), because()])).toMatchObject({
      status: 'unknown',
      because: `Nothing tells of 2 of 3 reverts in the last 90 days whether they give a reason: ${why}.`,
      decide: expect.stringMatching(/^Read c0ffee00ed,/),
    });
    expect(inspect([revert({ unclear })])).toMatchObject({
      because: `Nothing tells whether the only revert in the last 90 days gives a reason: ${why}.`,
    });
  });

  test('judges neither work that was brought back nor what is older than the window', () => {
    const none = { status: 'not-applicable' };
    expect(inspect([revert({ kind: 'reapply' })])).toMatchObject(none);
    expect(inspect([revert({ date: '2025-12-30T12:00:00Z' })])).toMatchObject(none);
    expect(inspect([])).toMatchObject(none);
  });

  test('is unknown where no revert was seen and not all was read', () => {
    expect(inspect([], false)).toMatchObject({ status: 'unknown', decide: 'Set a shorter window (windowDays).' });
    expect(inspect([because()], false)).toMatchObject({ status: 'pass' });
  });
});
