import { posix } from 'node:path';
import { isFactorFile } from '#documents';

/** Site pages written for the site alone. */
export const SITE_PAGES = 'src/content/docs';
export const FACTORS = 'factors';
export const DECISIONS = 'docs/decisions';
/** A file of the repository's root that is a page. */
export const CHANGELOG = 'CHANGELOG.md';

/**
 * The page that shows a file or folder of the repository: `factors/01-context` for `factors/01-context.md`. It is the
 * page's address without the slashes around it. `undefined` for what the site does not show.
 */
export function pageIdOf(path: string): string | undefined {
  const { dir, name, ext } = posix.parse(path.replace(/\/$/, ''));
  const folder = posix.join(dir, `${name}${ext}`);
  if (folder === FACTORS) return 'factors';
  if (folder === DECISIONS) return 'decisions';
  if (path === CHANGELOG) return 'changelog';
  if (ext !== '.md') return undefined;
  if (dir === FACTORS) return isFactorFile(path) ? `factors/${name}` : undefined;
  if (dir === DECISIONS) return `decisions/${name}`;
  if (!path.startsWith(`${SITE_PAGES}/`)) return undefined;
  const inside = posix.join(posix.relative(SITE_PAGES, dir), name);
  return inside.endsWith('/index') ? posix.dirname(inside) : inside;
}
