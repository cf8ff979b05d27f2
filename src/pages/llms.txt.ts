import type { APIRoute } from 'astro';
import { LANDING } from '../doctrine/landing.ts';
import { originOf, twins } from '../site/twins.ts';

/** What is here for programs that read, in the form of llmstxt.org: each page by its markdown twin. */
export const GET: APIRoute = async ({ site }) => {
  const origin = originOf(site);
  const [, ...pages] = await twins(origin);
  const line = ({ id, title, description }: (typeof pages)[number]) =>
    `- [${title}](${origin}${id}.md)${description === '' ? '' : `: ${description}`}`;
  const of = (test: (id: string) => boolean) =>
    pages
      .filter(({ id }) => test(id))
      .map(line)
      .join('\n');
  const isFactor = (id: string) => /^(factors|all)(\/|$)/.test(id);
  const isTool = (id: string) => /^(tool|rules)(\/|$)/.test(id);
  const isProject = (id: string) => /^(decisions|contribute|changelog)(\/|$)/.test(id);
  return new Response(`# ${LANDING.title}

> ${LANDING.description}

${LANDING.problem}

- [Everything in one file](${origin}llms-full.txt)
- [The doctrine as data](${origin}doctrine.json)
- [The rules as data](${origin}rules.json)

## Factors

${of(isFactor)}

## Doctrine

${of((id) => !isFactor(id) && !isTool(id) && !isProject(id))}

## Tool

${of(isTool)}

## Optional

${of(isProject)}
`);
};
