/** What a template leaves to be filled in: `<topic>`, `{{ name }}`, `[TODO: …]`, `TODO`, `TBD`, the printer's Latin. */
const MARKS =
  /<!--[^>]{0,2000}-->|<[^<>\n]{1,200}>|\{\{[^{}\n]{0,200}\}\}|\[(?:todo|tbd|fixme|customi[sz]e|your|insert|replace|fill|describe|add)\b[^\]\n]{0,200}\](?!\()|\b(?:TODO|TBD|FIXME)\b|\blorem ipsum\b[^\n]*/gi;
/** A letter of a script that puts no space between words counts as a word. */
const WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}][\p{L}\p{N}\p{M}'’]*/gu;
/** Longer texts are not counted to their end. */
const LONGEST = 16_384;

/** A text of fewer words says nothing to anybody. */
export const FEWEST_WORDS = 5;

/** How many words of its own a text has: neither marks to be filled in, nor the label before one. Counted to 16 KiB. */
export function ownWords(text: string): number {
  let count = 0;
  for (const line of text
    .slice(0, LONGEST)
    .replace(/<!--[\s\S]*?(?:-->|$)/g, ' ')
    .split('\n')) {
    const own = line.replace(MARKS, ' ');
    const isLabel = own !== line && /^[^:]{0,40}:\W*$/.test(own);
    if (!isLabel) count += own.match(WORD)?.length ?? 0;
  }
  return count;
}

/** True of a text that is nothing but marks to be filled in. An empty one is none. */
export const isUnfilled = (text: string): boolean => text.search(MARKS) >= 0 && ownWords(text) === 0;

/**
 * The words below the headings of a markdown text, its frontmatter left out. Told by the beginnings of lines: the
 * answer takes no syntax tree, because what a parser would read otherwise is a line or two.
 */
export const wordsBelowHeadings = (text: string): number =>
  ownWords(
    text
      .slice(0, LONGEST)
      .replace(/^---[ \t]*\r?\n[\s\S]*?\n---[ \t]*(?:\r?\n|$)/, '')
      .replace(/^ {0,3}#{1,6}[ \t].*$/gm, '')
      .replace(/^.*\n(?= {0,3}(?:=+|-+)[ \t]*$)/gm, ''),
  );
