import type { GateAnswer, GatedChange } from '../ledger/gate.ts';
import type { NotShown, Problem } from '../ledger/verification.ts';
import { escaped } from './json.ts';
import { painter, type Style } from './paint.ts';
import { plain } from './plain.ts';
import type { TextOptions } from './text.ts';
import { problemBlock } from './verification.ts';
import { cutTo, wrap } from './wrap.ts';

/** More are counted: who has that many to judge judges them as a range. */
const MOST_NAMED = 20;
const RESULT: Readonly<Record<GateAnswer['result'], readonly [string, Style, string]>> = {
  met: ['✓', 'green', 'Open: every change has a pass by somebody who did not write it.'],
  empty: ['✓', 'green', 'Open: there is no change after the base.'],
  'not-met': ['✗', 'red', 'Shut'],
  'not-shown': ['?', 'cyan', 'Shut: it could not be told whether every change has an independent pass.'],
};

/** The answer of the gate for a person: what is not covered, what would cover it, and what keeps a ledger from counting. */
export function renderGate(answer: GateAnswer, { width, colour }: TextOptions): string {
  const page = { width: Math.max(40, Math.min(width, 120)), paint: painter(colour) };
  const { paint } = page;
  const { target, tool, changes, problems, notShown, signed } = answer;
  const open = changes.filter(({ cover }) => cover.by === 'nothing');
  const range = `${target.name}: ${short(target.base)}..${short(target.commit)}${target.shallow ? ', shallow history' : ''}`;
  return `${[
    `${paint('bold', 'Gate')}${paint('dim', ` · ${tool.name} ${tool.version}`)}\n${wrap(plain(range), page.width)}`,
    ...open.slice(0, MOST_NAMED).map((change) => changeBlock(change, signed, page)),
    open.length > MOST_NAMED ? `  and ${open.length - MOST_NAMED} more` : '',
    open.length > 1 ? allAtOnce(target, signed) : '',
    ...problems.map((problem: Problem) => problemBlock(problem, page)),
    ...notShown.map(({ because, decide }: NotShown) =>
      [
        `${paint('cyan', '?')} ${wrap(plain(because), page.width - 2, '  ')}`,
        `  ${paint('cyan', wrap(plain(`To decide: ${decide}`), page.width - 2, '  '))}`,
      ].join('\n'),
    ),
    lastLine(answer, open.length, signed, page),
  ]
    .filter((block) => block !== '')
    .join('\n\n')}\n`;
}

/** The same as JSON, in the form of `schemas/gate.schema.json`. */
export const renderGateJson = (answer: GateAnswer): string => `${escaped(JSON.stringify(answer, null, 2))}\n`;

type Page = Parameters<typeof problemBlock>[1];

function changeBlock({ commit, subject, cover }: GatedChange, signed: boolean, { width, paint }: Page): string {
  const because = cover.by === 'nothing' ? cover.because : '';
  return [
    `${paint('red', '✗')} ${cutTo(plain(`${short(commit)} ${subject}`), width - 2)}`,
    `  ${wrap(plain(`Not covered${signed ? ', counting signed passes alone' : ''}: ${because}.`), width - 2, '  ')}`,
    `  ${paint('dim', 'To cover it, have somebody else judge it and record what they found:')}`,
    ...recordLines(commit, signed).map((line) => `    ${paint('cyan', line)}`),
  ].join('\n');
}

/** The command as it is typed, in lines of at most 80 columns. */
const recordLines = (subject: string, signed: boolean): readonly string[] => [
  `agentops-audit verdict record --subject ${plain(subject.length > 12 && !subject.includes('..') ? subject.slice(0, 12) : subject)} \\`,
  '  --verdict pass --author KIND:ID --judge KIND:ID \\',
  `  --evidence 'command:npm test > FILE'${signed ? ' --sign' : ''}`,
];

const allAtOnce = ({ base, commit }: GateAnswer['target'], signed: boolean): string =>
  [
    '  Or all of them at once, where somebody judged them as one change:',
    ...recordLines(`${base.slice(0, 12)}..${commit.slice(0, 12)}`, signed).map((line) => `    ${line}`),
  ].join('\n');

function lastLine(
  { result, changes, trivial, problems }: GateAnswer,
  open: number,
  signed: boolean,
  { width, paint }: Page,
) {
  const [mark, style, said] = RESULT[result];
  const why = [
    ...(open > 0
      ? [
          `${open} of ${counted(changes.length, 'change')} ${open === 1 ? 'has' : 'have'} no ${signed ? 'signed ' : ''}independent pass`,
        ]
      : []),
    ...(problems.length > 0 ? [`${counted(problems.length, 'problem')} of the ledgers`] : []),
  ].join(', ');
  const loose = changes.filter(({ cover }) => 'ignoresSpace' in cover).length;
  const covered =
    result === 'met'
      ? [
          ` ${counted(changes.length, 'change')}`,
          loose > 0
            ? `, ${loose} of them by ${loose === 1 ? 'its patch id, which leaves' : 'patch ids, which leave'} white space out`
            : '',
          trivial > 0 ? `, and ${trivial} that needed no verdict` : '',
          '.',
        ].join('')
      : '';
  const text = why === '' ? `${said}${covered}` : `${said}: ${why}.`;
  return `${paint(style, mark)} ${paint('bold', wrap(text, width - 2, '  '))}`;
}

const counted = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
const short = (name: string) => (/^[0-9a-f]{40,}$/.test(name) ? name.slice(0, 10) : name);
