import { hash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Doctrine, DoctrineError, type FactorSource, loadDoctrine, type Platform, probes } from '#checker';
import { type CheckedDocuments, checkDocuments, type Example, type ExampleRun, isFactorFile } from '#documents';

/** The doctrine as the site publishes it: its documents, checked, and what the checker answered to their examples. */
export interface Published {
  readonly doctrine: Doctrine;
  readonly documents: CheckedDocuments['documents'];
  /** SHA-256 of the factor documents, texts and all. */
  readonly digest: string;
  /** An example by the rule it belongs to and the text it is written in. */
  example(rule: string, text: string): { readonly example: Example; readonly run: ExampleRun } | undefined;
}

/** The folder of the repository, which every script of the site is run in. */
export const ROOT = process.cwd();

/** Examples answer for the forge themselves. */
const platform: Platform = {
  sha256: (data) => hash('sha256', data, 'hex'),
  fetch: () => Promise.reject(new Error('a build asks nothing of the network')),
};

/**
 * What was last published, for the whole process: Astro loads this module once for its configuration, once for the content
 * and once for the pages, and the examples need not run for each.
 */
const shared = globalThis as { lastPublished?: { readonly texts: string; readonly made: Promise<Published> } };

/**
 * Reads and checks the factor documents. They are read at every call, and checked again when one has changed.
 * @throws DoctrineError naming everything that is wrong, examples that lie included.
 */
export async function publishedDoctrine(): Promise<Published> {
  const sources = await readSources();
  const texts = JSON.stringify(sources);
  if (shared.lastPublished?.texts !== texts) shared.lastPublished = { texts, made: publish(sources) };
  return shared.lastPublished.made;
}

/** Every markdown file of the folder: one that is no factor document is named as such. */
async function readSources(): Promise<readonly FactorSource[]> {
  const names = (await readdir(join(ROOT, 'factors'))).filter((name) => name.endsWith('.md')).sort();
  return Promise.all(
    names.map(async (name) => ({
      path: `factors/${name}`,
      text: await readFile(join(ROOT, 'factors', name), 'utf8'),
    })),
  );
}

async function publish(sources: readonly FactorSource[]): Promise<Published> {
  const doctrine = loadDoctrine(
    sources.filter(({ path }) => isFactorFile(path)),
    probes,
    platform.sha256,
  );
  const { documents, runs, problems } = await checkDocuments(doctrine, sources, platform);
  if (problems.length > 0) throw new DoctrineError(problems);
  const examples = new Map(
    documents.flatMap(({ rules }) =>
      rules.flatMap(({ rule, examples }) =>
        examples.flatMap((written) => {
          const run = runs.get(written);
          return run === undefined
            ? []
            : [[`${rule.id} ${written.node.value}`, { example: written.example, run }] as const];
        }),
      ),
    ),
  );
  return {
    doctrine,
    documents,
    digest: platform.sha256(JSON.stringify(sources)),
    example: (rule, text) => examples.get(`${rule} ${text}`),
  };
}
