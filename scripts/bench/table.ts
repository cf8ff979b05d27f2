import type { Measured } from './measure.ts';

/** The measurements of one repository as a table. Ratios are against the first row that was measured. */
export function table(title: string, rows: readonly Measured[]): string {
  const base = rows.find(({ failure }) => failure === undefined)?.seconds ?? Number.NaN;
  const cells = rows.map((row) =>
    row.failure === undefined
      ? [
          row.name,
          row.seconds.toFixed(3),
          (row.seconds / base).toFixed(2),
          `${row.nodeMiB ?? '–'}`,
          `${row.childMiB ?? '–'}`,
          `${row.runs}`,
        ]
      : [row.name, '–', '–', '–', '–', row.failure],
  );
  const head = [title, 'seconds', 'ratio', 'Node MiB', 'other MiB', 'runs'];
  const widths = head.map((_, at) =>
    Math.max(...[head, ...cells].map((line) => (at === 5 ? 0 : (line[at] ?? '').length))),
  );
  const lines = [head, ...cells].map((line) =>
    line.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  '),
  );
  return [lines[0], '-'.repeat(lines[0]?.length ?? 0), ...lines.slice(1)].join('\n');
}
