import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './git-repository.ts';

export interface SshKey {
  /** The private key; the public one lies beside it. */
  readonly file: string;
  /** Kind and key, as an allowed signers file names them. */
  readonly publicKey: string;
}

/** A key made for one test. */
export function sshKey(): SshKey {
  const file = join(temporaryFolder(), 'key');
  sshKeygen(['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', file]);
  return { file, publicKey: readFileSync(`${file}.pub`, 'utf8').trim() };
}

/** An armored signature of a text. */
export const sshSign = (file: string, text: string, namespace: string): string =>
  sshKeygen(['-Y', 'sign', '-n', namespace, '-f', file], text);

function sshKeygen(args: readonly string[], input = ''): string {
  try {
    return execFileSync('ssh-keygen', args, { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Error('This test needs ssh-keygen: install OpenSSH (package openssh-client).', { cause: error });
  }
}
