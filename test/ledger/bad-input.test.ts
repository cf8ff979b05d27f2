import { describe, expect, test } from 'vitest';
import type { Ledger } from '../../checker/src/facts/ledgers.ts';
import { verifyLedger } from '../../checker/src/ledger/verify-ledger.ts';
import { nodePlatform } from '../../checker/src/node/platform.ts';
import { breaksOf, chained, jsonl, verdict, verified } from '../support/verdicts.ts';

const chain = chained([verdict(), verdict({ verdict: 'fail' }), verdict({ verdict: 'not-proven' })]);
const file = jsonl(chain);
const [first = '', second = '', third = ''] = chain.map((record) => jsonl([record]));
const detailsOf = ({ breaks }: Ledger) => breaks.first.map(({ detail }) => detail);

describe('a ledger that is odd', () => {
  test('with a byte-order mark is read, and the mark is said', () => {
    const ledger = verified(`\ufeff${file}`);
    expect(ledger).toMatchObject({ records: 3, tip: { line: 3 }, dialect: 'agentops-verdict' });
    expect(breaksOf(ledger)).toEqual(['1 malformed']);
    expect(detailsOf(ledger)).toEqual([expect.stringContaining('byte-order mark')]);
  });

  test('with a byte-order mark and a removed record has both', () => {
    expect(breaksOf(verified(`\ufeff${first}${third}`))).toEqual(['1 malformed', '2 gap']);
  });

  test('with CRLF is not accused', () => {
    expect(verified(file.replaceAll('\n', '\r\n'))).toMatchObject({ records: 3, breaks: { total: 0 } });
  });

  test.for<[what: string, line: string, because: string]>([
    ['a number past 2^53', second.replace('"version":1', '"version":9007199254740993'), 'no double holds'],
    ['a member twice', second.replace('"version":1', '"version":1,"version":1'), 'two members'],
    ['half a surrogate pair', second.replace('Ada', '\\udc00'), 'surrogate'],
    ['deep nesting', second.replace('"checked":[', `"checked":[${'['.repeat(99)}${']'.repeat(99)},`), 'nested'],
    ['a byte-order mark within', `\ufeff${second}`, 'byte-order mark'],
  ])('with %s says so of that line', ([, line, because]) => {
    const ledger = verified(first + line + third);
    expect(breaksOf(ledger)).toEqual(['2 malformed']);
    expect(detailsOf(ledger)).toEqual([expect.stringContaining(because)]);
  });

  test('with a prototype in it changes none', () => {
    expect(breaksOf(verified(first + second.replace('"author"', '"__proto__":{"polluted":1},"author"')))).toEqual([
      '2 schema',
    ]);
    expect({}).not.toHaveProperty('polluted');
  });

  test('with bytes that are no UTF-8 says so of that line', () => {
    const bytes = Buffer.concat([Buffer.from(first), Buffer.from([0x7b, 0xff, 0xfe, 0x0a]), Buffer.from(second)]);
    expect(verified(bytes)).toMatchObject({ breaks: { total: 1, first: [{ line: 2, detail: 'it is not UTF-8' }] } });
  });

  test('in UTF-16 is said to be', () => {
    for (const text of [Buffer.from(`\ufeff${file}`, 'utf16le'), Buffer.from(`\ufeff${file}`, 'utf16le').swap16()])
      expect(verified(text).unreadable).toContain('UTF-16');
  });

  test('whose only line is half a record begins a lane', async () => {
    const half = () => [new TextEncoder().encode(first.slice(0, 100))];
    const lane = await verifyLedger('.agents/verdicts/main.jsonl', half, nodePlatform);
    expect(lane).toMatchObject({ dialect: 'agentops-verdict', records: 0 });
    expect(breaksOf(lane)).toEqual(['1 truncated']);
    expect((await verifyLedger('notes.jsonl', half, nodePlatform)).unreadable).toContain('no record');
  });

  test('cut off in the middle of a character is half a record', () => {
    const bytes = new TextEncoder().encode(first + second.replace('Ada', 'Adé'));
    const at = bytes.lastIndexOf(0xc3) + 1;
    expect(breaksOf(verified(bytes.slice(0, at)))).toEqual(['2 truncated']);
  });
});

describe('a ledger that is large', () => {
  test('with a line of 100 MB is read on after it', async () => {
    const piece = new Uint8Array(1 << 20).fill(0x61);
    const encoded = (text: string) => new TextEncoder().encode(text);
    const open = function* () {
      yield encoded(first);
      for (let count = 0; count < 100; count += 1) yield piece;
      yield encoded(`\n${second}${third}`);
    };
    const ledger = await verifyLedger('ledger.jsonl', open, nodePlatform);
    expect(breaksOf(ledger)).toEqual(['2 malformed']);
    expect(ledger).toMatchObject({ records: 3, tip: { line: 4 } });
  });

  test('is read as far as a bound allows, and says so', async () => {
    const endless = function* () {
      for (;;) yield new TextEncoder().encode(file);
    };
    let left = 2 * file.length;
    const stop = ({ bytes }: { readonly bytes: number }) => {
      left -= bytes;
      return left <= 0 ? 'was not read to its end' : undefined;
    };
    const ledger = await verifyLedger('ledger.jsonl', endless, nodePlatform, { stop });
    expect(ledger).toMatchObject({ records: 6, unreadable: 'was not read to its end' });
    // Where the rest is unknown, nobody can say what is missing.
    expect(breaksOf(ledger)).toEqual(['4 link']);
  });
});

describe('a source that fails', () => {
  const failing = function* () {
    yield new TextEncoder().encode(file);
    throw new Error('the object is damaged');
  };

  test('is an error, or the clause that was given for it', async () => {
    await expect(verifyLedger('ledger.jsonl', failing, nodePlatform)).rejects.toThrow('the object is damaged');
    const ledger = await verifyLedger('ledger.jsonl', failing, nodePlatform, { lost: 'cannot be read' });
    expect(ledger).toMatchObject({ records: 3, unreadable: 'cannot be read' });
  });
});
