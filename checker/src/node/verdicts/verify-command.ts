import type { FactsOf } from '../../engine.ts';
import type { LedgersFacts } from '../../facts/ledgers.ts';
import { ALLOWED_SIGNERS } from '../../ledger/signatures.ts';
import type { Verification } from '../../ledger/verification.ts';
import { verificationOf } from '../../ledger/verification-of.ts';
import { type Collected, known } from '../../outcome.ts';
import { renderVerification, renderVerificationJson } from '../../report/verification.ts';
import type { Repository } from '../../repository.ts';
import type { Io } from '../io.ts';
import { deliver, textOptions } from '../output.ts';
import type { VerifyRequest } from '../requests.ts';
import { TOOL } from '../version.ts';
import { gather } from './gather.ts';
import { orphansIn } from './orphans.ts';
import { isFile, withTarget } from './target.ts';
import { verifyFile } from './verify-file.ts';
import { noteSigners, signersOf, withSigners } from './with-signers.ts';
import { withWorkTree } from './with-work-tree.ts';

/**
 * Verifies every ledger of a repository, or one file alone.
 * @returns 0 verified · 1 something is broken, or could not be verified · 3 there is nothing to verify
 */
export async function verifyCommand(request: VerifyRequest, io: Io): Promise<number> {
  const signers =
    request.allowedSigners === undefined ? undefined : await signersOf(request.allowedSigners, io, request.quiet);
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
    if (signers === undefined) {
      const content = (await repository.read([ALLOWED_SIGNERS])).get(ALLOWED_SIGNERS);
      noteSigners(ALLOWED_SIGNERS, content?.state === 'text' ? content.text : undefined, io, request.quiet);
    }
    const facts = gather(signers === undefined ? repository : withSigners(repository, signers), asOf, io);
    const { name, commit, branch, shallow } = repository.target;
    const ledgers = await facts('ledgers');
    return finish(
      verificationOf({
        tool: TOOL,
        target: { kind: 'repository', name, commit, branch: branch ?? null, workTree: seen, shallow },
        ledgers,
        history: await facts('ledgerHistory'),
        verdicts: await facts('verdicts'),
        orphans: await orphansOf(repository, ledgers, facts),
        uncommitted,
        unread,
      }),
    );
  });
}

const EXIT = { verified: 0, problems: 1, 'not-verified': 1, nothing: 3 } as const;

/** Of more records than this the history is not asked what each of them may have become. */
const MOST_COMPARED = 100_000;

async function orphansOf(repository: Repository, ledgers: Collected<LedgersFacts>, facts: FactsOf) {
  if (!ledgers.known) return ledgers;
  const records = ledgers.value.ledgers.reduce((sum, ledger) => sum + ledger.records, 0);
  if (records > MOST_COMPARED) return orphansIn(repository, ledgers.value);
  const coverage = await facts('coverage');
  return coverage.known ? known(coverage.value.orphans) : coverage;
}
