import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { build, ROOT } from '../support/build.ts';
import { dist } from '../support/site.ts';

/** A change of the doctrine as a contributor makes it: one number in one file, and everything that then says so. */

const run = promisify(execFile);
const FACTOR = 'factors/09-extract.md';
let checkout: string;
let out: string;

beforeAll(async () => {
  // Inside this checkout, whose packages it uses; ignored by git.
  await mkdir(join(ROOT, '.astro'), { recursive: true });
  const folder = await mkdtemp(join(ROOT, '.astro/change-'));
  checkout = join(folder, 'checkout');
  out = join(folder, 'out');
  await run('git', ['clone', '--quiet', '--no-hardlinks', ROOT, checkout]);
  // What is being worked on is tested, committed or not.
  const listed = await run('git', ['ls-files', '-z', '--modified', '--others', '--exclude-standard'], { cwd: ROOT });
  for (const path of listed.stdout.split('\0').filter(Boolean)) {
    await rm(join(checkout, path), { force: true });
    await cp(join(ROOT, path), join(checkout, path)).catch(() => undefined);
  }
});
afterAll(() => rm(join(checkout, '..'), { recursive: true, force: true }));

/** The digest of each file of a built site. */
async function digests(folder: string): Promise<Record<string, string>> {
  const paths = (await readdir(folder, { recursive: true, encoding: 'utf8' })).sort();
  const found: Record<string, string> = {};
  for (const path of paths) {
    if (!(await stat(join(folder, path))).isFile()) continue;
    found[path] = createHash('sha256')
      .update(await readFile(join(folder, path)))
      .digest('hex');
  }
  return found;
}

async function edit(from: string, to: string): Promise<void> {
  const text = await readFile(join(checkout, FACTOR), 'utf8');
  expect(text).toContain(from);
  await writeFile(join(checkout, FACTOR), text.replace(from, to));
}

/** What a script of the checkout prints to both streams, whatever its exit code. */
async function script(...args: string[]): Promise<string> {
  const { stdout, stderr } = await run(process.execPath, args, { cwd: checkout }).catch(
    (error: { stdout: string; stderr: string }) => error,
  );
  return stdout + stderr;
}

const LIE = /factors\/09-extract\.md:\d+:1 an example of learnings-fresh says pass, but the checker answers partial/;

test('two builds of the same state are the same to the byte', async () => {
  const again = join(checkout, '../again');
  await build(again);
  expect(await digests(again)).toEqual(await digests(dist));
});

test('a threshold changed in its file alone makes an example fail, by file and line, and stops the build', async () => {
  await edit('    freshDays: 30\n', '    freshDays: 5\n');
  const said = await script('scripts/doctrine.ts', '09');
  expect(said).toMatch(LIE);
  expect(said).toMatch(/09-extract\.md:\d+:\d+ says that freshDays is 30, but the frontmatter .* has 5/);
  await expect(build(out, checkout)).rejects.toThrow(LIE);
});

test('once example and text follow, site, explain and audit follow with no edit elsewhere, and no old page is left', async () => {
  await edit('`freshDays` (30)', '`freshDays` (5)');
  const text = await readFile(join(checkout, FACTOR), 'utf8');
  const line = Number(
    /09-extract\.md:(\d+):1 an example of learnings-fresh says pass/.exec(
      await script('scripts/doctrine.ts', '09'),
    )?.[1],
  );
  const lines = text.split('\n');
  expect(lines[line]).toBe('outcome: pass');
  lines[line] = 'outcome: partial';
  // Another example has to pass now: an entry on the day of the audit.
  const end = lines.indexOf('```', line);
  lines.splice(
    end + 1,
    0,
    '',
    '```yaml example',
    'outcome: pass',
    'shows: An entry of the same day',
    'files:',
    '  learnings.md: |',
    '    ## CORS preflight (2026-01-01)',
    '',
    '    - Answer OPTIONS explicitly.',
    '```',
  );
  await writeFile(join(checkout, FACTOR), lines.join('\n'));

  // At the root of another host, too: nothing may remember where the site usually lives.
  await build(out, checkout, { SITE_BASE: '/', SITE_URL: 'https://agentops.example' });
  const page = await readFile(join(out, 'rules/learnings-fresh/index.html'), 'utf8');
  expect(page).toMatch(/<code[^>]*>freshDays<\/code>: <code[^>]*>5<\/code>/);
  expect(page).toContain('An entry of the same day');
  expect(page).not.toMatch(/<code[^>]*>freshDays<\/code>: <code[^>]*>30<\/code>/);
  const start = await readFile(join(out, 'index.html'), 'utf8');
  expect(start).toContain('href="/factors/09-extract/"');
  expect(start).not.toContain('="/12-factor-agentops/');
  expect(await readFile(join(out, 'quickstart.md'), 'utf8')).toContain('<https://agentops.example/quickstart/>');
  const { rules } = JSON.parse(await readFile(join(out, 'rules.json'), 'utf8'));
  expect(rules.find(({ id }: { id: string }) => id === 'learnings-fresh').params.freshDays).toBe(5);
  expect(await script('checker/src/node/bin.ts', 'explain', 'learnings-fresh')).toContain('freshDays = 5');
  const audited = await script(
    'checker/src/node/bin.ts',
    '.',
    '--offline',
    '--format',
    'json',
    '--only',
    'learnings-fresh',
  );
  expect(JSON.parse(audited).factors[0].findings[0].rule.params.freshDays).toBe(5);
});
