import type { Scorecard } from '../scorecard.ts';
import { STEERING } from './plain.ts';

/**
 * The scorecard as JSON, two spaces deep, with a newline at its end. Characters that could steer a terminal are written
 * as `\uXXXX`, which is the same JSON.
 */
export function renderJson(scorecard: Scorecard): string {
  return `${escaped(JSON.stringify(scorecard, null, 2))}\n`;
}

/** JSON text whose strings hold no character that a terminal acts on; those below a space JSON escapes by itself. */
export const escaped = (json: string): string =>
  json.replace(STEERING, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
