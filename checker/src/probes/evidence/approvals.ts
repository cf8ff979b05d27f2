import type { Account, Approvals, Approver, MergedRequest } from '../../facts/verdicts.ts';
import { type Evidence, fail, isSome, type Outcome, partial, pass, unknown } from '../../outcome.ts';
import { quantity } from './quantity.ts';

/** What approvals at the hosting service show, and what has to be cited of them whatever else decides. */
export interface ApprovalsJudged {
  readonly outcome: Outcome;
  /** Pull requests that their own author approved, and nobody else. */
  readonly own: readonly Evidence[];
}

/**
 * Did somebody other than its author approve what was merged?
 *
 * A pull request without any approval says nothing here. A bot's approval is no judgement of somebody else by itself,
 * since nothing shows what stands behind it; it neither passes nor fails.
 */
export function judgeApprovals({ service, page, merged, after }: Approvals, passAt: number): ApprovalsJudged {
  const approved = merged.filter(({ approvers }) => approvers.length > 0);
  const byOthers = approved.filter(({ approvers }) => approvers.some(isOther));
  const rest = approved.filter((request) => !byOthers.includes(request));
  const own = rest.filter(({ approvers }) => approvers.some(({ is }) => is === 'author')).map(citeOwn);
  if (isSome(own)) {
    const because = `On ${service}, ${quantity(own.length, 'merged pull request')} ${own.length === 1 ? 'has' : 'have'} no approval but the author's own.`;
    return { outcome: fail(because, own), own };
  }
  const evidence = byOthers.map(cite);
  const gaps = [
    ...rest.map(citeBot),
    ...(after === null ? [] : [{ at: 'url', url: page, note: `only the newest ${merged.length} were read` } as const]),
  ];
  const ratio = byOthers.length / approved.length;
  if (isSome(evidence)) {
    if (ratio >= passAt) return { outcome: pass(evidence, gaps), own };
    const because = `On ${service}, ${byOthers.length} of ${quantity(approved.length, 'approved pull request')} were approved by a person other than the author, the rest by bots alone.`;
    return { outcome: partial(ratio, because, evidence, gaps), own };
  }
  const [first] = rest;
  if (first !== undefined) {
    const because = `On ${service} only bots approved merged pull requests, such as ${first.url}: nothing shows that somebody else judged.`;
    return {
      outcome: unknown(because, 'Have a person approve them, or record verdicts that name author and judge.'),
      own,
    };
  }
  const none =
    merged.length === 0
      ? `${service} shows no pull request that was merged in the window.`
      : `Of ${quantity(merged.length, 'pull request')} merged in the window, ${service} shows an approval of none.`;
  return { outcome: fail(none), own };
}

const isOther = ({ is }: Approver) => is === 'other';

const nameOf = ({ name, isBot }: Account) => (isBot ? `${name}[bot]` : name);
const names = (accounts: readonly Account[]) => accounts.map(nameOf).join(', ');

const cite = ({ url, author, approvers }: MergedRequest): Evidence => {
  return { at: 'url', url, note: `by ${nameOf(author)}, approved by ${names(approvers.filter(isOther))}` };
};
const citeOwn = ({ url, author }: MergedRequest): Evidence => ({
  at: 'url',
  url,
  note: `by ${nameOf(author)}, who alone approved it`,
});
const citeBot = ({ url, author, approvers }: MergedRequest): Evidence => ({
  at: 'url',
  url,
  note: `by ${nameOf(author)}, approved by no person: ${names(approvers)}`,
});
