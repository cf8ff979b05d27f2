import { wrapAnsi } from 'fast-wrap-ansi';

/**
 * Breaks text into lines of at most `width` columns at spaces, with `indent` before every line but the first. A word
 * that is longer than a line is not broken, so that a path can be copied.
 */
export function wrap(text: string, width: number, indent = ''): string {
  return wrapAnsi(text, width, { trim: true }).replaceAll('\n', `\n${indent}`);
}
