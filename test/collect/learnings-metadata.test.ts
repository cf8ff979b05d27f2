import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { plainFields } from '../../checker/src/collect/learnings/metadata.ts';

const parsed = (text: string): unknown => parseDocument(text, { schema: 'failsafe', uniqueKeys: false }).toJS();

describe('plainFields', () => {
  const key = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,8}$/);
  const value = fc.oneof(
    fc.stringMatching(/^[A-Za-z0-9 ._/+-]{1,12}$/),
    fc.constantFrom(
      '2026-01-02',
      'null',
      'true',
      '0x1F',
      '1e3',
      'yes',
      'a: b',
      'a #b',
      '- a',
      '"q"',
      '[x]',
      '*a',
      '<<',
      '',
    ),
  );
  const line = fc
    .tuple(key, fc.constantFrom(': ', ':', ':  ', ' : '), value, fc.constantFrom('', '\r', ' '))
    .map((parts) => parts.join(''));

  test('says what the parser says, or nothing', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), (lines) => {
        const text = `${lines.join('\n')}\n`;
        const plain = plainFields(text);
        if (plain !== undefined) expect({ ...plain }).toEqual(parsed(text));
      }),
      { numRuns: 2000 },
    );
  });

  test('reads the usual frontmatter', () => {
    expect(plainFields('id: learn-1\ndate: 2026-01-02\ntags: a/b c\n')).toEqual({
      id: 'learn-1',
      date: '2026-01-02',
      tags: 'a/b c',
    });
    expect(plainFields('tags: [a, b]\n')).toBeUndefined();
    expect(plainFields('a: b: c\n')).toBeUndefined();
  });
});
