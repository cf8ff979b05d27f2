import { defineRouteMiddleware } from '@astrojs/starlight/route-data';

/** Adds to the head of each page its card for other sites and its markdown twin. */
export const onRequest = defineRouteMiddleware((context) => {
  const { entry, head } = context.locals.starlightRoute;
  const base = import.meta.env.BASE_URL;
  const name = entry.id === '' || entry.id === 'index' ? 'index' : entry.id;
  if (name === '404') return;
  const card = new URL(`${base}og/${name}.png`, context.site).href;
  head.push(
    { tag: 'meta', attrs: { property: 'og:image', content: card } },
    { tag: 'meta', attrs: { property: 'og:image:width', content: '1200' } },
    { tag: 'meta', attrs: { property: 'og:image:height', content: '630' } },
    { tag: 'link', attrs: { rel: 'alternate', type: 'text/markdown', href: `${base}${name}.md` } },
  );
});
