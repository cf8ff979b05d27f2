import { describe, expect, test } from 'vitest';
import { goScalar, goValue, inOlderGo } from '../../checker/src/ledger/go-json.ts';

describe("JSON as Go's encoding/json writes it", () => {
  test.for<[value: string | number | boolean | null, json: string]>([
    ['<a> & "b"', '"\\u003ca\\u003e \\u0026 \\"b\\""'],
    ['a > b', '"a \\u003e b"'],
    ['\u2028 \u2029', '"\\u2028 \\u2029"'],
    ['\u007f é 😀 /', '"\u007f é 😀 /"'],
    ['\n\r\t\b\f\u0001', '"\\n\\r\\t\\b\\f\\u0001"'],
    [-0, '-0'],
    [1e21, '1e+21'],
    [1e-7, '1e-7'],
    [0.000001, '0.000001'],
    [null, 'null'],
  ])('%j', ([value, json]) => {
    expect(goScalar(value)).toBe(json);
  });

  test('sorts members by their UTF-8 bytes, which is not the order of UTF-16', () => {
    const [astral, late] = ['\u{10000}', '\uffff'];
    expect([astral, late].sort()).toEqual([astral, late]);
    expect(goValue({ [astral]: 1, [late]: 2, b: [{ z: null, a: '<' }], ab: true, a: {} })).toBe(
      `{"a":{},"ab":true,"b":[{"a":"\\u003c","z":null}],"${late}":2,"${astral}":1}`,
    );
  });

  test('older versions wrote two control characters by their numbers', () => {
    expect(inOlderGo('"\\b\\f\\\\b\\\\\\b\\n"')).toBe('"\\u0008\\u000c\\\\b\\\\\\u0008\\n"');
  });
});
