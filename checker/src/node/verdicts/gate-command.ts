import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { GateAnswer } from '../../ledger/gate.ts';
import { ALLOWED_SIGNERS } from '../../ledger/signatures.ts';
import { renderGate, renderGateJson } from '../../report/gate.ts';
import type { Repository } from '../../repository.ts';
import type { Io } from '../io.ts';
import { deliver, textOptions } from '../output.ts';
import type { GateRequest } from '../requests.ts';
import { UsageError } from '../usage-error.ts';
import { answerOf, unshown } from './gate-answer.ts';
import { baseOf } from './gate-base.ts';
import { withKeys } from './gate-keys.ts';
import { withTarget } from './target.ts';
import { withWorkTree } from './with-work-tree.ts';

/**
 * Asks for an independent pass of every change between a base and a commit.
 * @returns 0 every change has one · 1 some has none, a ledger cannot be trusted, or it could not be told · 2 no base is
 *   known, or nothing can come after the one that was named · 3 there is no repository
 */
export async function gateCommand(request: GateRequest, io: Io): Promise<number> {
  if (request.base === undefined && !request.path.includes(':') && !existsSync(resolve(io.cwd, request.path)))
    throw new UsageError(
      `gate: there is no folder ${request.path}. If it is where the changes begin, say --base ${request.path.split('..')[0]}`,
    );
  return withTarget(request, io, async (tip) => {
    const path = resolve(io.cwd, request.path);
    const base = await baseOf(request, path, tip);
    const answer =
      'because' in base
        ? unshown(tip, request, [base])
        : await withUncommitted(
            await answerOf(await withKeys(tip, base, path, request, io), base, path, request, io),
            tip,
            request,
            io,
          );
    await deliver(
      request.format === 'json' ? renderGateJson(answer) : renderGate(answer, textOptions(request, io)),
      request,
      io,
    );
    return answer.result === 'met' || answer.result === 'empty' ? 0 : 1;
  });
}

/** Adds, where a change is not covered, that verdicts wait in the work tree: to forget to commit them is easily done. */
async function withUncommitted(answer: GateAnswer, tip: Repository, request: GateRequest, io: Io): Promise<GateAnswer> {
  if (!answer.changes.some(({ cover }) => cover.by === 'nothing')) return answer;
  const { uncommitted } = await withWorkTree(tip, request, io.now().toISOString(), io);
  const waiting = [...uncommitted].flatMap(([path, how]) =>
    how === 'deleted' || path === ALLOWED_SIGNERS ? [] : [path],
  );
  const [first] = waiting;
  if (first === undefined) return answer;
  const others = waiting.length > 1 ? ` and ${waiting.length - 1} more` : '';
  const because = `${first}${others}: what is not committed yet does not count here.`;
  return { ...answer, notShown: [...answer.notShown, { because, decide: 'Commit it, and ask again.' }] };
}
