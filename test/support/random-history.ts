import fc from 'fast-check';
import type { MemoryCommit, MemoryFile } from '../../checker/src/source/memory.ts';

const TEXT = Array.from({ length: 24 }, (_, index) => `line ${index}\n`);
const edited = (...lines: readonly number[]) =>
  TEXT.map((line, index) => (lines.includes(index) ? `edited ${line}` : line)).join('');

/** Paths that a random history works on. `notes` is a file in some of its commits, and a folder in others. */
const PATHS = ['lanes/a.jsonl', 'lanes/b.jsonl', 'notes', 'notes/x.md', 'other.txt', 'lanes/ü "q".md'] as const;

/** What stands there: texts that merge with each other, and everything else that git can track. */
const FILES: readonly MemoryFile[] = [
  edited(),
  edited(2),
  edited(20),
  edited(2, 20),
  edited(2, 11, 20),
  `${edited()}no line feed at the end`,
  edited().replaceAll('\n', '\r\n'),
  '',
  new Uint8Array([0, 1, 2]),
  new Uint8Array([0, 1, 3]),
  { executable: edited() },
  { executable: edited(2) },
  { symlink: 'other.txt' },
  { submodule: '1234567890123456789012345678901234567890' },
];

interface Draft {
  /** Which of the earlier commits, counted backwards. */
  readonly parents: readonly number[];
  readonly edits: readonly (readonly [path: number, file: number | null])[];
  readonly day: number;
}

/**
 * Histories with branches, merges of up to three parents, several roots, clocks that go backwards, and merges that keep,
 * drop or change what they bring together. Subjects are unique.
 */
export const randomHistory = (maxLength = 12): fc.Arbitrary<readonly MemoryCommit[]> =>
  fc
    .array(
      fc.record<Draft>({
        parents: fc.oneof(
          { weight: 6, arbitrary: fc.constant([0]) },
          { weight: 4, arbitrary: fc.array(fc.nat(6), { maxLength: 3 }) },
        ),
        edits: fc.array(
          fc.tuple(
            fc.nat(PATHS.length - 1),
            fc.oneof({ weight: 5, arbitrary: fc.nat(FILES.length - 1) }, { weight: 2, arbitrary: fc.constant(null) }),
          ),
          { maxLength: 3 },
        ),
        day: fc.nat(20),
      }),
      { minLength: 2, maxLength },
    )
    .map(commitsOf);

function commitsOf(drafts: readonly Draft[]): readonly MemoryCommit[] {
  const states: ReadonlyMap<string, MemoryFile>[] = [];
  return drafts.map(({ parents, edits, day }, index) => {
    const own = [...new Set(parents.map((back) => index - 1 - back))].filter((parent) => parent >= 0);
    const state = new Map(states[own[0] ?? -1]);
    const files: Record<string, MemoryFile | null> = {};
    const remove = (path: string) => {
      if (state.delete(path)) files[path] = null;
    };
    for (const [at, file] of edits) {
      const path = PATHS[at] ?? '';
      if (file === null) {
        remove(path);
        continue;
      }
      for (const other of [...state.keys()]) {
        if (other.startsWith(`${path}/`) || path.startsWith(`${other}/`)) remove(other);
      }
      delete files[path];
      files[path] = FILES[file] ?? '';
      state.set(path, files[path]);
    }
    states.push(state);
    return {
      label: `c${index}`,
      parents: own.map((parent) => `c${parent}`),
      date: `2026-01-${String(day + 1).padStart(2, '0')}`,
      message: `Commit ${index}`,
      files: Object.fromEntries(Object.entries(files).filter(([path, file]) => file !== null || !state.has(path))),
    };
  });
}
