import type { Omitted } from './cut.ts';
import type { Doctrine, Factor, Fix, Rule } from './doctrine.ts';
import type { Outcome } from './outcome.ts';
import type { Target } from './repository.ts';
import { type Adoption, adoption, cheapestFirst, gain, type Score, score } from './score.ts';

/**
 * The whole result of an audit, and the only input of reporters. Plain data: `JSON.stringify` of it is the JSON report.
 * Its shape is promised in `schemas/scorecard.schema.json`.
 */
export interface Scorecard {
  readonly schema: 1;
  readonly doctrine: { readonly edition: number; readonly digest: string };
  readonly tool: { readonly name: string; readonly version: string };
  readonly target: {
    readonly name: string;
    readonly commit: string;
    readonly branch: string | null;
    readonly source: Target['source'];
    /** ISO 8601: the instant against which ages were measured. */
    readonly asOf: string;
    /** True when history ends at a shallow boundary, so that rules about history may be unknown. */
    readonly shallow: boolean;
  };
  /** The ids that `--only` asked for, sorted; null when the whole doctrine was audited. */
  readonly only: readonly string[] | null;
  readonly score: Score;
  readonly level: Adoption;
  readonly factors: readonly FactorResult[];
  readonly next: readonly NextStep[];
  /** Bounds that were hit and oddities met, in plain sentences. */
  readonly notices: readonly string[];
}

export interface FactorResult {
  readonly id: string;
  readonly numeral: string;
  readonly title: string;
  readonly phase: Factor['phase'];
  /** Null when no rule of the factor applies. */
  readonly score: Score | null;
  readonly findings: readonly Finding[];
}

/** One rule and its outcome. */
export interface Finding {
  readonly rule: Rule;
  readonly outcome: Outcome;
  /** Evidence that was left out because a list was too long. */
  readonly omitted: Omitted;
  /** Files that are not committed, and so were not counted, though they could have changed this outcome. */
  readonly uncommitted: readonly string[];
}

/** One of at most three things to do next. */
export interface NextStep {
  readonly rule: string;
  /** Points of the score it would add. */
  readonly gain: number;
  readonly effort: Fix['effort'];
  readonly do: string;
  readonly snippet?: string;
}

const MOST_STEPS = 3;

export interface ScorecardInput {
  readonly doctrine: Doctrine;
  readonly tool: Scorecard['tool'];
  readonly target: Scorecard['target'];
  readonly only: readonly string[] | null;
  readonly factors: readonly Omit<FactorResult, 'score'>[];
  readonly notices: readonly string[];
}

/** Adds score, level and next steps to what the engine found. */
export function makeScorecard({ doctrine, tool, target, only, factors, notices }: ScorecardInput): Scorecard {
  const findings = factors.flatMap((factor) => factor.findings);
  const level = only === null ? adoption(findings, doctrine) : { held: null, next: null, blockedBy: [] };
  return {
    schema: 1,
    doctrine: { edition: doctrine.edition, digest: doctrine.digest },
    tool,
    target,
    only,
    score: score(findings) ?? { proven: 0, possible: 0, decided: 100 },
    level,
    factors: factors.map(({ findings: own, ...factor }) => ({ ...factor, score: score(own), findings: own })),
    next: nextSteps(findings, level),
    notices,
  };
}

/** What stands before the next level comes first, then the cheapest. A rule that could not be decided offers how to decide it. */
function nextSteps(findings: readonly Finding[], level: Adoption): readonly NextStep[] {
  const open = findings.filter(({ outcome }) => outcome.status !== 'pass' && outcome.status !== 'not-applicable');
  const blocking = open.filter(({ rule }) => level.blockedBy.includes(rule.id));
  const others = open.filter(({ rule }) => !level.blockedBy.includes(rule.id));
  const steps = [...cheapestFirst(blocking, findings), ...cheapestFirst(others, findings)].map(
    ({ rule, outcome }): NextStep => {
      const step = { rule: rule.id, gain: gain({ rule, outcome }, findings), effort: rule.fix.effort };
      if (outcome.status === 'unknown') return { ...step, do: outcome.decide };
      return { ...step, do: rule.fix.do, ...(rule.fix.snippet === undefined ? {} : { snippet: rule.fix.snippet }) };
    },
  );
  // One command may settle several rules: it is one step.
  return steps.filter((step, index) => steps.findIndex((other) => other.do === step.do) === index).slice(0, MOST_STEPS);
}
