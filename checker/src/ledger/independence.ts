import type { Independence, Party } from './statement.ts';

/**
 * Whether a judge is somebody else than the author. Nobody judges their own work; a fresh context of the same agent is
 * somebody else, weakly; two names that share one session are not.
 */
export function independenceOf(author: Party | undefined, judge: Party | undefined): Independence {
  if (author?.id === undefined && author?.context === undefined)
    return { grade: 'unshown', because: 'the author is not recorded' };
  if (judge?.id === undefined && judge?.context === undefined)
    return { grade: 'unshown', because: 'the judge is not recorded' };
  if (same(author.context, judge.context))
    return { grade: 'self', because: 'author and judge worked in the same session' };
  if (same(author.id, judge.id)) {
    const isFresh =
      author.kind !== 'human' && judge.kind === 'agent' && author.context !== undefined && judge.context !== undefined;
    return isFresh ? { grade: 'apart', by: 'context' } : { grade: 'self', because: 'author and judge are the same' };
  }
  if (author.id === undefined || judge.id === undefined)
    return author.context !== undefined && judge.context !== undefined
      ? { grade: 'apart', by: 'context' }
      : { grade: 'unshown', because: 'author and judge are not recorded in the same way' };
  if (author.kind !== judge.kind) return { grade: 'apart', by: 'kind' };
  const families = author.family !== undefined && judge.family !== undefined && !same(author.family, judge.family);
  return { grade: 'apart', by: families ? 'family' : 'identity' };
}

/** Names are compared as a person would: without regard to case, white space around them, or how letters are composed. */
const same = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && folded(a) === folded(b);

const folded = (name: string): string => name.normalize('NFKC').trim().toLowerCase();
