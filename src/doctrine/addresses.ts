import { pageAddressOf } from '../site/page-address.ts';

/** The site's base path, without a slash at its end: empty at the root of a host. */
export const BASE = import.meta.env.BASE_URL.replace(/\/+$/, '');

/** The address of a page by its id: `rules/learnings-fresh` or, for the landing page, nothing. */
export const pageAddress = (id: string): string => (id === '' ? `${BASE}/` : `${BASE}/${id}/`);

/** The address of the page that a document of the repository is published on. */
export const addressOf = (path: string): string => `${BASE}${pageAddressOf(path)}`;
