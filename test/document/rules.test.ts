import { describe, expect, test } from 'vitest';
import { example, factor, GOOD, lineOf, part, problemsOf } from '../support/factor-document.ts';

const SEEN = '**How it is seen.** By looking.\n\n';
const LIMITS = '**Limits.** It sees no further than `days` (30) back.\n\n';

describe('names file, line and cause of', () => {
  const cases: readonly (readonly [what: string, text: string, at: string, message: RegExp])[] = [
    [
      'an example elsewhere',
      GOOD.replace('## Why\n', `## Why\n\n${example('pass')}`),
      '```yaml',
      /outside "How it is checked"/,
    ],
    [
      'a heading that is no rule',
      GOOD.replace('### b-rule', '### c-rule'),
      '### c-rule',
      /"c-rule" is no rule of this/,
    ],
    [
      'a rule that is left out',
      GOOD.replace(part('b-rule'), ''),
      '## How it is checked',
      /add the heading "### b-rule"/,
    ],
    [
      'no word on how it is seen',
      GOOD.replace('**How it is seen.** By', 'By'),
      '### a-rule',
      /begins with \*\*How it is seen/,
    ],
    ['no word on limits', GOOD.replace('**Limits.** It', 'It'), '### a-rule', /begins with \*\*Limits/],
    ['another threshold in the text', GOOD.replace('(30)', '(31)'), '**Limits', /says that days is 31, but .* has 30/],
    [
      'no failing example',
      GOOD.replace(example('fail'), ''),
      '### a-rule',
      /"a-rule" has no example of the outcome fail/,
    ],
    ['no passing example', GOOD.replace(example('pass'), ''), '### a-rule', /has no example of the outcome pass/],
    [
      'an example with a bad field',
      GOOD.replace('shows: It is pass', 'showing: It'),
      'outcome: pass',
      /unknown field "showing"/,
    ],
    ['an unknown outcome', GOOD.replace('outcome: pass', 'outcome: passes'), 'outcome: passes', /must be "pass" or/],
    [
      'an example without a repository',
      GOOD.replace('files:\n  a.md: text\n', ''),
      'outcome: pass',
      /either files .* or commits/,
    ],
    [
      'an example in broken YAML',
      GOOD.replace('outcome: pass', 'outcome: [pass'),
      'shows: It is pass',
      /not valid YAML/,
    ],
    [
      'a rule that has two parts',
      GOOD.replace('### b-rule', '### a-rule \n\n### b-rule'),
      '### a-rule ',
      /"a-rule" has a second part here, which is not read/,
    ],
    [
      'limits above how it is seen',
      GOOD.replace(SEEN + LIMITS, LIMITS + SEEN),
      '**Limits',
      /\*\*Limits\.\*\* stands above \*\*How it is seen\.\*\*/,
    ],
    [
      'how it is seen, twice',
      GOOD.replace(LIMITS, `${LIMITS}**How it is seen.** Again.\n\n`),
      '**How it is seen.** Again',
      /"a-rule" says \*\*How it is seen\.\*\* twice/,
    ],
    [
      'limits, twice',
      GOOD.replace(LIMITS, `${LIMITS}**Limits.** Again.\n\n`),
      '**Limits.** Again',
      /says \*\*Limits\.\*\* twice/,
    ],
    [
      'a quote that an example does not close, where it opens',
      GOOD.replace('shows: It is pass', 'shows: "It is pass'),
      'shows: "It',
      /not valid YAML: Missing closing "quote/,
    ],
    [
      'a file in an example that is too long',
      GOOD.replace('a.md: text', 'a.md: {lines: 99999}'),
      '  a.md: {',
      /^files\.a\.md\.lines: must be at most 20000$/,
    ],
    [
      'an example that is too large to be run',
      GOOD.replace('files:\n  a.md: text', 'commits:\n  - {times: 500, files: {a.md: {lines: 20000}}}'),
      '  - {times',
      /^commits: is too large to be run: 2000 commits and 2 MB are the most, .* Write fewer or shorter ones$/,
    ],
    [
      'a date that no calendar has',
      GOOD.replace('files:\n', 'asOf: 2026-02-31\nfiles:\n'),
      'asOf',
      /^asOf: is no date of the calendar: write one such as/,
    ],
  ];
  test.for(cases)('%s', ([, text, at, message]) => {
    const found = problemsOf(text).find((problem) => message.test(problem.message));
    expect(found, JSON.stringify(problemsOf(text), null, 1)).toBeDefined();
    expect(found?.path).toBe(factor.path);
    expect(found?.line).toBe(lineOf(text, at));
  });

  test('rules out of order', () => {
    const text = GOOD.replace('### a-rule', '### X').replace('### b-rule', '### a-rule').replace('### X', '### b-rule');
    expect(problemsOf(text).map(({ message }) => message)).toContain(
      'is out of order: rules stand as in the frontmatter',
    );
  });

  test('a rule that is left out, and not the order of the others', () => {
    expect(problemsOf(GOOD.replace(part('a-rule'), ''))).toHaveLength(1);
  });

  test('an example in an indented block, at its column', () => {
    const indented = example('pass')
      .replace(/^(?=.)/gm, '  ')
      .replace('shows: It is pass', 'shows: ""');
    const [problem] = problemsOf(GOOD.replace(example('pass'), indented));
    expect(problem?.column).toBe('  shows: "'.length);
  });
});

describe('an example that would never run is named', () => {
  const item = (text: string) => text.replace(/^(?=.)/gm, '  ').replace('  ', '- ');
  const quote = (text: string) => text.replace(/^(?=.)/gm, '> ');
  test.for<[what: string, block: string, message: RegExp]>([
    ['in another spelling of the language', example('pass').replace('yaml', 'yml'), /begin it with ```yaml example/],
    ['in capitals', example('pass').replace('yaml example', 'YAML Example'), /begin it with ```yaml example/],
    ['in braces', example('pass').replace('example', '{example}'), /begin it with ```yaml example/],
    ['without a language', example('pass').replace('yaml ', ''), /begin it with ```yaml example/],
    ['in a list', item(example('pass')), /in a list or a quote does not run/],
    ['in a quote', quote(example('pass')), /in a list or a quote does not run/],
    ['in a list in a quote', quote(item(example('pass'))), /in a list or a quote does not run/],
  ])('%s', ([, block, message]) => {
    const text = GOOD.replace(LIMITS, `${LIMITS}${block}\n`);
    const [problem, ...more] = problemsOf(text);
    expect(problem?.message).toMatch(message);
    const fence = block.split('\n').find((line) => line.includes('```')) ?? '-';
    expect(problem).toMatchObject({ line: lineOf(text, fence), column: fence.indexOf('`') + 1 });
    expect(more).toEqual([]);
  });

  test('above the first rule of the section', () => {
    const text = GOOD.replace('Two rules.\n', `Two rules.\n\n${example('pass')}`);
    expect(problemsOf(text)).toMatchObject([
      { line: lineOf(text, '```yaml example'), message: expect.stringMatching(/stands under no rule/) },
    ]);
  });

  test('and other code is not', () => {
    expect(problemsOf(GOOD.replace(LIMITS, `${LIMITS}- \`\`\`yaml\n  a: b\n  \`\`\`\n\n`))).toEqual([]);
  });
});
