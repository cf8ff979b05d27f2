import { closestMatch } from 'leven';
import { COMMAND_NAMES, GROUPS } from './commands.ts';

/** The word of `words` that was most likely meant, when it is close enough to be worth asking about. */
export function suggest(typed: string, words: readonly string[]): string | undefined {
  return closestMatch(typed, [...words], { maxDistance: Math.max(2, Math.floor(typed.length / 3)) });
}

/** The command that a word was most likely meant for: itself misspelt, or the last word of `verdict list`. */
export function suggestCommand(typed: string): string | undefined {
  const second = new Map<string, string>(
    COMMAND_NAMES.flatMap((name) => (name.includes(' ') ? [[name.split(' ').at(-1) ?? '', name]] : [])),
  );
  const meant = suggest(typed, [...COMMAND_NAMES, ...Object.keys(GROUPS), ...second.keys()]);
  return meant === undefined ? undefined : (second.get(meant) ?? meant);
}

/** The command of two words of which the first was forgotten. */
export const forgotten = (words: readonly string[]): string | undefined =>
  COMMAND_NAMES.find((name) => name.includes(' ') && name.endsWith(` ${words.find((word) => !word.startsWith('-'))}`));
