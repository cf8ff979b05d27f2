/** How far around a mention its sentence is looked for; also bounds the work on texts without an end of sentence. */
const REACH = 400;
const SENTENCE_END = /(?<!\b(?:e\.g|i\.e|z\.B|p\.ej|etc|vs|cf|bzw))[.!?;](?=\s)|[。!?;]/g;

/** The sentence around an offset of the source, within its block. */
export function sentenceAround(
  source: string,
  at: number,
  block: { readonly from: number; readonly to: number },
): string {
  const from = Math.max(block.from, at - REACH);
  const text = source.slice(from, Math.min(block.to, at + REACH));
  let [start, end] = [0, text.length];
  for (const { index, 0: mark } of text.matchAll(SENTENCE_END)) {
    if (index + mark.length <= at - from) start = index + mark.length;
    else {
      end = index + mark.length;
      break;
    }
  }
  return text.slice(start, end).trim();
}

/** The text in pieces of one sentence each, with their offsets. */
export function sentencesOf(text: string): readonly { readonly text: string; readonly at: number }[] {
  const ends = [...text.matchAll(SENTENCE_END)].map(({ index, 0: mark }) => index + mark.length);
  const starts = [0, ...ends];
  return starts
    .map((at, index) => ({ text: text.slice(at, starts[index + 1]), at }))
    .filter((piece) => piece.text !== '');
}

/** A paragraph that ends in a colon speaks for the list or table below it; only its end is kept. */
export const leadIn = (paragraph: string): readonly string[] => {
  const end = paragraph
    .slice(-REACH)
    .trimEnd()
    .replace(/[*_`]+$/, '');
  return /[::]$/.test(end) ? [end] : [];
};

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu;

/** Words; scripts without spaces count two characters as one. */
export function wordsIn(text: string): number {
  const wide = text.match(WIDE)?.length ?? 0;
  return (text.replace(WIDE, ' ').match(/[\p{L}\p{N}]+/gu)?.length ?? 0) + Math.ceil(wide / 2);
}

/** Text that a template asks its user to replace: `[CUSTOMIZE: test command]`, `{{PROJECT}}`. */
export const holdersIn = (text: string): readonly string[] =>
  text.match(
    /\[(?:CUSTOMI[ZS]E|INSERT|REPLACE|FILL|YOUR|ADD|DESCRIBE|TODO|TBD)\b[^\]\n]{0,200}\]|\{\{[^}\n]{1,200}\}\}/g,
  ) ?? [];

/** `<command>` in prose parses as HTML: a placeholder where it asks for yours, or is all that follows a label in the block. */
export function isHolder(html: string, block: string): boolean {
  if (/^<\s*(?:your|insert|replace|describe|fill)\b/i.test(html)) return true;
  return /^<[a-z][\w -]*>$/i.test(html) && block.split('\n').some((line) => line.trimEnd().endsWith(`: ${html}`));
}
