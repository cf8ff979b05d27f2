import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { chromium } from 'playwright-core';

const KNOWN = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * The path of a Chromium to test with: the one that CHROME_PATH names, one that is installed, or one that can be
 * installed here: from Debian's packages where this is run as root, else by Playwright.
 * @throws an error that says what was tried and what to do.
 */
export function findChromium(): string {
  const named = process.env.CHROME_PATH;
  if (named !== undefined) {
    if (existsSync(named)) return named;
    throw new Error(`CHROME_PATH names ${named}, which is not there: correct it, or unset it.`);
  }
  const tried: string[] = [];
  for (const install of [() => 'looked for an installed one', installFromDebian, installByPlaywright]) {
    const said = install();
    if (said !== undefined) tried.push(said);
    const found = [...KNOWN, chromium.executablePath()].find((path) => path !== '' && existsSync(path));
    if (found !== undefined) return found;
  }
  throw new Error(
    `The tests of the site need a Chromium, and there is none (${tried.join('; ')}). Install Chromium or Chrome, or set CHROME_PATH to one. Everything else can be tested with: npm test -- --project unit`,
  );
}

function installFromDebian(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  console.error('No Chromium is installed: installing it from the packages of this system.');
  const run = (...args: string[]) =>
    spawnSync('apt-get', args, { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  run('update');
  const { status } = run('install', '-y', '--no-install-recommends', 'chromium');
  return `apt-get install chromium ended with ${status}`;
}

function installByPlaywright(): string {
  console.error('No Chromium is installed: asking Playwright for one.');
  const cli = join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js');
  const { status } = spawnSync(process.execPath, [cli, 'install', 'chromium'], { stdio: 'ignore', timeout: 300_000 });
  return `playwright-core install chromium ended with ${status}`;
}
