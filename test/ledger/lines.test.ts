import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Line, Lines, LONGEST_LINE } from '../../checker/src/ledger/lines.ts';

function linesOf(bytes: Uint8Array, size: number): readonly Line[] {
  const lines = new Lines();
  const found: Line[] = [];
  for (let at = 0; at < bytes.length; at += size) found.push(...lines.push(bytes.slice(at, at + size)));
  return [...found, ...lines.end()];
}

const utf8 = (text: string) => new TextEncoder().encode(text);
const line = (number: number, text: string, ended = true) => ({ number, text, ended });

describe('lines of a stream', () => {
  test('are the same in whatever pieces they arrive', () => {
    const anyText = fc
      .array(fc.string({ unit: fc.constantFrom('a', '\n', '\r', 'é', '😀') }))
      .map((parts) => parts.join('\n'));
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 20 }), (text, size) => {
        const whole = text.split('\n').map((part, index, all) => line(index + 1, part, index < all.length - 1));
        if (whole.at(-1)?.text === '') whole.pop();
        expect(linesOf(utf8(text), size)).toEqual(whole);
      }),
    );
  });

  test('are named one by one where bytes are not UTF-8', () => {
    const bytes = new Uint8Array([...utf8('a\nb\n'), 0xc3, 0x28, 0x0a, ...utf8('c\nd')]);
    for (const size of [1, 3, 100]) {
      expect(linesOf(bytes, size)).toEqual([
        line(1, 'a'),
        line(2, 'b'),
        { number: 3, problem: 'it is not UTF-8' },
        line(4, 'c'),
        line(5, 'd', false),
      ]);
    }
  });

  test('keep a byte-order mark', () => {
    expect(linesOf(utf8('\ufeffa\n\ufeffb\n'), 100)).toEqual([line(1, '\ufeffa'), line(2, '\ufeffb')]);
  });

  test.for([1000, 1 << 16, 1 << 22])('are bounded in length, in pieces of %i bytes', (size) => {
    const most = 'x'.repeat(LONGEST_LINE);
    const [first, second, third, ...rest] = linesOf(utf8(`${most}\n${most}y\nz\n`), size);
    expect(first).toMatchObject({ number: 1, text: most });
    expect(second).toEqual({ number: 2, problem: expect.stringContaining(`${LONGEST_LINE + 1} bytes long`) });
    expect(third).toEqual(line(3, 'z'));
    expect(rest).toEqual([]);
  });

  test('survive a source that fills its buffer again', () => {
    const lines = new Lines();
    const buffer = utf8('abc');
    const found = [...lines.push(buffer)];
    buffer.fill(0x78);
    expect([...found, ...lines.push(utf8('d\n'))]).toEqual([line(1, 'abcd')]);
  });
});
