import { fileURLToPath } from 'node:url';
import { DoctrineError, loadDoctrine } from '../checker/src/doctrine.ts';
import { checkDocuments } from '../checker/src/document/check-document.ts';
import { factorFiles } from '../checker/src/node/doctrine-files.ts';
import { nodePlatform } from '../checker/src/node/platform.ts';
import { probes } from '../checker/src/probes/index.ts';

/**
 * Checks the factor documents and runs their examples: `npm run doctrine [-- PART-OF-A-PATH]` prints what the checker
 * answers to each, and exits with 1 when anything is wrong. With a part of a path, of those documents alone.
 */

const [part = ''] = process.argv.slice(2);
try {
  process.exitCode = (await check()) ? 0 : 1;
} catch (error) {
  if (!(error instanceof DoctrineError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function check(): Promise<boolean> {
  const sources = await factorFiles(fileURLToPath(new URL('../factors', import.meta.url)), 'factors');
  const doctrine = loadDoctrine(sources, probes, nodePlatform.sha256);
  const { documents, runs, problems } = await checkDocuments(doctrine, sources, nodePlatform);

  for (const { path, rules } of documents.filter(({ path }) => path.includes(part))) {
    for (const { rule, examples } of rules) {
      for (const written of examples) {
        const { outcome, shows } = written.example;
        console.log(`${path}:${written.line} ${rule.id}, ${outcome}: ${shows}\n  ${runs.get(written)?.text}\n`);
      }
    }
  }
  const wrong = problems.filter(({ path }) => path.includes(part));
  for (const { path, line, column, message } of wrong) console.error(`${path}:${line}:${column} ${message}`);
  return wrong.length === 0;
}
