import type { APIRoute } from 'astro';
import { originOf, twins } from '../site/twins.ts';

/** Every page in one file, but for the one that repeats the factors. */
export const GET: APIRoute = async ({ site }) => {
  const pages = await twins(originOf(site));
  return new Response(
    pages
      .filter(({ id }) => id !== 'all')
      .map(({ markdown }) => markdown)
      .join('\n---\n\n'),
  );
};
