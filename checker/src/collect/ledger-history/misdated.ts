import type { CollectContext } from '../../collector.ts';
import type { LedgerGrowth, Misdated } from '../../facts/ledger-history.ts';
import type { Prefixes } from '../../ledger/prefixes.ts';
import { readStatements } from '../../ledger/read-statements.ts';
import type { Statement } from '../../ledger/statement.ts';
import type { Commit, PathStep } from '../../repository.ts';
import { isIntact } from '../statements.ts';

const MOST_SHOWN = 20;
/** Clocks differ, and so do time zones that were set wrong. */
const DAY = 86_400_000;
const LF = 0x0a;

/** The commit that brought all lines of a file up to this byte. */
interface Brought {
  readonly size: number;
  readonly commit: string;
  readonly date: string;
}

/**
 * Finds records whose time cannot be true by the dates of git: of ledgers that are intact, since the others fail another
 * rule. What has no date to compare with is not judged.
 */
export class MisdatedRecords {
  readonly #context: CollectContext;
  readonly #compared: Prefixes;
  readonly #commits: ReadonlyMap<string, readonly Commit[]>;

  constructor(context: CollectContext, compared: Prefixes, commits: readonly Commit[]) {
    this.#context = context;
    this.#compared = compared;
    const byBeginning = new Map<string, Commit[]>();
    for (const commit of commits) {
      const beginning = commit.id.slice(0, SHORTEST);
      byBeginning.set(beginning, [...(byBeginning.get(beginning) ?? []), commit]);
    }
    this.#commits = byBeginning;
  }

  /** @param steps every step of the file */
  async of(path: string, now: string, steps: readonly PathStep[]): Promise<LedgerGrowth['misdated'] | undefined> {
    const facts = await this.#context.facts('ledgers');
    const ledger = facts.known ? facts.value.ledgers.find((each) => each.path === path) : undefined;
    if (ledger === undefined || !isIntact(ledger)) return undefined;
    const read: Read = { ends: [], size: 0 };
    const judging = new Judging(
      (statement, above, by) => this.#flaw(statement, above, by),
      this.#broughtBy(now, steps),
    );
    // Judged while they are read, for there may be a million of them.
    await readStatements(ledger.dialect, counted(this.#context.repository.stream(path), read), (statement) =>
      judging.add(statement, read.ends[statement.line - 1] ?? read.size),
    );
    return { first: judging.first, total: judging.total };
  }

  /** Which commit was the first, by its date, to hold the file up to which byte. Sizes grow. */
  #broughtBy(now: string, steps: readonly PathStep[]): readonly Brought[] {
    const brought = steps.flatMap(({ after, commit, committer }): Brought[] => {
      if (after === undefined || !this.#compared.begins(after, now)) return [];
      return [{ size: this.#compared.size(after) ?? Number.POSITIVE_INFINITY, commit, date: committer.date }];
    });
    let earliest: Brought | undefined;
    // From the largest to the smallest, each with the earliest of those at least as large.
    const sorted = brought.sort((a, b) => b.size - a.size);
    return sorted
      .map(({ size, commit, date }) => {
        if (earliest === undefined || Date.parse(date) < Date.parse(earliest.date)) earliest = { size, commit, date };
        return { ...earliest, size };
      })
      .reverse();
  }

  #flaw({ line, time, subject }: Statement, above: Statement | undefined, by: Brought | undefined) {
    if (time === undefined) return undefined;
    const dated = Date.parse(time);
    const found = (kind: Misdated['kind'], detail: string): Misdated => ({ kind, line, detail });
    if (by !== undefined && dated > Date.parse(by.date) + DAY)
      return found('future', `dated ${time}, brought by ${short(by.commit)} of ${by.date}`);
    if (above?.time !== undefined && dated < Date.parse(above.time) - DAY)
      return found('back-dated', `dated ${time}, below a record of ${above.time}`);
    const judged = subject.commit === undefined ? undefined : this.#commitNamed(subject.commit);
    if (judged !== undefined && dated < Date.parse(judged.author.date) - DAY)
      return found('back-dated', `dated ${time}, judges ${short(judged.id)} of ${judged.author.date}`);
    return undefined;
  }

  #commitNamed(name: string): Commit | undefined {
    const named = (this.#commits.get(name.slice(0, SHORTEST)) ?? []).filter(({ id }) => id.startsWith(name));
    return named.length === 1 ? named[0] : undefined;
  }
}

type Flaw = (statement: Statement, above: Statement | undefined, by: Brought | undefined) => Misdated | undefined;

/** Judges the records of one ledger in their order, and keeps no more of them than it reports. */
class Judging {
  readonly first: Misdated[] = [];
  total = 0;
  readonly #flaw: Flaw;
  readonly #brought: readonly Brought[];
  #above: Statement | undefined;
  #at = 0;

  constructor(flaw: Flaw, brought: readonly Brought[]) {
    this.#flaw = flaw;
    this.#brought = brought;
  }

  /** @param end the byte behind its line */
  add(statement: Statement, end: number): void {
    while (this.#at < this.#brought.length && (this.#brought[this.#at]?.size ?? 0) < end) this.#at += 1;
    const found = this.#flaw(statement, this.#above, this.#brought[this.#at]);
    this.#above = statement;
    if (found === undefined) return;
    this.total += 1;
    if (this.first.length < MOST_SHOWN) this.first.push(found);
  }
}

/** How far a file was read. */
interface Read {
  /** The byte behind each of its lines. */
  readonly ends: number[];
  size: number;
}

/** Digits of the shortest abbreviation that a record may hold. */
const SHORTEST = 7;
const short = (id: string): string => id.slice(0, 10);

/** Passes a file on, and notes the byte behind each of its lines. */
async function* counted(pieces: AsyncIterable<Uint8Array>, read: Read): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    for (let at = piece.indexOf(LF); at >= 0; at = piece.indexOf(LF, at + 1)) read.ends.push(read.size + at + 1);
    read.size += piece.length;
    yield piece;
  }
}
