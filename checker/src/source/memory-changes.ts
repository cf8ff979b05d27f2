import type { AddedLine, PathChange } from '../repository.ts';
import { nameOf, type TreeEntry } from '../tree.ts';

/** A file as the comparison of two commits sees it. */
export interface ComparedFile {
  readonly entry: TreeEntry;
  readonly bytes: Uint8Array;
}

/** What a commit did to one path, with what git would say of its lines. */
export interface FileChange {
  readonly path: string;
  readonly status: PathChange['status'];
  readonly from: string | undefined;
  readonly blob: string | undefined;
  /** Undefined for binary files. */
  readonly lines: LineChange | undefined;
  /** A submodule: its one line, the commit it stands at, is counted but is no text of a file. */
  readonly submodule: boolean;
}

export interface LineChange {
  readonly added: readonly AddedLine[];
  readonly deleted: number;
}

type Files = ReadonlyMap<string, ComparedFile>;

/** The least likeness of two files at which git calls the one the other's former self. */
const ALIKE = 0.5;

/** More pairs than this are not compared, only the same contents found; git has such a limit too. */
const MOST_PAIRS = 10_000;

/** What changed from one set of files to another, in the order of paths, moved files told as git tells them. */
export function compareFiles(before: Files, after: Files): readonly FileChange[] {
  const gone = new Map([...before].filter(([path]) => !after.has(path)));
  const fresh = new Map([...after].filter(([path]) => !before.has(path)));
  const moves = movesOf(gone, fresh);
  const from = new Set(moves.values());
  const changes = [
    ...[...gone].filter(([path]) => !from.has(path)).map(([path, file]) => change(path, file, undefined, undefined)),
    ...[...after].flatMap(([path, file]) => {
      const former = moves.get(path);
      const old = before.get(former ?? path);
      const isSame = former === undefined && old?.entry.id === file.entry.id && old.entry.kind === file.entry.kind;
      return isSame ? [] : [change(path, old, file, former)];
    }),
  ];
  return changes.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function change(
  path: string,
  old: ComparedFile | undefined,
  now: ComparedFile | undefined,
  from: string | undefined,
): FileChange {
  const isBinary = [old, now].some((side) => side !== undefined && holdsNul(side));
  const status =
    now === undefined ? 'deleted' : from !== undefined ? 'renamed' : old === undefined ? 'added' : 'modified';
  return {
    path,
    status,
    from,
    blob: now?.entry.id,
    lines: isBinary ? undefined : compareLines(linesOf(old), linesOf(now)),
    submodule: now?.entry.kind === 'submodule',
  };
}

const holdsNul = ({ bytes }: ComparedFile) => bytes.subarray(0, 8000).includes(0);

/** For each new path the one it came from: first the same contents, best under the same name, then the most alike. */
function movesOf(gone: Files, fresh: Files): ReadonlyMap<string, string> {
  const moves = new Map<string, string>();
  const left = new Map(gone);
  const move = (from: string, to: string) => {
    moves.set(to, from);
    left.delete(from);
  };
  const sources = new Map<string, [string, ComparedFile][]>();
  for (const [from, file] of gone) sources.set(file.entry.id, [...(sources.get(file.entry.id) ?? []), [from, file]]);
  for (const [path, file] of fresh) {
    const same = (sources.get(file.entry.id) ?? []).filter(
      ([from, old]) => left.has(from) && isFile(old) === isFile(file),
    );
    const [from] = same.find(([candidate]) => nameOf(candidate) === nameOf(path)) ?? same[0] ?? [];
    if (from !== undefined) move(from, path);
  }
  const unmoved = [...fresh].filter(([path]) => !moves.has(path));
  if (unmoved.length * left.size > MOST_PAIRS) return moves;
  const pairs = unmoved.flatMap(([path, file]) =>
    [...left].map(([from, old]) => ({ path, from, alike: likeness(old, file) })),
  );
  for (const { path, from, alike } of pairs.sort((a, b) => b.alike - a.alike)) {
    if (alike >= ALIKE && !moves.has(path) && left.has(from)) move(from, path);
  }
  return moves;
}

/** Share of the larger file's bytes whose lines both hold; git's own measure is close to it for text. */
function likeness(old: ComparedFile, file: ComparedFile): number {
  if (!isFile(old) || old.bytes.length === 0 || file.bytes.length === 0) return 0;
  const left = new Map<string, number>();
  for (const line of linesOf(old)) left.set(line, (left.get(line) ?? 0) + 1);
  let shared = 0;
  for (const line of linesOf(file)) {
    const count = left.get(line) ?? 0;
    if (count === 0) continue;
    left.set(line, count - 1);
    shared += new TextEncoder().encode(line).length;
  }
  return shared / Math.max(old.bytes.length, file.bytes.length);
}

const isFile = ({ entry }: ComparedFile) => entry.kind === 'file' || entry.kind === 'executable';

/** Lines with their line feeds: a last line that lost its own is another line. */
function linesOf(file: ComparedFile | undefined): readonly string[] {
  if (file === undefined) return [];
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(file.bytes).match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** The shortest way from one text to the other: lines added, and how many were deleted. */
function compareLines(old: readonly string[], now: readonly string[]): LineChange {
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const [a, b] = [old.slice(start, old.length - end), now.slice(start, now.length - end)];
  const common = commonLengths(a, b);
  const added: AddedLine[] = [];
  let [i, j] = [0, 0];
  while (j < b.length) {
    if (i < a.length && a[i] === b[j]) {
      i++;
      j++;
    } else if (i < a.length && (common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0)) i++;
    else {
      added.push({ line: start + j + 1, text: (b[j] ?? '').replace(/\n$/, '') });
      j++;
    }
  }
  return { added, deleted: a.length - (b.length - added.length) };
}

/** At `[i][j]` how many lines the rests of both texts have in common. */
function commonLengths(a: readonly string[], b: readonly string[]): readonly Uint32Array[] {
  const table = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    const [row, below] = [table[i], table[i + 1]];
    if (row === undefined || below === undefined) continue;
    for (let j = b.length - 1; j >= 0; j--) {
      row[j] = a[i] === b[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return table;
}
