import { visit } from 'jsonc-parser';
import { byCodePoint } from './go-json.ts';

/**
 * A JSON object as Python's `json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)` writes what
 * `json.loads` reads of it, without one of its members. Numbers are taken from the text: Python keeps whole ones of any
 * length, and tells `1` from `1.0`.
 *
 * @param text a text that `JSON.parse` accepts, and in which nothing is hidden but the size of numbers.
 */
export function pythonJson(text: string, without: string): string {
  // One entry for each open bracket: the members of an object with their names, or the items of an array.
  const open: { readonly names?: string[]; readonly values: string[] }[] = [{ values: [] }];
  const add = (value: string) => open.at(-1)?.values.push(value);
  visit(text, {
    onObjectBegin: () => void open.push({ names: [], values: [] }),
    onObjectProperty: (name) => void open.at(-1)?.names?.push(name),
    onObjectEnd: () => {
      const { names = [], values = [] } = open.pop() ?? {};
      add(objectOf(names, values, open.length === 1 ? without : undefined));
    },
    onArrayBegin: () => void open.push({ values: [] }),
    onArrayEnd: () => void add(`[${open.pop()?.values.join(',') ?? ''}]`),
    onLiteralValue: (value: unknown, offset, length) =>
      void add(typeof value === 'number' ? pythonNumber(text.slice(offset, offset + length)) : JSON.stringify(value)),
  });
  return open[0]?.values[0] ?? '';
}

function objectOf(names: readonly string[], values: readonly string[], without: string | undefined): string {
  const members = names.map((name, index) => ({ name, value: values[index] ?? 'null' }));
  const kept = members.filter(({ name }) => name !== without).sort((a, b) => byCodePoint(a.name, b.name));
  return `{${kept.map(({ name, value }) => `${JSON.stringify(name)}:${value}`).join(',')}}`;
}

/** A whole number stays as it is, but for the sign of zero. Others are doubles, in the shortest digits that tell them apart. */
function pythonNumber(token: string): string {
  if (/^-?\d+$/.test(token)) return token === '-0' ? '0' : token;
  const value = Number(token);
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const [digits = '0', exponent = '0'] = Math.abs(value).toExponential().replace('.', '').split('e');
  const point = Number(exponent) + 1;
  // Python's repr: an exponent from 1e16 on and below 1e-4, with two digits at least.
  if (point > 16 || point < -3) {
    const mantissa = digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`;
    const power = Math.abs(point - 1)
      .toString()
      .padStart(2, '0');
    return `${sign}${mantissa}e${point > 0 ? '+' : '-'}${power}`;
  }
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (digits.length <= point) return `${sign}${digits.padEnd(point, '0')}.0`;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
