import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { TreeEntry } from '../tree.ts';
import { objectId } from './memory-tree.ts';

/** A file of a repository held in memory: its text, its bytes, or what else git can track at a path. */
export type MemoryFile =
  | string
  | Uint8Array
  | { readonly executable: string }
  | { readonly symlink: string }
  | { readonly submodule: string };

/** A tracked link that stands where the path needs a folder. */
export function linkAbove(path: string, files: ReadonlyMap<string, MemoryFile>): string | undefined {
  for (let slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
    const file = files.get(path.slice(0, slash));
    if (file !== undefined) return isLink(file) ? path.slice(0, slash) : undefined;
  }
  return undefined;
}

export const isLink = (file: MemoryFile): file is { symlink: string } => typeof file === 'object' && 'symlink' in file;
export const isSubmodule = (file: MemoryFile): file is { submodule: string } =>
  typeof file === 'object' && 'submodule' in file;

export function bytesOf(file: MemoryFile): Uint8Array {
  if (file instanceof Uint8Array) return file;
  if (typeof file === 'string') return utf8ToBytes(file);
  return utf8ToBytes('executable' in file ? file.executable : 'symlink' in file ? file.symlink : file.submodule);
}

/** Blobs get the object name that git gives them. */
export function entryOf(path: string, file: MemoryFile): TreeEntry {
  if (isSubmodule(file)) return { path, id: file.submodule, kind: 'submodule' };
  const bytes = bytesOf(file);
  const id = objectId('blob', bytes);
  if (isLink(file)) return { path, id, kind: 'symlink' };
  return { path, id, kind: typeof file === 'object' && 'executable' in file ? 'executable' : 'file' };
}
