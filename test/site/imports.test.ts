import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const files = [
  'astro.config.mjs',
  ...readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|astro)$/.test(path))
    .map((path) => `src/${path}`),
];

test('the site knows the checker by its library, its documents and its option table, and nothing of it by path', () => {
  const imports = files.flatMap((path) =>
    [...readFileSync(join(ROOT, path), 'utf8').matchAll(/\bfrom '([^']+)'|\bimport\('([^']+)'\)/g)].map(
      ([, from, dynamic]) => ({ path, to: from ?? dynamic ?? '' }),
    ),
  );
  expect(imports.some(({ to }) => to === '#checker')).toBe(true);
  expect(imports.filter(({ to }) => /(^|\/)checker\//.test(to))).toEqual([]);
  expect([...new Set(imports.map(({ to }) => to).filter((to) => to.startsWith('#')))].sort()).toEqual([
    '#checker',
    '#cli',
    '#documents',
  ]);
});
