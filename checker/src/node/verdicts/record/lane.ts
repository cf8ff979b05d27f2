import { ask, type Git } from '../../git/command.ts';
import { UsageError } from '../../usage-error.ts';

/** Letters of any language, digits and what is harmless in a file name everywhere. */
const PLAIN = /^[\p{L}\p{N}_][\p{L}\p{N}\p{M}_.-]*$/u;
/** Bytes; the file is called `<lane>.jsonl`. */
const LONGEST = 120;

/** The lane that was named, or the one of the current branch: `feature/x` is `feature--x`, for a lane is one file. */
export async function laneToWrite(named: string | undefined, git: Git): Promise<string> {
  if (named !== undefined) return checked(named);
  const branch = await ask(git, ['symbolic-ref', '--quiet', '--short', 'HEAD']);
  if (branch === undefined)
    throw new UsageError('No branch is checked out, so there is no lane of its name: name one with --lane');
  const lane = branch
    .normalize('NFC')
    .replaceAll('/', '--')
    .replace(/[^\p{L}\p{N}\p{M}_.-]/gu, '-')
    .replace(/^[^\p{L}\p{N}_]+/u, '');
  if (!PLAIN.test(lane) || Buffer.byteLength(lane) > LONGEST)
    throw new UsageError(`The branch ${branch} gives no name for a lane: name one with --lane`);
  return lane;
}

function checked(name: string): string {
  if (name.endsWith('.jsonl'))
    throw new UsageError(
      `--lane ${name}: must be a name without .jsonl, as in --lane ${name.slice(0, -6).split('/').at(-1) || 'main'}`,
    );
  if (!PLAIN.test(name) || name.endsWith('.'))
    throw new UsageError(
      `--lane ${name}: must be a plain file name of letters, digits, "-", "_" and ".", as in --lane feature--login`,
    );
  if (Buffer.byteLength(name) > LONGEST) throw new UsageError(`--lane: must be at most ${LONGEST} bytes long`);
  return name.normalize('NFC');
}
