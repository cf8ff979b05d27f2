import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { findChromium } from './chromium.ts';

const run = promisify(execFile);
export const ROOT = join(import.meta.dirname, '../../..');

/** Where the tests' site lives on its host. */
export const BASE = '/12-factor-agentops';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the built site. */
    dist: string;
  }
}

/** Builds the site of the checkout at `root` into `folder`. Rejects with what the build printed when it stops. */
export async function build(folder: string, root = ROOT, env: NodeJS.ProcessEnv = {}): Promise<void> {
  try {
    await run(process.execPath, [join(ROOT, 'scripts/astro.ts'), 'build', '--force', '--outDir', folder], {
      cwd: root,
      env: {
        ...process.env,
        NODE_ENV: 'production',
        VITEST: undefined,
        SITE_BASE: undefined,
        SITE_URL: undefined,
        ...env,
      },
      maxBuffer: 64 << 20,
    });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`The site could not be built:\n${stdout}\n${stderr}`);
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Where there is none it is installed, which two files at once could not do.
  findChromium();
  const folder = await mkdtemp(join(tmpdir(), 'agentops-site-'));
  await build(folder);
  project.provide('dist', folder);
  return () => rm(folder, { recursive: true, force: true });
}
