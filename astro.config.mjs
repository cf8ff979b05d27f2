// @ts-check
import { fileURLToPath } from 'node:url';
import { unified } from '@astrojs/markdown-remark';
import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import { HOME } from '#checker';
import { formerAddresses } from './src/data/former-addresses.ts';
import { publishedDoctrine } from './src/doctrine/published.ts';
import { expandExamples } from './src/markdown/expand-examples.ts';
import { factorHead } from './src/markdown/factor-head.ts';
import { fillTables } from './src/markdown/fill-tables.ts';
import { rewriteLinks } from './src/markdown/rewrite-links.ts';
import { stripTitle } from './src/markdown/strip-title.ts';
import { sidebar } from './src/site/sidebar.ts';

const root = fileURLToPath(new URL('.', import.meta.url));
const base = `/${process.env.SITE_BASE ?? '12-factor-agentops'}/`.replace(/\/{2,}/g, '/');
const { doctrine } = await publishedDoctrine();

export default defineConfig({
  site: process.env.SITE_URL ?? 'https://boshu2.github.io',
  base,
  trailingSlash: 'always',
  build: { concurrency: 4 },
  redirects: Object.fromEntries(formerAddresses.map(({ from, to }) => [from, base + to.slice(1)])),
  markdown: {
    // The Markdown of the checker: GitHub's and nothing else, so that both see the same document.
    processor: unified({
      smartypants: false,
      remarkPlugins: [stripTitle, fillTables, expandExamples, [rewriteLinks, { base, root }], [factorHead, { base }]],
    }),
  },
  integrations: [
    starlight({
      title: '12-Factor AgentOps',
      description: 'Twelve factors of working with coding agents, and the audit that checks them.',
      sidebar: sidebar(doctrine),
      social: [{ icon: 'github', label: 'GitHub', href: HOME }],
      editLink: { baseUrl: `${HOME}/edit/main/` },
      favicon: '/favicon.svg',
      lastUpdated: true,
      credits: false,
      // There is one of our own in src/pages/.
      disable404Route: true,
      // Factors, decisions and generated pages are made from files outside of Starlight's own folder.
      markdown: { processedDirs: ['.'] },
      // Long lines fold, so that no code is out of sight on a phone or out of reach of the keyboard.
      expressiveCode: { defaultProps: { wrap: true } },
      customCss: ['./src/styles/site.css'],
      routeMiddleware: './src/site/route-head.ts',
      components: {
        Hero: './src/components/Hero.astro',
        MarkdownContent: './src/components/MarkdownContent.astro',
        Search: './src/components/Search.astro',
      },
    }),
  ],
});
