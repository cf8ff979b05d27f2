import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { BASE } from './build.ts';

export const dist = inject('dist');
export const read = (path: string): Promise<string> => readFile(join(dist, path), 'utf8');

/** The addresses in the sitemap, without host and base path: `/`, `/quickstart/`. */
export async function sitemap(): Promise<readonly string[]> {
  const xml = await read('sitemap-0.xml');
  return [...xml.matchAll(/<loc>([^<]+)<\/loc>/g)]
    .map(([, url = '']) => new URL(url).pathname.slice(BASE.length))
    .sort();
}
