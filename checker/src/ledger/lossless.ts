import { shortened } from './dialect.ts';

/** Deeper nesting than this is not read: no record needs it, and it could exhaust the stack of whoever writes it out. */
const DEEPEST = 64;

/**
 * What `JSON.parse` would hide in a text that it accepts, and that two readers of the record could understand in two
 * ways: a member named twice (which one counts?), a number that a double cannot hold (a hash of the record would be
 * one of another number), half of a surrogate pair (UTF-8 has no bytes for it), and nesting too deep to write out.
 *
 * @param text a text that `JSON.parse` accepts: nothing here checks the grammar again.
 * @param options.numbers false for who takes numbers from the text and not from what was parsed.
 * @returns a clause, or undefined where nothing is hidden.
 */
export function hiddenIn(text: string, { numbers = true } = {}): string | undefined {
  // One entry for each open bracket: the names seen in an object, nothing for an array.
  const open: (Set<string> | undefined)[] = [];
  let nameNext = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === QUOTE) {
      const end = endOfString(text, at);
      const value = stringAt(text, at, end);
      if (LONE_SURROGATE.test(value)) return 'it holds half of a surrogate pair';
      if (nameNext) {
        const names = open.at(-1);
        if (names?.has(value)) return `it has two members "${shortened(value)}"`;
        names?.add(value);
        nameNext = false;
      }
      at = end;
    } else if (char === OPEN_OBJECT || char === OPEN_ARRAY) {
      if (open.length === DEEPEST) return `it is nested deeper than ${DEEPEST}`;
      open.push(char === OPEN_OBJECT ? new Set() : undefined);
      nameNext = char === OPEN_OBJECT;
    } else if (char === CLOSE_OBJECT || char === CLOSE_ARRAY) {
      open.pop();
      nameNext = false;
    } else if (char === COMMA) {
      nameNext = open.at(-1) !== undefined;
    } else if (char === MINUS || (char >= ZERO && char <= NINE)) {
      NUMBER.lastIndex = at;
      const token = NUMBER.exec(text)?.[0] ?? '';
      if (numbers && decimal(token) !== decimal(String(Number(token))))
        return `no double holds its number ${shortened(token)}`;
      at += token.length - 1;
    }
  }
  return undefined;
}

const [QUOTE, COMMA, MINUS, ZERO, NINE, BACKSLASH] = [0x22, 0x2c, 0x2d, 0x30, 0x39, 0x5c];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const NUMBER = /[-+.\deE]+/y;
const LONE_SURROGATE = /\p{Surrogate}/u;

function endOfString(text: string, start: number): number {
  let at = start + 1;
  for (let char = text.charCodeAt(at); char !== QUOTE; char = text.charCodeAt(at)) at += char === BACKSLASH ? 2 : 1;
  return at;
}

function stringAt(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end);
  return raw.includes('\\') ? (JSON.parse(text.slice(start, end + 1)) as string) : raw;
}

/** The value of a decimal number as `digits e exponent`, one text for one value: `1.50e2` and `150` are both `15e1`. */
function decimal(token: string): string {
  const [, sign, whole = '', fraction = '', exponent = '0'] = DECIMAL.exec(token) ?? [];
  if (whole === '') return token;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = withoutZeros(digits);
  if (significant === '') return '0';
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d+))?$/;

function withoutZeros(digits: string): string {
  let end = digits.length;
  while (digits[end - 1] === '0') end -= 1;
  return digits.slice(0, end);
}
