import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { flawsOfSigners, saidOfSigners } from '../../ledger/allowed-signers.ts';
import { ALLOWED_SIGNERS } from '../../ledger/signatures.ts';
import { plain } from '../../report/plain.ts';
import type { Repository } from '../../repository.ts';
import { Tree } from '../../tree.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';

const LONGEST = 1 << 20;
const MOST_NOTED = 5;

/** A repository in which other keys are allowed to sign than those that it tracks; undefined for none at all. */
export function withSigners(repository: Repository, text: string | undefined): Repository {
  const tree = async () => {
    const tracked = await repository.tree();
    const others = tracked.entries.filter(({ path }) => path !== ALLOWED_SIGNERS);
    const entry = { path: ALLOWED_SIGNERS, id: '', kind: 'file' } as const;
    return new Tree(text === undefined ? others : [...others, entry], tracked.cut);
  };
  return {
    ...repository,
    tree,
    async read(paths, limit) {
      const asked = [...paths];
      const contents = new Map(
        await repository.read(
          asked.filter((path) => path !== ALLOWED_SIGNERS),
          limit,
        ),
      );
      if (!asked.includes(ALLOWED_SIGNERS)) return contents;
      return contents.set(
        ALLOWED_SIGNERS,
        text === undefined
          ? { state: 'missing', because: 'is not in the tree' }
          : { state: 'text', text, size: text.length, lossy: false },
      );
    },
  };
}

/** Says which lines of a list of keys allow nobody. */
export function noteSigners(path: string, text: string | undefined, io: Io, quiet: boolean): void {
  if (quiet || text === undefined) return;
  for (const flaw of flawsOfSigners(text).slice(0, MOST_NOTED))
    io.stderr.write(`agentops-audit: ${plain(saidOfSigners(path, flaw))}\n`);
}

/** The keys of a file that was named on the command line. */
export async function signersOf(file: string, io: Io, quiet: boolean): Promise<string> {
  try {
    const bytes = await readFile(resolve(io.cwd, file));
    if (bytes.length > LONGEST) throw new UsageError(`--allowed-signers ${file}: it is larger than a list of keys is`);
    const text = bytes.toString('utf8');
    const key = flawsOfSigners(text).find(({ kind }) => kind === 'private-key');
    if (key !== undefined) throw new UsageError(`--allowed-signers ${saidOfSigners(file, key)}`);
    noteSigners(file, text, io, quiet);
    return text;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `--allowed-signers ${file}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'}): name a file as ssh-keygen reads it`,
    );
  }
}
