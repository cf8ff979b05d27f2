import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadDoctrine } from '../../checker/src/doctrine.ts';
import { checkDocuments } from '../../checker/src/document/check-document.ts';
import { isFactorFile } from '../../checker/src/document/document-set.ts';
import { markdownFiles } from '../../checker/src/node/doctrine-files.ts';
import { nodePlatform } from '../../checker/src/node/platform.ts';
import { probes } from '../../checker/src/probes/index.ts';

/** The doctrine's own documents: their form, and every example in them, run through the real checker. */

const sources = await markdownFiles(join(import.meta.dirname, '../../factors'), 'factors');
const factors = sources.filter(({ path }) => isFactorFile(path));
const doctrine = loadDoctrine(factors, probes, nodePlatform.sha256);
const { documents, runs, problems } = await checkDocuments(doctrine, sources, nodePlatform);

test('the documents have the form that is wanted, and no example lies', () => {
  expect(problems.map(({ path, line, message }) => `${path}:${line} ${message}`)).toEqual([]);
});

const examples = documents.flatMap(({ path, rules }) =>
  rules.flatMap(({ rule, examples: own }) =>
    own.map((written) => ({ written, name: `${path}:${written.line} ${rule.id}: ${written.example.shows}` })),
  ),
);

test.for(examples.map((each) => [each.name, each] as const))('%s', ([, { written }]) => {
  const run = runs.get(written);
  expect(run?.finding.outcome.status, run?.text).toBe(written.example.outcome);
});

test('what an example shows is said once in its rule', () => {
  const said = documents.flatMap(({ rules }) =>
    rules.flatMap(({ rule, examples: own }) => own.map(({ example }) => `${rule.id}: ${example.shows}`)),
  );
  expect(said).toEqual([...new Set(said)]);
});
