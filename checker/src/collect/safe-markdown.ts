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

/** Parses a stranger's markdown (GitHub's, with frontmatter). `undefined` when it is built to exhaust a parser. */
export function parseMarkdown(text: string): Root | undefined {
  if (!isTame(text)) return undefined;
  try {
    return markdown.parse(text) as Root;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function isTame(text: string): boolean {
  let marks = 0;
  let [atStart, deep] = [true, 0];
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character === LINE_FEED) {
      // A line that is blank, or that starts a list item, a quote or a heading, ends the paragraph.
      if (atStart || deep > 0) marks = 0;
      [atStart, deep] = [true, 0];
    } else if (atStart && OPENERS.has(character)) {
      if (character > 32 && ++deep > DEEPEST && !isRule(text, at)) return false;
    } else {
      atStart = false;
      if (MARKS.has(character) && ++marks > MOST_MARKS) return false;
    }
  }
  return true;
}

/** A line of one repeated mark: a rule, or the underline of a heading. */
function isRule(text: string, at: number): boolean {
  const start = text.lastIndexOf('\n', at) + 1;
  const end = text.indexOf('\n', at);
  const line = text.slice(start, end < 0 ? undefined : end).trim();
  return line.length < 1_000 && /^(?:-+|\++|\*+|#+)$/.test(line);
}

const codes = (characters: string) => new Set([...characters].map((character) => character.charCodeAt(0)));
const LINE_FEED = 10;
const OPENERS = codes(' \t\r>-+*#0123456789.)');
const MARKS = codes('*_~[]`<!');
