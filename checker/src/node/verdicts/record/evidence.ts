import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { RecordedEvidence } from '../../../ledger/seal.ts';
import { UsageError } from '../../usage-error.ts';
import type { EvidenceArgument } from './evidence-argument.ts';

export interface ReadEvidence {
  readonly recorded: readonly RecordedEvidence[];
  /** One claim for each: what the record says was checked when the judge names nothing. */
  readonly claims: readonly string[];
  /** Those of which nothing is in the file, as typed. */
  readonly empty: readonly string[];
  /** Those of its files that lie in the work tree, from its root. */
  readonly files: ReadonlySet<string>;
}

/** The digest of no bytes. */
const NOTHING = createHash('sha256').digest('hex');

/** Reads every file that is named and takes its digest. */
export async function readEvidence(
  named: readonly EvidenceArgument[],
  { cwd, root, gitDir }: { readonly cwd: string; readonly root: string; readonly gitDir: string },
): Promise<ReadEvidence> {
  const recorded: RecordedEvidence[] = [];
  const claims: string[] = [];
  const empty: string[] = [];
  const files = new Set<string>();
  for (const each of named) {
    if (each.kind === 'url') {
      recorded.push({ url: each.url, digest: each.digest });
      claims.push(`The content of ${each.url}`);
      continue;
    }
    const option = `--evidence ${each.kind}:`;
    const at = resolve(cwd, each.file);
    const digest = await digestOf(at, `${option}${each.file}`);
    if (digest === NOTHING) empty.push(`${option}${each.file}`);
    const inside = await pathWithin(root, at, gitDir);
    if (inside !== undefined) files.add(inside);
    if (each.kind === 'command') {
      recorded.push({ command: each.command, digest });
      claims.push(`The output of ${each.command}`);
    } else if (inside === undefined) {
      throw new UsageError(
        `${option}${each.file} lies outside the repository at ${root}, where nobody else finds it. Copy it in, or name the command that made it: 'command:… > ${each.file}'`,
      );
    } else {
      recorded.push({ path: inside, digest });
      claims.push(`The content of ${inside}`);
    }
  }
  return { recorded, claims, empty, files };
}

async function digestOf(path: string, shown: string): Promise<string> {
  const facts = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(
      error.code === 'ENOENT'
        ? `${shown} does not exist. Check the name; it is read from the current folder`
        : `${shown} cannot be read (${error.code}). Check the file`,
    );
  });
  if (!facts.isFile())
    throw new UsageError(`${shown} is ${facts.isDirectory() ? 'a folder' : 'not a file'}. Name one file`);
  const hash = createHash('sha256');
  try {
    for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  } catch (error) {
    throw new UsageError(`${shown} cannot be read (${(error as NodeJS.ErrnoException).code}). Check the file`);
  }
  return hash.digest('hex');
}

/**
 * The path from the root, with `/`; undefined where the file, or what it links to, lies outside or in git's own folder.
 * The name is kept as git tracks it: only the folders before it are resolved.
 */
async function pathWithin(root: string, path: string, gitDir: string): Promise<string | undefined> {
  const [realRoot, realGit, real, folder] = await Promise.all([
    realpath(root),
    realpath(gitDir),
    realpath(path),
    realpath(dirname(path)),
  ]);
  const within = (outer: string, inner: string) => inner.startsWith(outer.endsWith(sep) ? outer : outer + sep);
  const named = join(folder, basename(path));
  const isInside = [real, named].every((each) => within(realRoot, each) && !within(realGit, each));
  return isInside ? relative(realRoot, named).split(sep).join('/') : undefined;
}
