import type { Doctrine, Rule } from './doctrine.ts';
import { LEVELS, type Level } from './level.ts';
import type { Outcome } from './outcome.ts';

/**
 * The only place that does arithmetic on outcomes.
 *
 * The denominator is the weight of the rules that apply. An unknown stays in it and earns nothing, so the score is an
 * interval: `proven` is what was shown, `possible` what it would be if every unknown passed.
 */

/** 0 to 100, one decimal, rounded down so that a gate is never met by rounding. `proven` ≤ `possible`. */
export interface Score {
  readonly proven: number;
  readonly possible: number;
  /** Share of the applicable weight whose outcome is not unknown. */
  readonly decided: number;
}

export interface Adoption {
  /** The highest step of the adoption path that is held; null below the first. */
  readonly held: Level | null;
  /** The step after it; null at the top. */
  readonly next: Level | null;
  /** The rules that stand between here and the next step, cheapest first. */
  readonly blockedBy: readonly string[];
}

export interface Scored {
  readonly rule: Rule;
  readonly outcome: Outcome;
}

const WEIGHT = { must: 3, should: 1 } as const;
const EFFORT = { minutes: 0, hours: 1, days: 2 } as const;

/** The score of a set of findings; null when none of them applies. */
export function score(findings: readonly Scored[]): Score | null {
  let applicable = 0;
  let proven = 0;
  let open = 0;
  for (const { rule, outcome } of findings) {
    if (outcome.status === 'not-applicable') continue;
    const weight = WEIGHT[rule.weight];
    applicable += weight;
    proven += weight * earned(outcome);
    if (outcome.status === 'unknown') open += weight;
  }
  if (applicable === 0) return null;
  const percent = (part: number) => Math.floor((part / applicable) * 1000 + 1e-6) / 10;
  return { proven: percent(proven), possible: percent(proven + open), decided: percent(applicable - open) };
}

/** Share of a rule's weight that its outcome earns, 0 to 1. */
export function earned(outcome: Outcome): number {
  switch (outcome.status) {
    case 'pass':
      return 1;
    case 'partial':
      return outcome.ratio;
    case 'fail':
    case 'unknown':
    case 'not-applicable':
      return 0;
  }
}

/** Points of the whole score, 0 to 100 with one decimal, that a finding would add if its rule passed. */
export function gain(finding: Scored, all: readonly Scored[]): number {
  if (finding.outcome.status === 'not-applicable') return 0;
  const applicable = all.reduce(
    (sum, { rule, outcome }) => sum + (outcome.status === 'not-applicable' ? 0 : WEIGHT[rule.weight]),
    0,
  );
  return Math.floor(((WEIGHT[finding.rule.weight] * (1 - earned(finding.outcome))) / applicable) * 1000 + 1e-6) / 10;
}

/** How far along the adoption path: a step is held when its `must` rules and those of every step below pass or do not apply. */
export function adoption(findings: readonly Scored[], doctrine: Doctrine): Adoption {
  const steps = LEVELS.filter((level) =>
    doctrine.factors.some(({ rules }) => rules.some((rule) => rule.level === level)),
  );
  let held: Level | null = null;
  for (const step of steps) {
    const blocking = findings.filter(
      ({ rule, outcome }) =>
        rule.level === step &&
        rule.weight === 'must' &&
        outcome.status !== 'pass' &&
        outcome.status !== 'not-applicable',
    );
    if (blocking.length > 0)
      return { held, next: step, blockedBy: cheapestFirst(blocking, findings).map(({ rule }) => rule.id) };
    held = step;
  }
  return { held, next: null, blockedBy: [] };
}

/** Least effort first; among equals the larger gain, then the doctrine's order. */
export function cheapestFirst<T extends Scored>(some: readonly T[], all: readonly Scored[]): readonly T[] {
  return some.toSorted(
    (a, b) => EFFORT[a.rule.fix.effort] - EFFORT[b.rule.fix.effort] || gain(b, all) - gain(a, all) || 0,
  );
}
