import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Doctrine } from '../../checker/src/doctrine.ts';
import type { Outcome, Status } from '../../checker/src/outcome.ts';
import { adoption, gain, type Scored, score } from '../../checker/src/score.ts';
import { finding, outcome, rule } from '../support/findings.ts';

describe('score', () => {
  test('weighs must 3 and should 1, and a partial by its ratio', () => {
    const findings = [finding('a', 'pass'), finding('b', 'partial', { weight: 'should' }), finding('c', 'fail')];
    expect(score(findings)).toEqual({ proven: 50, possible: 50, decided: 100 });
  });

  test('keeps unknown in the denominator, as the distance between proven and possible', () => {
    expect(score([finding('a', 'pass'), finding('b', 'unknown', { weight: 'should' })])).toEqual({
      proven: 75,
      possible: 100,
      decided: 75,
    });
  });

  test('leaves out what does not apply', () => {
    expect(score([finding('a', 'pass'), finding('b', 'not-applicable')])).toEqual({
      proven: 100,
      possible: 100,
      decided: 100,
    });
    expect(score([finding('b', 'not-applicable')])).toBeNull();
  });

  test('rounds down: two thirds are 66.6, so that no gate is met by rounding', () => {
    expect(score([finding('a', 'pass'), finding('b', 'pass'), finding('c', 'fail')])?.proven).toBe(66.6);
  });

  const scored = fc.record({
    weight: fc.constantFrom('must', 'should'),
    status: fc.constantFrom<Status>('pass', 'partial', 'fail', 'unknown', 'not-applicable'),
    ratio: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
  });
  const toScored = ({
    weight,
    status,
    ratio,
  }: {
    weight: 'must' | 'should';
    status: Status;
    ratio: number;
  }): Scored => ({
    rule: rule('r', { weight }),
    outcome: outcome(status, ratio),
  });

  test('is an interval inside 0 to 100, and an outcome that becomes unknown never raises proven', () => {
    fc.assert(
      fc.property(fc.array(scored, { minLength: 1 }), fc.nat(), (specs, pick) => {
        const findings = specs.map(toScored);
        const before = score(findings);
        if (before === null) return;
        expect(before.proven).toBeGreaterThanOrEqual(0);
        expect(before.proven).toBeLessThanOrEqual(before.possible);
        expect(before.possible).toBeLessThanOrEqual(100);
        const at = pick % findings.length;
        if (findings[at]?.outcome.status === 'not-applicable') return;
        const after = score(
          findings.map((entry, index) => (index === at ? { ...entry, outcome: outcome('unknown') } : entry)),
        );
        expect(after?.proven).toBeLessThanOrEqual(before.proven);
        expect(after?.possible).toBeGreaterThanOrEqual(before.proven);
      }),
    );
  });
});

describe('gain', () => {
  test('is what a pass would add', () => {
    const open = finding('b', 'fail', { weight: 'should' });
    const all = [finding('a', 'pass'), open];
    expect(gain(open, all)).toBe(25);
    expect(gain(finding('c', 'partial'), [finding('c', 'partial')])).toBe(50);
    expect(gain(finding('c', 'not-applicable'), all)).toBe(0);
  });
});

describe('adoption', () => {
  const ladder = (...outcomes: [Outcome['status'], Outcome['status']]) => {
    const findings = [finding('first', outcomes[0]), finding('second', outcomes[1], { level: 'Foundation' })];
    const doctrine = {
      edition: 4,
      digest: '',
      factors: [{ rules: findings.map((entry) => entry.rule) }],
    } as unknown as Doctrine;
    return adoption(findings, doctrine);
  };

  test('holds no level while a must of the first step is open', () => {
    expect(ladder('fail', 'pass')).toEqual({ held: null, next: 'Quickstart', blockedBy: ['first'] });
  });

  test('an unknown or a partial holds a level back as a fail does', () => {
    expect(ladder('pass', 'unknown')).toEqual({ held: 'Quickstart', next: 'Foundation', blockedBy: ['second'] });
    expect(ladder('pass', 'partial').held).toBe('Quickstart');
  });

  test('reaches the top when every must passes or does not apply', () => {
    expect(ladder('not-applicable', 'pass')).toEqual({ held: 'Foundation', next: null, blockedBy: [] });
  });

  test('a should never holds a level back', () => {
    const findings = [finding('first', 'pass'), finding('second', 'fail', { weight: 'should' })];
    const doctrine = {
      edition: 4,
      digest: '',
      factors: [{ rules: findings.map((entry) => entry.rule) }],
    } as unknown as Doctrine;
    expect(adoption(findings, doctrine)).toMatchObject({ held: 'Quickstart', next: null });
  });

  test('names the cheapest blocking rule first', () => {
    const findings = [
      finding('slow', 'fail', { fix: { effort: 'days', do: 'Take your time.' } }),
      finding('quick', 'fail', { fix: { effort: 'minutes', do: 'Be quick.' } }),
    ];
    const doctrine = {
      edition: 4,
      digest: '',
      factors: [{ rules: findings.map((entry) => entry.rule) }],
    } as unknown as Doctrine;
    expect(adoption(findings, doctrine).blockedBy).toEqual(['quick', 'slow']);
  });
});
