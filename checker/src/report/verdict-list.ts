import type { ListedVerdict } from '../ledger/listed-verdict.ts';
import type { Party } from '../ledger/statement.ts';
import { escaped } from './json.ts';
import { painter, type Style } from './paint.ts';
import { plain } from './plain.ts';
import type { TextOptions } from './text.ts';
import { cutTo } from './wrap.ts';

const STYLE: Readonly<Record<ListedVerdict['verdict'], Style>> = { pass: 'green', fail: 'red', 'not-proven': 'yellow' };
/** Time, verdict and subject with the spaces after them. */
const LEFT = 42;

/**
 * One verdict in one line: when, what, about which commit, judge ← author, and the line that holds it. Nothing is cut where
 * the width has no end.
 */
export function renderVerdict(verdict: ListedVerdict, { width, colour }: TextOptions): string {
  const paint = painter(colour);
  const time = cutTo(plain((verdict.time ?? '–').slice(0, 16).replace('T', ' ')), 16).padEnd(16);
  const said = paint(STYLE[verdict.verdict], verdict.verdict.padEnd(10));
  const mark = verdict.intact ? '' : `${paint('red', '✗')} `;
  const room =
    (Number.isFinite(width) ? Math.max(40, Math.min(width, 160)) : width) - LEFT - 3 - (verdict.intact ? 0 : 2);
  const place = plain(placeOf(verdict));
  const names = cutTo(plain(namesOf(verdict)), Math.max(12, room - [...place].length));
  const at = cutStart(place, Math.max(12, room - [...names].length));
  return `${time}  ${said}  ${subjectOf(verdict).padEnd(10)}  ${names} ${paint('dim', '·')} ${mark}${at}\n`;
}

/** What a list says below its verdicts. */
export function renderListEnd(total: number, broken: readonly string[], { width, colour }: TextOptions): string {
  const paint = painter(colour);
  const marked = broken.map(
    (path) =>
      `${paint('red', '✗')} ${cutTo(plain(`${path} does not verify: see agentops-audit verdict verify`), width - 2)}\n`,
  );
  return `\n${total} ${total === 1 ? 'verdict' : 'verdicts'}\n${marked.join('')}`;
}

/** The head, the items and the end of the list as one JSON document, so that it can be written piece by piece. */
export const LIST_JSON = {
  head: '{\n  "version": 1,\n  "verdicts": [',
  item: (verdict: ListedVerdict, isFirst: boolean) => `${isFirst ? '' : ','}\n    ${escaped(JSON.stringify(verdict))}`,
  end: (isEmpty: boolean) => `${isEmpty ? '' : '\n  '}]\n}\n`,
} as const;

function subjectOf({ subject: { commit, tree, patch } }: ListedVerdict): string {
  const [name = '–'] = [commit, tree, patch].filter((each) => each !== undefined);
  return cutTo(plain(name.slice(0, 10)), 10);
}

function namesOf({ judges, author, independence }: ListedVerdict): string {
  const judge = judges.length === 0 ? '?' : judges.map(nameOf).join(' + ');
  const self = independence.grade === 'self' ? ' (self-judged)' : '';
  return `${judge} ← ${author === null ? '?' : nameOf(author)}${self}`;
}

const nameOf = ({ id, family, context }: Party): string => id ?? family ?? context ?? '?';

/** The lane of the neutral format by its name, other files by theirs. */
function placeOf({ path, line }: ListedVerdict): string {
  const lane = /^\.agents\/verdicts\/([^/]+)\.jsonl$/.exec(path)?.[1];
  const parts = path.split('/');
  const short = lane ?? (parts.at(-1) === 'ledger.jsonl' ? parts.slice(-2).join('/') : parts.at(-1));
  return `${short}:${line}`;
}

/** The end of a path tells more than its beginning. */
const cutStart = (path: string, width: number): string => {
  const letters = [...path];
  return letters.length <= width ? path : `…${letters.slice(1 - width).join('')}`;
};
