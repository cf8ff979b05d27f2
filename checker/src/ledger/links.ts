import type { LedgerBreak } from '../facts/ledgers.ts';

/** A record: its line, counted from 1, and the hash that it states. */
export interface Stated {
  readonly line: number;
  readonly hash: string;
  /** True when its content does not have this hash. */
  readonly isChanged: boolean;
}

/** What the first record follows. */
export const BEGINNING: Stated = { line: 0, hash: '', isChanged: false };

/** A record that does not name the one before it. */
export interface BrokenLink extends Stated {
  /** The hash that it names; empty for none. */
  readonly named: string;
  /** The record before it. */
  readonly after: Stated;
  /** The line of a later record that goes on from `after`. */
  resumed?: number;
}

/** More loose ends than this are forgotten, the oldest first; a record that goes on from one of them then counts as a break. */
const MOST_ENDS = 50;

/**
 * Takes note of where a chain breaks, and of the loose ends that breaks leave. A record that goes on from a loose end
 * is where it belongs, and is no break of its own: a record that was put in, or a block that was moved, is one break.
 */
export class Links {
  readonly #ends: { readonly end: Stated; readonly left: BrokenLink | undefined }[] = [];

  /** A record that does not name the one before it. Undefined when it goes on from a loose end. */
  leave(after: Stated, record: Stated, named: string): BrokenLink | undefined {
    const at = this.#ends.findLastIndex(({ end }) => end.hash === named);
    const [resumed] = at < 0 ? [] : this.#ends.splice(at, 1);
    if (resumed?.left !== undefined) resumed.left.resumed = record.line;
    const left = resumed === undefined ? { ...record, named, after } : undefined;
    this.#ends.push({ end: after, left });
    if (this.#ends.length > MOST_ENDS) this.#ends.shift();
    return left;
  }
}

/** Lines that state a hash: the first two of each that was asked for. Undefined when nobody looked, or not to the end. */
export type HashLines = ReadonlyMap<string, readonly number[]> | undefined;

/** The break that a link is, by where the records that it is about stand. */
export function linkBreak(link: BrokenLink, lines: HashLines): LedgerBreak {
  const { line, hash, named, after, isChanged, resumed } = link;
  const twin = hash === after.hash ? after.line : lines?.get(hash)?.find((other) => other !== line);
  if (twin !== undefined) return { line, kind: 'duplicate', detail: `it is the record of line ${twin} again` };
  if (isChanged) return { line, kind: 'link', detail: 'its hash is wrong, so what it names may have been changed too' };
  if (named === '') {
    return { line, kind: 'link', detail: 'it names no record before it, as only the first may: a second chain begins' };
  }
  const [named12, after12] = [named.slice(0, 12), after.hash.slice(0, 12)];
  if (lines === undefined) {
    const before = after.line === 0 ? 'and it is the first' : `and line ${after.line} states ${after12}…`;
    return { line, kind: 'link', detail: `it names ${named12}…, ${before}` };
  }
  const [at] = lines.get(named) ?? [];
  if (at !== undefined) return at > line ? moved(line, at) : forked(line, at);
  if (resumed !== undefined) {
    const where = after.line === 0 ? 'begins the chain' : `goes on from line ${after.line}`;
    return {
      line,
      kind: 'link',
      detail: `it names ${named12}…, which no line states, and line ${resumed} ${where}: it was put in`,
    };
  }
  if (after.isChanged) {
    return {
      line,
      kind: 'link',
      detail: `it names ${named12}…, and the hash of line ${after.line} before it is wrong`,
    };
  }
  if (after.line === 0) {
    return {
      line,
      kind: 'gap',
      detail: `it names ${named12}…, which no line states, and is the first: the beginning is gone`,
    };
  }
  return {
    line,
    kind: 'gap',
    detail: `it names ${named12}…, which no line states: what stood between was removed, or line ${after.line} was written anew`,
  };
}

const moved = (line: number, at: number): LedgerBreak => ({
  line,
  kind: 'order',
  detail: `it belongs after line ${at}`,
});

const forked = (line: number, at: number): LedgerBreak => ({
  line,
  kind: 'link',
  detail: `it goes on from line ${at}, and so does another: one was put in, or two wrote at once`,
});
