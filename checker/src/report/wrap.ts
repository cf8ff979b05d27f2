import { wrapAnsi } from 'fast-wrap-ansi';

/**
 * Breaks text into lines of at most `width` columns at spaces, with `indent` before every line but the first. A word
 * that is longer than a line is not broken, so that a path can be copied.
 */
export function wrap(text: string, width: number, indent = ''): string {
  return wrapAnsi(text, width, { trim: true }).replaceAll('\n', `\n${indent}`);
}

/** Text in at most `width` columns; what does not fit is left out, and an ellipsis says so. */
export function cutTo(text: string, width: number): string {
  const options = { hard: true, wordWrap: false, trim: false } as const;
  if (!wrapAnsi(text, width, options).includes('\n')) return text;
  return `${wrapAnsi(text, Math.max(1, width - 1), options).split('\n')[0]}…`;
}
