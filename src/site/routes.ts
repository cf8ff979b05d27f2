import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Tells whether the site serves a path besides its pages: a file of `public/`, a schema, or a route of `src/pages/`
 * without parameters. The path has no slash before it, and one after it where it is an address: `all/`, `rules.json`.
 */
export function isServed(root: string, path: string): boolean {
  const exists = (file: string) => existsSync(join(root, file));
  if (path === '' || path.endsWith('/')) {
    const route = path.replace(/\/$/, '');
    return exists(`src/pages/${route}.astro`) || exists(`src/pages/${route === '' ? '' : `${route}/`}index.astro`);
  }
  const schema = /^schemas\/v1\/([\w-]+\.schema\.json)$/.exec(path)?.[1];
  return (
    exists(`public/${path}`) || exists(`src/pages/${path}.ts`) || (schema !== undefined && exists(`schemas/${schema}`))
  );
}
