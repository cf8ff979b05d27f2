/**
 * Text of an audited repository made harmless for a terminal or a log: control characters, bidirectional overrides and
 * invisible separators are shown as `\u{…}` and never reach the reader as they are. A line break becomes a space.
 */
export function plain(text: string): string {
  return text
    .replace(/[\t\n\r\v\f]+/g, ' ')
    .replace(UNSAFE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** C0 and C1 controls, DEL, bidirectional controls, zero-width and line separators, tags, unpaired surrogates. */
const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;
