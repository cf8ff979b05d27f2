/** One line of what leads from one text to another: kept, deleted or added. */
export interface Edit {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/** As git sees it: a NUL byte in the first 8,000. */
export const isBinary = (bytes: Uint8Array) => bytes.subarray(0, 8000).includes(0);

/** Lines with their line feeds: a last line that lost its own is another line. */
export const splitLines = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** The shortest way from one text to the other. */
export function editsBetween(old: readonly string[], now: readonly string[]): readonly Edit[] {
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const [a, b] = [old.slice(start, old.length - end), now.slice(start, now.length - end)];
  const common = commonLengths(a, b);
  const edits: Edit[] = old.slice(0, start).map((text) => ({ sign: ' ', text }));
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [gone, fresh] = [a[i], b[j]];
    if (gone !== undefined && gone === fresh) {
      edits.push({ sign: ' ', text: gone });
      i++;
      j++;
    } else if (fresh === undefined || (gone !== undefined && (common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0))) {
      edits.push({ sign: '-', text: gone ?? '' });
      i++;
    } else {
      edits.push({ sign: '+', text: fresh });
      j++;
    }
  }
  return [...edits, ...old.slice(old.length - end).map((text): Edit => ({ sign: ' ', text }))];
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
