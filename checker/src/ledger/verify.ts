import type { BreakKind, Ledger, LedgerBreak } from '../facts/ledgers.ts';
import { LFS_POINTER } from '../lfs-pointer.ts';
import type { Platform } from '../platform.ts';
import { DIGEST, type Dialect, type JsonObject, objectIn, shortened } from './dialect.ts';
import { DIALECTS } from './dialects.ts';
import { type Line, Lines } from './lines.ts';
import { BEGINNING, type BrokenLink, type HashLines, Links, linkBreak, type Stated } from './links.ts';
import { hiddenIn } from './lossless.ts';
import { mayMixScripts } from './mixed-scripts.ts';
import type { Statement } from './statement.ts';

const MOST_SHOWN = 20;
/** A file with more breaks is not read on: it is no chain, and to say why of each line would take long. */
const MOST_BREAKS = 10_000;
const MOST_NAMES = 20;
const BOM = '\ufeff';

/** Git's own measure of what is binary: a NUL byte among the first bytes. */
const SNIFFED = 8000;

export interface VerifierOptions {
  /**
   * Takes what each record says, in the order of the file: of every record that is of the form of its dialect, also
   * where the chain breaks. Whether the ledger is intact shows only at its end.
   */
  readonly onStatement?: ((statement: Statement) => void) | undefined;
  /** Takes each signed record of the form of its dialect, by its line and its text. */
  readonly onSigned?: ((line: number, text: string) => void) | undefined;
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
  readonly #options: VerifierOptions;
  readonly #lines = new Lines();
  #seen = 0;
  #dialect: Dialect | undefined;
  #unreadable: string | undefined;
  #records = 0;
  #blank = 0;
  #breaks: (LedgerBreak | BrokenLink)[] = [];
  #totalBreaks = 0;
  readonly #links = new Links();
  #tip: Stated | undefined;
  #root: string | undefined;
  /** The record that the next one has to name; undefined after a line that states no hash. */
  #previous: Stated | undefined = BEGINNING;
  readonly #unprotected = new Set<string>();
  #oddities: { readonly line: number; readonly detail: string }[] = [];
  #totalOddities = 0;

  constructor(path: string, platform: Platform, options: VerifierOptions = {}) {
    this.#path = path;
    this.#platform = platform;
    this.#options = options;
  }

