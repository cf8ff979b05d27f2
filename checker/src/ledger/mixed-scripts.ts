import { shortened } from './dialect.ts';

/** Scripts with letters that look like those of another one. */
const SCRIPTS = ['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Cherokee'] as const;
const LETTERS = SCRIPTS.map((script) => [script, new RegExp(String.raw`\p{Script=${script}}`, 'u')] as const);

/** True for a text that may hold letters of several such scripts: asked of every line, so by their blocks alone. */
export const mayMixScripts = (text: string): boolean => OTHERS.test(text);
const OTHERS = /[\u0370-\u058f\u13a0-\u13ff\u1c80-\u1c8f\u1f00-\u1fff\ua640-\ua69f\uab70-\uabbf]/;

/**
 * Says of a name that one of its words has letters of two scripts: `аda` with a Cyrillic `а` is another name than `ada`,
 * and looks the same. A clause; undefined for any other name. A word that is of another script throughout is not told.
 */
export function mixedScripts(whose: string, name = ''): string | undefined {
  for (const word of name.match(/\p{L}+/gu) ?? []) {
    const found = LETTERS.flatMap(([script, letter]) => (letter.test(word) ? [script] : []));
    if (found.length > 1)
      return `the id of its ${whose}, "${shortened(name)}", mixes ${found.join(' and ')} letters in one word, and may only look like another name`;
  }
  return undefined;
}
