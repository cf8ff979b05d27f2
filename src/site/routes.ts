import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Tells whether the site serves a path besides its pages: a file of `public/`, or a route of `src/pages/` without
 * parameters. The path has no slash before it, and one after it where it is an address: `all/`, `rules.json`.
 */
export function isServed(root: string, path: string): boolean {
  const route = path.replace(/\/$/, '');
  const sources = path.endsWith('/') || path === '' ? [`${route}.astro`, `${route}/index.astro`] : [`${path}.ts`];
  return (
    (path !== '' && !path.endsWith('/') && existsSync(join(root, 'public', path))) ||
    sources.some((source) => existsSync(join(root, 'src/pages', source)))
  );
}
