import type { LedgerGrowth, LedgerLoss } from '../../facts/ledger-history.ts';
import { type Loss, stands } from '../../ledger/growth.ts';
import { type NamedLoss, nameLoss } from '../../ledger/loss-kind.ts';
import type { Platform } from '../../platform.ts';
import type { Blob, PathCommit, Repository } from '../../repository.ts';
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
/** Bytes of versions that are read again for that, of all ledgers together. */
const MOST_BYTES = 256 << 20;

const MERGED = 'it is a merge: two branches wrote to this file, and what one of them wrote is not as it was';
/** Of a loss beyond that: it is one, since the bytes differ, and no more was looked at. */
const UNNAMED =
  'its versions are too large to compare them line by line too, so the line, and whether the hashes were made anew, are not told';

/** Says of losses what was done, looking at both versions again. Further ones are counted. */
export class NamedLosses {
  readonly #sources: Sources;
  #left = MOST_NAMED;
  #bytes: number;

  constructor(sources: Sources, bytes = MOST_BYTES) {
    this.#sources = sources;
    this.#bytes = bytes;
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
    const { step, at, renamedTo, undone, builtOn } = loss;
    const common = { commit: step.commit, date: step.committer.date, undone, ...(builtOn && { builtOn }) };
    if (renamedTo !== undefined) return { kind: 'renamed', ...common, to: renamedTo };
    if (at === undefined || step.after === undefined) return { kind: 'deleted', ...common, ...this.#moved(loss) };
    const merge = this.#sources.isMerge(step.commit) && { merge: true, detail: MERGED };
    const sizes = await this.#sizesOf(step.before, step.after);
    if (sizes.before + sizes.after > this.#bytes) {
      const kind = at === sizes.after ? 'truncated' : 'rewritten';
      return { kind, ...common, ...merge, detail: merge ? `${MERGED}; ${UNNAMED}` : UNNAMED };
    }
    this.#bytes -= sizes.before + sizes.after;
    return { ...(await this.#nameLoss(step.before, step.after, at)), ...common, ...merge };
  }

  /** A limit of nothing makes each blob too large, and a blob that is too large tells its size. */
  async #sizesOf(before: string, after: string): Promise<{ readonly before: number; readonly after: number }> {
    const sizes = new Map<string, number>();
    const keep = (id: string, blob: Blob) => blob.state === 'too-large' && sizes.set(id, blob.size);
    await this.#sources.repository.blobs([before, after], keep, 0);
    return { before: sizes.get(before) ?? 0, after: sizes.get(after) ?? 0 };
  }

  #moved({ step }: Loss) {
    const changes = this.#sources.names.find(({ id }) => id === step.commit)?.changes ?? [];
    const to = changes.find(({ from, path }) => from === step.path && !isPlace(path))?.path;
    return to === undefined ? {} : { to, detail: `it was moved to ${to}, where no ledger is looked for` };
  }

  /** Both were read before, so they are there. One is held, and the other is looked at while it passes by. */
  async #nameLoss(before: string, after: string, at: number): Promise<NamedLoss> {
    const { repository, platform } = this.#sources;
    let held = new Uint8Array();
    let named: NamedLoss | undefined;
    const take = (id: string, bytes: Uint8Array) => {
      if (id === before) held = new Uint8Array(bytes);
      else named = nameLoss(held, bytes, at, platform);
    };
    await repository.blobs([before, after], (id, blob) => blob.state === 'bytes' && take(id, blob.bytes), LARGEST);
    return named ?? nameLoss(held, new Uint8Array(), at, platform);
  }
}
