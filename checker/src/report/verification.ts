import type { Severity } from '../ledger/problem.ts';
import type { NotShown, Problem, Verification, VerifiedLedger } from '../ledger/verification.ts';
import { escaped } from './json.ts';
import { type Paint, painter, type Style } from './paint.ts';
import { plain } from './plain.ts';
import type { TextOptions } from './text.ts';
import { wrap } from './wrap.ts';

const MARK: Readonly<Record<Severity, string>> = { error: '✗', warning: '!', unknown: '?' };
const STYLE: Readonly<Record<Severity, Style>> = { error: 'red', warning: 'yellow', unknown: 'cyan' };
const RESULT = {
  verified: ['✓', 'green', 'Verified'],
  problems: ['✗', 'red', 'Not verified: something was changed, lost or judged by its author'],
  'not-verified': ['?', 'cyan', 'Not verified: not everything could be looked at'],
  nothing: ['–', 'dim', 'There is no verdict ledger here to verify: agentops-audit verdict record begins one'],
} as const satisfies Record<Verification['result'], readonly [string, Style, string]>;

interface Page {
  readonly width: number;
  readonly paint: Paint;
}

/** A verification for a person: each ledger in one line, its problems below it, and what it all shows. */
export function renderVerification(verification: Verification, { width, colour }: TextOptions): string {
  const page: Page = { width: Math.max(40, Math.min(width, 120)), paint: painter(colour) };
  const { ledgers, documents } = verification;
  return `${[
    heading(verification, page),
    ...ledgers.map((ledger) => ledgerBlock(ledger, page)),
    documents.files === 0 ? '' : documentsBlock(documents, page),
    list('SHOWN', verification.shown, page),
    list('NOT SHOWN', verification.notShown.map(open), page),
    verdict(verification, page),
  ]
    .filter((block) => block !== '')
    .join('\n\n')}\n`;
}

/** The same as JSON, in the form of `schemas/verification.schema.json`. */
export const renderVerificationJson = (verification: Verification): string =>
  `${escaped(JSON.stringify(verification, null, 2))}\n`;

function heading({ target, tool }: Verification, { width, paint }: Page): string {
  const title = paint('bold', 'Verdict ledgers') + paint('dim', ` · ${tool.name} ${tool.version}`);
  if (target.kind === 'file') return `${title}\n${wrap(plain(target.path), width)}`;
  const branch = target.branch === null ? '' : ` (${target.branch})`;
  const shallow = target.shallow ? ', shallow history' : '';
  const open = target.workTree ? ', with what is not committed yet' : '';
  return `${title}\n${wrap(plain(`${target.name} at ${target.commit.slice(0, 10)}${branch}${shallow}${open}`), width)}`;
}

function ledgerBlock({ path, problems, ...ledger }: VerifiedLedger, page: Page): string {
  const mark = markOf(problems.first, page);
  const said = `${path}  ${summary({ path, problems, ...ledger }).join(', ')}`;
  return [`${mark} ${wrap(plain(said), page.width - 4, '    ')}`, ...problemLines(problems, page)].join('\n');
}

function summary({ present, uncommitted, dialect, records, tip, signatures }: VerifiedLedger): readonly string[] {
  if (!present) return [uncommitted === 'deleted' ? 'deleted, not committed yet' : 'gone'];
  return [
    ...(dialect === null ? [] : [dialect]),
    `${records} ${records === 1 ? 'record' : 'records'}`,
    ...(tip === null ? [] : [`tip ${tip.hash.slice(0, 12)}`]),
    ...(signatures === null ? [] : [`${signatures.good} of ${signatures.signed} signatures good`]),
    ...(uncommitted === null ? [] : [uncommitted === 'added' ? 'not committed yet' : 'changes not committed yet']),
  ];
}

function documentsBlock({ files, verdicts, problems }: Verification['documents'], page: Page): string {
  const said = `${files} verdict ${files === 1 ? 'file' : 'files'} without a chain, ${verdicts} ${verdicts === 1 ? 'verdict' : 'verdicts'}`;
  return [`${markOf(problems.first, page)} ${said}`, ...problemLines(problems, page)].join('\n');
}

function markOf(problems: readonly Problem[], { paint }: Page): string {
  const [first] = problems;
  return first === undefined ? paint('green', '✓') : paint(STYLE[first.severity], MARK[first.severity]);
}

function problemLines({ first, total }: VerifiedLedger['problems'], page: Page): readonly string[] {
  const more = total - first.length;
  return [...first.map((problem) => problemBlock(problem, page)), ...(more > 0 ? [`    and ${more} more`] : [])];
}

/** One problem of a ledger: its kind and place, what it means, and what to do. */
export function problemBlock(problem: Problem, { width, paint }: Page): string {
  const { kind, severity, detail, meaning, todo } = problem;
  const name = paint(STYLE[severity], `${MARK[severity]} ${kind}`);
  const what = detail === null ? meaning : `${meaning.replace(/\.$/, '')} (${detail}).`;
  return [
    `    ${name}  ${plain(placeOf(problem))}`,
    `      ${wrap(plain(what), width - 6, '      ')}`,
    `      ${paint('dim', wrap(plain(`To do: ${todo}`), width - 6, '      '))}`,
  ].join('\n');
}

function placeOf({ path, line, commit, uncommitted }: Problem): string {
  const place = line === null ? path : `${path}:${line}`;
  if (uncommitted) return `${place} not committed yet`;
  return commit === null ? place : `${place} in ${commit.slice(0, 10)}`;
}

const open = ({ because, decide }: NotShown): string => `${because} ${decide}${decide.endsWith('.') ? '' : '.'}`;

function list(title: string, sentences: readonly string[], { width, paint }: Page): string {
  if (sentences.length === 0) return '';
  const items = sentences.map((sentence) => `   - ${wrap(plain(sentence), width - 5, '     ')}`);
  return [paint('bold', title), ...items].join('\n');
}

function verdict({ result, ledgers, documents }: Verification, { width, paint }: Page): string {
  const [mark, style, said] = RESULT[result];
  const problems = [...ledgers.flatMap((ledger) => ledger.problems.first), ...documents.problems.first];
  const counts = (['error', 'unknown', 'warning'] as const).flatMap((severity) => {
    const number = problems.filter((problem) => problem.severity === severity).length;
    return number === 0 ? [] : [`${number} ${NOUN[severity]}${number === 1 ? '' : 's'}`];
  });
  return `${paint(style, mark)} ${paint('bold', wrap(`${said}${counts.length === 0 ? '' : ` · ${counts.join(', ')}`}`, width - 2, '  '))}`;
}

const NOUN: Readonly<Record<Severity, string>> = { error: 'error', unknown: 'open question', warning: 'warning' };
