import { pageIdOf } from './page-id.ts';

/** Where a document of the repository is published, from the root of the site: `/factors/01-context/`. */
export function pageAddressOf(path: string): string {
  const id = pageIdOf(path);
  if (id === undefined) throw new Error(`${path} is no page of the site`);
  return `/${id}/`;
}
