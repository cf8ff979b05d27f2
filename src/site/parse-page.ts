import type { Root } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { LineCounter, parseDocument } from 'yaml';
import { numeral, parseMarkdown } from '#checker';
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
  const title = ownTitle(own) ?? titleOf(tree);
  if (title === undefined)
    throw new PageError([{ path, line: 1, column: 1, message: 'has no title: add one to its frontmatter' }]);
  const body = text.slice(frontmatter?.position?.end.offset ?? 0);
  const description = own.description ?? own.summary ?? firstSentence(tree);
  return { id, path, body, tree, data: { ...own, title, ...(description !== undefined && { description }) } };
}

/** A factor goes by its numeral too. */
const ownTitle = ({ title, number }: Record<string, unknown>): unknown =>
  typeof number === 'number' ? `${numeral(number)} ${title}` : title;

/** What a document without a description begins with; a decision begins with its status, which describes nothing. */
function firstSentence(tree: Root): string | undefined {
  const paragraphs = tree.children.filter(({ type }) => type === 'paragraph').map((node) => textOf(node));
  const telling = paragraphs.find((text) => !/^(Accepted|Proposed|Superseded) /.test(text));
  return telling?.replaceAll(/\s+/g, ' ').match(/^.*?[.!?](?= |$)/)?.[0] ?? telling;
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
