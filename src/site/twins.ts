import { join } from 'node:path';
import type { Root } from 'mdast';
import { LANDING, landingMarkdown } from '../doctrine/landing.ts';
import { publishedDoctrine, ROOT } from '../doctrine/published.ts';
import { expandExamples } from '../markdown/expand-examples.ts';
import { fillTables } from '../markdown/fill-tables.ts';
import { rewriteLinks } from '../markdown/rewrite-links.ts';
import { stripTitle } from '../markdown/strip-title.ts';
import { markdownOf } from '../markdown/to-markdown.ts';
import { loadPages } from './load-pages.ts';
import type { Page } from './page.ts';

/** A page as plain markdown, for readers that are programs. */
export interface Twin {
  /** Of the page; that of the landing page is `index`. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly markdown: string;
}

let made: Promise<readonly Twin[]> | undefined;

/** The twins of all pages, the landing page first. `origin` is the address of the site's root, with a slash at its end. */
export function twins(origin: string): Promise<readonly Twin[]> {
  // A build makes them once; while writing they are made anew, so that nobody reads yesterday's.
  if (import.meta.env.DEV) made = undefined;
  made ??= makeTwins(origin);
  return made;
}

async function makeTwins(origin: string): Promise<readonly Twin[]> {
  const { pages } = await loadPages(ROOT);
  const { doctrine } = await publishedDoctrine();
  const landing = {
    id: 'index',
    title: LANDING.title,
    description: LANDING.description,
    markdown: landingMarkdown(doctrine, origin),
  };
  return [landing, ...(await Promise.all(pages.map((page) => twinOf(page, origin))))];
}

async function twinOf({ id, path, tree: read, data }: Page, origin: string): Promise<Twin> {
  const tree: Root = structuredClone(read);
  await fillTables()(tree);
  tree.children = tree.children.filter(({ type }) => type !== 'yaml' && type !== 'html');
  stripTitle()(tree);
  await expandExamples()(tree);
  rewriteLinks({ base: origin, root: ROOT })(tree, { path: join(ROOT, path) });
  const [title, description] = [String(data.title), String(data.description ?? '')];
  const head = [`# ${title}`, ...(description === '' ? [] : [`> ${description}`]), `Page: <${origin}${id}/>`];
  return { id, title, description, markdown: `${head.join('\n\n')}\n\n${markdownOf(tree)}\n` };
}

/** The address of the site's root, with a slash at its end. */
export function originOf(site: URL | undefined): string {
  if (site === undefined) throw new Error('astro.config.mjs must set `site`: twins hold whole addresses');
  return new URL(import.meta.env.BASE_URL, site).href;
}
