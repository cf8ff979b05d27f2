import type { Root } from 'mdast';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import remarkFrontmatter from 'remark-frontmatter';
import remarkParse from 'remark-parse';
import { type Processor, unified } from 'unified';

const markdown = unified().use(remarkParse).use(remarkFrontmatter).use(readGfm).freeze();

/** What remark-gfm adds for reading; what it adds for writing markdown would only weigh on the package. */
function readGfm(this: Processor): void {
  const data = this.data();
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []), gfm()];
  data.fromMarkdownExtensions = [...(data.fromMarkdownExtensions ?? []), gfmFromMarkdown()];
}

/** Quotes and lists within one another, on one line. No person writes this many; the parser takes them one call deeper each. */
const DEEPEST = 64;
/** Marks of emphasis, code and links in one paragraph: what the parser does with them grows with their square. */
const MOST_MARKS = 3_000;

/** Times that one file may enter or nest a quote or list, carry one on without its mark, or underline a heading: same growth. */
const MOST_TURNS = 4_000;
/** Columns that the marks of quotes and lists may be indented by, and the lines that may go beyond. */
const WIDEST_INDENT = 256;
const MOST_WIDE = 20;
/** Cells that the tables of one file may have. */
const MOST_CELLS = 50_000;

/** Parses a stranger's markdown (GitHub's, with frontmatter). `undefined` when it is built to exhaust a parser. */
export function parseMarkdown(text: string): Root | undefined {
  if (!isTame(text) || !isCalm(text) || !isNarrow(text)) return undefined;
  try {
    return markdown.parse(text) as Root;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function isTame(text: string): boolean {
  let marks = 0;
  let [atStart, opened, deep] = [true, false, 0];
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character === LINE_FEED) {
      // A line that is blank, or that starts a list item, a quote or a heading, ends the paragraph.
      if (atStart || opened) marks = 0;
      [atStart, opened, deep] = [true, false, 0];
    } else if (atStart && OPENERS.has(character)) {
      if (character > 32) opened = true;
      if (nests(text, at) && ++deep > DEEPEST) return false;
    } else {
      atStart = false;
      if (MARKS.has(character) && ++marks > MOST_MARKS) return false;
    }
  }
  return true;
}

/** A quote, or a mark of a list with its space: in a row of dashes only the last may be one. */
function nests(text: string, at: number): boolean {
  const character = text.charCodeAt(at);
  if (text[at] === '>') return true;
  if (!BULLETS.has(character) && !AFTER_NUMBER.has(character)) return false;
  const next = text.charCodeAt(at + 1);
  return Number.isNaN(next) || next === LINE_FEED || BLANKS.has(next);
}

/** Tells by its lines whether a text turns too often; what stands in a code block is counted too. */
function isCalm(text: string): boolean {
  let [turns, wide] = [0, 0];
  // Where the content of the quote or list begins that the line above belongs to; 0 outside of any.
  let within = 0;
  let afterBlank = true;
  for (let from = 0; from < text.length; ) {
    const to = endOfLine(text, from);
    const { indent, content, quoted } = prefixOf(text, from, to);
    if (from + indent >= to) afterBlank = true;
    else {
      if (content > indent) {
        if (content > within || (quoted && afterBlank)) turns += 1;
        if (indent > WIDEST_INDENT) wide += 1;
        within = content;
      } else if (indent < within) {
        if (afterBlank) within = 0;
        else turns += 1;
      } else if (!afterBlank && isUnderline(text, from + indent, to)) turns += 1;
      afterBlank = false;
    }
    if (turns > MOST_TURNS || wide > MOST_WIDE) return false;
    from = to + 1;
  }
  return true;
}

function endOfLine(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== LINE_FEED && text.charCodeAt(at) !== RETURN) at += 1;
  return text.charCodeAt(at) === RETURN && text.charCodeAt(at + 1) === LINE_FEED ? at + 1 : at;
}

/** How far a line is indented, and how far the marks of quotes and lists reach that it begins with. */
function prefixOf(text: string, from: number, to: number) {
  const skipped = (at: number) => {
    let next = at;
    while (next < to && BLANKS.has(text.charCodeAt(next))) next += 1;
    return next;
  };
  const start = skipped(from);
  let [at, quoted] = [start, false];
  for (let marked = at; at < to; at = skipped(marked)) {
    marked = at;
    if (text[at] === '>') {
      quoted = true;
      marked += 1;
    } else {
      while (marked < to && marked < at + 9 && DIGITS.has(text.charCodeAt(marked))) marked += 1;
      marked += (marked === at ? BULLETS : AFTER_NUMBER).has(text.charCodeAt(marked)) ? 1 : 0;
      const isMark = !DIGITS.has(text.charCodeAt(marked - 1)) && (marked >= to || BLANKS.has(text.charCodeAt(marked)));
      if (marked === at || !isMark) break;
    }
  }
  return { indent: start - from, content: at - from, quoted };
}

function isUnderline(text: string, from: number, to: number): boolean {
  const mark = text[from];
  if (mark !== '=' && mark !== '-') return false;
  let at = from;
  while (at < to && text[at] === mark) at += 1;
  while (at < to && BLANKS.has(text.charCodeAt(at))) at += 1;
  return at === to;
}

/** Tells whether the tables of a text have few enough cells: a row is filled up to the columns of its table, however short it is. */
function isNarrow(text: string): boolean {
  let [columns, cells] = [0, 0];
  for (let from = 0; from < text.length; ) {
    const to = endOfLine(text, from);
    let [bars, rules, blank] = [0, 0, true];
    let isDelimiter = true;
    for (let at = from; at < to; at += 1) {
      const character = text.charCodeAt(at);
      if (character === BAR) bars += 1;
      else if (character === DASH) rules += 1;
      else if (!BETWEEN_BARS.has(character)) isDelimiter = false;
      if (!BLANKS.has(character)) blank = false;
    }
    if (blank) columns = 0;
    else if (isDelimiter && rules > 0 && bars > 0) columns = Math.max(columns, bars + 1);
    else cells += columns;
    if (cells > MOST_CELLS) return false;
    from = to + 1;
  }
  return true;
}

const codes = (characters: string) => new Set([...characters].map((character) => character.charCodeAt(0)));
const LINE_FEED = 10;
const RETURN = 13;
const BLANKS = codes(' \t\r');
const DIGITS = codes('0123456789');
const BULLETS = codes('-+*');
const AFTER_NUMBER = codes('.)');
const OPENERS = codes(' \t\r>-+*#0123456789.)');
const [DASH, BAR] = [45, 124];
/** Marks of a delimiter row and of the quotes and lists that a table may stand in. */
const BETWEEN_BARS = codes(' \t\r:>+*0123456789.)');
const MARKS = codes('*_~[]`<!');
