import { mentionsIn } from '../instructions/mentions.ts';
import { readDocument } from '../instructions/passages.ts';
import { saidOf } from '../instructions/wording.ts';
import { isHook, names } from './places.ts';

/** A file that tells agents how to work here, or what runs when a session starts. */
export interface Guide {
  readonly path: string;
  readonly text: string;
}

/**
 * True when the guide names the place, and not only to keep agents out of it (`Never read lessons.md`). A text that is
 * built to exhaust a parser names nothing.
 */
export function pointsAt({ path, text }: Guide, place: string): boolean {
  if (!names(text, place)) return false;
  if (isHook(path)) return true;
  const document = readDocument(text);
  if (document === undefined) return false;
  const refused = new Set(
    document.passages
      .flatMap(mentionsIn)
      .filter((mention) => names(mention.text, place) && saidOf(mention.sentence, mention.headings) === 'refused')
      .map(({ line }) => line),
  );
  if (refused.size === 0) return true;
  const others = text.split('\n').filter((_, index) => !refused.has(index + 1));
  return names(others.join('\n'), place);
}
