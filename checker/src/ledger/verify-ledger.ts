import type { Ledger } from '../facts/ledgers.ts';
import type { Platform } from '../platform.ts';
import { HashFinder } from './hash-finder.ts';
import type { HashLines } from './links.ts';
import { LedgerVerifier, type VerifierOptions } from './verify.ts';

/** A file in pieces, such as `repository.stream(path)` gives it. */
export type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

export interface VerificationOptions extends VerifierOptions {
  /** Asked after each piece, with the size of it: why no more may be read, as a clause. Without it the whole file is. */
  readonly stop?: ((read: { readonly bytes: number; readonly lines: number }) => string | undefined) | undefined;
  /** What a failure of the source means for the ledger, as a clause. Without it the failure is thrown as it is. */
  readonly lost?: string | undefined;
}

/**
 * Verifies one ledger from its first line to its last.
 *
 * @param open begins to read the file. It is called again only when a link broke, to find out where the records that it
 *   is about stand.
 */
export async function verifyLedger(
  path: string,
  open: () => Pieces,
  platform: Platform,
  { stop, lost, ...options }: VerificationOptions = {},
): Promise<Ledger> {
  const verifier = new LedgerVerifier(path, platform, options);
  try {
    for await (const piece of pieces(open)) {
      const before = verifier.lines;
      const goesOn = verifier.write(piece);
      const stopped = stop?.({ bytes: piece.length, lines: verifier.lines - before });
      if (!goesOn || stopped !== undefined) return verifier.end(stopped);
    }
    verifier.finish();
    return verifier.end(undefined, await whereabouts(verifier, open));
  } catch (error) {
    if (!(error instanceof SourceFailure)) throw error;
    if (lost === undefined) throw error.cause;
    return verifier.end(lost);
  }
}

async function whereabouts(verifier: LedgerVerifier, open: () => Pieces): Promise<HashLines> {
  if (verifier.wanted === undefined) return undefined;
  const finder = new HashFinder(verifier.wanted.hashes, verifier.wanted.dialect);
  for await (const piece of pieces(open)) finder.write(piece);
  return finder.end();
}

/** Tells a failure of the source from one of the verification, which is a bug and must not look like missing contents. */
async function* pieces(open: () => Pieces): AsyncGenerator<Uint8Array> {
  try {
    yield* open();
  } catch (cause) {
    throw new SourceFailure('the source stopped', { cause });
  }
}

class SourceFailure extends Error {}
