import type { APIRoute } from 'astro';
import { renderRulesJson } from '#checker';
import { publishedDoctrine } from '../doctrine/published.ts';

/** The same as `agentops-audit rules --format json`. */
export const GET: APIRoute = async () => new Response(renderRulesJson((await publishedDoctrine()).doctrine));
