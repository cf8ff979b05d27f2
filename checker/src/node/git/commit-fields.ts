import type { Commit, Person } from '../../repository.ts';

/**
 * What one commit looks like in the logs read here: fields apart by NUL. A commit message cannot hold one. The mark at
 * the start tells a commit from the records of changes that follow it.
 */
export const MARK = 1;
const FIELDS = ['%H', '%T', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%s', '%b'] as const;
export const FIELD_COUNT = FIELDS.length;

/** Those fields in a fixed encoding, with nothing added. */
export const FORMAT = [
  '-z',
  `--format=%x01${FIELDS.join('%x00')}`,
  '--encoding=UTF-8',
  '--no-notes',
  '--no-color',
] as const;

/** Options every log takes: no mailmap, no decoration, nothing looked up elsewhere. */
export const LOG = ['log', ...FORMAT, '--no-mailmap', '--no-decorate'] as const;

/** And those that show changes. */
export const DIFF = [
  '--no-ext-diff',
  '--no-textconv',
  '--no-abbrev',
  '--no-relative',
  '--ignore-submodules=none',
  '--submodule=short',
  '--find-renames=50%',
  '-l1000',
] as const;

/**
 * Compares the two ends of each edge named on standard input: `<commit> <parent>`, or a commit alone that has no parent.
 * The commit is shown with the one parent it is compared with. What moved is deleted and added, so no contents are needed.
 */
export const EDGES = ['diff-tree', '--stdin', '--root', '-r', '--raw', ...FORMAT, ...DIFF, '--no-renames'] as const;

/** Makes a commit of its fields, the mark still before the first. */
export function commitOf(fields: readonly string[]): Commit {
  const [id = '', tree = '', parents = '', ...rest] = fields;
  const [name = '', email = '', date = '', committer = '', address = '', landed = '', subject = '', body = ''] = rest;
  return {
    id: id.slice(1),
    tree,
    parents: parents === '' ? [] : parents.split(' '),
    author: person(name, email, date),
    committer: person(committer, address, landed),
    subject,
    body: body.trimEnd(),
  };
}

const person = (name: string, email: string, date: string): Person => ({ name, email, date: isoDate(date) });

/** Newer versions of git print UTC as `Z`; a date that git cannot read is the epoch, as git shows it. */
export function isoDate(date: string): string {
  if (date === '') return '1970-01-01T00:00:00+00:00';
  return date.endsWith('Z') ? `${date.slice(0, -1)}+00:00` : date;
}
