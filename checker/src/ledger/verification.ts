import type { LedgerGrowth, LedgerHistoryFacts, LedgerLoss } from '../facts/ledger-history.ts';
import type { Ledger, LedgersFacts, VerdictDocument } from '../facts/ledgers.ts';
import type { VerdictFile, VerdictsFacts } from '../facts/verdicts.ts';
import type { Collected } from '../outcome.ts';
import { BREAKS, FINDINGS, LOSSES, type Meaning, type ProblemKind, type Severity, UNDONE } from './problem.ts';

/** What `verdict verify` says, in the form of `schemas/verification.schema.json`. */
export interface Verification {
  readonly version: 1;
  readonly tool: { readonly name: string; readonly version: string };
  readonly target: VerifiedTarget;
  /**
   * - `verified`: no error, and nothing left open
   * - `problems`: at least one error
   * - `not-verified`: no error was seen, and not everything could be looked at
   * - `nothing`: there is no ledger and no verdict file, and none is known to have been there
   */
  readonly result: 'verified' | 'problems' | 'not-verified' | 'nothing';
  /** Sorted by path. */
  readonly ledgers: readonly VerifiedLedger[];
  /** Files that hold verdicts which no chain links. */
  readonly documents: { readonly files: number; readonly verdicts: number; readonly problems: Problems };
  /** Sentences. */
  readonly shown: readonly string[];
  readonly notShown: readonly NotShown[];
}

export type VerifiedTarget =
  | {
      readonly kind: 'repository';
      readonly name: string;
      readonly commit: string;
      readonly branch: string | null;
      /** True when the files of the work tree were read on top of the commit. */
      readonly workTree: boolean;
      readonly shallow: boolean;
    }
  | { readonly kind: 'file'; readonly path: string };

export interface VerifiedLedger {
  readonly path: string;
  readonly dialect: string | null;
  /** False when the history held it, and what was verified does not. */
  readonly present: boolean;
  /** How the work tree differs from the commit. */
  readonly uncommitted: Uncommitted | null;
  readonly records: number;
  readonly tip: { readonly line: number; readonly hash: string } | null;
  /** Versions in the history that were compared; null where none was. */
  readonly versions: number | null;
  readonly signatures: { readonly signed: number; readonly good: number } | null;
  readonly problems: Problems;
}

export type Uncommitted = 'added' | 'changed' | 'deleted';

/** The first ones in full; `total` counts all. */
export interface Problems {
  readonly first: readonly Problem[];
  readonly total: number;
}

export interface Problem {
  readonly kind: ProblemKind;
  readonly severity: Severity;
  readonly path: string;
  readonly line: number | null;
  /** The commit that did it, in full. */
  readonly commit: string | null;
  /** True when the work tree did it, and no commit has. */
  readonly uncommitted: boolean;
  /** What exactly is wrong there: a clause. */
  readonly detail: string | null;
  readonly meaning: string;
  readonly todo: string;
}

export interface NotShown {
  readonly because: string;
  readonly decide: string;
}

/** The name that git gives a change that is in the work tree and in no commit. */
export const isUncommitted = (commit: string): boolean => /^0+$/.test(commit);

export interface VerificationInput {
  readonly tool: Verification['tool'];
  readonly target: VerifiedTarget;
  readonly ledgers: Collected<LedgersFacts>;
  /** Undefined for a file that is verified alone. */
  readonly history?: Collected<LedgerHistoryFacts>;
  readonly verdicts?: Collected<VerdictsFacts>;
  /** Records whose subject is in no history that was seen. */
  readonly orphans?: Collected<{
    readonly first: readonly { readonly path: string; readonly line: number; readonly commit: string }[];
    readonly total: number;
  }>;
  readonly uncommitted?: ReadonlyMap<string, Uncommitted>;
  /** What of the work tree could not be read. */
  readonly unread?: readonly NotShown[];
}

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
  const isNothing = verified.length === 0 && documents.files === 0;
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

/** Problems with every severity among them, also of those that are only counted. */
interface Graded extends Problems {
  readonly severities: ReadonlySet<Severity>;
}

const bare = ({ first, total }: Graded): Problems => ({ first, total });