  /** Takes the next piece of the file. False when no more is needed, because the file cannot be read as a ledger. */
  write(piece: Uint8Array): boolean {
    if (this.#seen < SNIFFED) this.#unreadable ??= notText(piece, this.#seen);
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

  /** The hashes whose lines would tell how the links broke, and who can read them; nothing where no link did. */
  get wanted(): { readonly hashes: ReadonlySet<string>; readonly dialect: Dialect } | undefined {
    const links = this.#breaks.filter((found) => 'named' in found);
    if (links.length === 0 || this.#dialect === undefined) return undefined;
    return { hashes: new Set(links.flatMap(({ named, hash }) => [named, hash])), dialect: this.#dialect };
  }

  /** Takes the last line, where no line feed ended it. Nothing may be written after it. */
  finish(): void {
    if (this.#unreadable === undefined) for (const line of this.#lines.end()) this.#line(line);
  }

  /**
   * What was found.
   * @param unreadable why not everything was written to it, where that is so.
   * @param lines where the wanted hashes stand; without them a broken link is only said to be one.
   */
  end(unreadable?: string, lines?: HashLines): Ledger {
    this.#unreadable ??= unreadable;
    this.finish();
    const dialect = this.#dialect ?? this.#begun();
    if (dialect === undefined && this.#totalBreaks > 0) this.#unreadable ??= 'holds no record of a known ledger';
    // Without a dialect there is no chain that could break: the file is something else, or nothing of it can be read.
    const breaks = dialect === undefined ? [] : this.#breaks;
    return {
      path: this.#path,
      ...(dialect && { dialect: dialect.name }),
      records: this.#records,
      blank: this.#blank,
      breaks: {
        first: breaks.map((found) => ('named' in found ? linkBreak(found, lines) : found)),
        total: dialect === undefined ? 0 : this.#totalBreaks,
      },
      ...(this.#tip && { tip: { line: this.#tip.line, hash: this.#tip.hash } }),
      ...(this.#root !== undefined && { root: this.#root }),
      unprotected: [...this.#unprotected].sort(),
      ...(this.#totalOddities > 0 && { oddities: { first: this.#oddities, total: this.#totalOddities } }),
      ...(this.#unreadable !== undefined && { unreadable: this.#unreadable }),
    };
  }

  /** Half a record and nothing else is the beginning of a ledger, if it lies where one belongs. */
  #begun(): Dialect | undefined {
    const [only, ...others] = this.#breaks;
    const isHalf = only !== undefined && 'kind' in only && only.kind === 'truncated' && others.length === 0;
    return isHalf ? DIALECTS.find(({ place }) => place.holds(this.#path)) : undefined;
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
      const text = number === 1 ? this.#unmarked(line.text) : line.text;
      const record = objectIn(text);
      if (record !== undefined) this.#recognised(number, text, record);
      else if (!line.ended && text.startsWith('{')) this.#break(number, 'truncated', HALF);
      else this.#malformed(number, whyNot(text));
    }
  }

  /** What is wrong with a mark at the beginning of the file is said once, and the record after it is read. */
  #unmarked(text: string): string {
    if (!text.startsWith(BOM)) return text;
    this.#break(1, 'malformed', 'the file begins with a byte-order mark, which JSON does not allow; the rest is read');
    return text.slice(1);
  }

  /** The fast way for a record with which all is well. Whatever it does not accept is read again, with more care. */
  #isIntact(line: number, text: string): boolean {
    const seal = this.#dialect?.seal?.(text);
    if (seal === undefined || seal.previous !== this.#previous?.hash) return false;
    if (this.#platform.sha256(seal.payload) !== seal.hash) return false;
    this.#records += 1;
    this.#advance({ line, hash: seal.hash, isChanged: false });
    // A name may be odd; no other oddity can be in a record that went this way.
    if (this.#dialect !== undefined && mayMixScripts(text)) this.#odd(line, objectIn(text) ?? {}, this.#dialect);
    if (seal.signed) this.#options.onSigned?.(line, text);
    if (this.#options.onStatement !== undefined) this.#state(this.#dialect?.sealed?.(seal, line));
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
      this.#sound(line, text, record, dialect);
    } else {
      const { hash } = record;
      this.#break(line, 'schema', flaw);
      this.#previous = typeof hash === 'string' && DIGEST.test(hash) ? { line, hash, isChanged: true } : undefined;
    }
  }

  #sound(line: number, text: string, record: JsonObject, dialect: Dialect): void {
    const mismatch = dialect.mismatch(record, this.#platform);
    const stated = { line, hash: dialect.hash(record), isChanged: mismatch !== undefined };
    if (mismatch !== undefined) this.#break(line, mismatch);
    const named = dialect.previous(record);
    if (this.#previous !== undefined && named !== this.#previous.hash) {
      const link = this.#links.leave(this.#previous, stated, named);
      if (link !== undefined) this.#found(link);
    }
    this.#advance(stated);
    for (const name of dialect.unprotected(record)) {
      if (this.#unprotected.size < MOST_NAMES) this.#unprotected.add(shortened(name));
    }
    this.#odd(line, record, dialect);
    if (dialect.signature?.(record) !== undefined) this.#options.onSigned?.(line, text);
    if (this.#options.onStatement !== undefined) this.#state(dialect.statement(record, line));
  }

  #odd(line: number, record: JsonObject, dialect: Dialect): void {
    for (const detail of dialect.oddities?.(record) ?? []) {
      this.#totalOddities += 1;
      if (this.#oddities.length < MOST_SHOWN) this.#oddities.push({ line, detail });
    }
  }

  #state(statement: Statement | undefined): void {
    if (statement !== undefined) this.#options.onStatement?.(statement);
  }

  #advance(stated: Stated): void {
    this.#previous = stated;
    this.#tip = stated;
    this.#root ??= stated.hash;
  }

  #malformed(line: number, detail: string): void {
    this.#break(line, 'malformed', detail);
    this.#previous = undefined;
  }

  #break(line: number, kind: BreakKind, detail?: string): void {
    this.#found({ line, kind, ...(detail !== undefined && { detail }) });
  }

  #found(found: LedgerBreak | BrokenLink): void {
    this.#totalBreaks += 1;
    if (this.#totalBreaks === MOST_BREAKS) this.#unreadable = `was not read on after ${MOST_BREAKS} breaks`;
    if (this.#breaks.length < MOST_SHOWN) this.#breaks.push(found);
  }
}

const HALF = 'the file ends within it';

/** What JSON calls white space, line feeds apart. */
const BLANK = /^[ \t\r]*$/;

/** Why the beginning of a file, of which `seen` bytes went before, is no text that can be read. */
function notText(piece: Uint8Array, seen: number): string | undefined {
  const [first, second] = piece;
  const marks = seen === 0 && ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff));
  if (marks) return 'is written in UTF-16, and a ledger is UTF-8';
  return piece.subarray(0, SNIFFED - seen).includes(0) ? 'is a binary file' : undefined;
}

const whyNot = (text: string): string =>
  text.startsWith(BOM) ? 'it begins with a byte-order mark' : 'it is not a JSON object';
