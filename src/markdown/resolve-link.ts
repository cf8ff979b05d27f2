import { posix } from 'node:path';
import { pageIdOf } from '../site/page-id.ts';

/** What a link of a page leads to. */
export type LinkTarget =
  /** Another site, or a mail address. */
  | { readonly kind: 'elsewhere' }
  /** A heading of the same page. */
  | { readonly kind: 'here'; readonly anchor: string }
  /** A page of the site, by its id; that of the landing page is empty. */
  | { readonly kind: 'page'; readonly id: string; readonly anchor: string }
  /** A file that the site serves as it is: `rules.json`. */
  | { readonly kind: 'served'; readonly path: string }
  /** A file or folder of the repository that is no page; `path` is from its root. */
  | { readonly kind: 'source'; readonly path: string; readonly anchor: string }
  /** Nothing that can be followed, and what to do about it. */
  | { readonly kind: 'wrong'; readonly message: string };

/** Follows a link as it is written in the file `from`: relative to the file, or from the root of the site. */
export function resolveLink(url: string, from: string): LinkTarget {
  if (/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(url)) return { kind: 'elsewhere' };
  const { path, anchor } = split(url);
  if (path === undefined) return { kind: 'wrong', message: `has a link that is badly encoded: ${url}` };
  if (path === '') return { kind: 'here', anchor };
  return path.startsWith('/') ? onSite(path, anchor) : inRepository(path, anchor, from);
}

function split(url: string): { path: string | undefined; anchor: string } {
  const hash = url.indexOf('#');
  try {
    const path = decodeURIComponent(hash === -1 ? url : url.slice(0, hash));
    return { path, anchor: hash === -1 ? '' : decodeURIComponent(url.slice(hash + 1)) };
  } catch {
    return { path: undefined, anchor: '' };
  }
}

function onSite(path: string, anchor: string): LinkTarget {
  if (path.endsWith('/')) return { kind: 'page', id: path.slice(1, -1), anchor };
  if (posix.extname(path) !== '') return { kind: 'served', path: path.slice(1) };
  return { kind: 'wrong', message: `links to ${path}: the address of a page ends in a slash, write ${path}/` };
}

function inRepository(path: string, anchor: string, from: string): LinkTarget {
  const target = posix.join(posix.dirname(from), path);
  if (target.startsWith('..')) return { kind: 'wrong', message: `links to ${path}, which is outside the repository` };
  const id = pageIdOf(target);
  return id === undefined ? { kind: 'source', path: target, anchor } : { kind: 'page', id, anchor };
}
