import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** `npm run doctrine` on the project's own factors. */

const run = (...args: string[]) =>
  spawnSync(process.execPath, ['scripts/doctrine.ts', ...args], {
    cwd: join(import.meta.dirname, '../..'),
    encoding: 'utf8',
  });

test('prints what the checker answers to the examples of the documents that are asked for', () => {
  const { status, stdout, stderr } = run('12-m');
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^factors\/12-measure\.md:\d+ \S+, pass: /);
  expect(stdout).not.toContain('factors/01-context.md');
});

test('exits with 2 for a part of a path that no document has', () => {
  const { status, stdout, stderr } = run('nosuch');
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toBe('no factor document has "nosuch" in its path: give a part of a name such as 01-context.md\n');
});
