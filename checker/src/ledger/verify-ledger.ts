import type { Ledger } from '../facts/ledgers.ts';
import type { Platform } from '../platform.ts';
import { LedgerVerifier, type VerifierOptions } from './verify.ts';

/**
 * Verifies a ledger that arrives in pieces, such as `repository.stream(path)` gives them. A failure of the source is
 * thrown as it is.
 */
export async function verifyLedger(
  path: string,
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  platform: Platform,
  options?: VerifierOptions,
): Promise<Ledger> {
  const verifier = new LedgerVerifier(path, platform, options);
  for await (const piece of pieces) if (!verifier.write(piece)) break;
  return verifier.end();
}
