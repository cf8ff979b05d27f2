import { resolve } from 'node:path';
import type { Ledger, LedgersFacts } from '../../facts/ledgers.ts';
import { MOST_VERIFIED, SignedRecords, withSignatures } from '../../ledger/signatures.ts';
import type { Verification } from '../../ledger/verification.ts';
import { verificationOf } from '../../ledger/verification-of.ts';
import { verifyLedger } from '../../ledger/verify-ledger.ts';
import { known } from '../../outcome.ts';
import type { Io } from '../io.ts';
import { nodePlatform } from '../platform.ts';
import type { VerifyRequest } from '../requests.ts';
import { TOOL } from '../version.ts';
import { NoRegularFileError, piecesOf } from './work-tree-files.ts';

/** Verifies one file alone, as its lines stand, without the history that it may have. */
export async function verifyFile(
  { path }: VerifyRequest,
  signers: string | undefined,
  { cwd }: Io,
): Promise<Verification> {
  const at = resolve(cwd, path);
  const facts: LedgersFacts = {
    ledgers: [await ledgerAt(at, path, signers)],
    documents: { first: [], total: 0 },
    lookalikes: [],
  };
  return verificationOf({ tool: TOOL, target: { kind: 'file', path }, ledgers: known(facts) });
}

async function ledgerAt(at: string, path: string, signers: string | undefined): Promise<Ledger> {
  try {
    const signed = new SignedRecords(MOST_VERIFIED);
    const ledger = await verifyLedger(path, () => piecesOf(at), nodePlatform, { onSigned: signed.add });
    return await withSignatures(ledger, signed, nodePlatform, known(signers));
  } catch (error) {
    const why = error instanceof NoRegularFileError ? error.message : (error as NodeJS.ErrnoException).code;
    if (why === undefined) throw error;
    const unreadable = `cannot be read (${why})`;
    return { path, records: 0, blank: 0, breaks: { first: [], total: 0 }, unprotected: [], unreadable };
  }
}
