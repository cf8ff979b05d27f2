import { fileURLToPath } from 'node:url';
import { problemLine } from '../checker/src/checked-yaml.ts';
import { DoctrineError, loadDoctrine } from '../checker/src/doctrine.ts';
import { checkDocuments } from '../checker/src/document/check-document.ts';
import { isFactorFile } from '../checker/src/document/document-set.ts';
import { markdownFiles } from '../checker/src/node/doctrine-files.ts';
import { nodePlatform } from '../checker/src/node/platform.ts';
import { probes } from '../checker/src/probes/index.ts';

/**
 * Checks the factor documents and runs their examples: `npm run doctrine [-- PART-OF-A-PATH]` prints what the checker
 * answers to each, and exits with 1 when anything is wrong. With a part of a path, of those documents alone; with one
 * that no document has, it exits with 2.
 */

const [part = ''] = process.argv.slice(2);
try {
  process.exitCode = await check();
} catch (error) {
  if (!(error instanceof DoctrineError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function check(): Promise<0 | 1 | 2> {
  const sources = await markdownFiles(fileURLToPath(new URL('../factors', import.meta.url)), 'factors');
  const factors = sources.filter(({ path }) => isFactorFile(path));
  const doctrine = loadDoctrine(factors, probes, nodePlatform.sha256);
  const { documents, runs, problems } = await checkDocuments(doctrine, sources, nodePlatform);

  const chosen = documents.filter(({ path }) => path.includes(part));
  const wrong = problems.filter(({ path }) => path.includes(part));
  if (chosen.length === 0 && wrong.length === 0) {
    console.error(`no factor document has "${part}" in its path: give a part of a name such as 01-context.md`);
    return 2;
  }
  for (const { path, rules } of chosen) {
    for (const { rule, examples } of rules) {
      for (const written of examples) {
        const { outcome, shows } = written.example;
        console.log(
          `${path}:${written.line} ${rule.id}, ${outcome}: ${shows}\n  ${runs.get(written)?.text ?? 'cannot be run'}\n`,
        );
      }
    }
  }
  for (const problem of wrong) console.error(problemLine(problem));
  return wrong.length === 0 ? 0 : 1;
}
