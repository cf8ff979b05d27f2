import { placeholderOf } from '../../checker/src/document/placeholders.ts';
import { LIMITS, SEEN } from '../../checker/src/document/rules.ts';

/**
 * What `npm run new-rule` writes. Each thing that only the author knows is a placeholder that says what to write; the
 * checks of the doctrine name every one that is left.
 */

/** The rule's entry in the frontmatter, as lines: valid, so that the rest of the doctrine loads. */
export function entryOf(id: string): readonly string[] {
  const todo = placeholderOf(id);
  return [
    `- id: ${id}`,
    `  claim: ${todo} what is true of a repository that meets the rule, in a few words`,
    `  weight: should # ${todo} must or should; then remove this remark`,
    `  level: Foundation # ${todo} Quickstart, Foundation, Flow, Knowledge or Scale; then remove this remark`,
    `  # ${todo} params: the thresholds, each by a name that the probe declares; without any remove this line`,
    '  fix:',
    `    effort: minutes # ${todo} minutes, hours or days; then remove this remark`,
    `    do: ${todo} what someone does about it, in one sentence`,
    `    # ${todo} snippet: a command or text to copy, lines of up to 72 columns; without one remove this line`,
  ];
}

/** The rule's part of "How it is checked". */
export function partOf(id: string): string {
  const todo = placeholderOf(id);
  return `### ${id}

**${SEEN}** ${todo} which files, commits or forge answers are looked at, and what passes, counts in part and fails.

**${LIMITS}** ${todo} what it cannot see, what it leaves out so as to accuse nobody wrongly, and when it is unknown.

${example('pass', `${todo} what this repository does right, in a few words`, `${todo} the text of a file`)}

${example('fail', `${todo} what is wrong here, in a few words`, `${todo} the text of a file`, [
  `says: ${todo} words of the finding that must be printed`,
])}

<!-- ${todo} move examples of these outcomes out of this comment where they can happen, and remove the comment

${example('partial', `${todo} what is there, and what is missing`, 'the text of a file')}

${example(
  'unknown',
  `${todo} the file is there, and its contents are not in this clone`,
  'the text of a file',
  [],
  ['withheld:', '  contents: [a.md]'],
)}

${example('not-applicable', `${todo} there is nothing to judge`, 'the text of a file')}

-->
`;
}

function example(
  outcome: string,
  shows: string,
  text: string,
  head: readonly string[] = [],
  tail: readonly string[] = [],
): string {
  const lines = [`outcome: ${outcome}`, `shows: ${shows}`, ...head, 'files:', '  a.md: |', `    ${text}`, ...tail];
  return ['```yaml example', ...lines, '```'].join('\n');
}

/** A probe that knows nothing yet. */
export function probeOf(id: string): string {
  const todo = placeholderOf(id);
  return `import * as z from 'zod/mini';
import { type Outcome, unknown } from '../outcome.ts';
import { defineProbe } from '../probe.ts';

/**
 * ${todo} the question that the rule asks, in one sentence that ends with a question mark
 *
 * ${todo} the judgment calls: what counts, what does not, and why
 */
export default defineProbe({
  rule: '${id}',
  // ${todo} the kinds of facts that are judged, by their names in ../facts/index.ts
  needs: [],
  // ${todo} the thresholds in the rule's params, such as windowDays: z.int().check(z.positive())
  params: z.strictObject({}),

  // ${todo} take the facts and params: inspect({ history }, { windowDays })
  inspect(): Outcome {
    return unknown('This rule is not written yet.', 'Write the probe of its name.');
  },
});
`;
}

/** The probe's test: one case for each outcome, all of which fail until they are written. */
export function testOf(id: string): string {
  const todo = placeholderOf(id);
  return `import { expect, test } from 'vitest';
import probe from '../../checker/src/probes/${id}.ts';

/** ${todo} take what the cases differ in, and give the probe literal facts and params */
const inspect = () => probe.inspect({}, {});

test('passes', () => {
  expect(inspect()).toEqual({
    status: 'pass',
    evidence: [{ at: 'file', path: '${todo} the file that shows it' }],
  });
});

// ${todo} remove each of the cases below that the probe cannot reach

test('is partial', () => {
  expect(inspect()).toMatchObject({
    status: 'partial',
    ratio: 0.5,
    because: '${todo} how much of the demand is met',
  });
});

test('fails', () => {
  expect(inspect()).toMatchObject({
    status: 'fail',
    because: '${todo} what is missing, and where it was looked for',
  });
});

test('is unknown', () => {
  expect(inspect()).toEqual({
    status: 'unknown',
    because: '${todo} what could not be seen',
    decide: '${todo} the command, permission or setting that would settle it',
  });
});

test('is not applicable', () => {
  expect(inspect()).toEqual({
    status: 'not-applicable',
    because: '${todo} why there is nothing to judge',
  });
});
`;
}
