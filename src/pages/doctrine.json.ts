import type { APIRoute } from 'astro';
import { GAPS, LEVELS, LINEAGES, PHASES } from '#checker';
import { publishedDoctrine } from '../doctrine/published.ts';
import { pageAddressOf } from '../site/page-address.ts';
import { originOf } from '../site/twins.ts';

/** The doctrine as data: the factors with their rules, and the examples of each rule with the outcome that it must have. */
export const GET: APIRoute = async ({ site }) => {
  const origin = originOf(site);
  const { doctrine, documents } = await publishedDoctrine();
  const factors = documents.map(({ factor: { path, ...factor }, rules }) => ({
    ...factor,
    url: `${origin}${pageAddressOf(path).slice(1)}`,
    rules: rules.map(({ rule, examples }) => ({
      ...rule,
      url: `${origin}rules/${rule.id}/`,
      examples: examples.map(({ example }) => example),
    })),
  }));
  const { edition, digest } = doctrine;
  const data = { schema: 1, edition, digest, phases: PHASES, levels: LEVELS, gaps: GAPS, lineages: LINEAGES, factors };
  return new Response(`${JSON.stringify(data, null, 2)}\n`);
};
