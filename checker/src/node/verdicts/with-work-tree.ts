import { resolve } from 'node:path';
import { ledgers } from '../../collect/ledgers.ts';
import { LEDGER_ROOTS } from '../../ledger/dialects.ts';
import { DOCUMENT_ROOTS } from '../../ledger/documents.ts';
import { ALLOWED_SIGNERS } from '../../ledger/signatures.ts';
import type { Repository } from '../../repository.ts';
import { findWorkTree } from '../git/work-tree.ts';
import type { Io } from '../io.ts';
import { type Overlay, overWorkTree } from './over-work-tree.ts';

export interface Seen extends Overlay {
  /** True where there is a work tree, and it was looked at. */
  readonly seen: boolean;
}

/** The work tree's ledgers on top of the commit that is checked out in it; nothing where another commit was asked for. */
export async function withWorkTree(
  repository: Repository,
  { ref, path }: { readonly ref: string | undefined; readonly path: string },
  now: string,
  io: Io,
): Promise<Seen> {
  const plain: Seen = { repository, uncommitted: new Map(), unread: [], seen: false };
  if (ref !== undefined || repository.target.source !== 'git') return plain;
  const under = [...LEDGER_ROOTS, ...DOCUMENT_ROOTS, ALLOWED_SIGNERS];
  const workTree = await findWorkTree(resolve(io.cwd, path), under);
  if (workTree === undefined) return plain;
  const wanted = (file: string) => file === ALLOWED_SIGNERS || ledgers.reads(file);
  return { ...(await overWorkTree(repository, workTree, { under, wanted, now })), seen: true };
}
