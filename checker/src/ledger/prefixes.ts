/** Why a version was not compared: it is larger than the limit, not in this clone, kept outside git, or beyond a bound. */
export type Uncompared = 'too-large' | 'missing' | 'pointer' | 'bound';

export type Version = { readonly bytes: Uint8Array } | { readonly uncompared: Uncompared };

/** Hands over versions of files by their object names, in the order asked. The bytes are only good during the call. */
export type ReadVersions = (ids: readonly string[], onVersion: (id: string, version: Version) => void) => Promise<void>;

/**
 * A cheaper way for versions that are beginnings of another: their sizes, and the name that git gives some bytes. A version
 * has the name of the first so many bytes of the longest one, or it is not its beginning.
 */
export interface ByName {
  /** Sizes of those that are there and not too large. */
  readonly sizes: (ids: readonly string[]) => Promise<ReadonlyMap<string, number>>;
  readonly nameOf: (bytes: Uint8Array, like: string) => string;
}

export type Pair = readonly [string, string];

export interface Bounds {
  /** Bytes of all versions together, those that are read again included. */
  readonly bytes: number;
  /** How often one set of versions is read: once for each branch that grew apart from the others. */
  readonly rounds: number;
}

/**
 * How many bytes two versions of a file begin with alike, for many pairs, holding one version in memory.
 *
 * A ledger that grows has versions that are all beginnings of the longest. So each is compared with one of them only,
 * the reference, while it passes by; where two of them stand to the reference says how they stand to each other. That
 * leaves open only those that leave the reference at the same byte: another round compares them with one of their own.
 */
export class Prefixes {
  readonly #read: ReadVersions;
  readonly #bounds: Bounds;
  readonly #byName: ByName | undefined;
  readonly #sizes = new Map<string, number>();
  readonly #uncompared = new Map<string, Uncompared>();
  /** The rounds of each version: the bytes that those of a round share with its reference. */
  readonly #rounds = new Map<string, readonly ReadonlyMap<string, number>[]>();
  #bytes = 0;

  constructor(read: ReadVersions, bounds: Bounds, byName?: ByName) {
    this.#read = read;
    this.#bounds = bounds;
    this.#byName = byName;
  }

  size = (id: string): number | undefined => this.#sizes.get(id);

  /** Why this version could not be compared; undefined when it could, or was not asked for. */
  uncompared = (id: string): Uncompared | undefined => this.#uncompared.get(id);

