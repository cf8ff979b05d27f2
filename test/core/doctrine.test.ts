import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { DoctrineError, loadDoctrine } from '../../checker/src/doctrine.ts';
import { nodePlatform } from '../../checker/src/node/platform.ts';
import { pass } from '../../checker/src/outcome.ts';
import type { Probe } from '../../checker/src/probe.ts';

const probe = (rule: string): Probe => ({
  rule,
  needs: [],
  params: z.strictObject({ days: z.optional(z.int().check(z.minimum(1))) }),
  inspect: () => pass([{ at: 'file', path: 'a' }]),
});

const rule = (id: string, more = '') => `  - id: ${id}
    claim: It is so
    weight: must
    level: Quickstart
${more}    fix:
      effort: minutes
      do: Make it so.
`;

const factor = ({ number = 1, id = 'context', rules = rule('a-rule'), extra = '' } = {}) => `---
edition: 4
number: ${number}
id: ${id}
title: Context
phase: Prepare
summary: Keep it short.
edition3: []
gaps: [judgment]
lineage: [DevOps]
${extra}rules:
${rules}---

# Context
`;

const load = (...texts: string[]) =>
  loadDoctrine(
    texts.map((text, index) => ({ path: `factors/0${index + 1}.md`, text })),
    [probe('a-rule'), probe('b-rule')],
    nodePlatform.sha256,
  );

const problemsOf = (...texts: string[]) => {
  try {
    load(...texts);
  } catch (error) {
    if (error instanceof DoctrineError) return error.problems;
    throw error;
  }
  return [];
};

describe('loadDoctrine', () => {
  test('reads factors in the order of their numbers, whatever the order of the files', () => {
    const { factors } = load(factor({ number: 2, id: 'track', rules: rule('b-rule') }), factor());
    expect(factors.map(({ id }) => id)).toEqual(['context', 'track']);
  });

  test('gives a digest that follows the rules and not the prose', () => {
    expect(load(factor()).digest).toBe(load(`${factor()}More prose.\n`).digest);
    expect(load(factor()).digest).not.toBe(load(factor().replace('must', 'should')).digest);
    expect(load(factor()).digest).toMatch(/^[0-9a-f]{64}$/);
  });

  test.for<[what: string, text: string]>([
    ['a byte order mark', `\ufeff${factor()}`],
    ['lines that end as on Windows', factor().replaceAll('\n', '\r\n')],
    ['both', `\ufeff${factor().replaceAll('\n', '\r\n')}`],
  ])('%s changes nothing', ([, text]) => {
    expect(load(text)).toEqual(load(factor()));
  });

  test.for<[what: string, text: string, line: number, message: RegExp]>([
    ['no frontmatter', '# Context\n', 1, /has no frontmatter/],
    ['a frontmatter that does not end', '---\nedition: 4\n', 1, /has no frontmatter/],
    ['broken YAML', factor().replace('title: Context', 'title: [Context'), 6, /not valid YAML/],
    ['an unknown field', factor({ extra: 'colour: red\n' }), 2, /unknown field "colour"/],
    ['a missing field', factor().replace('phase: Prepare\n', ''), 2, /phase: .*(missing|must be)/],
    [
      'a wrong weight',
      factor().replace('weight: must', 'weight: heavy'),
      14,
      /rules\.0\.weight: must be "must" or "should"/,
    ],
    ['another edition', factor().replace('edition: 4', 'edition: 3'), 2, /edition: must be 4/],
    ['a number out of range', factor({ number: 13 }), 3, /^number: must be at most 12$/],
    ['a rule without a probe', factor({ rules: rule('c-rule') }), 12, /rule "c-rule" has no probe/],
    [
      'a param the probe does not know',
      factor({ rules: rule('a-rule', '    params:\n      weeks: 2\n') }),
      17,
      /rule "a-rule": params\.unknown field "weeks"/,
    ],
    [
      'a param of the wrong type',
      factor({ rules: rule('a-rule', '    params:\n      days: soon\n') }),
      17,
      /rule "a-rule": params\.days: must be/,
    ],
    ['an alias', factor({ extra: 'x: &x [1]\ny: [*x, *x]\n' }), 2, /uses YAML aliases/],
  ])('names file, line and cause of %s', ([, text, line, message]) => {
    const [problem] = problemsOf(text);
    expect(problem?.message).toMatch(message);
    expect(problem?.path).toBe('factors/01.md');
    expect(problem?.line).toBe(line);
  });

  test('refuses a number, a factor id or a rule id that is used twice, at the second use', () => {
    const problems = problemsOf(factor(), factor({ rules: rule('a-rule') }));
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('number 1 is taken already, by factors/01.md'),
      expect.stringContaining('factor id "context" is taken already'),
      expect.stringContaining('rule id "a-rule" is taken already'),
    ]);
    expect(problems.every(({ path }) => path === 'factors/02.md')).toBe(true);
  });

  test('names every problem at once', () => {
    const text = factor().replace('weight: must', 'weight: heavy').replace('level: Quickstart', 'level: Top');
    expect(problemsOf(text)).toHaveLength(2);
  });

  test('refuses an empty folder', () => {
    expect(() => load()).toThrow(/holds no factor document/);
  });
});
