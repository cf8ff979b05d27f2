import type { Root } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import * as z from 'zod/mini';
import { numeral } from '#checker';
import { parseMarkdown, readCheckedYaml } from '#documents';
import { titleHeading } from '../markdown/title-heading.ts';
import { type Page, PageError, type PageProblem } from './page.ts';
import { SITE_PAGES } from './page-id.ts';

/** What a page that is written for the site says of itself. */
const siteFrontmatter = z.strictObject({
  title: z.string().check(z.minLength(1), z.maxLength(60)),
  description: z.string().check(z.minLength(40), z.maxLength(200)),
});

/** What a page shows of the frontmatter of a factor, which is checked where the doctrine is. */
const factorFrontmatter = z.looseObject({ title: z.string(), number: z.int(), summary: z.string() });

interface Frontmatter {
  readonly title?: string;
  readonly description?: string;
}

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
  const description = own.description ?? firstSentence(tree);
  return { id, path, body, tree, data: { title, ...(description !== undefined && { description }) } };
}

function valuesOf(yaml: string, path: string): Frontmatter {
  const problems: PageProblem[] = [];
  // The frontmatter starts on the second line of the file.
  const block = { path, text: yaml, firstLine: 2 };
  if (path.startsWith(SITE_PAGES)) {
    const page = readCheckedYaml(block, siteFrontmatter, problems);
    if (page !== undefined) return page.value;
  } else {
    const factor = readCheckedYaml(block, factorFrontmatter, problems)?.value;
    // A factor goes by its numeral too.
    if (factor !== undefined)
      return { title: `${numeral(factor.number)} ${factor.title}`, description: factor.summary };
  }
  throw new PageError(problems);
}

function titleOf(tree: Root): string | undefined {
  const heading = titleHeading(tree);
  return heading === undefined ? undefined : textOf(heading);
}

/** What a document without a description begins with; a decision begins with its status, which describes nothing. */
function firstSentence(tree: Root): string | undefined {
  const paragraphs = tree.children.filter(({ type }) => type === 'paragraph').map((node) => textOf(node));
  const telling = paragraphs.find((text) => !/^(Accepted|Proposed|Superseded) /.test(text));
  return telling?.replaceAll(/\s+/g, ' ').match(/^.*?[.!?](?= |$)/)?.[0] ?? telling;
}
