/**
 * Text of an audited repository made harmless for a terminal or a log: control characters, bidirectional overrides and
 * invisible separators are shown as `\\u{…}` and never reach the reader as they are. A line break becomes a space.
 */
export function plain(text: string): string {
  return text
    .replace(/[\t\n\r\v\f]+/g, ' ')
    .replace(CONTROL, shown)
    .replace(STEERING, shown);
}

const CONTROL = /[\u0000-\u001f]/g;

/** Beyond ASCII's: DEL and C1 controls, bidirectional controls, zero-width and line separators, tags, unpaired surrogates. */
export const STEERING =
  /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

const shown = (character: string) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
