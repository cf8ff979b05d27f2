import { isObject } from './dialect.ts';

/**
 * A string, number, boolean or null as Go's `encoding/json` writes it. It differs from `JSON.stringify` by escaping
 * `<`, `>`, `&` and the two line separators of Unicode, and by keeping the sign of zero.
 */
export const goScalar = (value: string | number | boolean | null): string =>
  Object.is(value, -0) ? '-0' : goEscaped(JSON.stringify(value));

/** The same difference for a text of several strings: outside of strings JSON has none of these characters. */
export const goEscaped = (json: string): string =>
  NEEDS_ESCAPE.test(json)
    ? json.replace(EACH, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
    : json;

const NEEDS_ESCAPE = /[<>&\u2028\u2029]/;
const EACH = /[<>&\u2028\u2029]/g;

/** A value of any shape as Go writes what it has decoded without a type: the members of objects in the order of their UTF-8 bytes. */
export function goValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goValue).join(',')}]`;
  if (!isObject(value)) return goScalar(value as string | number | boolean | null);
  const names = Object.keys(value).sort(byCodePoint);
  return `{${names.map((name) => `${goScalar(name)}:${goValue(value[name])}`).join(',')}}`;
}

/**
 * Before version 1.22 Go wrote backspace and form feed as `\u0008` and `\u000c`, since then as `\b` and `\f`. A ledger
 * does not say what wrote it, so a hash may be that of either text.
 */
export const inOlderGo = (json: string): string =>
  json.replace(/\\(.)/g, (pair, char: string) => (char === 'b' ? '\\u0008' : char === 'f' ? '\\u000c' : pair));

/** The order of UTF-8 bytes is that of code points; the order of `sort()` is that of UTF-16 units, which differs. */
export function byCodePoint(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (const [index, char] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (char !== other) return (char.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0);
  }
  return left.length - right.length;
}
