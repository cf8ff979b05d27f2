import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Doctrine, DoctrineError, type FactorSource, loadDoctrine } from '../doctrine.ts';
import { probes } from '../probes/index.ts';
import { nodePlatform } from './platform.ts';
import { UsageError } from './usage-error.ts';

/** Set by the bundler to the doctrine as data; not defined when the sources are run as they are. */
declare const __DOCTRINE__: Doctrine | undefined;

/** The doctrine that came with the tool, or the one in a folder of factor documents. */
export async function doctrineFrom(folder: string | undefined): Promise<Doctrine> {
  if (folder !== undefined) return read(folder, folder);
  if (typeof __DOCTRINE__ !== 'undefined') return __DOCTRINE__;
  return read(fileURLToPath(new URL('../../../factors', import.meta.url)), 'factors');
}

async function read(folder: string, shown: string): Promise<Doctrine> {
  try {
    return loadDoctrine(await factorFiles(folder, shown), probes, nodePlatform.sha256);
  } catch (error) {
    if (!(error instanceof DoctrineError)) throw error;
    throw new UsageError(`The doctrine in ${shown} cannot be used:\n${error.message}`);
  }
}

/** The factor documents of a folder: files named like `01-context.md`. */
export async function factorFiles(folder: string, shown: string): Promise<FactorSource[]> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    throw new UsageError(
      `--factors: ${shown} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'}): give a folder of factor documents`,
    );
  }
  return Promise.all(
    names
      .filter((name) => /^\d{2}-.+\.md$/.test(name))
      .sort()
      .map(async (name) => ({ path: `${shown}/${name}`, text: await readFile(join(folder, name), 'utf8') })),
  );
}
