import type { APIRoute, GetStaticPaths } from 'astro';
import { cardOf } from '../../site/card.ts';
import { originOf, twins } from '../../site/twins.ts';

/** The card of each page. */
export const getStaticPaths = (async () =>
  (await twins(originOf(new URL(import.meta.env.SITE)))).map(({ id, title, description }) => ({
    params: { slug: id },
    props: { title, description },
  }))) satisfies GetStaticPaths;

export const GET: APIRoute<{ title: string; description: string }> = async ({ props }) =>
  new Response(new Uint8Array(await cardOf(props)), { headers: { 'content-type': 'image/png' } });
