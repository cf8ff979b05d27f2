import type { RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { parseMarkdown } from '../collect/safe-markdown.ts';
import { isObject } from './dialect.ts';
import { broken, type DocumentReader, type DocumentReading, filesIn } from './document.ts';
import type { Statement } from './statement.ts';

/**
 * Reports of a council of judges, `.agents/council/*.md`, and of the single reviews before it, `.agents/vibe/*.md`: prose
 * for people, with one of the words PASS, WARN and FAIL. They name no author and no commit, and their judges by role, so
 * a verdict is present and its independence is not shown.
 */
export const councilReader: DocumentReader = {
  name: 'council',
  places: [filesIn('.agents/council', '.md'), filesIn('.agents/vibe', '.md')],
  // Prose takes long to parse, and no rule counts what it says as a verdict by somebody else.
  most: 40,
  largest: 256 << 10,

  read({ text }): DocumentReading {
    const root = parseMarkdown(text);
    if (root === undefined) return broken('it is built to exhaust a reader of markdown');
    const found = root.children.flatMap((node, index) => toldBy(node, root.children[index + 1]));
    const [first] = found;
    if (first === undefined) return { statements: [], protection: 'none', detail: 'it states no verdict' };
    const firmest = found.reduce((least, { rank }) => Math.min(least, rank), first.rank);
    const firm = found.filter(({ rank }) => rank === firmest);
    // Sections may each have a verdict of their own: the report is no better than the worst of them.
    const told = firm.reduce((worst, each) => (BADNESS[each.verdict] > BADNESS[worst.verdict] ? each : worst));
    const alone = root.children.some((node) => linesOf(node).some(({ text }) => ALONE.test(text)));
    const because = alone
      ? 'it says of itself that a single agent judged, and names no author'
      : 'it names no author, and its judges by role only';
    return {
      statements: [
        {
          line: told.line,
          verdict: told.verdict,
          subject: {},
          judges: [],
          independence: { grade: 'unshown', because },
        },
      ],
      protection: 'none',
      line: told.line,
      detail: `it is not hash-chained; ${because}`,
    };
  },
};

type Verdict = Statement['verdict'];

/** `WARN` lets the work go on with findings open: it was not shown to be right. */
const WORDS: ReadonlyMap<string, Verdict> = new Map([
  ['PASS', 'pass'],
  ['WARN', 'not-proven'],
  ['FAIL', 'fail'],
]);
const BADNESS: Readonly<Record<Verdict, number>> = { pass: 0, 'not-proven': 1, fail: 2 };

/** A verdict and how firmly it is the one of the whole report: 0 for a heading that says so, more for weaker places. */
interface Told {
  readonly line: number;
  readonly verdict: Verdict;
  readonly rank: number;
}

/** `Mode: quick (single-agent)`, `Mode: --quick (inline council)`. */
const ALONE = /^mode\s*:.*\b(?:quick|inline|single[- ]agent)\b/i;
/** `Council Verdict: WARN`, `Verdict: PASS`, `Consensus: WARN`; what follows the colon is the second group. */
const LABELLED = /^((?:[\p{L}-]+ )?(?:verdict|consensus))\s*:\s*(.+)$/iu;
const LABEL = /^(?:[\p{L}-]+ )?verdict$/iu;

function toldBy(node: RootContent, next: RootContent | undefined): readonly Told[] {
  switch (node.type) {
    case 'yaml':
      return linesOf(node).flatMap(({ text, line }) => labelled(text, line + 1, 1));
    case 'code':
      return inJson(node.value, node.position?.start.line ?? 1);
    case 'heading': {
      const [{ text, line } = { text: '', line: 1 }] = linesOf(node);
      if (!LABEL.test(text)) return labelled(text, line, 0);
      // The word alone, or at the beginning of the paragraph, below a heading that only announces it.
      const [below] = next?.type === 'paragraph' ? linesOf(next) : [];
      const verdict = below && leading(below.text);
      return verdict === undefined ? [] : [{ line: below?.line ?? line, verdict, rank: rankOf(text) }];
    }
    case 'paragraph':
      return linesOf(node).flatMap(({ text, line }) => labelled(text, line, 2));
    default:
      return [];
  }
}

function labelled(text: string, line: number, rank: number): readonly Told[] {
  const [, label = '', rest = ''] = LABELLED.exec(text) ?? [];
  const verdict = leading(rest);
  return verdict === undefined ? [] : [{ line, verdict, rank: rank === 0 ? rankOf(label) : rank }];
}

/** The council's verdict is the one of the report, whatever other verdicts have headings of their own. */
const rankOf = (label: string): number => (/^(?:council |final |overall )?verdict$/i.test(label) ? 0 : 1);

/** The word with which a text begins, after signs; none of a template, which offers all three. */
function leading(text: string): Verdict | undefined {
  if (/\bPASS\b/.test(text) && /\bWARN\b/.test(text) && /\bFAIL\b/.test(text)) return undefined;
  const [, word = ''] = /^[^\p{L}\p{N}]*(PASS|WARN|FAIL)(?![\p{L}\p{N}])/u.exec(text) ?? [];
  return WORDS.get(word);
}

function inJson(text: string, fence: number): readonly Told[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  const word = isObject(value) && typeof value.verdict === 'string' ? value.verdict : '';
  const verdict = WORDS.get(word);
  if (verdict === undefined) return [];
  const at = text.split('\n').findIndex((line) => line.includes('"verdict"'));
  return [{ line: fence + 1 + Math.max(at, 0), verdict, rank: 1 }];
}

/** The lines of what a node says, without its marks. */
function linesOf(node: RootContent): readonly { readonly text: string; readonly line: number }[] {
  const start = node.position?.start.line ?? 1;
  return textOf(node)
    .split('\n')
    .map((text, index) => ({ text: text.trim(), line: start + index }));
}
