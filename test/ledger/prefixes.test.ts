import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commonPrefix, Prefixes, type ReadVersions } from '../../checker/src/ledger/prefixes.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const nameOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Bytes that both begin with, the slow way. */
function expected(a: Uint8Array, b: Uint8Array): number {
  let at = 0;
  while (at < Math.min(a.length, b.length) && a[at] === b[at]) at += 1;
  return at;
}

test('common beginnings are found wherever the bytes lie', () => {
  const bytes = fc.uint8Array({ maxLength: 40, max: 1 });
  fc.assert(
    fc.property(bytes, bytes, fc.nat(8), fc.nat(8), fc.boolean(), (a, b, left, right, alike) => {
      const other = alike ? new Uint8Array([...a, ...b]) : b;
      const shifted = (data: Uint8Array, by: number) => new Uint8Array([...new Uint8Array(by), ...data]).subarray(by);
      expect(commonPrefix(shifted(a, left), shifted(other, right))).toBe(expected(a, other));
    }),
    { numRuns: 2000 },
  );
});

/** Words of two letters: many of them begin alike, and some go apart at the same place and together again. */
const words = fc.uniqueArray(fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 }), {
  minLength: 2,
  maxLength: 12,
});

test.for([true, false])('pairs of any versions are compared exactly (by name: %s)', async (byName) => {
  await fc.assert(
    fc.asyncProperty(words, async (texts) => {
      const all = new Map(texts.map((text) => [nameOf(bytesOf(text)), bytesOf(text)]));
      const buffer = new Uint8Array(64);
      // The bytes are good during the call alone: a source may use their place again.
      const read: ReadVersions = async (ids, onVersion) => {
        for (const id of ids) {
          const bytes = all.get(id) ?? new Uint8Array();
          buffer.set(bytes);
          onVersion(id, { bytes: buffer.subarray(0, bytes.length) });
        }
      };
      const sizes = async (ids: readonly string[]) => new Map(ids.map((id) => [id, all.get(id)?.length ?? 0]));
      const bounds = { bytes: 1e9, rounds: 100 };
      const compared = new Prefixes(read, bounds, byName ? { nameOf, sizes } : undefined);
      const ids = [...all.keys()];
      const pairs = ids.flatMap((a) => ids.map((b) => [a, b] as const));
      await compared.compare(pairs);
      for (const [a, b] of pairs) {
        if (a !== b) expect(compared.common(a, b)).toBe(expected(all.get(a) ?? buffer, all.get(b) ?? buffer));
      }
    }),
    { numRuns: 500 },
  );
});

test('what is beyond a bound is not compared, and said', async () => {
  const texts = ['aaaa', 'aab', 'aabb', 'aabc'];
  const read: ReadVersions = async (ids, onVersion) => {
    for (const id of ids) onVersion(id, { bytes: bytesOf(id) });
  };
  const pairs = [
    ['aaaa', 'aab'],
    ['aabb', 'aabc'],
  ] as const;
  const few = new Prefixes(read, { bytes: 1e9, rounds: 1 });
  await few.compare(pairs);
  expect(few.common('aaaa', 'aab')).toBe(2);
  expect([few.common('aabb', 'aabc'), few.uncompared('aabb')]).toEqual([undefined, 'bound']);
  const little = new Prefixes(read, { bytes: 8, rounds: 9 });
  await little.compare([
    ['aaaa', 'aab'],
    ['aab', 'aabb'],
    ['aabb', 'aabc'],
  ]);
  expect(texts.map(little.uncompared)).toEqual([undefined, 'bound', 'bound', 'bound']);
});

test('thousands of ledgers, asked one after the other, take no longer for each other', { timeout: 5_000 }, async () => {
  const read: ReadVersions = async (ids, onVersion) => {
    for (const id of ids) onVersion(id, { bytes: bytesOf(id) });
  };
  const compared = new Prefixes(read, { bytes: 1e9, rounds: 32 });
  for (let lane = 0; lane < 20_000; lane += 1) {
    await compared.compare([[`${lane}: longer`, `${lane}:`]]);
    expect(compared.begins(`${lane}:`, `${lane}: longer`)).toBe(true);
  }
});
