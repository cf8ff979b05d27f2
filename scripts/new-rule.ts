import { fileURLToPath } from 'node:url';
import { UsageError } from '../checker/src/node/usage-error.ts';
import { type Scaffold, scaffoldRule } from './new-rule/scaffold.ts';

/**
 * Writes the skeleton of a rule: `npm run new-rule FACTOR RULE-ID`, as in `npm run new-rule extract decisions-recorded`.
 * The factor is named by its id, number or numeral. Exits with 2 when nothing was written.
 */

/** What lists every rule and is written by hand. */
const EXEMPLARY = 'test/support/exemplary-repository.ts';
const SCORECARD_PAGE = 'src/content/docs/tool/scorecard.md';

const [factor, id, ...more] = process.argv.slice(2);
try {
  if (factor === undefined || id === undefined || more.length > 0)
    throw new UsageError('usage: npm run new-rule <factor> <rule-id>, such as: npm run new-rule extract lessons-dated');
  console.log(report(await scaffoldRule(fileURLToPath(new URL('..', import.meta.url)), factor, id), id));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

function report({ factor, added, changed }: Scaffold, id: string): string {
  const [, test] = added;
  return `Added
${added.map((path) => `  ${path}`).join('\n')}
Changed
${changed.map((path) => `  ${path}`).join('\n')}

What is left to write is marked: git grep --untracked -nF 'TODO(${id})'

Next
  1. Answer the five questions under "Propose a rule" in CONTRIBUTING.md, in an issue.
  2. Write the entry and the examples in ${factor.path}, and correct what the
     section says about its rules above them. What is left, and what the checker
     answers: npm run doctrine -- ${String(factor.number).padStart(2, '0')}
  3. Write the probe and its cases: npm test -- ${test}
     Read it as its users will: npm run audit -- explain ${id}
     (npx agentops-audit answers from the last npm run build.)
  4. Let the repository in ${EXEMPLARY} meet it,
     as it meets every rule: npm test -- test/core/evidence-invariant.test.ts
  5. npm run generate writes the scorecard of that repository into the README and
     into ${SCORECARD_PAGE}. Add the rule to
     the table below it there: npm test -- test/report/scorecard-page.test.ts
  6. Add the rule to CHANGELOG.md under "Unreleased", then: npm run format
     && npm test && npm run typecheck && npm run lint
     Commit, and see what CI will say of it: BASE_SHA=origin/main npm run check-change`;
}
