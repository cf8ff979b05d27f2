import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { HOME, type Scorecard } from '#checker';
import { ROOT } from './published.ts';

/** What the checker of this checkout says of this repository, at its commit and without asking a hosting service. */
const scorecard: Scorecard = JSON.parse(
  execFileSync(
    process.execPath,
    [join(ROOT, 'checker/src/node/bin.ts'), ROOT, '--offline', '--quiet', '--format', 'json'],
    { encoding: 'utf8', maxBuffer: 64 << 20 },
  ),
);

/** Called by its published name, whatever the folder it is built in. */
export const ownScorecard: Scorecard = {
  ...scorecard,
  target: { ...scorecard.target, name: new URL(HOME).pathname.slice(1) },
};
