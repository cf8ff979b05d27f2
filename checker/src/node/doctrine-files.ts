import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Doctrine, DoctrineError, type FactorSource, loadDoctrine } from '../doctrine.ts';
import { isFactorFile } from '../document/document-set.ts';
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

/** A factor document is a page or two. */
const LARGEST_FACTOR = 1 << 20;

/** The factor documents of a folder: files named like `01-context.md`. */
export async function factorFiles(folder: string, shown: string): Promise<FactorSource[]> {
  const documents = await filesOf(folder, shown, isFactorFile);
  if (documents.length === 0)
    throw new UsageError(`--factors: ${shown} holds no factor document: files such as 01-context.md are expected`);
  return documents;
}

/** Every markdown file of a folder: in the project's own doctrine none may stand there unread. */
export const markdownFiles = (folder: string, shown: string): Promise<FactorSource[]> =>
  filesOf(folder, shown, (name) => /\.md$/i.test(name));

async function filesOf(folder: string, shown: string, wanted: (name: string) => boolean): Promise<FactorSource[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`--factors: ${shown} cannot be read (${error.code}): give a folder of factor documents`);
  });
  return Promise.all(
    names
      .filter(wanted)
      .sort()
      .map((name) => factorFile(join(folder, name), `${shown}/${name}`)),
  );
}

/** A pipe or a device in the place of a document would be read without end. */
async function factorFile(path: string, shown: string): Promise<FactorSource> {
  try {
    const facts = await stat(path);
    if (!facts.isFile()) throw new UsageError(`--factors: ${shown} is not a file: give a factor document`);
    if (facts.size > LARGEST_FACTOR)
      throw new UsageError(`--factors: ${shown} is larger than 1 MiB: give a factor document`);
    return { path: shown, text: (await readFile(path, 'utf8')).replace(/^\ufeff/, '') };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `--factors: ${shown} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'}): check the file`,
    );
  }
}
