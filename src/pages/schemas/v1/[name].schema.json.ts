import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { APIRoute, GetStaticPaths } from 'astro';
import { ROOT } from '../../../doctrine/published.ts';

const ENDING = '.schema.json';

/** The JSON Schemas at addresses that stay: a change that breaks readers gets a new version beside this one. */
export const getStaticPaths = (async () =>
  (await readdir(join(ROOT, 'schemas')))
    .filter((name) => name.endsWith(ENDING))
    .map((name) => ({ params: { name: name.slice(0, -ENDING.length) } }))) satisfies GetStaticPaths;

export const GET: APIRoute = async ({ params }) =>
  new Response(await readFile(join(ROOT, 'schemas', `${params.name}${ENDING}`), 'utf8'));
