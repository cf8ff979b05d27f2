import { describe, expect, test } from 'vitest';
import type { DoctrineProblem } from '../../checker/src/checked-yaml.ts';
import type { Factor, Rule } from '../../checker/src/doctrine.ts';
import { originLine, readFactorDocument, SECTIONS } from '../../checker/src/document/read-document.ts';

const rule = (id: string): Rule => ({
  id,
  claim: 'It is so',
  weight: 'must',
  level: 'Quickstart',
  params: { days: 30 },
  fix: { effort: 'minutes', do: 'Make it so.' },
});
const factor: Factor = {
  edition: 4,
  number: 1,
  id: 'context',
  title: 'Context',
  phase: 'Prepare',
  summary: 'Keep it short.',
  edition3: ['I Context Is Everything'],
  gaps: ['judgment', 'loop closure'],
  lineage: ['DevOps'],
  rules: [rule('a-rule'), rule('b-rule')],
  path: 'factors/01-context.md',
};

const example = (outcome: string) => `\`\`\`yaml example
outcome: ${outcome}
shows: It is ${outcome}
files:
  a.md: text
\`\`\`
`;
const part = (id: string) => `### ${id}

**How it is seen.** By looking.

**Limits.** It sees no further than \`days\` (30) back.

${example('pass')}
${example('fail')}`;
const WORDS = 'a word of prose '.repeat(40);
const section = (title: string) =>
  title === 'How it is checked'
    ? `## ${title}\n\nTwo rules.\n\n${part('a-rule')}\n${part('b-rule')}`
    : title === 'Sources'
      ? `## ${title}\n\n- [A book](https://example.org/book)\n`
      : `## ${title}\n\n${WORDS}\n`;
const HEAD = `---
edition: 4
---

# Context

**Keep it short.**

*${originLine(factor)}*
`;
const GOOD = `${HEAD}\n${SECTIONS.map(section).join('\n')}`;

function problemsOf(text: string): readonly DoctrineProblem[] {
  const problems: DoctrineProblem[] = [];
  readFactorDocument({ path: factor.path, text }, factor, problems);
  return problems;
}

test('a document of the wanted form has no problem, and gives its rules with their examples', () => {
  const problems: DoctrineProblem[] = [];
  const { rules } = readFactorDocument({ path: factor.path, text: GOOD }, factor, problems);
  expect(problems).toEqual([]);
  expect(rules.map(({ rule: { id }, examples }) => [id, examples.map((each) => each.example.outcome)])).toEqual([
    ['a-rule', ['pass', 'fail']],
    ['b-rule', ['pass', 'fail']],
  ]);
  const [first] = rules.flatMap(({ examples }) => examples);
  expect(GOOD.split('\n')[(first?.line ?? 0) - 1]).toBe('```yaml example');
});

const lineOf = (text: string, start: string) => text.split('\n').findIndex((line) => line.startsWith(start)) + 1;

describe('names file, line and cause of', () => {
  const cases: readonly (readonly [what: string, text: string, at: string, message: RegExp])[] = [
    ['another title', GOOD.replace('# Context', '# Contexts'), '# Contexts', /must begin with the heading "# Context"/],
    [
      'a rule in other words',
      GOOD.replace('**Keep it short.**', '**Keep it.**'),
      '**Keep it.**',
      /\*\*Keep it short\.\*\*/,
    ],
    [
      'a wrong origin',
      GOOD.replace('Lineage: DevOps', 'Lineage: Unix'),
      '*Closes',
      /must say what the frontmatter says/,
    ],
    ['an unknown section', GOOD.replace('## Why', '## Reasons'), '## Reasons', /"Reasons" is no section/],
    ['a section twice', `${GOOD}\n## Why\n\nAgain.\n`, '## Why', /"Why" is there twice/],
    ['an empty section', GOOD.replace(section('Without tooling'), '## Without tooling\n'), '## Without', /is empty/],
    [
      'sections out of order',
      GOOD.replace('## Why', '## X').replace('## Without tooling', '## Why').replace('## X', '## Without tooling'),
      '## Without tooling',
      /"Without tooling" is out of order/,
    ],
    ['sources without a link', GOOD.replace('[A book](https://example.org/book)', 'A book'), '## Sources', /no link/],
    ['a text that is too short', GOOD.replaceAll(WORDS, 'Short.'), '# Context', /has \d+ words: 600 to 1200/],
    ['a text that is too long', GOOD.replace(WORDS, WORDS.repeat(9)), '# Context', /has \d+ words/],
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
  ];
  test.for(cases)('%s', ([, text, at, message]) => {
    const found = problemsOf(text).find((problem) => message.test(problem.message));
    expect(found, JSON.stringify(problemsOf(text), null, 1)).toBeDefined();
    expect(found?.path).toBe('factors/01-context.md');
    expect(found?.line).toBe(lineOf(text, at));
  });

  test('a missing section', () => {
    expect(problemsOf(GOOD.replace(section('Without tooling'), '')).map(({ message }) => message)).toEqual([
      'the section "## Without tooling" is missing: add it',
    ]);
  });

  test('rules out of order', () => {
    const text = GOOD.replace('### a-rule', '### X').replace('### b-rule', '### a-rule').replace('### X', '### b-rule');
    expect(problemsOf(text).map(({ message }) => message)).toContain(
      'is out of order: rules stand as in the frontmatter',
    );
  });
});
