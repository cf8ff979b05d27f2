import type { Commit } from './repository.ts';
import { signaturesOf } from './signatures.ts';
import { trailersOf } from './trailers.ts';

/**
 * The trailer by which the author of a commit reviewed or approved it, if there is one.
 *
 * The same address is the same person, and so is an account or a full name where the trailer gives no address; a name
 * alone is not, where both have addresses that differ. Of a change that an agent signed, the author named by git is
 * the person at whose machine the agent worked, who may well be its reviewer: nobody is accused there. `Signed-off-by`
 * says where a change comes from, and is no review.
 */
export function ownReviewIn({
  author,
  committer,
  body,
}: Pick<Commit, 'author' | 'committer' | 'body'>): string | undefined {
  if (!MENTION.test(body)) return undefined;
  const own = trailersOf(body).find(({ key, value }) => REVIEW.test(key) && names(value, author));
  if (own === undefined || signaturesOf({ author, committer, body }).some(({ role }) => role === 'worker'))
    return undefined;
  return `${own.key}: ${own.value}`;
}

const MENTION = /^(?:reviewed|approved)-by[ \t]*:/im;
const REVIEW = /^(?:reviewed|approved)-by$/i;

function names(value: string, { name, email }: Commit['author']): boolean {
  const [, address] = /<([^<>]*)>/.exec(value) ?? [];
  const written = folded(address ?? value);
  if (written === '') return false;
  if (written.includes('@', 1)) return written === folded(email);
  // An account or a name: `@ada`, `ada`, `Ada Lovelace`.
  const [, account] = /^(?:\d+\+)?([^@]+)@users\.noreply\.github\.com$/.exec(folded(email)) ?? [];
  const bare = written.replace(/^@/, '');
  return bare === folded(name) || bare === account;
}

const folded = (text: string): string => text.normalize('NFKC').trim().toLowerCase();
