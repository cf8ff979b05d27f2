import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Git, GitFailure, run } from './command.ts';
import { userEnvironment } from './environment.ts';

/**
 * Reads the folders that this user and this machine declared safe, and lets git's ownership check know them, and only
 * them: written as the whole of the configuration that stands in for the user's.
 */
export async function trustUsersFolders(home: string): Promise<void> {
  const values = [...(await valuesOf('--system', home)), ...(await valuesOf('--global', home))];
  await writeFile(
    join(home, 'gitconfig'),
    `[safe]\n${values.map((value) => `\tdirectory = ${quoted(value)}\n`).join('')}`,
  );
}

async function valuesOf(scope: '--system' | '--global', home: string): Promise<readonly string[]> {
  const git: Git = { env: userEnvironment(), options: [], home };
  try {
    const answer = await run(git, ['config', scope, '--type=path', '--null', '--get-all', 'safe.directory']);
    return answer.split('\0').slice(0, -1);
  } catch (error) {
    if (error instanceof GitFailure && error.kind === 'exit') return [];
    throw error;
  }
}

const quoted = (value: string) => `"${value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`;
