import type { BreakKind, Ledger, LedgerBreak } from '../facts/ledgers.ts';
import type { Platform } from '../platform.ts';
import { DIGEST, type Dialect, isObject, type JsonObject, shortened } from './dialect.ts';
import { DIALECTS } from './dialects.ts';
import { type Line, Lines } from './lines.ts';
import { hiddenIn } from './lossless.ts';
import type { Statement } from './statement.ts';

const MOST_SHOWN = 20;
/** A file with more breaks is not read on: it is no chain, and to say why of each line would take long. */
const MOST_BREAKS = 10_000;
const MOST_NAMES = 20;
const LFS_POINTER = 'version https://git-lfs.github.com/spec/';
type Tip = NonNullable<Ledger['tip']>;

/** Git's own measure of what is binary: a NUL byte among the first bytes. */
const SNIFFED = 8000;

export interface VerifierOptions {
  /**
   * Takes what each record says, in the order of the file: of every record that is of the form of its dialect, also
   * where the chain breaks. Whether the ledger is intact shows only at its end.
   */
  readonly onStatement?: ((statement: Statement) => void) | undefined;
}

/**
 * Recomputes a ledger's hash chain piece by piece. Its memory does not grow with the ledger.
 *
 * A break does not end the verification: it goes on from the hash that the broken record states, so that each break is
 * counted where it happened. Where a line states none, the next link is not judged, for it cannot be known.
 */
export class LedgerVerifier {
  readonly #path: string;
  readonly #platform: Platform;
  readonly #onStatement: VerifierOptions['onStatement'];
  readonly #lines = new Lines();
  #seen = 0;
  #dialect: Dialect | undefined;
  #unreadable: string | undefined;
  #records = 0;
  #blank = 0;
  #breaks: LedgerBreak[] = [];
  #totalBreaks = 0;
  #tip: Tip | undefined;
  #root: string | undefined;
  /** The record that the next one has to name, line 0 before the first one; undefined after a line that states no hash. */
  #previous: Tip | undefined = { line: 0, hash: '' };
  readonly #unprotected = new Set<string>();

  constructor(path: string, platform: Platform, { onStatement }: VerifierOptions = {}) {
    this.#path = path;
    this.#platform = platform;
    this.#onStatement = onStatement;
  }

