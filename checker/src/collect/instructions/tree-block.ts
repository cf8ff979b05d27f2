/** One entry of a directory tree drawn in text. */
export interface DrawnEntry {
  /** Path from the drawing's root. */
  readonly path: string;
  readonly isFolder: boolean;
  /** Line within the block, from 0. */
  readonly line: number;
  /** The comment behind the name. */
  readonly note: string;
}

export interface Drawing {
  /** The name the drawing begins with, where it has one: `packages/core`, `.`, a project's name. */
  readonly root: string | undefined;
  readonly entries: readonly DrawnEntry[];
}

const BRANCH = /^((?:[\s│|┃]|&nbsp;)*)(?:├|└|┣|┗|╰|\+|`|\|)[─━\-–_]+\s*/u;

/**
 * Reads a drawn directory tree (`├── src/`), or a flat listing in two columns (`src/    the source`); undefined when the
 * block is neither. Entries with placeholders, patterns or several names are left out, and what lies below them.
 */
export function readDrawing(block: string): Drawing | undefined {
  const lines = block.split('\n');
  return lines.filter((line) => BRANCH.test(line)).length >= 2 ? drawn(lines) : columns(lines);
}

function drawn(lines: readonly string[]): Drawing {
  const entries: DrawnEntry[] = [];
  const above: { indent: number; path: string | undefined }[] = [];
  let root: string | undefined;
  lines.forEach((line, index) => {
    const branch = BRANCH.exec(line);
    const rest = line.slice(branch?.[0].length ?? 0).trim();
    if (rest === '' || /^[│|]+$/.test(rest)) return;
    if (branch === null) {
      if (entries.length === 0 && root === undefined && !/^\s/.test(line)) root = nameOf(rest).name || rest;
      return;
    }
    const indent = branch[0].search(/[├└┣┗╰+`|](?=[─━\-–_])/u);
    while ((above.at(-1)?.indent ?? -1) >= indent) above.pop();
    const parent = above.length === 0 ? '' : above.at(-1)?.path;
    const { name, note } = nameOf(rest);
    const path = name === '' || parent === undefined ? undefined : parent === '' ? name : `${parent}/${name}`;
    above.push({ indent, path: path?.replace(/\/$/, '') });
    if (path !== undefined) entries.push(entryOf(path, index, note));
  });
  return { root, entries };
}

function columns(lines: readonly string[]): Drawing | undefined {
  const written = lines.map((line, index) => ({ line, index })).filter(({ line }) => line.trim() !== '');
  const rows = written.map(({ line, index }) => ({ index, row: /^(\S+)\s{2,}(?:[#—–-]\s*)?(\S.*)$/.exec(line) }));
  const paths = rows.filter(({ row }) => row?.[1] !== undefined && /\/$|^[\w.-]+\.\w+$/.test(row[1]));
  if (written.length < 3 || paths.length < written.length) return undefined;
  return { root: undefined, entries: paths.map(({ index, row }) => entryOf(row?.[1] ?? '', index, row?.[2] ?? '')) };
}

const entryOf = (path: string, line: number, note: string): DrawnEntry => ({
  path: path.replace(/\/$/, ''),
  isFolder: path.endsWith('/'),
  line,
  note,
});

/** The name before any comment; empty when it is a placeholder, a pattern, or more than one name. */
function nameOf(text: string): { name: string; note: string } {
  const [, written = '', note = ''] = /^(\S+)\s*(.*)$/s.exec(text) ?? [];
  const several = /^[,&+]|^(?:and|or)\b/.test(note) || written.endsWith(',');
  const name = written.replace(/^\.\//, '').replace(/:$/, '');
  return {
    name: several || !/^[\p{L}\p{N}_.@+()[\]-]+(?:\/[\p{L}\p{N}_.@+()[\]-]+)*\/?$/u.test(name) ? '' : name,
    note,
  };
}
