import { sha1 } from '@noble/hashes/legacy.js';
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { TreeEntry } from '../tree.ts';

const MODES: Readonly<Record<TreeEntry['kind'], string>> = {
  file: '100644',
  executable: '100755',
  symlink: '120000',
  submodule: '160000',
};

/** The mode that git writes for an entry. */
export const modeOf = ({ kind }: TreeEntry) => MODES[kind];

type Folder = Map<string, TreeEntry | Folder>;

/** The object name that git gives the tree of these entries. */
export function treeId(entries: Iterable<TreeEntry>): string {
  const top: Folder = new Map();
  for (const entry of entries) {
    const names = entry.path.split('/');
    let folder = top;
    for (const name of names.slice(0, -1)) {
      const inner = folder.get(name);
      const next: Folder = inner instanceof Map ? inner : new Map();
      folder.set(name, next);
      folder = next;
    }
    folder.set(names.at(-1) ?? '', entry);
  }
  return idOf(top);
}

function idOf(folder: Folder): string {
  const entries = [...folder].map(([name, at]) =>
    at instanceof Map
      ? { name, mode: '40000', id: idOf(at), key: utf8ToBytes(`${name}/`) }
      : { name, mode: modeOf(at), id: at.id, key: utf8ToBytes(name) },
  );
  const body = entries
    .sort((a, b) => compareBytes(a.key, b.key))
    .flatMap(({ name, mode, id }) => [utf8ToBytes(`${mode} ${name}\0`), hexToBytes(id)]);
  return objectId('tree', concatBytes(...body));
}

/** The object name that git gives these bytes. */
export const objectId = (type: 'blob' | 'tree', bytes: Uint8Array) =>
  bytesToHex(sha1(concatBytes(utf8ToBytes(`${type} ${bytes.length}\0`), bytes)));

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const at = a.findIndex((byte, index) => byte !== b[index]);
  return at === -1 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? -1);
}
