import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { doctrineFrom } from '../../checker/src/node/doctrine-files.ts';
import { numeral } from '../../checker/src/numeral.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const PAGE = 'src/content/docs/tool/scorecard.md';
const page = read(PAGE);
const example = /<!-- scorecard:start -->\n```text\n([\s\S]*?)```/.exec(read('README.md'))?.[1] ?? '';
const MARK: Readonly<Record<string, string>> = {
  '✓': 'pass',
  '◐': 'partial',
  '✗': 'fail',
  '?': 'unknown',
  '–': 'not applicable',
};

/** The rows of the page's table: factor, rule, weight, outcome, earned. */
const rows = [...page.matchAll(/^\| ([IVX]+) \| ([a-z0-9-]+) \| (\d) \| ([a-z ]+) \| ([\d.]+|–) \|$/gm)].map(
  ([, factor, rule, weight, outcome, earned]) => ({ factor, rule, weight: Number(weight), outcome, earned }),
);

describe('the page on reading the scorecard', () => {
  test('begins with the scorecard of the README', () => {
    expect(example, 'run npm run generate').toContain(/```text\n([\s\S]*?)```/.exec(page)?.[1] ?? 'no example');
  });

  test('lists every rule with its weight and the outcome that the README shows', async () => {
    const { factors } = await doctrineFrom(undefined);
    const wanted = factors.flatMap((factor) =>
      factor.rules.map(({ id, weight }) => ({
        factor: numeral(factor.number),
        rule: id,
        weight: weight === 'must' ? 3 : 1,
        outcome:
          MARK[new RegExp(`^ {6}(.) ${id}(?= |$)`, 'm').exec(example)?.[1] ?? ''] ?? 'run npm run generate first',
      })),
    );
    const written = rows.map(({ earned: _earned, ...row }) => row);
    const line = ({ factor, rule, weight, outcome }: (typeof wanted)[number]) =>
      `| ${factor} | ${rule} | ${weight} | ${outcome} | <what it earns> |`;
    const missing = wanted.filter((row) => !written.some((other) => isDeepStrictEqual(row, other))).map(line);
    expect(
      written,
      `${PAGE}: the table under "The rules of the example" has a row for every rule, in the order of the doctrine. Correct the sums below it, and ${
        missing.length > 0 ? 'write' : 'remove or move the rows that differ'
      }:\n${missing.join('\n')}\n`,
    ).toEqual(wanted);
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
    expect(example, `${PAGE}: correct the column "Earned"`).toContain(
      `${proven} proven, ${possible} possible · ${decided} % decided`,
    );
    expect(page, `${PAGE}: correct the sums below the table`).toContain(`${earned} of ${whole} `);
  });
});
