import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Loader, LoaderContext } from 'astro/loaders';
import { publishedDoctrine } from '../doctrine/published.ts';
import { isShallow, lastChanges } from './git.ts';
import { loadPages } from './load-pages.ts';
import { PageError } from './page.ts';
import { CHANGELOG } from './page-id.ts';
import { PAGE_FOLDERS } from './read-pages.ts';

/**
 * Loads every page of the site into one collection: site pages, factors, decisions and generated pages. A build stops at
 * anything that is wrong with them, such as a dead link; while writing (`astro dev`) it is only reported.
 */
export function pagesLoader(): Loader {
  return {
    name: 'pages',
    async load(context) {
      const { logger, store, watcher } = context;
      // What an earlier build has rendered is never trusted: plugins and data may have changed since.
      store.clear();
      if (watcher === undefined) return sync(context);

      const changelog = join(fileURLToPath(context.config.root), CHANGELOG);
      const folders = PAGE_FOLDERS.map((folder) => join(fileURLToPath(context.config.root), folder));
      const report = () => sync(context).catch((error: Error) => logger.error(error.message));
      await report();
      watcher.add([...folders, changelog]);
      watcher.on('all', (_event, path) => {
        if (path === changelog || (path.endsWith('.md') && folders.some((folder) => path.startsWith(folder))))
          void report();
      });
    },
  };
}

async function sync({ config, generateDigest, logger, parseData, renderMarkdown, store, watcher }: LoaderContext) {
  const root = fileURLToPath(config.root);
  const { pages, problems } = await loadPages(root);
  if (problems.length > 0) {
    const error = new PageError(problems);
    if (watcher === undefined) throw error;
    logger.warn(error.message);
  }

  if (await isShallow(root))
    logger.warn('The history is shallow, so pages get no date. For dates: git fetch --unshallow');
  // Tables and examples come from the doctrine: with it, every page may change.
  const { digest: doctrine } = await publishedDoctrine();
  const dates = await lastChanges(root, [...new Set(pages.map(({ path }) => path))]);
  const gone = new Set(store.keys());
  for (const { id, path, body, data: own } of pages) {
    gone.delete(id);
    const data = { lastUpdated: dates.get(path) ?? false, ...own };
    const digest = generateDigest({ body, data, doctrine });
    if (store.get(id)?.digest === digest) continue;
    const filePath = join(root, path);
    store.set({
      id,
      data: await parseData({ id, data, filePath }),
      body,
      filePath: path,
      digest,
      rendered: await renderMarkdown(body, { fileURL: pathToFileURL(filePath) }),
    });
  }
  for (const id of gone) store.delete(id);
}
