import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type FactorSource, loadDoctrine } from '../../checker/src/doctrine.ts';
import { checkDocuments } from '../../checker/src/document/check-document.ts';
import { isFactorFile } from '../../checker/src/document/document-set.ts';
import { markdownFiles } from '../../checker/src/node/doctrine-files.ts';
import { nodePlatform } from '../../checker/src/node/platform.ts';
import { probes } from '../../checker/src/probes/index.ts';

/** The project's own doctrine, spoilt. */

const all = await markdownFiles(join(import.meta.dirname, '../../factors'), 'factors');

async function problemsOf(sources: readonly FactorSource[]) {
  const factors = sources.filter(({ path }) => isFactorFile(path));
  const doctrine = loadDoctrine(factors, probes, nodePlatform.sha256);
  const { runs, problems } = await checkDocuments(doctrine, sources, nodePlatform);
  return { runs, problems: problems.map(({ path, line, column, message }) => `${path}:${line}:${column} ${message}`) };
}

const GOALS = 'factors/12-measure.md';
const change = (from: string | RegExp, to: string) =>
  all.map(({ path, text }) => ({ path, text: path === GOALS ? text.replace(from, to) : text }));
const lineOf = (text: string, start: string) => text.split('\n').findIndex((line) => line.startsWith(start)) + 1;

describe('an example that cannot be run is a problem at its fence:', () => {
  test.for<[what: string, commits: string, message: string]>([
    ['a parent that is not there', '- parents: [nope]', 'no earlier commit is labelled "nope"'],
    ['a merge with itself', '- label: a\n    parents: [a]', 'no earlier commit is labelled "a"'],
  ])('%s', async ([, commits, message]) => {
    const sources = change(
      /```yaml example\n[\s\S]*?\n```/,
      `\`\`\`yaml example\noutcome: pass\nshows: It cannot be run\ncommits:\n  ${commits}\n\`\`\``,
    );
    const { problems } = await problemsOf(sources);
    const line = lineOf(sources.find(({ path }) => path === GOALS)?.text ?? '', '```yaml example');
    expect(problems[0]).toMatch(new RegExp(`^${GOALS}:${line}:1 an example of \\S+ cannot be run: `));
    expect(problems[0]).toContain(`cannot be run: ${message}. Correct the example`);
  });
});

describe('the doctrine as a whole', () => {
  test('has all factors, and no markdown that is not read', async () => {
    expect((await problemsOf(all)).problems).toEqual([]);
  });

  test('names a factor that is missing, at the folder', async () => {
    const { problems } = await problemsOf(all.filter(({ path }) => path !== GOALS));
    expect(problems[0]).toBe('factors:1:1 holds no factor 12: add 12-<id>.md');
  });

  test.for([
    ['factors/12-measures.md', 'name the file 12-measure.md'],
    ['factors/11-measure.md', 'name the file 12-measure.md'],
  ] as const)('names a document under another name, %s', async ([path, message]) => {
    const { problems } = await problemsOf(all.map((source) => (source.path === GOALS ? { ...source, path } : source)));
    expect(problems[0]).toBe(`${path}:1:1 is the factor "measure" with the number 12: ${message}`);
  });

  test.for(['factors/9-extract.md', 'factors/notes.md', 'factors/README.MD'])('names %s as not read', async (path) => {
    const { problems } = await problemsOf([...all, { path, text: '' }]);
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^${path}:1:1 is not read: name it as a factor doc`))]);
  });
});
