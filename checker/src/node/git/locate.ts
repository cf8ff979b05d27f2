import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type Git, GitFailure, run } from './command.ts';
import { guards, isolatedEnvironment } from './environment.ts';
import { trustUsersFolders } from './safe-directory.ts';
import { TargetError } from './target-error.ts';

/** Where a repository keeps its things. All paths are absolute. */
export interface Layout {
  /** `.git` of the main work tree, or of a linked one `.git/worktrees/<name>`. */
  readonly gitDir: string;
  /** What all work trees share. */
  readonly commonDir: string;
  /** Root of the work tree that the path lies in; a bare repository has none. */
  readonly workTree: string | undefined;
  readonly bare: boolean;
  readonly objectFormat: string;
  /** True when a `shallow` file exists. */
  readonly shallow: boolean;
  /** True when some objects were left at the remote. */
  readonly partial: boolean;
}

const OLDEST = [2, 30] as const;

/** Finds the repository that a path lies in, and checks that git trusts who owns it. */
export async function locate(path: string, home: string): Promise<{ readonly layout: Layout; readonly git: Git }> {
  const folder = await existingFolder(path);
  const git: Git = { env: isolatedEnvironment(home), options: ['-C', folder, ...guards(home)], home };
  const [answer] = await Promise.all([describeLayout(git, path, home), checkVersion(git)]);
  const [objectFormat = '', bare = '', ...rest] = answer.replace(/\n$/, '').split('\n');
  const gitDir = rest.join('\n');
  const commonDir = await commonDirOf(gitDir);
  const isBare = bare === 'true';
  return {
    git,
    layout: {
      gitDir,
      commonDir,
      workTree: isBare ? undefined : await workTreeOf(folder, gitDir),
      bare: isBare,
      objectFormat,
      shallow: (await sizeOf(join(commonDir, 'shallow'))) > 0,
      partial: await isPartial(commonDir),
    },
  };
}

async function existingFolder(path: string): Promise<string> {
  const absolute = resolve(path);
  try {
    const real = await realpath(absolute);
    if ((await stat(real)).isDirectory()) return real;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new TargetError('not-found', `There is nothing at ${absolute}. Check the path.`);
    if (code !== 'ENOTDIR')
      throw new TargetError('unreadable', `${absolute} cannot be read (${code}). Check who may read it.`);
  }
  throw new TargetError(
    'not-a-directory',
    `${absolute} is a file. Pass the folder of a git repository, such as ${dirname(absolute)}.`,
  );
}

async function describeLayout(git: Git, path: string, home: string): Promise<string> {
  const question = ['rev-parse', '--show-object-format', '--is-bare-repository', '--absolute-git-dir'];
  try {
    return await run(git, question);
  } catch (error) {
    if (!isOwnership(error)) throw await explain(error, path);
  }
  // Their own safe.directory is the one setting of the user that counts: it says whom they trust.
  await trustUsersFolders(home);
  try {
    return await run(git, question);
  } catch (error) {
    throw await explain(error, path);
  }
}

const isOwnership = (error: unknown) => error instanceof GitFailure && error.stderr.includes('safe.directory');

async function explain(error: unknown, path: string): Promise<unknown> {
  if (!(error instanceof GitFailure)) return error;
  const where = resolve(path);
  if (error.kind === 'not-found') return gitMissing();
  if (isOwnership(error)) {
    const command = /git config --global --add safe\.directory .+/.exec(error.stderr)?.[0];
    return new TargetError(
      'dubious-ownership',
      `${where} belongs to another user, so git does not read it. If you trust it, run: ${command ?? `git config --global --add safe.directory ${where}`}`,
    );
  }
  if (error.stderr.includes('not a git repository')) {
    const broken = await brokenGit(where);
    if (broken !== undefined) {
      return new TargetError(
        'unreadable',
        `There is a ${broken} that git cannot use: it points to nothing, lacks parts, or may not be read by you. For a linked worktree that was moved, run git worktree repair; for a submodule, git submodule update --init.`,
      );
    }
    return new TargetError(
      'not-a-repository',
      `${where} is not in a git repository. Pass a path inside one, or make it one with git init and a commit.`,
    );
  }
  return new TargetError('unreadable', `git cannot read the repository at ${where}. ${error.message}`);
}

/** The `.git` of this folder or of one above it, where there is one that git did not take. */
async function brokenGit(where: string): Promise<string | undefined> {
  for (let folder = where; ; folder = dirname(folder)) {
    const found = join(folder, '.git');
    if (await lstat(found).catch(() => undefined)) return found;
    if (dirname(folder) === folder) return undefined;
  }
}

const gitMissing = () =>
  new TargetError(
    'git-missing',
    `git was not found. Install git ${OLDEST.join('.')} or newer and make sure it is on the PATH.`,
  );

async function checkVersion(git: Git): Promise<void> {
  let answer: string;
  try {
    answer = await run(git, ['--version']);
  } catch (error) {
    throw error instanceof GitFailure && error.kind === 'not-found' ? gitMissing() : error;
  }
  const [, major = '0', minor = '0'] = /(\d+)\.(\d+)/.exec(answer) ?? [];
  const isOld = Number(major) < OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) < OLDEST[1]);
  if (isOld)
    throw new TargetError('git-too-old', `This is ${answer.trim()}. Install git ${OLDEST.join('.')} or newer.`);
}

/** Linked work trees name the shared folder in a file; git's documented layout. */
async function commonDirOf(gitDir: string): Promise<string> {
  try {
    return resolve(gitDir, (await readFile(join(gitDir, 'commondir'), 'utf8')).replace(/\r?\n$/, ''));
  } catch {
    return gitDir;
  }
}

/**
 * The nearest folder above that holds `.git`. Not `--show-toplevel`: that follows `core.worktree`, which lets a
 * repository point at any folder of the machine.
 */
async function workTreeOf(folder: string, gitDir: string): Promise<string | undefined> {
  const start = folder === gitDir || folder.startsWith(join(gitDir, '/')) ? gitDir : folder;
  if (start === gitDir) return basename(gitDir) === '.git' ? dirname(gitDir) : undefined;
  for (let at = start; ; at = dirname(at)) {
    if ((await sizeOf(join(at, '.git'))) >= 0) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** Packs that came from a filtered clone are marked by a file beside them. */
async function isPartial(commonDir: string): Promise<boolean> {
  const packs = await readdir(join(commonDir, 'objects', 'pack')).catch(() => []);
  return packs.some((name) => name.endsWith('.promisor'));
}

const sizeOf = async (path: string): Promise<number> => {
  try {
    return (await stat(path)).size;
  } catch {
    return -1;
  }
};
