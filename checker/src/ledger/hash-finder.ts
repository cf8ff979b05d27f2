import { type Dialect, objectIn } from './dialect.ts';
import { type Line, Lines } from './lines.ts';
import type { HashLines } from './links.ts';

/**
 * Finds the lines that state certain hashes. It reads the file a second time, which only a broken chain needs, so that
 * the first time need not remember every hash.
 */
export class HashFinder {
  readonly #dialect: Dialect;
  readonly #lines = new Lines();
  readonly #found: Map<string, number[]>;

  constructor(wanted: Iterable<string>, dialect: Dialect) {
    this.#found = new Map([...wanted].map((hash) => [hash, []]));
    this.#dialect = dialect;
  }

  write(piece: Uint8Array): void {
    for (const line of this.#lines.push(piece)) this.#line(line);
  }

  end(): HashLines {
    for (const line of this.#lines.end()) this.#line(line);
    return this.#found;
  }

  #line(line: Line): void {
    if ('problem' in line) return;
    const hash = this.#dialect.seal?.(line.text)?.hash ?? this.#hashOf(line.text);
    const lines = hash === undefined ? undefined : this.#found.get(hash);
    // Two are enough: one may be the line that asked.
    if (lines !== undefined && lines.length < 2) lines.push(line.number);
  }

  #hashOf(text: string): string | undefined {
    const record = objectIn(text.startsWith('\ufeff') ? text.slice(1) : text);
    return record && this.#dialect.hash(record);
  }
}
