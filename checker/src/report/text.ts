import type { Evidence, Outcome, Some, Status } from '../outcome.ts';
import type { Score } from '../score.ts';
import type { FactorResult, Finding, NextStep, Scorecard } from '../scorecard.ts';
import { type Paint, painter, type Style } from './paint.ts';
import { plain } from './plain.ts';
import { wrap } from './wrap.ts';

export interface TextOptions {
  /** Columns to fill; 80 where the terminal does not say. */
  readonly width: number;
  readonly colour: boolean;
}

const MARK: Readonly<Record<Status, string>> = {
  pass: '✓',
  partial: '◐',
  fail: '✗',
  unknown: '?',
  'not-applicable': '–',
};
const STYLE: Readonly<Record<Status, Style>> = {
  pass: 'green',
  partial: 'yellow',
  fail: 'red',
  unknown: 'cyan',
  'not-applicable': 'dim',
};
const MOST_PLACES = 2;

/** The scorecard for a person: at a terminal, without colour, or in a log. */
export function renderText(scorecard: Scorecard, { width, colour }: TextOptions): string {
  const page: Page = { width: Math.max(40, Math.min(width, 120)), paint: painter(colour) };
  return `${[heading(scorecard, page), ...phases(scorecard, page), next(scorecard, page), notices(scorecard, page)]
    .filter((block) => block !== '')
    .join('\n\n')}\n`;
}

interface Page {
  readonly width: number;
  readonly paint: Paint;
}

function heading({ doctrine, tool, target, score, level, only }: Scorecard, page: Page): string {
  const { paint } = page;
  const branch = target.branch === null ? '' : ` (${plain(target.branch)})`;
  const shallow = target.shallow ? ', shallow history' : '';
  const subject = `${plain(target.name)} at ${target.commit.slice(0, 10)}${branch}, as of ${target.asOf.slice(0, 10)}${shallow}`;
  const proven = `${Math.floor(score.proven)} proven`;
  const total = proven + interval(score);
  return [
    paint('bold', '12-Factor AgentOps') + paint('dim', ` · edition ${doctrine.edition} · ${tool.name} ${tool.version}`),
    wrap(subject, page.width),
    '',
    `${bar(score, Math.min(40, page.width - total.length - 2), page)}  ${total.replace(proven, paint('bold', proven))}`,
    only === null
      ? levelLine(level, page)
      : paint('dim', wrap(`Only ${only.join(', ')}: no level is given for a part of the doctrine.`, page.width)),
  ].join('\n');
}

const interval = ({ possible, decided }: Score): string =>
  decided === 100 ? ' of 100' : `, ${Math.floor(possible)} possible · ${Math.floor(decided)} % decided`;

function levelLine({ held, next, blockedBy }: Scorecard['level'], { width, paint }: Page): string {
  const now = held === null ? 'no level yet' : held;
  if (next === null) return `Level: ${paint('bold', now)}, the highest`;
  return wrap(`Level: ${now}. ${next} needs ${blockedBy.join(', ')}`, width - 7, '       ').replace(
    now,
    paint('bold', now),
  );
}

/** Proven, then what the unknowns could add, then what is missing. */
function bar({ proven, possible }: Score, cells: number, { paint }: Page): string {
  const full = Math.floor((proven / 100) * cells);
  const open = Math.max(0, Math.floor((possible / 100) * cells) - full);
  return (
    paint('green', '█'.repeat(full)) + paint('cyan', '▒'.repeat(open)) + paint('dim', '░'.repeat(cells - full - open))
  );
}

function phases({ factors }: Scorecard, page: Page): string[] {
  const names = [...new Set(factors.map(({ phase }) => phase))];
  return names.map((name) =>
    [
      page.paint('bold', name.toUpperCase()),
      ...factors.filter(({ phase }) => phase === name).map((factor) => factorBlock(factor, page)),
    ].join('\n'),
  );
}

function factorBlock({ numeral, title, score, findings }: FactorResult, page: Page): string {
  const name = `${numeral.padStart(4)}  ${plain(title).padEnd(10)}`;
  const line =
    score === null
      ? page.paint('dim', `${name}  does not apply here`)
      : `${name}  ${bar(score, 10, page)}  ${range(score)}`;
  return [line, ...findings.map((finding) => findingLine(finding, page))].join('\n');
}

const range = ({ proven, possible }: Score): string =>
  possible > proven ? `${Math.floor(proven)}–${Math.floor(possible)}` : `${Math.floor(proven)}`;

const INDENT = 6;

/** One finding as the scorecard prints it, without the indentation of its factor. */
export function renderFinding(finding: Finding, { width, colour }: TextOptions): string {
  const text = findingLine(finding, { width: width + INDENT, paint: painter(colour) });
  return text.replaceAll(new RegExp(`^ {${INDENT}}`, 'gm'), '');
}

