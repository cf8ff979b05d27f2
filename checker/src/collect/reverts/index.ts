import { defineCollector } from '../../collector.ts';
import type { Revert } from '../../facts/reverts.ts';
import { known } from '../../outcome.ts';
import type { Commit } from '../../repository.ts';
import { type RevertMessage, readRevert, reasonOfMerge } from './message.ts';

/** Above this the oldest commits of the window are left out. */
const MOST_COMMITS = 30_000;

/**
 * Finds the commits of the window that take another back. A revert that a merge brought is counted where it was made, and
 * may be explained in the message of the merge.
 */
export const reverts = defineCollector({
  kind: 'reverts',
  early: true,
  reads: () => false,
  async collect({ repository, since, asOf }) {
    const read = await repository.commits({ since });
    if (!read.known) return read;
    const commits = read.value.slice(0, MOST_COMMITS);
    const found = new Map<string, RevertMessage>();
    const mergeOf = new Map<string, Commit>();
    for (const commit of commits) {
      const [, tip] = commit.parents;
      if (tip !== undefined) mergeOf.set(tip, commit);
      const message = readRevert(commit);
      if (message !== undefined) found.set(commit.id, message);
    }
    return known({
      asOf,
      complete: read.value.length <= MOST_COMMITS,
      reverts: commits.flatMap((commit): readonly Revert[] => {
        const message = found.get(commit.id);
        const [, tip] = commit.parents;
        if (message === undefined || (tip !== undefined && found.has(tip))) return [];
        const { reason, unclear, kind, of } = explained(message, mergeOf.get(commit.id));
        return [
          {
            commit: commit.id,
            subject: commit.subject,
            date: commit.committer.date,
            kind: of.some((id) => isRevert(id, found)) ? 'reapply' : kind,
            of,
            ...(reason === undefined ? {} : { reason }),
            ...(unclear === undefined ? {} : { unclear }),
          },
        ];
      }),
    });
  },
});

function explained(message: RevertMessage, merge: Commit | undefined): RevertMessage {
  if (message.reason !== undefined || merge === undefined) return message;
  const reason = reasonOfMerge(merge);
  return reason === undefined ? message : { kind: message.kind, of: message.of, reason };
}

/** True when the full object name is that of a revert in the window; a subject of its own can hide what it takes back. */
const isRevert = (id: string, found: ReadonlyMap<string, RevertMessage>) => found.get(id)?.kind === 'revert';
