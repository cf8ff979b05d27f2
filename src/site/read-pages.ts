import { glob, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { type Page, PageError, type PageProblem } from './page.ts';
import { CHANGELOG, DECISIONS, FACTORS, pageIdOf, SITE_PAGES } from './page-id.ts';
import { parsePage } from './parse-page.ts';

/** Folders that hold pages; a change in one of them is a change of the site. */
export const PAGE_FOLDERS = [SITE_PAGES, FACTORS, DECISIONS] as const;

/**
 * Reads every markdown file of the repository that is a page, in order of their paths.
 * @throws PageError naming everything that is wrong, not only the first.
 */
export async function readPages(root: string): Promise<Page[]> {
  const problems: PageProblem[] = [];
  const pages: Page[] = [];
  for (const path of await pagePaths(root)) {
    const id = pageIdOf(path);
    if (id === undefined) {
      if (path.endsWith('.mdx')) problems.push({ path, line: 1, column: 1, message: 'is not read: name it .md' });
      continue;
    }
    try {
      pages.push(parsePage(id, path, await readFile(join(root, path), 'utf8')));
    } catch (error) {
      if (!(error instanceof PageError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new PageError(problems);
  return pages;
}

/** Paths of the markdown files in the folders of pages, with slashes, sorted. */
async function pagePaths(root: string): Promise<string[]> {
  const paths: string[] = [];
  const patterns = [...PAGE_FOLDERS.map((folder) => `${folder}/**/*.{md,mdx}`), CHANGELOG];
  for await (const path of glob(patterns, { cwd: root })) paths.push(path.split(sep).join('/'));
  return paths.sort();
}
