import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/**
 * npm leaves an optional package out of the lockfile when the registry it asks does not have it, and then refuses the
 * lockfile on a fresh clone. Packages for other platforms are such packages.
 */
test('the lockfile holds every optional package that it names', () => {
  const { packages } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>;
  };
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages),
    ),
  );
  expect(missing).toEqual([]);
});