function findingLine({ rule, outcome, omitted, uncommitted }: Finding, { width, paint }: Page): string {
  const hang = ' '.repeat(INDENT + 2);
  const mark = paint(STYLE[outcome.status], MARK[outcome.status]);
  const body = wrap(`${rule.id}  ${plain(sentence(outcome, omitted))}`, width - hang.length, hang).replace(
    / {2}/,
    '  ',
  );
  const lines = [
    `${' '.repeat(INDENT)}${mark} ${outcome.status === 'pass' || outcome.status === 'not-applicable' ? paint('dim', body) : body}`,
  ];
  if (outcome.status === 'pass' && outcome.gaps !== undefined && outcome.gaps.length > 0)
    lines.push(hang + wrap(`Note: ${plain(listed(outcome.gaps, omitted.gaps))}`, width - hang.length, hang));
  if (outcome.status === 'unknown')
    lines.push(hang + paint('cyan', wrap(`To decide: ${plain(outcome.decide)}`, width - hang.length, hang)));
  if (uncommitted.length > 0) {
    lines.push(
      hang + wrap(`Not committed, so not counted: ${uncommitted.map(plain).join(', ')}`, width - hang.length, hang),
    );
  }
  return lines.join('\n');
}

/** What is said of an outcome in one line, its first places included. */
function sentence(outcome: Outcome, omitted: Finding['omitted']): string {
  switch (outcome.status) {
    case 'pass':
      return cited(outcome.evidence, omitted.evidence);
    case 'partial':
      return `${outcome.because} ${outcome.gaps.length > 0 ? places(outcome.gaps, omitted.gaps) : places(outcome.evidence, omitted.evidence)}`;
    case 'fail':
      return `${outcome.because} ${places(outcome.gaps, omitted.gaps)}`.trim();
    case 'unknown':
    case 'not-applicable':
      return outcome.because;
  }
}

/**
 * Where a pass is proven, short enough for one line: what the place shows is in the JSON report. What a pass leaves open
 * is said on a line of its own.
 */
function cited(evidence: Some<Evidence>, omitted: number): string {
  const more = evidence.length - 1 + omitted;
  const { note: _note, ...bare } = evidence[0];
  return `${place(bare)}${more > 0 ? ` and ${more} more` : ''}`;
}

const places = (evidence: readonly Evidence[], omitted: number): string =>
  evidence.length === 0 ? '' : `[${listed(evidence, omitted)}]`;

/** The first places with their notes, and how many more there are. */
function listed(evidence: readonly Evidence[], omitted: number): string {
  const shown = evidence.slice(0, MOST_PLACES).map(place);
  const more = evidence.length - shown.length + omitted;
  return `${shown.join('; ')}${more > 0 ? `; ${more} more` : ''}`;
}

/** One place, with its note. */
export const renderEvidence = (evidence: Evidence): string => plain(place(evidence));

function place(evidence: Evidence): string {
  const note = evidence.note === undefined ? '' : ` ${evidence.note}`;
  switch (evidence.at) {
    case 'file':
      return `${evidence.path}${evidence.line === undefined ? '' : `:${evidence.line}`}${note}`;
    case 'commit':
      return `${evidence.id.slice(0, 10)}${note}`;
    case 'url':
      return `${evidence.url}${note === '' ? '' : `:${note}`}`;
    case 'clone':
      return `${evidence.path} (this clone)${note}`;
  }
}

function next({ next: steps }: Scorecard, page: Page): string {
  if (steps.length === 0) return '';
  return [page.paint('bold', 'NEXT'), ...steps.map((step, index) => stepBlock(step, index + 1, page))].join('\n');
}

function stepBlock(
  { rule, gain, effort, do: what, snippet }: NextStep,
  number: number,
  { width, paint }: Page,
): string {
  const lines = [
    `   ${number}. ${paint('bold', rule)}  ${paint('green', `+${gain} points`)}${paint('dim', `, ${effort}`)}`,
    `      ${wrap(plain(what), width - 6, '      ')}`,
  ];
  for (const line of snippet?.split('\n') ?? [])
    lines.push(
      `        ${paint('cyan', plain(line.replace(/^ +/, (indent) => '\u00a0'.repeat(indent.length))).replaceAll('\u00a0', ' '))}`,
    );
  return lines.join('\n');
}

function notices({ notices: list }: Scorecard, { width, paint }: Page): string {
  if (list.length === 0) return '';
  return [paint('bold', 'NOTICED'), ...list.map((notice) => `   - ${wrap(plain(notice), width - 5, '     ')}`)].join(
    '\n',
  );
}
