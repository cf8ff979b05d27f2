import type { LedgersFacts, VerdictDocument } from '../facts/ledgers.ts';
import type { VerdictFile } from '../facts/verdicts.ts';
import { FINDINGS } from './problem.ts';
import { ProblemList } from './problem-list.ts';
import type { VerificationInput } from './verification.ts';

/** What is wrong with files that hold verdicts and that no chain links. */
export function documentsReport({ documents, ledgers }: LedgersFacts, { verdicts }: VerificationInput) {
  const problems = new ProblemList();
  for (const document of documents.first) documentProblem(document, problems);
  const chained = new Set(ledgers.map(({ path }) => path));
  const files = verdicts?.known ? verdicts.value.files.filter(({ path }) => !chained.has(path)) : [];
  for (const { path, self } of files) {
    for (const { line, because } of self.first)
      problems.add(FINDINGS['self-judged'], { kind: 'self-judged', path, line, detail: because });
    problems.omitted(FINDINGS['self-judged'], self);
  }
  unshownIn(files, problems);
  if (documents.total > documents.first.length)
    problems.add(FINDINGS.unverifiable, {
      kind: 'unverifiable',
      path: documents.first.at(-1)?.path ?? '',
      meaning: `Only ${documents.first.length} of ${documents.total} verdict files were read.`,
      todo: 'Keep verdicts in a ledger: one file of one record a line.',
    });
  return {
    files: documents.total,
    verdicts: documents.first.reduce((sum, { verdicts }) => sum + verdicts, 0),
    problems: problems.all,
  };
}

function documentProblem(document: VerdictDocument, problems: ProblemList): void {
  const { path, protection, line, detail, notes, unreadable } = document;
  const place = { path, line: line ?? null };
  if (unreadable !== undefined)
    problems.add(FINDINGS.unverifiable, { kind: 'unverifiable', ...place, detail: unreadable });
  else if (protection === 'broken') problems.add(FINDINGS.broken, { kind: 'broken', ...place, detail: detail ?? null });
  for (const note of notes ?? []) problems.add(FINDINGS.odd, { kind: 'odd', ...place, detail: note });
}

/** Many files say nothing for one reason: each reason once, at the first of them. */
function unshownIn(files: readonly VerdictFile[], problems: ProblemList): void {
  const byReason = new Map<string, { readonly path: string; readonly line: number; files: number }>();
  for (const { path, unshown } of files) {
    const [first] = unshown.first;
    if (first === undefined) continue;
    const found = byReason.get(first.because);
    if (found === undefined) byReason.set(first.because, { path, line: first.line, files: 1 });
    else found.files += 1;
  }
  for (const [because, { path, line, files: number }] of byReason)
    problems.add(FINDINGS['independence-unshown'], {
      kind: 'independence-unshown',
      path,
      line,
      detail: number === 1 ? because : `${because}; so in ${number} files`,
    });
}
