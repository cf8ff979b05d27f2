import { writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { NAMESPACE } from '../../../ledger/signatures.ts';
import { ask, type Git } from '../../git/command.ts';
import { INSTALL_SSH_KEYGEN, SshKeygenMissing, sshKeygen } from '../../ssh/ssh-keygen.ts';
import { UsageError } from '../../usage-error.ts';

/** A person may have to type a passphrase or touch a key. */
const TIME_LIMIT = 120_000;

export interface Signer {
  /** Makes an armored SSH signature of a text. */
  sign(text: string): Promise<string>;
}

/**
 * Finds the key as git does: `user.signingKey` is a file, or a public key whose private half an agent holds.
 *
 * @param key a file that was named instead
 * @param git with the user's configuration
 * @param home a temporary folder of ours
 */
export async function signerFor(
  key: string | undefined,
  { git, cwd, home }: { readonly git: Git; readonly cwd: string; readonly home: string },
): Promise<Signer> {
  const program = await ask(git, ['config', '--type=path', '--get', 'gpg.ssh.program']);
  const args = key !== undefined ? ['-f', resolve(cwd, key)] : await configuredKey(git, home);
  return {
    async sign(text) {
      const answer = await sshKeygen(['-Y', 'sign', '-n', NAMESPACE, ...args], {
        input: text,
        cwd: home,
        env: process.env,
        timeLimit: TIME_LIMIT,
        program,
      }).catch((error: unknown) => {
        if (error instanceof SshKeygenMissing) throw new UsageError(`${error.message} ${INSTALL_SSH_KEYGEN}`);
        throw error;
      });
      if (answer.exitCode === 0 && answer.stdout.startsWith('-----BEGIN SSH SIGNATURE-----')) return answer.stdout;
      const said =
        answer.exitCode === undefined ? `it took longer than ${TIME_LIMIT / 1000} seconds` : why(answer.stderr);
      throw new UsageError(`The verdict could not be signed with ${args.at(-1)}: ${said}. Nothing was recorded`);
    },
  };
}

const why = (stderr: string): string =>
  stderr
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('Signing data'))
    .slice(0, 3)
    .join('; ') || 'ssh-keygen gave no reason';

async function configuredKey(git: Git, home: string): Promise<readonly string[]> {
  const [format, configured] = await Promise.all([
    ask(git, ['config', '--get', 'gpg.format']),
    ask(git, ['config', '--get', 'user.signingKey']),
  ]);
  if (!configured)
    throw new UsageError(
      '--sign: git has no user.signingKey. Set one with git config user.signingKey ~/.ssh/id_ed25519.pub, or name a key with --key',
    );
  if (/^(?:key::|ssh-|ecdsa-|sk-)/.test(configured)) {
    const file = join(home, 'signing-key.pub');
    await writeFile(file, `${configured.replace(/^key::/, '')}\n`);
    // The agent holds the other half.
    return ['-U', '-f', file];
  }
  if (format !== 'ssh' && !/[/\\~]/.test(configured))
    throw new UsageError(
      `--sign: git's user.signingKey ${configured} is a key of gpg (gpg.format is not ssh), and verdicts are signed with SSH keys. Name one with --key`,
    );
  return ['-f', configured.startsWith('~/') ? join(homedir(), configured.slice(2)) : configured];
}
