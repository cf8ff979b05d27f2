import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escaped } from '../../checker/src/report/json.ts';
import { plain } from '../../checker/src/report/plain.ts';

describe('plain', () => {
  test.for<[what: string, text: string, shown: string]>([
    ['an escape sequence', '\u001b[31mred', '\\u{1b}[31mred'],
    ['an operating system command', '\u001b]8;;http://x\u0007', '\\u{1b}]8;;http://x\\u{7}'],
    ['a C1 control', 'a\u009bb', 'a\\u{9b}b'],
    ['a bidirectional override', 'a\u202eb', 'a\\u{202e}b'],
    ['a tag character', 'a\u{e0041}b', 'a\\u{e0041}b'],
    ['a line break', 'a\r\nb\tc', 'a b c'],
    ['an unpaired surrogate', 'a\ud800b', 'a\\u{d800}b'],
    ['ordinary text', 'Grüße, 日本 ✓ 👍', 'Grüße, 日本 ✓ 👍'],
  ])('makes %s harmless', ([, text, shown]) => {
    expect(plain(text)).toBe(shown);
  });

  test('leaves no character that a terminal acts on, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(plain(text)).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
});

describe('escaped', () => {
  test('writes tag characters by their two halves', () => {
    expect(escaped('"\u{e0041}"')).toBe('"\\udb40\\udc41"');
  });

  test('is the same JSON, without a character that a terminal acts on', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const json = JSON.stringify(value);
        expect(JSON.parse(escaped(json))).toEqual(JSON.parse(json));
        expect(escaped(json)).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
});
