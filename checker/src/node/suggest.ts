import { closestMatch } from 'leven';

/** The word of `words` that was most likely meant, when it is close enough to be worth asking about. */
export function suggest(typed: string, words: readonly string[]): string | undefined {
  return closestMatch(typed, [...words], { maxDistance: Math.max(2, Math.floor(typed.length / 3)) });
}
