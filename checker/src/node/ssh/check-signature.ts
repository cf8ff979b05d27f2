import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { SignatureAnswer, SignedText } from '../../platform.ts';
import { type Answer, INSTALL_SSH_KEYGEN, SshKeygenMissing, sshKeygen } from './ssh-keygen.ts';

/** A check takes some milliseconds. */
const TIME_LIMIT = 10_000;
/** Longer names are nobody's. */
const LONGEST_PRINCIPAL = 1000;

/**
 * Checks an SSH signature with ssh-keygen, as git does: first whether one of the keys that are allowed for the principal
 * made it, and where that is not so, whether any key did.
 *
 * Nothing that a repository configures is run: the program is always the ssh-keygen of the PATH, and what it reads are
 * two files of ours. The principal is compared with the patterns of the allowed signers file, and is no pattern itself.
 */
export async function checkSignature(signed: SignedText): Promise<SignatureAnswer> {
  const { signature, namespace, principal, allowedSigners, text } = signed;
  const time = timestamp(signed.time);
  if (time === undefined) return unknown('the time of the signature cannot be read', 'Look at the record by hand.');
  // An argument cannot hold NUL, and getopt takes an empty one for none.
  if (principal === '' || principal.includes('\0') || principal.length > LONGEST_PRINCIPAL)
    return unknown('the name of who signed it cannot be handed to ssh-keygen', 'Record a plain name for the judge.');
  const folder = await realpath(tmpdir()).then((root) => mkdtemp(join(root, 'agentops-audit-')));
  try {
    const [signatureFile, allowedFile] = [join(folder, 'signature'), join(folder, 'allowed_signers')];
    await Promise.all([writeFile(signatureFile, signature), writeFile(allowedFile, allowedSigners)]);
    const ask = (args: readonly string[]) =>
      sshKeygen([...args, '-n', namespace, '-s', signatureFile], {
        input: text,
        cwd: folder,
        env: plainEnvironment(),
        timeLimit: TIME_LIMIT,
      });
    const allowed = await ask(['-Y', 'verify', '-f', allowedFile, '-I', principal, `-Overify-time=${time}`]);
    if (allowed.exitCode === 0) return { state: 'good', ...keyOf(allowed) };
    const any = await ask(['-Y', 'check-novalidate']);
    if (any.exitCode === 0) return { state: 'not-allowed', ...keyOf(any) };
    return any.exitCode !== undefined && NOT_OF_THIS.test(any.stderr) ? { state: 'bad' } : unclear(any);
  } catch (error) {
    if (error instanceof SshKeygenMissing) return unknown('ssh-keygen was not found', `${INSTALL_SSH_KEYGEN}.`);
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What ssh-keygen says of a signature that is not one of the text. Anything else it says is its own trouble. */
const NOT_OF_THIS =
  /incorrect signature|namespace does not match|missing header|incomplete message|missing footer|invalid format|parse signature|string is too large|invalid argument/i;

function unclear({ exitCode, stderr }: Answer): SignatureAnswer {
  if (exitCode === undefined)
    return unknown(`ssh-keygen took longer than ${TIME_LIMIT / 1000} seconds`, 'Run the check again.');
  const said = stderr.trim().split('\n')[0]?.slice(0, 200) ?? '';
  return unknown(
    `ssh-keygen could not check it (${said === '' ? 'it gave no reason' : said})`,
    `${INSTALL_SSH_KEYGEN}.`,
  );
}

const unknown = (because: string, decide: string): SignatureAnswer => ({ state: 'unknown', because, decide });

function keyOf({ stdout }: Answer): { readonly key?: string } {
  const key = /\bSHA256:[A-Za-z0-9+/]+={0,2}/.exec(stdout)?.[0];
  return key === undefined ? {} : { key };
}

/** `20260131120000`, to be read as UTC: older versions know no zone, so theirs is set to it. */
function timestamp(time: string): string | undefined {
  const at = Date.parse(time);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString().replace(/[-:T]|\..*/g, '');
}

/** No agent, no askpass, no security key provider. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, PATHEXT, TMPDIR } = process.env;
  return { PATH, SystemRoot, PATHEXT, TMPDIR, TZ: 'UTC', LC_ALL: 'C' };
}