/** Problems of one ledger or of all documents, of which the first are kept. */
class Collection {
  readonly #first: Problem[] = [];
  readonly #severities = new Set<Severity>();
  #total = 0;

  add({ severity, meaning, todo }: Meaning, problem: Partial<Problem> & Pick<Problem, 'kind' | 'path'>): void {
    this.#total += 1;
    this.#severities.add(problem.severity ?? severity);
    const none = { line: null, commit: null, uncommitted: false, detail: null };
    this.#first.push({ severity, meaning, todo, ...none, ...problem });
  }

  /** Counts those of a list that its facts left out. */
  omitted({ severity }: Meaning, { first, total }: { readonly first: readonly unknown[]; readonly total: number }) {
    if (total > first.length) this.#severities.add(severity);
    this.#total += total - first.length;
  }

  get all(): Graded {
    const rank: Readonly<Record<Severity, number>> = { error: 0, unknown: 1, warning: 2 };
    const first = this.#first.toSorted((a, b) => rank[a.severity] - rank[b.severity]);
    return { first, total: this.#total, severities: this.#severities };
  }
}

function ledgerReport(path: string, facts: LedgersFacts, input: VerificationInput) {
  const ledger = facts.ledgers.find((each) => each.path === path);
  const growth = input.history?.known ? input.history.value.ledgers.find((each) => each.path === path) : undefined;
  const file = input.verdicts?.known ? input.verdicts.value.files.find((each) => each.path === path) : undefined;
  const problems = new Collection();
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

function breaksOf({ path, breaks, unreadable, signatures, records, oddities }: Ledger, problems: Collection): void {
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
    problems.add(
      {
        severity: 'warning',
        meaning: 'It holds no record, so it shows nothing.',
        todo: 'Record a verdict, or remove it.',
      },
      { kind: 'unverifiable', path },
    );
}

function lossesOf({ path, losses, misdated, unseen }: LedgerGrowth, problems: Collection): void {
  for (const loss of losses.first) {
    problems.add(loss.undone ? UNDONE : LOSSES[loss.kind], { kind: loss.kind, path, ...placeOf(loss) });
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

function independenceOf({ path, self, unshown, verdicts }: VerdictFile, problems: Collection): void {
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

function orphansOf(
  path: string,
  orphans: readonly { readonly path: string; readonly line: number; readonly commit: string }[],
  problems: Collection,
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

function documentsReport({ documents, ledgers }: LedgersFacts, input: VerificationInput) {
  const problems = new Collection();
  for (const document of documents.first) documentProblem(document, problems);
  const chained = new Set(ledgers.map(({ path }) => path));
  const files = input.verdicts?.known ? input.verdicts.value.files : [];
  for (const file of files) if (!chained.has(file.path)) independenceOf(file, problems);
  if (documents.total > documents.first.length)
    problems.add(FINDINGS.unverifiable, {
      kind: 'unverifiable',
      path: documents.first.at(-1)?.path ?? '',
      meaning: `Only the first ${documents.first.length} of ${documents.total} verdict files were read.`,
      todo: 'Keep verdicts in a ledger: one file of one record a line.',
    });
  return {
    files: documents.total,
    verdicts: documents.first.reduce((sum, { verdicts }) => sum + verdicts, 0),
    problems: problems.all,
  };
}

function documentProblem({ path, protection, line, detail, notes }: VerdictDocument, problems: Collection): void {
  const place = { path, line: line ?? null };
  if (protection === 'broken') problems.add(FINDINGS.broken, { kind: 'broken', ...place, detail: detail ?? null });
  for (const note of notes ?? []) problems.add(FINDINGS.odd, { kind: 'odd', ...place, detail: note });
}

/** What stays open; `blocks` where it keeps the whole from being called verified. */
function openQuestions(
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
  const loose = documents.first.filter(({ protection }) => protection === 'none').length;
  if (loose > 0)
    add(
      `${loose === 1 ? 'One verdict file has' : `${loose} verdict files have`} no digest: a change to them shows in git alone.`,
      'Keep verdicts in a ledger: agentops-audit verdict record',
    );
  for (const { path, because } of lookalikes) add(`${path} ${because}.`, 'Keep verdicts in a verdict ledger as well.');
  for (const { because, decide } of unread) add(because, decide, true);
  return open;
}

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

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
