import type { GeneratedPage } from './page.ts';

/** Every page that is made from data, in order of their ids. */
export async function generatedPages(): Promise<readonly GeneratedPage[]> {
  return [];
}