  /** Takes the next piece of the file. False when no more is needed, because the file cannot be read as a ledger. */
  write(piece: Uint8Array): boolean {
    const isBinary = this.#seen < SNIFFED && piece.subarray(0, SNIFFED - this.#seen).includes(0);
    if (isBinary) this.#unreadable = 'is a binary file';
    this.#seen += piece.length;
    for (const line of this.#unreadable === undefined ? this.#lines.push(piece) : []) {
      this.#line(line);
      if (this.#unreadable !== undefined) break;
    }
    return this.#unreadable === undefined;
  }

  /** Lines read so far. */
  get lines(): number {
    return this.#lines.count;
  }

  /** What was found. `unreadable` says why not everything was written to it, where that is so. */
  end(unreadable?: string): Ledger {
    this.#unreadable ??= unreadable;
    if (this.#unreadable === undefined) for (const line of this.#lines.end()) this.#line(line);
    if (this.#dialect === undefined && this.#totalBreaks > 0) this.#unreadable ??= 'holds no record of a known ledger';
    // Without a dialect there is no chain that could break: the file is something else, or nothing of it can be read.
    const isChain = this.#dialect !== undefined;
    return {
      path: this.#path,
      ...(this.#dialect && { dialect: this.#dialect.name }),
      records: this.#records,
      blank: this.#blank,
      breaks: { first: isChain ? this.#breaks : [], total: isChain ? this.#totalBreaks : 0 },
      ...(this.#tip && { tip: this.#tip }),
      ...(this.#root !== undefined && { root: this.#root }),
      unprotected: [...this.#unprotected].sort(),
      ...(this.#unreadable !== undefined && { unreadable: this.#unreadable }),
    };
  }

  #line(line: Line): void {
    const { number } = line;
    if ('problem' in line) {
      this.#malformed(number, line.problem);
    } else if (BLANK.test(line.text)) {
      this.#blank += 1;
    } else if (number === 1 && line.text.startsWith(LFS_POINTER)) {
      this.#unreadable = 'is a pointer of Git LFS: its contents are not in git';
    } else if (!this.#isIntact(number, line.text)) {
      const record = parsed(line.text);
      if (record === undefined) this.#malformed(number, whyNot(line.text, line.ended));
      else this.#recognised(number, line.text, record);
    }
  }

  /** The fast way for a record with which all is well. Whatever it does not accept is read again, with more care. */
  #isIntact(line: number, text: string): boolean {
    const seal = this.#dialect?.seal?.(text);
    if (seal === undefined || seal.previous !== this.#previous?.hash) return false;
    if (this.#platform.sha256(seal.payload) !== seal.hash) return false;
    this.#records += 1;
    this.#advance(line, seal.hash);
    if (this.#onStatement !== undefined) this.#state(line, JSON.parse(text));
    return true;
  }

  #recognised(line: number, text: string, record: JsonObject): void {
    this.#dialect ??= DIALECTS.find((dialect) => dialect.recognise(record));
    if (this.#dialect !== undefined) this.#record(line, text, record, this.#dialect);
    else this.#unreadable = `is in no ledger format that this audit knows (line ${line})`;
  }

  #record(line: number, text: string, record: JsonObject, dialect: Dialect): void {
    const hidden = hiddenIn(text);
    if (hidden !== undefined) {
      this.#malformed(line, hidden);
      return;
    }
    this.#records += 1;
    const flaw = dialect.flaw(record);
    if (flaw === undefined) {
      this.#sound(line, record, dialect);
    } else {
      const { hash } = record;
      this.#break(line, 'schema', flaw);
      this.#previous = typeof hash === 'string' && DIGEST.test(hash) ? { line, hash } : undefined;
    }
  }

  #sound(line: number, record: JsonObject, dialect: Dialect): void {
    const named = dialect.previous(record);
    if (this.#previous !== undefined && named !== this.#previous.hash) {
      this.#break(line, 'link', linkDetail(named, this.#previous));
    }
    const mismatch = dialect.mismatch(record, this.#platform);
    if (mismatch !== undefined) this.#break(line, mismatch);
    this.#advance(line, dialect.hash(record));
    for (const name of dialect.unprotected(record)) {
      if (this.#unprotected.size < MOST_NAMES) this.#unprotected.add(shortened(name));
    }
    this.#state(line, record);
  }

  #state(line: number, record: JsonObject): void {
    const statement = this.#onStatement && this.#dialect?.statement(record, line);
    if (statement !== undefined) this.#onStatement?.(statement);
  }

  #advance(line: number, hash: string): void {
    this.#previous = { line, hash };
    this.#tip = this.#previous;
    this.#root ??= hash;
  }

  #malformed(line: number, detail: string): void {
    this.#break(line, 'malformed', detail);
    this.#previous = undefined;
  }

  #break(line: number, kind: BreakKind, detail?: string): void {
    this.#totalBreaks += 1;
    if (this.#totalBreaks === MOST_BREAKS) this.#unreadable = `was not read on after ${MOST_BREAKS} breaks`;
    if (this.#breaks.length < MOST_SHOWN) this.#breaks.push({ line, kind, ...(detail !== undefined && { detail }) });
  }
}

/** What JSON calls white space, line feeds apart. */
const BLANK = /^[ \t\r]*$/;

function parsed(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function whyNot(text: string, ended: boolean): string {
  if (text.startsWith('\ufeff')) return 'it begins with a byte-order mark';
  return ended ? 'it is not a JSON object' : 'it is not a JSON object, and the file ends there: was it cut off?';
}

function linkDetail(named: string, { line, hash }: Tip): string {
  if (line === 0) return 'it is the first record, and names one before it';
  if (named === '') return 'it names no record before it, as only the first may';
  return `it names ${named.slice(0, 12)}…, the record in line ${line} states ${hash.slice(0, 12)}…`;
}
