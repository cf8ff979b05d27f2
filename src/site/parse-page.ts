import type { Root } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { LineCounter, parseDocument } from 'yaml';
import { parseMarkdown } from '../../checker/src/collect/safe-markdown.ts';
import { titleHeading } from '../markdown/title-heading.ts';
import { type Page, PageError } from './page.ts';

/**
 * Reads one markdown file as a page, with the checker's own parser. A page without a title in its frontmatter takes its
 * first heading, and a factor is described by its summary.
 * @throws PageError when it is no markdown page.
 */
export function parsePage(id: string, path: string, text: string): Page {
  const tree = parseMarkdown(text);
  if (tree === undefined)
    throw new PageError([{ path, line: 1, column: 1, message: 'nests too deeply to be parsed: simplify its lists' }]);
  const frontmatter = tree.children[0]?.type === 'yaml' ? tree.children[0] : undefined;
  const own = frontmatter === undefined ? {} : valuesOf(frontmatter.value, path);
  const title = own.title ?? titleOf(tree);
  if (title === undefined)
    throw new PageError([{ path, line: 1, column: 1, message: 'has no title: add one to its frontmatter' }]);
  const body = text.slice(frontmatter?.position?.end.offset ?? 0);
  return { id, path, body, tree, data: { description: own.summary, ...own, title } };
}

function valuesOf(yaml: string, path: string): Record<string, unknown> {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines, prettyErrors: false });
  const [syntax] = document.errors;
  if (syntax !== undefined) {
    const { line, col } = lines.linePos(syntax.pos[0]);
    // The frontmatter starts on the second line of the file.
    throw new PageError([{ path, line: line + 1, column: col, message: `is not valid YAML: ${syntax.message}` }]);
  }
  const values: unknown = document.toJS({ maxAliasCount: 0 });
  return typeof values === 'object' && values !== null ? { ...values } : {};
}

function titleOf(tree: Root): string | undefined {
  const heading = titleHeading(tree);
  return heading === undefined ? undefined : textOf(heading);
}
