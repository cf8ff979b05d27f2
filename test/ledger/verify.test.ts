import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { breaksOf, chained, jsonl, sealed, verdict, verified, WRITERS } from '../support/verdicts.ts';

const three = chained([verdict(), verdict({ verdict: 'fail' }), verdict({ verdict: 'not-proven' })]);
const lines = three.map((record) => jsonl([record]));
const [first = '', second = '', third = ''] = lines;
const vector = (name: string) => readFileSync(new URL(`../vectors/${name}`, import.meta.url), 'utf8');
const changed = (line: string, from: string, to: string) => {
  expect(line).toContain(from);
  return line.replace(from, to);
};

describe('the neutral dialect', () => {
  test.for(WRITERS.map((write, index) => [index, write] as const))('verifies a chain, written way %i', ([, write]) => {
    expect(verified(jsonl(three, write))).toEqual({
      path: 'ledger.jsonl',
      dialect: 'agentops-verdict',
      records: 3,
      blank: 0,
      breaks: { first: [], total: 0 },
      tip: { line: 3, hash: three[2]?.hash },
      root: three[0]?.hash,
      unprotected: [],
    });
  });

  test.for<[what: string, file: string, breaks: readonly string[]]>([
    ['a changed member', first + changed(second, '"fail"', '"pass"') + third, ['2 hash']],
    ['a changed hash', first + second.replace(/"hash":"./, '"hash":"x') + third, ['2 schema']],
    [
      'a changed prev',
      first + second + third.replace(/"prev":"[^"]*/, `"prev":"${'0'.repeat(64)}`),
      ['3 hash', '3 link'],
    ],
    ['a record left out', first + third, ['2 gap']],
    ['the first record left out', second + third, ['1 gap']],
    ['two records swapped', first + third + second, ['2 order']],
    ['a record twice', first + second + second + third, ['3 duplicate']],
    ['a second beginning', first + jsonl([sealed(verdict({ verdict: 'fail' }), null)]), ['2 link']],
    ['a member too many', first + jsonl([sealed(verdict({ note: 'x' }), three[0]?.hash as string)]), ['2 schema']],
    ['a pass that names nothing', jsonl([sealed(verdict({ evidence: [] }), null)]), ['1 schema']],
    [
      'evidence at two places',
      jsonl([sealed(verdict({ evidence: [{ path: 'a', url: 'https://example.org', digest: 'a'.repeat(64) }] }), null)]),
      ['1 schema'],
    ],
    ['another version', first + changed(second, '"version":1', '"version":2'), ['2 schema']],
    ['a member twice', first + changed(second, '"version":1', '"version":1,"verdict":"fail"'), ['2 malformed']],
    [
      'a number that no double holds',
      first + changed(second, '"version":1', '"version":1.00000000000000000001'),
      ['2 malformed'],
    ],
    ['no object', `${first}[]\n`, ['2 malformed']],
    ['a byte-order mark', `${first}\ufeff${second}`, ['2 malformed']],
    ['half a surrogate pair', first + changed(second, 'Ada', '\\ud800'), ['2 malformed']],
    ['a line of nothing but nesting', `${first}{"a":${'['.repeat(4000)}${']'.repeat(4000)}}\n`, ['2 malformed']],
    ['a prototype', first + changed(second, '"author"', '"__proto__":{"x":1},"author"'), ['2 schema']],
  ])('finds %s', ([, file, breaks]) => {
    expect(breaksOf(verified(file))).toEqual(breaks);
  });

  test('goes on after a line that it cannot read, without judging the next link', () => {
    expect(breaksOf(verified(`${first}{"format"\n${second}${third}`))).toEqual(['2 malformed']);
  });

  test('says what is wrong', () => {
    const [found] = verified(first + third).breaks.first;
    expect(found?.detail).toMatch(
      /^it names [0-9a-f]{12}…, which no line states: .+ was removed, or line 1 was written anew$/,
    );
    expect(verified(first + jsonl([sealed(verdict({ judge: {} }), null)])).breaks.first[0]?.detail).toContain(
      '"judge.kind"',
    );
  });

  test('counts every break and lists the first twenty', () => {
    const { breaks } = verified(first + changed(second, '"fail"', '"pass"').repeat(30));
    expect(breaks.total).toBe(30 + 29);
    expect(breaks.first).toHaveLength(20);
  });

  test('counts blank lines as lines', () => {
    const ledger = verified(`\n${first}  \r\n${second.replace('\n', '\r\n')}\n${third}`);
    expect(ledger).toMatchObject({ records: 3, blank: 3, breaks: { total: 0 }, tip: { line: 6 } });
  });

  test('accepts a last line without line feed, and names one that was cut off', () => {
    expect(verified((first + second).slice(0, -1))).toMatchObject({ records: 2, breaks: { total: 0 } });
    const { breaks } = verified((first + second).slice(0, -9));
    expect(breaks.first).toMatchObject([
      { line: 2, kind: 'truncated', detail: expect.stringContaining('ends within it') },
    ]);
  });

  test('cannot see that the end was cut off: this takes the history of the file', () => {
    expect(verified(first + second).breaks.total).toBe(0);
  });
});

describe('dialects of the reference implementation', () => {
  test.for(['provenance-ledger.pair.jsonl', 'rpi-events.pair.jsonl'])('verify the known answer %s', (name) => {
    expect(verified(vector(name))).toMatchObject({ records: 2, breaks: { total: 0 } });
  });

  test('real rows recompute, and the rows left out between them break the links', () => {
    expect(breaksOf(verified(vector('provenance-ledger.rows.jsonl')))).toEqual(['3 gap', '4 gap', '5 gap']);
  });

  test.for<[what: string, name: string, from: string, to: string, breaks: readonly string[]]>([
    ['a changed payload', 'provenance-ledger.pair', 'CONFIRMED', 'REFUTED', ['2 payload-hash']],
    ['a changed payload hash', 'provenance-ledger.pair', '"117f', '"217f', ['2 payload-hash']],
    ['a changed hash', 'provenance-ledger.pair', '"hash":"366f', '"hash":"466f', ['1 hash', '2 link']],
    ['a changed link', 'provenance-ledger.pair', '"prev_hash":"366f', '"prev_hash":"466f', ['2 hash', '2 link']],
    ['an unknown relation', 'provenance-ledger.pair', 'wasDerivedFrom', 'likes', ['1 schema']],
    ['a blank name', 'provenance-ledger.pair', 'demo-1@1111111', ' ', ['1 schema']],
    ['a changed payload', 'rpi-events.pair', '"b":2', '"b":3', ['2 payload-hash']],
    ['a longer way to write an instant', 'rpi-events.pair', '05.5Z', '05.50Z', ['2 schema']],
    ['a blank name', 'rpi-events.pair', '"evt-0001"', '" "', ['1 schema']],
    ['a changed link', 'rpi-events.pair', '"prev_hash":"77af', '"prev_hash":"87af', ['2 payload-hash', '2 link']],
  ])('find %s (%s)', ([, name, from, to, breaks]) => {
    expect(breaksOf(verified(changed(vector(`${name}.jsonl`), from, to)))).toEqual(breaks);
  });

  test('name the members that no hash covers', () => {
    const file = changed(
      vector('provenance-ledger.pair.jsonl'),
      '"bead_id":"demo-1"',
      '"bead_id":"other","extra":{"a":1}',
    );
    expect(verified(file)).toMatchObject({ breaks: { total: 0 }, unprotected: ['bead_id', 'extra'] });
  });

  test('take absent details of an event for none, and null for null', () => {
    const [first = ''] = vector('rpi-events.pair.jsonl').split('\n');
    expect(verified(changed(first, '"details":{},', '')).breaks.total).toBe(0);
    expect(breaksOf(verified(changed(first, '"details":{}', '"details":null')))).toEqual(['1 payload-hash']);
  });

  test('sort the details of events, whatever the order in which they are written', () => {
    const file = changed(vector('rpi-events.pair.jsonl'), '{"a":1,"b":2}', '{ "b": 2.0, "a": 1 }');
    expect(verified(file).breaks.total).toBe(0);
  });
});

describe('files that are no ledger', () => {
  test.for<[what: string, file: string | Uint8Array, because: string]>([
    ['a pointer of Git LFS', 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n', 'Git LFS'],
    ['a binary file', `${first.slice(0, 50)}\0${first}`, 'binary'],
    ['UTF-16', Buffer.from(`\ufeff${first}`, 'utf16le'), 'UTF-16'],
    ['UTF-16 without its mark', Buffer.from(first, 'utf16le'), 'binary'],
    ['records of another kind', '{"hash":"00","prev_hash":""}\n', 'no ledger format'],
    ['a newer version', changed(first, '"version":1', '"version":2'), 'no ledger format'],
    ['a JSON document over several lines', `${JSON.stringify(three, null, 2)}\n`, 'no record of a known ledger'],
    ['prose', 'All is well.\n', 'no record of a known ledger'],
  ])('%s is said to be unreadable', ([, file, because]) => {
    const ledger = verified(file);
    expect(ledger.unreadable).toContain(because);
    expect(ledger.breaks.total).toBe(0);
  });

  test('an empty file holds no record', () => {
    expect(verified('')).toMatchObject({ records: 0, blank: 0, breaks: { total: 0 } });
    expect(verified('\n\n')).toMatchObject({ records: 0, blank: 2 });
  });

  test('nesting that would exhaust the stack does no harm', () => {
    const deep = `{"format":"agentops-verdict","version":1,"a":${'['.repeat(400_000)}${']'.repeat(400_000)}}\n`;
    expect(breaksOf(verified(deep))).toEqual(['1 malformed']);
  });

  test('no bytes make it throw, and no line is skipped', () => {
    fc.assert(
      fc.property(fc.uint8Array({ min: 1, maxLength: 300 }), fc.integer({ min: 1, max: 40 }), (bytes, size) => {
        const { records, blank, breaks } = verified(
          new Uint8Array([...new TextEncoder().encode(first), ...bytes]),
          size,
        );
        const begun = bytes.filter((byte, index) => byte === 0x0a || index === bytes.length - 1).length;
        expect(records + blank + breaks.total).toBe(1 + begun);
      }),
    );
  });
});
