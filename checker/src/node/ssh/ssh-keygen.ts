import { spawn } from 'node:child_process';

export interface Answer {
  /** Undefined where it was ended for taking too long. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Call {
  /** Standard input. */
  readonly input: string;
  /** The folder that it starts in: one of ours, for Windows looks for programs there first. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Milliseconds. */
  readonly timeLimit: number;
  /** Another program that takes the same arguments. */
  readonly program?: string | undefined;
}

/** The program is not on the PATH. */
export class SshKeygenMissing extends Error {
  override readonly name = 'SshKeygenMissing';
}

export const INSTALL_SSH_KEYGEN =
  'Install OpenSSH 8.1 or newer (package openssh-client) so that ssh-keygen is on the PATH';

/** No answer of ssh-keygen is longer. */
const OUTPUT_LIMIT = 65_536;

/** Runs ssh-keygen with a fixed list of arguments, never through a shell. */
export function sshKeygen(args: readonly string[], call: Call): Promise<Answer> {
  const { input, cwd, env, timeLimit, program = 'ssh-keygen' } = call;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
    const printed = { stdout: '', stderr: '' };
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, timeLimit);
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].on('data', (piece: Buffer) => {
        if (printed[name].length < OUTPUT_LIMIT) printed[name] += piece.toString('utf8');
      });
    }
    child.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      reject(error.code === 'ENOENT' ? new SshKeygenMissing(`${program} was not found.`) : error);
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ exitCode: late ? undefined : (code ?? 1), ...printed });
    });
    // It may end before it read everything; its exit code tells.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}
