import { isLedgerPlace, LEDGER_ROOTS } from '../../ledger/dialects.ts';

/** Verdicts that are named by their own digest: one of them is never changed, and none goes away. */
export const DIGEST_FOLDER = '.agents/ao/verdicts/sha256';

/** What history is asked for. */
export const ROOTS: readonly string[] = [...LEDGER_ROOTS, DIGEST_FOLDER];

const DIGEST_FILE = /^\/[0-9a-f]{64}\.json$/;

export const isDigestPlace = (path: string): boolean =>
  path.startsWith(DIGEST_FOLDER) && DIGEST_FILE.test(path.slice(DIGEST_FOLDER.length));

/** True for a path whose file may only grow. */
export const isPlace = (path: string): boolean => isLedgerPlace(path) || isDigestPlace(path);
