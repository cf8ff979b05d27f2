import { resolve } from 'node:path';
import { collectors } from '../../collect/index.ts';
import { LEDGER_ROOTS } from '../../ledger/dialects.ts';
import { DOCUMENT_ROOTS } from '../../ledger/documents.ts';
import { type Verification, verificationOf } from '../../ledger/verification.ts';
import { renderVerification, renderVerificationJson } from '../../report/verification.ts';
import type { Repository } from '../../repository.ts';
import { findWorkTree } from '../git/work-tree.ts';
import type { Io } from '../io.ts';
import { deliver, textOptions } from '../output.ts';
import type { VerifyRequest } from '../requests.ts';
import { TOOL } from '../version.ts';
import { gather } from './gather.ts';
import { type Overlay, overWorkTree } from './over-work-tree.ts';
import { isFile, withTarget } from './target.ts';
import { verifyFile } from './verify-file.ts';
import { ALLOWED_SIGNERS, signersOf, withSigners } from './with-signers.ts';

/**
 * Verifies every ledger of a repository, or one file alone.
 * @returns 0 verified · 1 something is broken, or could not be verified · 3 there is nothing to verify
 */
export async function verifyCommand(request: VerifyRequest, io: Io): Promise<number> {
  const signers = request.allowedSigners === undefined ? undefined : await signersOf(request.allowedSigners, io);
  const finish = async (verification: Verification) => {
    await deliver(
      request.format === 'json'
        ? renderVerificationJson(verification)
        : renderVerification(verification, textOptions(request, io)),
      request,
      io,
    );
    return EXIT[verification.result];
  };
  if (await isFile(request.path, io)) return finish(await verifyFile(request, signers, io));
  return withTarget(request, io, async (opened) => {
    const asOf = request.asOf ?? io.now().toISOString();
    const { repository, uncommitted, unread, seen } = await withWorkTree(opened, request, asOf, io);
    const facts = gather(signers === undefined ? repository : withSigners(repository, signers), asOf, io);
    const { name, commit, branch, shallow } = repository.target;
    return finish(
      verificationOf({
        tool: TOOL,
        target: { kind: 'repository', name, commit, branch: branch ?? null, workTree: seen, shallow },
        ledgers: await facts('ledgers'),
        history: await facts('ledgerHistory'),
        verdicts: await facts('verdicts'),
        uncommitted,
        unread,
      }),
    );
  });
}

const EXIT = { verified: 0, problems: 1, 'not-verified': 1, nothing: 3 } as const;

/** The work tree on top of the commit that is checked out in it; nothing where another commit was asked for. */
async function withWorkTree(
  repository: Repository,
  { ref, path }: VerifyRequest,
  now: string,
  io: Io,
): Promise<Overlay & { readonly seen: boolean }> {
  const plain = { repository, uncommitted: new Map(), unread: [], seen: false };
  if (ref !== undefined || repository.target.source !== 'git') return plain;
  const under = [...LEDGER_ROOTS, ...DOCUMENT_ROOTS, ALLOWED_SIGNERS];
  const workTree = await findWorkTree(resolve(io.cwd, path), under);
  if (workTree === undefined) return plain;
  const readers = collectors.filter(({ kind }) => kind === 'ledgers');
  const wanted = (file: string) => file === ALLOWED_SIGNERS || readers.some(({ reads }) => reads(file));
  return { ...(await overWorkTree(repository, workTree, { under, wanted, now })), seen: true };
}
