import type { Html } from 'mdast';
import { visit } from 'unist-util-visit';
import { parseMarkdown } from '#documents';
import { formerAddresses } from '../data/former-addresses.ts';
import { publishedDoctrine } from '../doctrine/published.ts';
import { generatedPages } from '../generated/index.ts';
import type { GeneratedPage } from '../generated/page.ts';
import { TABLES } from '../generated/tables.ts';
import { checkLinks } from '../markdown/check-links.ts';
import { repositoryPaths } from './git.ts';
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
  const generated = generatedPages(await publishedDoctrine(), decisions).map(fromGenerated);
  const inRepository = await repositoryPaths(root);
  const links = checkLinks([...written, ...generated], { inRepository, onSite: (path) => isServed(root, path) });

  const isWritten = new Set(written.map(({ id }) => id));
  const own = links.filter(({ id }) => isWritten.has(id));
  const told = new Set(own.map(({ message }) => message));
  const problems = [
    ...addresses([...written, ...generated]),
    ...written.flatMap(unknownTables),
    ...own,
    // What a generated page took over from a document is told once, where it is written.
    ...links
      .filter(({ id, message }) => !isWritten.has(id) && !told.has(message))
      .map((problem) => ({
        ...problem,
        message: `on the page /${problem.id}/ that is generated from here: ${problem.message}`,
      })),
  ];
  return { pages: [...written, ...generated], problems };
}

/** A generated page among those that are read. Relative links start at its source; lines in messages are those of its text. */
function fromGenerated({ id, title, description, body, source, editable, searched, wide }: GeneratedPage): Page {
  const tree = parseMarkdown(body);
  if (tree === undefined) throw new Error(`The text generated for /${id}/ nests too deeply to be parsed.`);
  const data = {
    title,
    description,
    ...(editable === false && { editUrl: false, lastUpdated: false }),
    ...(searched === false && { pagefind: false }),
    ...(wide === true && { tableOfContents: false }),
  };
  return { id, path: source, body, tree, data };
}

/** Addresses that two pages have, or that something else of the site is served at. */
function addresses(pages: readonly Page[]): PageProblem[] {
  const taken = new Map<string, string>([
    ['index', 'the landing page'],
    ['404', 'the page for addresses that are not there'],
    ...formerAddresses.map(({ from, to }): [string, string] => [from.slice(1, -1), `a redirect to ${to}`]),
  ]);
  return pages.flatMap(({ id, path }) => {
    const other = taken.get(id);
    if (other === undefined) {
      taken.set(id, path);
      return [];
    }
    const message = `has the address /${id}/, which ${other} has already: rename one of them`;
    return [{ path, line: 1, column: 1, message }];
  });
}

/** Comments that ask for a table that there is not, or ask in another form. */
function unknownTables({ path, tree }: Page): PageProblem[] {
  const problems: PageProblem[] = [];
  visit(tree, 'html', ({ value, position }: Html) => {
    if (!/^<!--\s*table\b/.test(value)) return;
    const name = /^<!-- table: (.+) -->$/.exec(value)?.[1];
    if (name !== undefined && name in TABLES) return;
    const { line, column } = position?.start ?? { line: 1, column: 1 };
    const known = Object.keys(TABLES).map((each) => `<!-- table: ${each} -->`);
    problems.push({ path, line, column, message: `asks for a table that there is not: write ${known.join(' or ')}` });
  });
  return problems;
}
