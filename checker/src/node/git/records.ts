/**
 * Cuts a stream of buffers into delimited units, without ever joining more than one unit. The delimiter may depend on
 * the state of the reader and on the first byte of the unit.
 */
export class UnitReader {
  readonly #delimiter: (first: number) => number;
  readonly #onUnit: (unit: Buffer) => void;
  #pending: Buffer[] = [];
  #wanted: number | undefined;

  constructor(delimiter: (first: number) => number, onUnit: (unit: Buffer) => void) {
    this.#delimiter = delimiter;
    this.#onUnit = onUnit;
  }

  push(chunk: Buffer): void {
    let from = 0;
    while (from < chunk.length) {
      this.#wanted ??= this.#delimiter(chunk[from] as number);
      const to = chunk.indexOf(this.#wanted, from);
      if (to === -1) break;
      const piece = chunk.subarray(from, to);
      const unit = this.#pending.length === 0 ? piece : Buffer.concat([...this.#pending, piece]);
      this.#pending = [];
      this.#wanted = undefined;
      from = to + 1;
      this.#onUnit(unit);
    }
    if (from < chunk.length) this.#pending.push(chunk.subarray(from));
  }

  /** True when the stream ended inside a unit. */
  get unfinished(): boolean {
    return this.#pending.length > 0;
  }
}

export const NUL = 0;
export const NEWLINE = 10;

/** Hands each NUL-terminated unit of a stream to `onUnit`. Text kept from a unit must be decoded from it, not sliced. */
export async function eachUnit(stream: AsyncIterable<Buffer>, onUnit: (unit: Buffer) => void): Promise<void> {
  const reader = new UnitReader(() => NUL, onUnit);
  for await (const chunk of stream) reader.push(chunk);
}

/**
 * The NUL-terminated texts of a stream, those of one chunk at a time. Much faster than decoding each one, at the price
 * that a text which is kept keeps the texts of its chunk: for streams of which nearly all is kept.
 */
export async function* textsOf(stream: AsyncIterable<Buffer>): AsyncGenerator<readonly string[]> {
  let pending: Buffer[] = [];
  for await (const chunk of stream) {
    const end = chunk.lastIndexOf(NUL);
    if (end === -1) pending.push(chunk);
    else {
      const whole = chunk.subarray(0, end);
      const bytes = pending.length === 0 ? whole : Buffer.concat([...pending, whole]);
      pending = [chunk.subarray(end + 1)];
      yield bytes.toString('utf8').split('\0');
    }
  }
}
