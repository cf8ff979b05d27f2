import { createHash } from 'node:crypto';
import { NEWLINE } from './records.ts';

const INDEX = 'index ';
const HUNK = '@@ ';
const BINARY = 'Binary files ';
/** The first letters of those lines. A line of content starts with a space, a sign or a backslash, whatever it says. */
const [OF_INDEX, OF_HUNK, OF_BINARY] = [INDEX, HUNK, BINARY].map((start) => start.charCodeAt(0));

/**
 * SHA-256 of one difference, out of the patch that git prints, in pieces of any size. White space counts. Not so where
 * the lines stand, what function they are in, and the object names of texts, which say what else is in their files; of
 * binary files nothing is printed but those.
 */
export class DifferenceDigest {
  readonly #hash = createHash('sha256');
  #isEmpty = true;
  /** The beginning of a line that may be a special one, until its end is there. */
  #held: Buffer = Buffer.alloc(0);
  /** A line of content is under way, and counts as it is. */
  #inContent = false;
  /** A line of object names, until the next line shows whether it counts. */
  #index: Buffer | undefined;

  write(piece: Buffer): void {
    const bytes = this.#held.length === 0 ? piece : Buffer.concat([this.#held, piece]);
    this.#held = Buffer.alloc(0);
    let from = 0;
    let at = 0;
    while (at < bytes.length) {
      const end = bytes.indexOf(NEWLINE, at);
      const isPlain = this.#inContent || !isSpecial(bytes[at]);
      if (end === -1) {
        if (!isPlain) {
          this.#take(bytes.subarray(from, at));
          this.#held = Buffer.from(bytes.subarray(at));
          return;
        }
        this.#index = undefined;
        this.#inContent = true;
        break;
      }
      if (isPlain) {
        this.#index = undefined;
        this.#inContent = false;
        at = end + 1;
        continue;
      }
      this.#take(bytes.subarray(from, at));
      this.#special(bytes.subarray(at, end + 1));
      from = end + 1;
      at = from;
    }
    this.#take(bytes.subarray(from));
  }

  /** In hexadecimal; undefined where nothing was different. */
  end(): string | undefined {
    return this.#isEmpty ? undefined : this.#hash.digest('hex');
  }

  /** A whole line that starts like one of those that do not count as they are. */
  #special(line: Buffer): void {
    const index = this.#index;
    this.#index = undefined;
    // git puts an empty line before a patch, and never into one.
    if (line.length === 1) return;
    if (startsWith(line, INDEX)) this.#index = Buffer.from(line);
    else if (startsWith(line, HUNK)) this.#take(Buffer.from('@@\n'));
    else {
      if (index !== undefined && startsWith(line, BINARY)) this.#take(index);
      this.#take(line);
    }
  }

  #take(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#isEmpty = false;
    this.#hash.update(bytes);
  }
}

const isSpecial = (byte: number | undefined): boolean =>
  byte === OF_INDEX || byte === OF_HUNK || byte === OF_BINARY || byte === NEWLINE;

const startsWith = (line: Buffer, text: string): boolean => line.toString('latin1', 0, text.length) === text;
