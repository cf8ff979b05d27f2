import type { DocumentDialect, LedgersFacts } from '../facts/ledgers.ts';
import type { NotShown, VerificationInput } from './verification.ts';

/** A file of each dialect as a sentence calls it. */
const DOCUMENT: Readonly<Record<DocumentDialect, string>> = {
  'verdict-file': 'verdict file',
  'pawl-verdict': 'pawl verdict',
  'ratchet-chain': 'ratchet chain',
  council: 'council document',
};

/** What stays open; `blocks` where it keeps the whole from being called verified. */
export function openQuestions(
  { ledgers, documents, lookalikes }: LedgersFacts,
  { history, verdicts, orphans, target, unread = [] }: VerificationInput,
): readonly (NotShown & { readonly blocks: boolean })[] {
  const open: (NotShown & { readonly blocks: boolean })[] = [];
  const add = (because: string, decide: string, blocks = false) => open.push({ because, decide, blocks });
  const chains = ledgers.filter(({ records }) => records > 0);
  if (target.kind === 'file' && chains.length > 0)
    add(
      'That nothing was cut off its end, and that it was not made anew as a whole, cannot be seen in a file alone.',
      'Verify the repository that holds it: agentops-audit verdict verify',
    );
  const asked = ledgers.length > 0 || documents.total > 0;
  if (history !== undefined && !history.known)
    add(`That no ledger lost anything could not be shown. ${history.because}`, history.decide, true);
  if (asked && verdicts !== undefined && !verdicts.known)
    add(`Who judged whom could not be read. ${verdicts.because}`, verdicts.decide, true);
  const many = verdicts?.known ? verdicts.value.files.filter(({ selfUncompared }) => selfUncompared > 0) : [];
  for (const { path, selfUncompared } of many)
    add(
      `Of ${selfUncompared} further passes in ${path} that authors gave themselves, whether somebody else judged the same was not looked up.`,
      'Compare author and judge: agentops-audit verdict list --format json',
      true,
    );
  if (asked && orphans !== undefined && !orphans.known)
    add(`Whether the judged commits are in the history could not be shown. ${orphans.because}`, orphans.decide, true);
  if (orphans?.known && orphans.value.total > orphans.value.first.length)
    add(
      `${orphans.value.total} judged commits are not in this history; the first ${orphans.value.first.length} are listed.`,
      'See them all with: agentops-audit verdict list --format json',
    );
  if (chains.length > 0 && chains.every(({ signatures }) => signatures === undefined))
    add(
      'No record is signed: whoever can write the file can write any name into it.',
      'Sign verdicts: agentops-audit verdict record --sign',
    );
  for (const { path, unprotected } of chains)
    if (unprotected.length > 0)
      add(
        `No hash covers these members of ${path}: ${unprotected.join(', ')}.`,
        'Trust them as far as you trust the history of the file.',
      );
  for (const [dialect, name] of Object.entries(DOCUMENT)) {
    const loose = documents.first.filter((each) => each.dialect === dialect && each.protection === 'none');
    const [first] = loose;
    if (first !== undefined)
      add(
        `${count(loose.length, name)}, such as ${first.path}, ${loose.length === 1 ? 'has' : 'have'} no hash and no digest: a change shows in git alone.`,
        'Keep verdicts in a ledger: agentops-audit verdict record',
      );
  }
  for (const { path, because } of lookalikes) add(`${path} ${because}.`, 'Keep verdicts in a verdict ledger as well.');
  for (const { because, decide } of unread) add(because, decide, true);
  return open;
}

export const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
