import type { LedgersFacts } from '../facts/ledgers.ts';
import { documentsReport } from './document-problems.ts';
import { ledgerReport } from './ledger-problems.ts';
import { count, openQuestions } from './open-questions.ts';
import { bare } from './problem-list.ts';
import type { Problems, Verification, VerificationInput } from './verification.ts';

/** Puts what was found out about every ledger into one report. */
export function verificationOf(input: VerificationInput): Verification {
  const { tool, target, ledgers } = input;
  if (!ledgers.known) {
    const notShown = [{ because: ledgers.because, decide: ledgers.decide }];
    const documents = { files: 0, verdicts: 0, problems: { first: [], total: 0 } };
    return { version: 1, tool, target, result: 'not-verified', ledgers: [], documents, shown: [], notShown };
  }
  const paths = new Set(ledgers.value.ledgers.map(({ path }) => path));
  const growths = input.history?.known ? input.history.value.ledgers : [];
  for (const { path, losses, unseen } of growths) if (losses.total > 0 || unseen !== undefined) paths.add(path);
  for (const [path, how] of input.uncommitted ?? []) if (how === 'deleted') paths.add(path);
  const verified = [...paths].sort().map((path) => ledgerReport(path, ledgers.value, input));
  const documents = documentsReport(ledgers.value, input);
  const open = openQuestions(ledgers.value, input);
  const severities = new Set([...verified, documents].flatMap(({ problems }) => [...problems.severities]));
  // What nothing protects is nothing that could be verified.
  const isNothing =
    verified.length === 0 && ledgers.value.documents.first.every(({ protection }) => protection === 'none');
  return {
    version: 1,
    tool,
    target,
    result: severities.has('error')
      ? 'problems'
      : severities.has('unknown') || open.some(({ blocks }) => blocks)
        ? 'not-verified'
        : isNothing
          ? 'nothing'
          : 'verified',
    ledgers: verified.map(({ problems, ...ledger }) => ({ ...ledger, problems: bare(problems) })),
    documents: { ...documents, problems: bare(documents.problems) },
    shown: shown(verified, ledgers.value, input),
    notShown: open.map(({ because, decide }) => ({ because, decide })),
  };
}

/** What speaks for the ledgers, in sentences. */
function shown(
  verified: readonly { readonly versions: number | null; readonly problems: Problems }[],
  { ledgers }: LedgersFacts,
  { history, verdicts }: VerificationInput,
): readonly string[] {
  const sentences: string[] = [];
  const records = ledgers.reduce((sum, each) => sum + each.records, 0);
  if (records > 0) sentences.push(`Every hash and link of ${count(records, 'record')} was recomputed.`);
  const versions = verified.reduce((sum, each) => sum + (each.versions ?? 0), 0);
  if (history?.known && versions > 1)
    sentences.push(`${versions} versions in the history were compared, each with the one before it.`);
  const good = ledgers.reduce((sum, { signatures }) => sum + (signatures?.good ?? 0), 0);
  if (good > 0) sentences.push(`${count(good, 'record')} ${good === 1 ? 'has' : 'have'} a good signature.`);
  const files = verdicts?.known ? verdicts.value.files : [];
  const total = files.reduce((sum, file) => sum + file.verdicts, 0);
  const apart = files.reduce((sum, file) => sum + file.apart, 0);
  if (total > 0) sentences.push(`Somebody other than the author gave ${apart} of ${count(total, 'verdict')}.`);
  return sentences;
}
