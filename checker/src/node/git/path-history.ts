import type { AddedLine, PathChange, PathCommit, PathHistoryQuery } from '../../repository.ts';
import { type Git, output } from './command.ts';
import { commitOf, DIFF, FIELD_COUNT, LOG, MARK } from './commit-fields.ts';
import { Patch } from './patch.ts';
import { NEWLINE, NUL, UnitReader } from './records.ts';

/** What the lines of a history may add up to in the output of git; beyond it the question is too wide. */
export const PATCH_LIMIT = 256 << 20;

const GITLINK = '160000';

interface RawChange {
  readonly status: string;
  readonly oldMode: string;
  readonly mode: string;
  readonly blob: string;
  path: string;
  from: string | undefined;
}

/**
 * Every commit without merges that changed one of the paths. Full history, not git's simplified one: a side branch
 * whose outcome a merge threw away did change the path.
 */
export async function pathHistory(
  git: Git,
  head: string,
  { paths, detail }: PathHistoryQuery,
): Promise<readonly PathCommit[]> {
  if (paths.length === 0) return [];
  const roots = [...new Set(paths.map((path) => path.replace(/\/+$/, '')))];
  const isInside = insideOf(roots);
  const history: PathCommit[] = [];
  const reader = new HistoryReader(detail === 'lines', (fields, raw, patch) => {
    const changes = raw.flatMap((change, index) => {
      const isWanted = isInside(change.path) || (change.from !== undefined && isInside(change.from));
      return isWanted ? [toChange(change, patch?.linesOf(index))] : [];
    });
    if (changes.length === 0) return;
    const { id, author, committer, subject } = commitOf(fields);
    history.push({ id, author, committer, subject, changes });
  });
  // With names, whole commits are compared, so that a file moved here from elsewhere is seen as moved.
  const show = detail === 'lines' ? ['--raw', '--patch', '--unified=0', ...PATCH_STYLE] : ['--raw', '--full-diff'];
  const args = [
    ...LOG,
    '--no-merges',
    '--full-history',
    ...DIFF,
    ...show,
    head,
    '--',
    ...roots.map((root) => (root === '' ? '.' : root)),
  ];
  const limit = detail === 'lines' ? { outputLimit: PATCH_LIMIT } : {};
  for await (const chunk of output(git, args, limit)) reader.push(chunk);
  reader.end();
  return history;
}

const PATCH_STYLE = [
  '--inter-hunk-context=0',
  '--no-function-context',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  '--diff-algorithm=myers',
];

const insideOf = (roots: readonly string[]) => {
  if (roots.includes('')) return () => true;
  const exact = new Set(roots);
  const folders = roots.map((root) => `${root}/`);
  return (path: string) => exact.has(path) || folders.some((folder) => path.startsWith(folder));
};

const STATUS: Readonly<Record<string, PathChange['status']>> = { A: 'added', D: 'deleted', R: 'renamed', C: 'added' };

function toChange({ status, mode, blob, path, from }: RawChange, added: readonly AddedLine[] | undefined): PathChange {
  return {
    path,
    status: STATUS[status] ?? 'modified',
    ...(from !== undefined && status === 'R' && { from }),
    ...(status !== 'D' && { blob }),
    ...(added !== undefined && status !== 'D' && mode !== GITLINK && { added }),
  };
}

/** Follows the output of `git log -z --raw [--patch]`: a commit's fields, its raw records, then its patch line by line. */
class HistoryReader {
  readonly #withPatch: boolean;
  readonly #onCommit: (fields: readonly Buffer[], changes: readonly RawChange[], patch: Patch | undefined) => void;
  readonly #units: UnitReader;
  #fields: Buffer[] = [];
  #changes: RawChange[] = [];
  #patch: Patch | undefined;
  #pathsDue = 0;

  constructor(
    withPatch: boolean,
    onCommit: (fields: readonly Buffer[], changes: readonly RawChange[], patch: Patch | undefined) => void,
  ) {
    this.#withPatch = withPatch;
    this.#onCommit = onCommit;
    this.#units = new UnitReader(
      (first) => this.#delimiter(first),
      (unit) => this.#take(unit),
    );
  }

  push(chunk: Buffer): void {
    this.#units.push(chunk);
  }

  end(): void {
    if (this.#units.unfinished) throw new Error('the log ended in the middle of a record');
    this.#finish();
  }

  /** Inside a hunk everything is a line; between hunks the mark starts the next commit. */
  #delimiter(first: number): number {
    if (this.#patch === undefined) return NUL;
    return this.#patch.inHunk || first !== MARK ? NEWLINE : NUL;
  }

  #take(unit: Buffer): void {
    const isMark = unit[0] === MARK;
    if (this.#patch !== undefined && (this.#patch.inHunk || !isMark)) this.#patch.take(unit);
    else if (this.#fields.length > 0 && this.#fields.length < FIELD_COUNT) this.#fields.push(Buffer.from(unit));
    else if (this.#pathsDue > 0) this.#takePath(unit);
    else if (isMark) {
      this.#finish();
      this.#fields = [Buffer.from(unit)];
    } else if (unit.length > 0) this.#takeRaw(unit);
    else if (this.#withPatch) this.#patch = new Patch(this.#changes.map(({ status }) => status === 'T'));
  }

  /** `:<old mode> <mode> <old object> <object> <status>`; the first of a commit follows a newline. */
  #takeRaw(unit: Buffer): void {
    const [oldMode = '', mode = '', , blob = '', status = ''] = unit
      .toString('latin1', unit.indexOf(58) + 1)
      .split(' ');
    this.#changes.push({
      status: status[0] ?? '',
      oldMode,
      mode,
      blob: Buffer.from(blob).toString('latin1'),
      path: '',
      from: undefined,
    });
    this.#pathsDue = status.startsWith('R') || status.startsWith('C') ? 2 : 1;
  }

  #takePath(unit: Buffer): void {
    const change = this.#changes.at(-1);
    if (change === undefined) return;
    const path = unit.toString('utf8');
    if (this.#pathsDue === 2) change.from = path;
    else change.path = path;
    this.#pathsDue--;
  }

  #finish(): void {
    if (this.#fields.length === FIELD_COUNT) {
      this.#patch?.end();
      this.#onCommit(this.#fields, this.#changes, this.#patch);
    }
    this.#fields = [];
    this.#changes = [];
    this.#patch = undefined;
  }
}
