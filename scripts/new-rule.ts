import { fileURLToPath } from 'node:url';
import { UsageError } from '../checker/src/node/usage-error.ts';
import { type Scaffold, scaffoldRule } from './new-rule/scaffold.ts';

/**
 * Writes the skeleton of a rule: `npm run new-rule FACTOR RULE-ID`, as in `npm run new-rule extract decisions-recorded`.
 * The factor is named by its id, number or numeral. Exits with 2 when nothing was written.
 */

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
  const [probe, test] = added;
  return `Added
${added.map((path) => `  ${path}`).join('\n')}
Changed
${changed.map((path) => `  ${path}`).join('\n')}

What is left to write is marked: git grep -nF 'TODO(${id})'

Next
  1. Answer the five questions under "Propose a rule" in CONTRIBUTING.md, in an issue.
  2. Write ${probe}
     and its cases, until this is green: npm test -- ${test}
  3. Write the entry and the examples in ${factor.path}, and correct what the
     section says about its rules above them, until this is green:
     npm run doctrine -- ${String(factor.number).padStart(2, '0')}
  4. npm run generate && npm test && npm run typecheck && npm run lint`;
}
