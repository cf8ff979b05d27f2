import { ALLOWED_SIGNERS } from '../../ledger/signatures.ts';
import type { Repository } from '../../repository.ts';
import { openRepository } from '../git/index.ts';
import type { Io } from '../io.ts';
import type { GateRequest } from '../requests.ts';
import type { Base } from './gate-base.ts';
import { noteSigners, signersOf, withSigners } from './with-signers.ts';

/**
 * The repository with the keys that count. Where signed verdicts alone are counted, they are those that were allowed
 * before these changes: a change cannot bring its own.
 */
export async function withKeys(
  tip: Repository,
  base: Base,
  path: string,
  { signed, allowedSigners, quiet }: GateRequest,
  io: Io,
): Promise<Repository> {
  if (allowedSigners !== undefined) return withSigners(tip, await signersOf(allowedSigners, io, quiet));
  if (!signed) return tip;
  const keys = await signersAt(path, base.commit);
  noteSigners(ALLOWED_SIGNERS, keys, io, quiet);
  return withSigners(tip, keys);
}

async function signersAt(path: string, ref: string): Promise<string | undefined> {
  const repository = await openRepository(path, { ref });
  try {
    const content = (await repository.read([ALLOWED_SIGNERS])).get(ALLOWED_SIGNERS);
    return content?.state === 'text' ? content.text : undefined;
  } finally {
    await repository.close();
  }
}
