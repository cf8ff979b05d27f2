import type { Scorecard } from '../scorecard.ts';

/**
 * The scorecard as JSON, two spaces deep, with a newline at its end. Characters that could steer a terminal are written
 * as `\uXXXX`, which is the same JSON.
 */
export function renderJson(scorecard: Scorecard): string {
  return `${escaped(JSON.stringify(scorecard, null, 2))}\n`;
}

/** JSON text whose strings hold no character that a terminal acts on. */
export const escaped = (json: string): string =>
  json.replace(
    /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
