import { folderOf, type Tree } from '../../tree.ts';
import type { Meaning } from './test-command.ts';

/** Reads tracked files; undefined when there is no such file, `withheld` when it is there and cannot be read. */
export type ReadText = (path: string) => Promise<string | Withheld | undefined>;

export interface Withheld {
  readonly withheld: true;
}

export const isWithheld = (text: string | Withheld): text is Withheld => typeof text !== 'string';

/** True when the manifest is of the package of this name, not of one that depends on it. */
export const nameIs = (text: string, name: string) =>
  new RegExp(`"name"\\s*:\\s*"${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}"`).test(text);

/** The manifest of this folder, else the nearest above it, as package managers look. */
export function manifestsAbove(folder: string, tree: Tree): readonly string[] {
  for (let at = folder; ; at = folderOf(at)) {
    for (const name of ['package.json', 'deno.json', 'deno.jsonc', 'composer.json']) {
      const path = at === '' ? name : `${at}/${name}`;
      if (tree.isFile(path)) return [path];
    }
    if (at === '') return [];
  }
}

const FILES = {
  make: ['GNUmakefile', 'makefile', 'Makefile'],
  just: ['justfile', 'Justfile', '.justfile'],
  task: ['Taskfile.yml', 'Taskfile.yaml', 'taskfile.yml', 'taskfile.yaml', 'Taskfile.dist.yml'],
} as const;

export function targetFile(
  { is, file }: Extract<Meaning, { is: 'make' | 'just' | 'task' }>,
  folder: string,
  tree: Tree,
): string | undefined {
  const at = (name: string) => (folder === '' ? name : `${folder}/${name}`);
  if (file !== undefined) return tree.isFile(at(file)) ? at(file) : undefined;
  return FILES[is].map(at).find((path) => tree.isFile(path));
}
