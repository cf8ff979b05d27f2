import { defineCollection } from 'astro:content';
import { docsSchema } from '@astrojs/starlight/schema';
import { pagesLoader } from './site/pages-loader.ts';

// Fields that only the checker knows, such as the rules of a factor, are checked with the doctrine and not kept here.
export const collections = { docs: defineCollection({ loader: pagesLoader(), schema: docsSchema() }) };
