import type { LedgerGrowth, LedgerLoss } from '../facts/ledger-history.ts';
import type { Ledger, LedgersFacts } from '../facts/ledgers.ts';
import type { VerdictFile } from '../facts/verdicts.ts';
import { BREAKS, FINDINGS, LOSSES, OWN_LANE, UNDONE } from './problem.ts';
import { ProblemList } from './problem-list.ts';
import type { VerificationInput } from './verification.ts';

/** The name that git gives a change that is in the work tree and in no commit. */
const isUncommitted = (commit: string): boolean => /^0+$/.test(commit);

/** Everything that is known of one ledger: of its chain, its history, and who judged in it. */
export function ledgerReport(path: string, facts: LedgersFacts, input: VerificationInput) {
  const ledger = facts.ledgers.find((each) => each.path === path);
  const growth = input.history?.known ? input.history.value.ledgers.find((each) => each.path === path) : undefined;
  const file = input.verdicts?.known ? input.verdicts.value.files.find((each) => each.path === path) : undefined;
  const problems = new ProblemList();
  if (ledger !== undefined) breaksOf(ledger, problems);
  if (growth !== undefined) lossesOf(growth, problems);
  if (file !== undefined) independenceOf(file, problems);
  if (input.orphans?.known) orphansOf(path, input.orphans.value.first, problems);
  const signed = ledger?.signatures;
  return {
    path,
    dialect: ledger?.dialect ?? null,
    present: ledger !== undefined || growth?.present === true,
    uncommitted: input.uncommitted?.get(path) ?? null,
    records: ledger?.records ?? 0,
    tip: ledger?.tip ?? null,
    versions: growth?.versions ?? null,
    signatures: signed === undefined ? null : { signed: signed.signed, good: signed.good },
    problems: problems.all,
  };
}

function breaksOf({ path, breaks, unreadable, signatures, records, oddities }: Ledger, problems: ProblemList): void {
  for (const { line, kind, detail } of breaks.first)
    problems.add(BREAKS[kind], { kind, path, line, detail: detail ?? null });
  if (breaks.first[0] !== undefined) problems.omitted(BREAKS[breaks.first[0].kind], breaks);
  if (unreadable !== undefined)
    problems.add(FINDINGS.unverifiable, {
      kind: 'unverifiable',
      path,
      detail: `it ${unreadable}`,
      todo: 'Keep it in git as a file of one record a line, complete in this clone.',
    });
  if (signatures?.unchecked !== undefined)
    problems.add(FINDINGS.unverifiable, {
      kind: 'unverifiable',
      path,
      meaning: `Its signatures were not checked. ${signatures.unchecked.because}`,
      todo: signatures.unchecked.decide,
    });
  for (const { line, detail } of oddities?.first ?? []) problems.add(FINDINGS.odd, { kind: 'odd', path, line, detail });
  if (oddities !== undefined) problems.omitted(FINDINGS.odd, oddities);
  if (records === 0 && breaks.total === 0 && unreadable === undefined)
    problems.add(FINDINGS.empty, { kind: 'empty', path });
}

function lossesOf({ path, losses, misdated, unseen }: LedgerGrowth, problems: ProblemList): void {
  for (const loss of losses.first) {
    problems.add(loss.undone ? UNDONE : LOSSES[loss.kind], {
      kind: loss.kind,
      path,
      ...placeOf(loss),
      ...cureOf(path, loss),
    });
  }
  const stand = losses.first.filter(({ kind, undone }) => !undone && LOSSES[kind].severity === 'error').length;
  problems.omitted(losses.standing > stand ? LOSSES.rewritten : UNDONE, losses);
  for (const { kind, line, detail } of misdated.first) problems.add(FINDINGS[kind], { kind, path, line, detail });
  problems.omitted(FINDINGS.future, misdated);
  if (unseen !== undefined)
    problems.add(FINDINGS.unverifiable, {
      kind: 'unverifiable',
      path,
      meaning: `That it only ever grew could not be shown. ${unseen.because}`,
      todo: unseen.decide,
    });
}

function placeOf({ commit, line, to, detail }: LedgerLoss) {
  const isOpen = isUncommitted(commit);
  const said = [...(to === undefined ? [] : [`it is ${to} now`]), ...(detail === undefined ? [] : [detail])];
  return {
    commit: isOpen ? null : commit,
    uncommitted: isOpen,
    line: line ?? null,
    detail: said.length === 0 ? null : said.join('; '),
  };
}

/**
 * The command that brings back what this loss took. Of two branches that wrote to one file it would bring back one, and
 * where records were added since it would take these away.
 */
function cureOf(
  path: string,
  { commit, undone, kind, merge = false, builtOn = false }: LedgerLoss,
): { readonly todo?: string } {
  if (undone || kind === 'renamed') return {};
  if (builtOn) return { todo: builtOnCure(commit.slice(0, 10), kind) };
  if (merge) return { todo: OWN_LANE };
  const before = isUncommitted(commit) ? 'HEAD' : `${commit.slice(0, 10)}~1`;
  const file = /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
  return { todo: `Bring back what was committed, with git checkout ${before} -- ${file}, and append to that.` };
}

const builtOnCure = (commit: string, kind: LedgerLoss['kind']): string =>
  `If nothing of it is pushed, drop ${commit} and what was recorded after it, and record that again. If it is, leave the file as it is${
    kind === 'unprotected' ? '' : ', and record the verdict that was lost again at the end'
  }; this finding stays, as a mark of what happened.`;

function orphansOf(
  path: string,
  orphans: readonly { readonly path: string; readonly line: number; readonly commit: string }[],
  problems: ProblemList,
): void {
  for (const orphan of orphans) {
    if (orphan.path !== path) continue;
    problems.add(FINDINGS['subject-unknown'], {
      kind: 'subject-unknown',
      path,
      line: orphan.line,
      detail: `it judged ${orphan.commit.slice(0, 10)}`,
    });
  }
}

/** Passes that authors gave themselves, and that nothing shows who gave the others. */
function independenceOf({ path, self, unshown, verdicts }: VerdictFile, problems: ProblemList): void {
  for (const { line, because } of self.first)
    problems.add(FINDINGS['self-judged'], { kind: 'self-judged', path, line, detail: because });
  problems.omitted(FINDINGS['self-judged'], self);
  const [first] = unshown.first;
  // A dialect that names no judge says so in every line: once is enough.
  if (first !== undefined)
    problems.add(FINDINGS['independence-unshown'], {
      kind: 'independence-unshown',
      path,
      line: first.line,
      detail: unshown.total === 1 ? first.because : `${first.because}; so in ${unshown.total} of ${verdicts} verdicts`,
    });
}