  /** Bytes that both begin with; undefined when that was not found out. */
  common(a: string, b: string): number | undefined {
    if (a === b) return this.#sizes.get(a);
    for (const round of this.#rounds.get(a) ?? []) {
      const [ofA, ofB] = [round.get(a), round.get(b)];
      if (ofA === undefined || ofB === undefined) continue;
      // Both leave the reference at the same byte, and may go on alike.
      if (ofA === ofB && ofA !== this.#sizes.get(a) && ofB !== this.#sizes.get(b)) continue;
      return Math.min(ofA, ofB);
    }
    return undefined;
  }

  /** True when all of `a` is the beginning of `b`. */
  begins = (a: string, b: string): boolean =>
    a === b || (this.#sizes.has(a) && this.common(a, b) === this.#sizes.get(a));

  /** Finds out what pairs have in common. The first version named is the first reference: the longest one is best. */
  async compare(pairs: readonly Pair[]): Promise<void> {
    let open = pairs.filter((pair) => this.#isOpen(pair));
    for (let round = 0; open.length > 0 && round < this.#bounds.rounds; round += 1) {
      await this.#round(new Set(open.flat()));
      open = open.filter((pair) => this.#isOpen(pair));
    }
    for (const id of open.flat()) this.#uncompared.set(id, 'bound');
  }

  #isOpen([a, b]: Pair): boolean {
    return a !== b && !this.#uncompared.has(a) && !this.#uncompared.has(b) && this.common(a, b) === undefined;
  }

  /** Tells the beginnings of the reference by their names, from the longest on. The others are left to be read. */
  async #nameAll(
    sizes: ReadonlyMap<string, number>,
    reference: Uint8Array,
    shared: Map<string, number>,
  ): Promise<void> {
    let misses = 0;
    let untilPause = PAUSE;
    for (const [id, size] of [...sizes].sort(([, a], [, b]) => b - a)) {
      if (shared.has(id) || size > reference.length) continue;
      if (misses === MOST_MISSES || this.#bytes > this.#bounds.bytes) return;
      this.#bytes += size;
      untilPause -= size;
      if (untilPause < 0) {
        untilPause = PAUSE;
        await new Promise((resolve) => setTimeout(resolve));
      }
      const isBeginning = this.#byName?.nameOf(reference.subarray(0, size), id) === id;
      misses = isBeginning ? 0 : misses + 1;
      if (!isBeginning) continue;
      this.#sizes.set(id, size);
      shared.set(id, size);
    }
  }

  async #round(ids: ReadonlySet<string>): Promise<void> {
    const shared = new Map<string, number>();
    for (const id of ids) this.#rounds.set(id, [...(this.#rounds.get(id) ?? []), shared]);
    let reference: Uint8Array | undefined;
    const take = (id: string, version: Version) => {
      if ('uncompared' in version) {
        this.#uncompared.set(id, version.uncompared);
        return;
      }
      const { bytes } = version;
      this.#bytes += bytes.length;
      this.#sizes.set(id, bytes.length);
      const common = reference === undefined ? 0 : commonPrefix(reference, bytes);
      // One that the reference begins takes its place: nothing changes for the versions before it. It is copied, which
      // `slice` would not do for the buffers of Node.
      const goesOn = common === (reference?.length ?? 0);
      if (goesOn && (reference === undefined || bytes.length > reference.length)) reference = new Uint8Array(bytes);
      shared.set(id, goesOn ? bytes.length : common);
    };
    const toll = (id: string, version: Version) => {
      if (this.#bytes > this.#bounds.bytes) throw ENOUGH;
      take(id, version);
    };
    try {
      const sizes = (await this.#byName?.sizes([...ids])) ?? new Map<string, number>();
      const [longest] = [...sizes].sort(([, a], [, b]) => b - a)[0] ?? [];
      if (longest !== undefined) await this.#read([longest], toll);
      if (reference !== undefined) await this.#nameAll(sizes, reference, shared);
      // One question for all: a source that is asked again and again begins anew each time.
      await this.#read(
        [...ids].filter((id) => !shared.has(id) && !this.#uncompared.has(id)),
        toll,
      );
    } catch (error) {
      if (error !== ENOUGH) throw error;
      for (const id of ids) if (!shared.has(id) && !this.#uncompared.has(id)) this.#uncompared.set(id, 'bound');
    }
  }
}

/** So many versions in a row that are not what they were taken for: another line of history begins. */
const MOST_MISSES = 8;

/** After so many bytes others get their turn: what runs beside this waits for as long as a fifth of a second. */
const PAUSE = 256 << 20;

/** Ends a reading in the middle. */
const ENOUGH = new Error('more bytes than are compared');

/** Bytes that both begin with. Four at a time where they lie so that this is possible. */
export function commonPrefix(a: Uint8Array, b: Uint8Array): number {
  const end = Math.min(a.length, b.length);
  let at = 0;
  if (a.byteOffset % 4 === 0 && b.byteOffset % 4 === 0) {
    const words = end >>> 2;
    const [left, right] = [words32(a, words), words32(b, words)];
    let word = 0;
    while (word < words && left[word] === right[word]) word += 1;
    at = word * 4;
  }
  while (at < end && a[at] === b[at]) at += 1;
  return at;
}

const words32 = ({ buffer, byteOffset }: Uint8Array, length: number) => new Int32Array(buffer, byteOffset, length);
