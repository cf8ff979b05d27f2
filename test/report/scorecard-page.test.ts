import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { doctrineFrom } from '../../checker/src/node/doctrine-files.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const page = read('src/content/docs/tool/scorecard.md');
const example = /<!-- scorecard:start -->\n```text\n([\s\S]*?)```/.exec(read('README.md'))?.[1] ?? '';
const MARK: Readonly<Record<string, string>> = { '✓': 'pass', '✗': 'fail', '?': 'unknown', '–': 'not applicable' };

/** The rows of the page's table: factor, rule, weight, outcome, earned. */
const rows = [...page.matchAll(/^\| ([IVX]+) \| ([a-z-]+) \| (\d) \| ([a-z ]+) \| (\d|–) \|$/gm)].map(
  ([, factor, rule, weight, outcome, earned]) => ({ factor, rule, weight: Number(weight), outcome, earned }),
);

describe('the page on reading the scorecard', () => {
  test('begins with the scorecard of the README', () => {
    expect(example).toContain(/```text\n([\s\S]*?)```/.exec(page)?.[1] ?? 'no example');
  });

  test('lists every rule with its weight and the outcome that the README shows', async () => {
    const { factors } = await doctrineFrom(undefined);
    const rules = factors.flatMap((factor) => factor.rules.map(({ id, weight }) => ({ id, weight })));
    expect(rows.map(({ rule }) => rule)).toEqual(rules.map(({ id }) => id));
    for (const { rule, weight, outcome } of rows) {
      expect(weight, rule).toBe(rules.find(({ id }) => id === rule)?.weight === 'must' ? 3 : 1);
      expect(outcome, rule).toBe(MARK[new RegExp(`^ {6}(.) ${rule}\\b`, 'm').exec(example)?.[1] ?? '']);
    }
  });

  test('adds up to what the README shows', () => {
    const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
    const applicable = rows.filter(({ outcome }) => outcome !== 'not applicable');
    const earned = sum(applicable.map((row) => Number(row.earned)));
    const open = sum(applicable.filter(({ outcome }) => outcome === 'unknown').map(({ weight }) => weight));
    const whole = sum(applicable.map(({ weight }) => weight));
    const [proven, possible, decided] = [earned, earned + open, whole - open].map((part) =>
      Math.floor((part / whole) * 100),
    );
    expect(example).toContain(`${proven} proven, ${possible} possible · ${decided} % decided`);
    expect(page).toContain(`${earned} of ${whole} `);
  });
});
