import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hiddenIn } from '../../checker/src/ledger/lossless.ts';

describe('what parsing hides', () => {
  test.for<[text: string, because: string]>([
    ['{"a":1,"a":1}', 'two members "a"'],
    ['{"a":{"b":[{"c":1,"d":2,"c":3}]}}', 'two members "c"'],
    ['{"a":1,"\\u0061":2}', 'two members "a"'],
    ['{"__proto__":1,"__proto__":2}', 'two members "__proto__"'],
    ['{"a":9007199254740993}', 'no double holds its number 9007199254740993'],
    ['{"a":0.1000000000000000055}', 'no double'],
    ['{"a":1e999}', 'no double'],
    ['{"a":1e-999}', 'no double'],
    ['{"a":[-123456789012345678901]}', 'no double'],
    ['{"a":"\\ud83d"}', 'surrogate'],
    ['{"\\udc00":1}', 'surrogate'],
    [`{"a":${'['.repeat(64)}${']'.repeat(64)}}`, 'nested deeper than 64'],
  ])('%s', ([text, because]) => {
    expect(hiddenIn(text)).toContain(because);
  });

  test.for([
    '{"a":{"a":{"a":1}},"b":{"a":1}}',
    '[{"a":1},{"a":1}]',
    '{"a":["a","a"],"b":"a"}',
    '{"a":"\\"a\\":1,\\"a\\":2"}',
    '{"a":1.0,"b":1e2,"c":100E-2,"d":0.1,"e":-0,"f":0e5,"g":9007199254740992,"h":1e21,"i":1.5e-7,"j":5e-324}',
    '{"a":"\\ud83d\\ude00","b":"😀"}',
    '{ "a" : [ ] , "b" : { } }',
    'true',
  ])('is nothing in %s', (text) => {
    expect(hiddenIn(text)).toBeUndefined();
  });

  test('is nothing in any text that JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.constantFrom(undefined, 1), (value, indent) => {
        expect(hiddenIn(JSON.stringify(value, null, indent))).toBeUndefined();
      }),
    );
  });
});
