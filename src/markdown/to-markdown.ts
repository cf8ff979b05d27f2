import type { Code, Nodes } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown } from 'mdast-util-to-markdown';

/** A syntax tree as GitHub's markdown, in the project's own style. */
export const markdownOf = (tree: Nodes): string =>
  toMarkdown(tree, {
    bullet: '-',
    emphasis: '*',
    rule: '-',
    extensions: [gfmToMarkdown({ tablePipeAlign: false })],
  }).trimEnd();

/** A text that means only itself in markdown, in a cell of a table too. */
export const inline = (value: string): string =>
  markdownOf({ type: 'paragraph', children: [{ type: 'text', value }] }).replaceAll('|', '\\|');

/** A block of code, in a fence that its text cannot close. */
export const fenced = (lang: string, value: string, meta?: string): string => {
  const code: Code = { type: 'code', lang, value, ...(meta !== undefined && { meta }) };
  return markdownOf(code);
};
