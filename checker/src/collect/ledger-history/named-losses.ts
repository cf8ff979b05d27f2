import type { LedgerGrowth, LedgerLoss } from '../../facts/ledger-history.ts';
import { type Loss, stands } from '../../ledger/growth.ts';
import { nameLoss } from '../../ledger/loss-kind.ts';
import type { Platform } from '../../platform.ts';
import type { PathCommit, Repository } from '../../repository.ts';
import { isPlace } from './places.ts';
import { LARGEST } from './versions.ts';

interface Sources {
  readonly repository: Repository;
  readonly platform: Platform;
  readonly names: readonly PathCommit[];
  readonly isMerge: (commit: string) => boolean;
}

/** Of one ledger, and of all: to name one, two versions are read and their chains verified. */
const MOST_SHOWN = 20;
const MOST_NAMED = 100;

/** Says of losses what was done, looking at both versions again. Further ones are counted. */
export class NamedLosses {
  readonly #sources: Sources;
  #left = MOST_NAMED;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  async of(losses: readonly Loss[]): Promise<LedgerGrowth['losses']> {
    const standing = losses.filter(stands);
    const kept = new Set([...standing, ...losses].slice(0, Math.min(MOST_SHOWN, this.#left)));
    const first: LedgerLoss[] = [];
    for (const loss of losses) if (kept.has(loss)) first.push(await this.#named(loss));
    this.#left -= first.length;
    return { first, total: losses.length, standing: standing.length };
  }

  async #named(loss: Loss): Promise<LedgerLoss> {
    const { step, at, renamedTo, undone } = loss;
    const common = { commit: step.commit, date: step.committer.date, undone };
    if (renamedTo !== undefined) return { kind: 'renamed', ...common, to: renamedTo };
    if (at === undefined || step.after === undefined) return { kind: 'deleted', ...common, ...this.#moved(loss) };
    const [before, after] = await this.#read(step.before, step.after);
    const detail = this.#sources.isMerge(step.commit) && {
      merge: true,
      detail: 'it is a merge: two branches wrote to this file, and what one of them wrote is not as it was',
    };
    return { ...nameLoss(before, after, at, this.#sources.platform), ...common, ...detail };
  }

  #moved({ step }: Loss) {
    const changes = this.#sources.names.find(({ id }) => id === step.commit)?.changes ?? [];
    const to = changes.find(({ from, path }) => from === step.path && !isPlace(path))?.path;
    return to === undefined ? {} : { to, detail: `it was moved to ${to}, where no ledger is looked for` };
  }

  /** Both were read before, so they are there. */
  async #read(...ids: readonly [string, string]): Promise<readonly [Uint8Array, Uint8Array]> {
    const found = new Map<string, Uint8Array>();
    const keep = (id: string, bytes: Uint8Array) => found.set(id, new Uint8Array(bytes));
    await this.#sources.repository.blobs(ids, (id, blob) => blob.state === 'bytes' && keep(id, blob.bytes), LARGEST);
    const [before, after] = ids.map((id) => found.get(id) ?? new Uint8Array());
    return [before ?? new Uint8Array(), after ?? new Uint8Array()];
  }
}
