/** The longest line that is read, in bytes. */
export const LONGEST_LINE = 1 << 20;

/** A line of the file, counted from 1: its text without the line feed, or why it has none. */
export type Line =
  | { readonly number: number; readonly text: string; readonly ended: boolean }
  | { readonly number: number; readonly problem: string };

const LF = 0x0a;
/** Bytes that are decoded at once. Lines longer than this meet only through `#kept`, which is where length is bounded. */
const STEP = 1 << 18;
// A byte-order mark is kept, so that it is seen: it is no part of a JSON text.
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Cuts pieces of a file into lines, and holds no more than a step of them however long the file or a line is. */
export class Lines {
  #number = 0;
  #kept: Uint8Array[] = [];
  #size = 0;

  /** Lines handed over so far. */
  get count(): number {
    return this.#number;
  }

  /** The lines that this piece completes. */
  *push(piece: Uint8Array): Generator<Line> {
    for (let at = 0; at < piece.length; at += STEP) yield* this.#step(piece.subarray(at, at + STEP));
  }

  /** What is left when the file is over: its last line, where no line feed ended it. */
  *end(): Generator<Line> {
    if (this.#size > 0) yield this.#line(new Uint8Array(), false);
  }

  *#step(bytes: Uint8Array): Generator<Line> {
    const first = bytes.indexOf(LF);
    if (first < 0) {
      this.#keep(bytes);
      return;
    }
    yield this.#line(bytes.subarray(0, first), true);
    const last = bytes.lastIndexOf(LF);
    if (last > first) yield* this.#whole(bytes.subarray(first + 1, last));
    this.#keep(bytes.subarray(last + 1));
  }

  /** Lines that lie in one step are decoded together, which is far cheaper than one by one. */
  *#whole(bytes: Uint8Array): Generator<Line> {
    const text = decoded(bytes);
    if (text === undefined) {
      for (let from = 0; from <= bytes.length; ) {
        const to = bytes.indexOf(LF, from);
        const end = to < 0 ? bytes.length : to;
        yield this.#line(bytes.subarray(from, end), true);
        from = end + 1;
      }
      return;
    }
    for (let from = 0; from <= text.length; ) {
      const to = text.indexOf('\n', from);
      const end = to < 0 ? text.length : to;
      this.#number += 1;
      yield { number: this.#number, text: text.slice(from, end), ended: true };
      from = end + 1;
    }
  }

  /** Copied, since the piece may be a view of a buffer that its source fills again. */
  #keep(bytes: Uint8Array): void {
    this.#size += bytes.length;
    if (this.#size > LONGEST_LINE) this.#kept = [];
    else if (bytes.length > 0) this.#kept.push(bytes.slice());
  }

  /** The line made of what was kept and of its last bytes. */
  #line(bytes: Uint8Array, ended: boolean): Line {
    const size = this.#size + bytes.length;
    const parts = [...this.#kept, bytes];
    this.#kept = [];
    this.#size = 0;
    this.#number += 1;
    const number = this.#number;
    if (size > LONGEST_LINE) return { number, problem: `it is ${size} bytes long, and ${LONGEST_LINE} is the most` };
    const whole = parts.length === 1 ? bytes : joined(parts, size);
    const text = decoded(whole) ?? (ended ? undefined : cutOff(whole));
    return text === undefined ? { number, problem: 'it is not UTF-8' } : { number, text, ended };
  }
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The text of a line that the file ends within, in the middle of a character: U+FFFD stands for what there is of it. */
function cutOff(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
    return `${text}\ufffd`;
  } catch {
    return undefined;
  }
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return UTF8.decode(bytes);
  } catch {
    return undefined;
  }
}
