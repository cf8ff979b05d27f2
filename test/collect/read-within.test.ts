import { expect, test } from 'vitest';
import { readWithin, whyTooLarge } from '../../checker/src/collect/read-within.ts';
import type { Content, Repository } from '../../checker/src/repository.ts';
import { memoryRepository } from '../../checker/src/source/memory.ts';

const KIB = 1024;

/** Keeps the most bytes that one call handed over. */
function counting(files: Record<string, string>) {
  const repository = memoryRepository({ commits: [{ files }] });
  const counted = { most: 0, all: 0 };
  const read: Repository['read'] = async (paths, limit) => {
    const contents = await repository.read(paths, limit);
    const bytes = [...contents.values()].reduce(
      (sum, content) => sum + (content.state === 'text' ? content.size : 0),
      0,
    );
    counted.most = Math.max(counted.most, bytes);
    counted.all += bytes;
    return contents;
  };
  return { read, counted };
}

const many = (count: number, size: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${String(i).padStart(5, '0')}.md`, 'x'.repeat(size)]));

const states = (contents: ReadonlyMap<string, Content>) => {
  const counts: Record<string, number> = {};
  for (const { state } of contents.values()) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
};

test('hands everything over that is within both bounds', async () => {
  const files = { 'a.md': 'a', 'b.md': 'b'.repeat(100 * KIB) };
  const contents = await readWithin(counting(files), ['b.md', 'a.md', 'c.md'], { each: 128 * KIB, total: 256 * KIB });
  expect(states(contents)).toEqual({ text: 2, missing: 1 });
});

test('never holds much more than all files may have together', async () => {
  const { read, counted } = counting(many(60, 100 * KIB));
  const contents = await readWithin({ read }, Object.keys(many(60, 0)), { each: 128 * KIB, total: 512 * KIB });
  expect(states(contents)).toEqual({ text: 5, 'too-large': 55 });
  expect(counted.all).toBe(500 * KIB);
});

test('stops reading small files at the bound too', async () => {
  const { read, counted } = counting(many(3000, KIB));
  const contents = await readWithin({ read }, Object.keys(many(3000, 0)), { each: KIB, total: 100 * KIB });
  expect(states(contents)).toEqual({ text: 100, 'too-large': 2900 });
  expect(counted.all).toBeLessThanOrEqual(500 * KIB);
});

test('tells a file that is too large from one that did not fit', async () => {
  const files = { 'a.md': 'a'.repeat(3 * KIB), 'b.md': 'b'.repeat(2 * KIB), 'c.md': 'c'.repeat(2 * KIB) };
  const contents = await readWithin(counting(files), Object.keys(files), { each: 2 * KIB, total: 3 * KIB });
  const why = [...contents].map(([path, content]) => [path, content.state === 'too-large' ? whyTooLarge(content) : '']);
  expect(Object.fromEntries(why)).toEqual({
    'a.md': 'is larger than 2 KiB',
    'b.md': '',
    'c.md': 'is beyond the 3 KiB that are read of such files together',
  });
});
