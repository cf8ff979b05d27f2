import { join } from 'node:path';
import { VERDICTS_FOLDER } from '../../../ledger/dialects.ts';
import { independenceOf } from '../../../ledger/independence.ts';
import { OWN_LANE } from '../../../ledger/problem.ts';
import { type Draft, type Sealed, seal, textToSign } from '../../../ledger/seal.ts';
import { plain } from '../../../report/plain.ts';
import { ask, type Git, run } from '../../git/command.ts';
import { guards, userEnvironment } from '../../git/environment.ts';
import { openRepository, TargetError } from '../../git/index.ts';
import { locate } from '../../git/locate.ts';
import { temporaryFolder } from '../../git/temporary-folder.ts';
import type { Io } from '../../io.ts';
import { nodePlatform } from '../../platform.ts';
import type { RecordRequest } from '../../requests.ts';
import { UsageError } from '../../usage-error.ts';
import { append, peek } from './append.ts';
import { demandCalledIn } from './called-in.ts';
import { demandClean } from './clean.ts';
import { readEvidence } from './evidence.ts';
import { laneToWrite } from './lane.ts';
import { type Signer, signerFor } from './sign.ts';
import { differenceOf, resolveSubject } from './subject.ts';

/** Appends one verdict to a lane of the repository that the current folder lies in. */
export async function recordCommand(request: RecordRequest, io: Io): Promise<number> {
  demandIndependence(request);
  if (request.verdict === 'pass' && request.evidence.length === 0)
    throw new UsageError("A pass rests on evidence: name it, as in --evidence 'command:npm test > test.log'");
  const home = await temporaryFolder();
  try {
    return await record(request, io, home.path);
  } catch (error) {
    if (error instanceof TargetError) throw new UsageError(error.message);
    throw error;
  } finally {
    await home.remove();
  }
}

async function record(request: RecordRequest, io: Io, home: string): Promise<number> {
  const { layout, git } = await locate(io.cwd, home);
  const root = layout.workTree;
  if (root === undefined)
    throw new UsageError(
      `${io.cwd} lies in no work tree: a verdict is a file of one. Run this in a clone, or make one with git worktree add`,
    );
  await demandCalledIn(root, io);
  // This is the user's own repository: what it ignores and how it stores files is theirs to say.
  const own: Git = { env: userEnvironment(), options: ['-C', root, ...guards(home)], home };
  const lane = await laneToWrite(request.lane, git);
  const path = `${VERDICTS_FOLDER}/${lane}.jsonl`;
  const subject = await resolveSubject(request.subject, git);
  const evidence = await readEvidence(request.evidence, { cwd: io.cwd, root, gitDir: layout.gitDir });
  if (evidence.files.has(path))
    throw new UsageError(`--evidence path: ${path} is the lane that is written to. Name what the verdict rests on`);
  await demandClean(subject.commit, own, evidence.files);
  if ((await run(own, ['ls-files', '--unmerged', '--', path])) !== '')
    throw new UsageError(`${path} is in a merge conflict. ${OWN_LANE}`);
  const signer =
    request.sign || request.key !== undefined
      ? await signerFor(request.key, { git: own, cwd: io.cwd, home })
      : undefined;
  const repository = await openRepository(root, { ref: subject.commit });
  const { difference, missing } = await differenceOf(subject, repository).finally(() => repository.close());
  if (missing !== undefined)
    io.stderr.write(
      note(`The record does not name what was changed, and would not be found after a rebase. ${missing}`),
    );
  for (const each of evidence.empty)
    io.stderr.write(note(`${each} is empty: make sure that it is what the command printed.`));
  for (const each of evidence.recorded)
    if ('path' in each && (await isIgnored(each.path, own)))
      io.stderr.write(
        note(
          `git ignores ${each.path}, so nobody else will find this evidence. Add it with git add --force, or name the command that made it: 'command:… > FILE'.`,
        ),
      );
  const make = async (previous: string | null): Promise<Sealed> => {
    const draft: Draft = {
      subject: { ...subject, ...difference },
      author: request.author,
      judge: request.judge,
      verdict: request.verdict,
      evidence: evidence.recorded,
      checked: request.checked.length > 0 ? request.checked : evidence.claims,
      unchecked: request.unchecked,
      time: io.now().toISOString(),
    };
    return seal(draft, previous, nodePlatform, await signatureOf(draft, previous, signer));
  };
  if (request.dryRun) {
    io.stdout.write(`${(await make(await peek({ root, path }, nodePlatform))).text}\n`);
    return 0;
  }
  const lockFolder = join(layout.gitDir, 'agentops-audit', 'lanes', lane);
  const { line, hash } = await append({ root, path, lockFolder }, make, { platform: nodePlatform });
  io.stdout.write(`${path}:${line} ${hash}\n`);
  if (await isIgnored(path, own))
    io.stderr.write(note(`git ignores ${path}, so the verdict will not be committed. Take it out of .gitignore.`));
  return 0;
}

/** Nobody judges their own work, and a record that does not show who judged shows nothing. */
function demandIndependence({ author, judge }: RecordRequest): void {
  const found = independenceOf(author, judge);
  if (found.grade === 'apart') return;
  const hint =
    author.kind === 'agent' && judge.kind === 'agent'
      ? 'Let another agent, a person or a check judge it, or a fresh session: give both a context='
      : 'Let somebody else judge it';
  throw new UsageError(`--judge: nobody judges their own work, and here ${found.because}. ${hint}`);
}

/** True for a file that git would not add by itself; one that is tracked is not ignored, whatever rule matches it. */
const isIgnored = async (path: string, git: Git): Promise<boolean> =>
  (await ask(git, ['check-ignore', '--quiet', '--', path])) !== undefined;

const signatureOf = async (draft: Draft, previous: string | null, signer: Signer | undefined) =>
  signer?.sign(textToSign(draft, previous));

const note = (message: string) => `agentops-audit: ${plain(message)}\n`;
