import type { APIRoute, GetStaticPaths } from 'astro';
import { originOf, twins } from '../site/twins.ts';

/** The markdown twin of each page: `/quickstart.md` beside `/quickstart/`. */
export const getStaticPaths = (async () =>
  (await twins(originOf(new URL(import.meta.env.SITE)))).map(({ id, markdown }) => ({
    params: { slug: id },
    props: { markdown },
  }))) satisfies GetStaticPaths;

export const GET: APIRoute<{ markdown: string }> = ({ props }) => new Response(props.markdown);
