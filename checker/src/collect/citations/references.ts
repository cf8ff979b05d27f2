import type { LearningEntry } from '../../facts/learnings.ts';
import { nameOf } from '../../tree.ts';

/**
 * Finds the entry that a citation names: by an id that only one entry has, by its file, or by `path#heading`. Paths may
 * be absolute or start elsewhere: what follows `.agents/` is compared. A file that holds several entries and is named
 * without a heading stands for its first, because which one was meant is not said.
 */
export function resolver(
  entries: readonly LearningEntry[],
): (reference: string, heading?: string) => LearningEntry | undefined {
  const byId = new Map<string, LearningEntry | undefined>();
  const byPath = new Map<string, LearningEntry[]>();
  const add = (id: string, entry: LearningEntry) =>
    byId.set(id, byId.has(id) && byId.get(id) !== entry ? undefined : entry);
  for (const entry of entries) {
    if (entry.id !== undefined) add(entry.id, entry);
    const path = portable(entry.path);
    const inFile = byPath.get(path);
    if (inFile === undefined) byPath.set(path, [entry]);
    else inFile.push(entry);
  }
  for (const [path, [entry, second]] of byPath)
    if (entry !== undefined && second === undefined) add(nameOf(path).replace(/\.\w+$/, ''), entry);

  return (reference, heading) => {
    const [name = '', fragment] = split(reference.trim());
    const inFile = byPath.get(portable(name));
    if (inFile === undefined) return byId.get(name);
    const part = heading ?? fragment;
    return part === undefined || part === '' ? inFile[0] : inFile.find((entry) => isNamed(entry, part));
  };
}

const split = (reference: string): readonly [string, string?] => {
  const hash = reference.indexOf('#');
  return hash < 0 ? [reference] : [reference.slice(0, hash), reference.slice(hash + 1)];
};

/** The path from its last `.agents/` on, the same whoever's machine it was written on. */
function portable(path: string): string {
  const slashes = path.replaceAll('\\', '/').replace(/^\.\//, '');
  const at = slashes.lastIndexOf('.agents/');
  return at > 0 && slashes[at - 1] === '/' ? slashes.slice(at) : slashes;
}

/** A heading is named by its id, its words, or the anchor that forges make of them; with its date or without. */
function isNamed({ id, title, written }: LearningEntry, part: string): boolean {
  const words = normalised(part);
  if (part === id || words === normalised(title)) return true;
  return written !== undefined && words === normalised(`${title} ${written}`);
}

const normalised = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
