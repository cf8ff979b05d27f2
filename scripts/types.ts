import { execFile } from 'node:child_process';
import { readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import typescript from 'typescript';

/** Writes the library's types to `checker/dist/types`: those that its index leads to, and no others. */
export async function writeTypes(root: string): Promise<void> {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  await promisify(execFile)(process.execPath, [tsc, '-p', join(root, 'checker/tsconfig.json')]);
  const folder = join(root, 'checker/dist/types');
  const kept = new Set<string>();
  const follow = async (file: string): Promise<void> => {
    if (kept.has(file)) return;
    kept.add(file);
    const { importedFiles } = typescript.preProcessFile(await readFile(file, 'utf8'));
    const own = importedFiles.map(({ fileName }) => fileName).filter((name) => name.startsWith('.'));
    await Promise.all(own.map((name) => follow(resolve(dirname(file), name.replace(/\.(?:js|ts)$/, '.d.ts')))));
  };
  await follow(join(folder, 'index.d.ts'));
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !kept.has(path)) await rm(path);
  }
}
