import type { Commit, Person } from '../../repository.ts';

/**
 * What one commit looks like in the logs read here: fields apart by NUL. A commit message cannot hold one. The mark at
 * the start tells a commit from the records of changes that follow it.
 */
export const MARK = 1;
const FIELDS = ['%H', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%s', '%b'] as const;
export const FIELD_COUNT = FIELDS.length;

/** Options every log takes: a fixed encoding, no mailmap, no decoration, nothing looked up elsewhere. */
export const LOG = [
  'log',
  '-z',
  `--format=%x01${FIELDS.join('%x00')}`,
  '--encoding=UTF-8',
  '--no-mailmap',
  '--no-notes',
  '--no-color',
  '--no-decorate',
] as const;

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

/** Makes a commit of its fields, the mark already seen. */
export function commitOf(fields: readonly Buffer[]): Commit {
  const text = (index: number) => fields[index]?.toString('utf8') ?? '';
  const ascii = (index: number, from = 0) => fields[index]?.toString('latin1', from) ?? '';
  const parents = ascii(1);
  return {
    id: ascii(0, 1),
    parents: parents === '' ? [] : parents.split(' ').map(own),
    author: person(text(2), text(3), ascii(4)),
    committer: person(text(5), text(6), ascii(7)),
    subject: text(8),
    body: text(9).trimEnd(),
  };
}

/** A split string would keep the whole it was cut from; ids are kept for long. */
const own = (text: string) => Buffer.from(text, 'latin1').toString('latin1');

const person = (name: string, email: string, date: string): Person => ({ name, email, date: isoDate(date) });

/** Newer versions of git print UTC as `Z`; a date that git cannot read is the epoch, as git shows it. */
export function isoDate(date: string): string {
  if (date === '') return '1970-01-01T00:00:00+00:00';
  return date.endsWith('Z') ? `${date.slice(0, -1)}+00:00` : date;
}
