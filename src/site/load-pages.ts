import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseMarkdown } from '#checker';
import { publishedDoctrine } from '../doctrine/published.ts';
import { generatedPages } from '../generated/index.ts';
import type { GeneratedPage } from '../generated/page.ts';
import { checkLinks } from '../markdown/check-links.ts';
import type { Page, PageProblem } from './page.ts';
import { readPages } from './read-pages.ts';
import { isServed } from './routes.ts';

/** All pages of the collection, and what is wrong between them. */
export interface LoadedPages {
  readonly pages: readonly Page[];
  readonly problems: readonly PageProblem[];
}

/**
 * Reads and generates all pages, and follows their links.
 * @throws DoctrineError when the factor documents are wrong, PageError when a page cannot be read at all.
 */
export async function loadPages(root: string): Promise<LoadedPages> {
  const written = await readPages(root);
  const decisions = written
    .filter(({ id }) => id.startsWith('decisions/'))
    .map(({ id, data }) => ({ id, title: String(data.title), description: String(data.description ?? '') }));
  const pages = [...written, ...generatedPages(await publishedDoctrine(), decisions).map(fromGenerated)];
  const problems = [
    ...duplicates(pages),
    ...checkLinks(pages, {
      inRepository: (path) => existsSync(join(root, path)),
      onSite: (path) => isServed(root, path),
    }),
  ];
  return { pages, problems };
}

/** A generated page among those that are read. Relative links start at its source; lines in messages are those of its text. */
function fromGenerated({ id, title, description, body, source, editable, wide }: GeneratedPage): Page {
  const tree = parseMarkdown(body);
  if (tree === undefined) throw new Error(`The text generated for /${id}/ nests too deeply to be parsed.`);
  const data = {
    title,
    description,
    ...(editable === false && { editUrl: false, lastUpdated: false }),
    ...(wide === true && { tableOfContents: false }),
  };
  return { id, path: source, body, tree, data };
}

function duplicates(pages: readonly Page[]): PageProblem[] {
  const first = new Map<string, string>();
  return pages.flatMap(({ id, path }) => {
    const taken = first.get(id);
    if (taken === undefined) {
      first.set(id, path);
      return [];
    }
    const message = `has the address /${id}/, which ${taken} has already: rename one of them`;
    return [{ path, line: 1, column: 1, message }];
  });
}
