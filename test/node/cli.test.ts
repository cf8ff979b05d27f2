import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { exemplary } from '../support/exemplary-repository.ts';
import { fixtureAt, gitRepository, importCommits, temporaryFolder } from '../support/git-repository.ts';
import { runCli } from '../support/run-cli.ts';

const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
addFormats.default(ajv);
const schemaOf = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8'));
const isScorecard = ajv.compile(schemaOf('scorecard'));

/** The exemplary repository, made by git. */
function engine() {
  const repository = gitRepository('engine');
  let day = Date.UTC(2026, 2, 1, 12);
  const commits = exemplary().commits.map((commit) => {
    const date = commit.date ?? new Date(day + 86_400_000).toISOString().replace('.000Z', '+00:00');
    day = Date.parse(date.length === 10 ? `${date}T12:00:00Z` : date);
    return { ...commit, date };
  });
  importCommits(repository, commits);
  repository.git('reset', '--hard', '--quiet', 'main');
  return repository;
}

const small = () => {
  const repository = gitRepository('small');
  repository.commit('Begin', { 'a.txt': 'a\n' });
  return repository;
};

describe('an audit', () => {
  test('prints the report on stdout and nothing else anywhere', async () => {
    const { code, out, err } = await runCli([engine().path, '--offline']);
    expect(code).toBe(0);
    expect(out).toMatch(/^12-Factor AgentOps · edition 4 · agentops-audit \d/);
    expect(out).not.toContain('\u001b');
    expect(err).toBe('');
  });

  test('as JSON obeys the published schema, the same bytes each time', async () => {
    const { path } = engine();
    const first = await runCli([path, '--offline', '--format', 'json']);
    const second = await runCli(['.', '--offline', '--format', 'json'], { cwd: path });
    expect(isScorecard(JSON.parse(first.out)), ajv.errorsText(isScorecard.errors)).toBe(true);
    expect(second.out).toBe(first.out);
  });

  test('measures ages from the commit, or from --as-of', async () => {
    const { path } = engine();
    const status = async (...more: string[]) => {
      const { out } = await runCli([path, '--offline', '--format', 'json', '--only', 'learnings-fresh', ...more]);
      return JSON.parse(out).factors[0].findings[0].outcome.status;
    };
    expect(await status()).toBe('pass');
    expect(await status('--as-of', '2026-05-10')).toBe('partial');
    expect(await status('--as-of', '2027-03-01')).toBe('fail');
    const { out } = await runCli([
      path,
      '--offline',
      '--format',
      'json',
      '--only',
      'work-state-tracked',
      '--as-of',
      '2027-03-01',
    ]);
    expect(JSON.parse(out).factors[0].findings[0].outcome.status).toBe('partial');
  });

  test('colours only on a terminal that did not ask for none', async () => {
    const { path } = small();
    const coloured = async (...options: Parameters<typeof runCli>) =>
      (await runCli(...options)).out.includes('\u001b[');
    expect(await coloured([path, '--offline'], { terminal: true })).toBe(true);
    expect(await coloured([path, '--offline', '--no-color'], { terminal: true })).toBe(false);
    expect(await coloured([path, '--offline'], { terminal: true, env: { NO_COLOR: '1' } })).toBe(false);
    expect(await coloured([path, '--offline'])).toBe(false);
  });

  test('writes to a file when asked, and then nothing to stdout', async () => {
    const folder = temporaryFolder();
    const { code, out } = await runCli([small().path, '--offline', '--output', 'card.json', '--format=json'], {
      cwd: folder,
    });
    expect([code, out]).toEqual([0, '']);
    expect(isScorecard(JSON.parse(readFileSync(join(folder, 'card.json'), 'utf8')))).toBe(true);
    expect(await runCli([small().path, '--offline', '--output', 'no/such/folder'], { cwd: folder })).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('--output no/such/folder: cannot be written (ENOENT)'),
    });
  });

  test('mentions a file that is not committed and would have counted', async () => {
    const repository = small();
    repository.write({ 'learnings.md': '## Commit it (2026-01-01)\n\n- Or it did not happen.\n' });
    const { out } = await runCli([repository.path, '--offline']);
    expect(out).toContain('Not committed, so not counted: learnings.md');
  });

  test('an older commit by --ref', async () => {
    const repository = small();
    const first = repository.git('rev-parse', 'HEAD');
    repository.commit('Go on', { 'b.txt': 'b\n' });
    const { out } = await runCli([repository.path, '--offline', '--ref', 'HEAD~1', '--format=json']);
    expect(JSON.parse(out).target.commit).toBe(first);
  });

  test('lets no escape sequence of the repository through, in text or JSON', async () => {
    const evil = '\u001b]0;owned\u0007\u202e';
    const repository = gitRepository('evil');
    repository.commit(`Subject ${evil}`, {
      'AGENTS.md': `# Rules ${evil}\n\nRead [this](missing${evil}.md) and \`scripts/${evil}.sh\` before anything else here.\n`,
      [`.agents/plans/plan ${evil}.md`]: `# Plan ${evil}\n`,
      '.github/workflows/ci.yml': `name: "${'\\u001b'}[31m"\non: [push, "pull_request${'\\u202e'}"]\njobs: {"a${'\\u0007'}": {"runs-on": x, steps: [{run: "echo"}]}}\n`,
      'learnings.md': `## ${evil} (2026-01-01)\n\n- ${evil}\n`,
      'GOALS.md': `| ID | Check |\n|---|---|\n| ${evil} | \`true ${evil}\` |\n`,
      '.agents/verdicts/main.jsonl': `{"${evil}":1}\n`,
      CODEOWNERS: `* @${evil}\n`,
    });
    repository.git('branch', '-m', 'weird\u202ename');
    for (const format of ['text', 'json']) {
      const { out, err } = await runCli([repository.path, '--offline', '--format', format]);
      expect(out + err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    }
  });
});

describe('gates', () => {
  test('--fail-under compares what is proven', async () => {
    const { path } = engine();
    const { out } = await runCli([path, '--offline', '--format=json']);
    const { proven, possible } = JSON.parse(out).score;
    expect(possible).toBeGreaterThan(proven);
    expect((await runCli([path, '--offline', '--fail-under', String(proven)])).code).toBe(0);
    const missed = await runCli([path, '--offline', '--fail-under', String(possible)]);
    expect(missed.code).toBe(1);
    expect(missed.err).toBe(`agentops-audit: gate not met: ${proven} proven is under ${possible}\n`);
    expect((await runCli([path, '--offline', '--fail-under', String(possible), '--quiet'])).err).toBe('');
  });

  test('--level asks for a step of the adoption path', async () => {
    const { path } = engine();
    expect((await runCli([path, '--offline', '--level', 'foundation'])).code).toBe(0);
    const missed = await runCli([path, '--offline', '--level', 'Scale']);
    expect(missed.code).toBe(1);
    expect(missed.err).toContain('the level Scale is not held: Flow needs default-branch-protected');
  });
});

describe('what cannot be audited', () => {
  test.for<[what: string, target: () => string, message: RegExp]>([
    ['a path that does not exist', () => join(temporaryFolder(), 'nowhere'), /nowhere/],
    [
      'a file',
      () => {
        const at = join(temporaryFolder(), 'file');
        writeFileSync(at, '');
        return at;
      },
      /file/,
    ],
    ['a folder outside git', () => temporaryFolder(), /not (?:in )?a git repository|git init/i],
    ['an empty repository', () => gitRepository().path, /no commit/i],
  ])('%s gives exit code 3 and says what to do', async ([, target, message]) => {
    const { code, out, err } = await runCli([target(), '--offline']);
    expect([code, out]).toEqual([3, '']);
    expect(err).toMatch(/^agentops-audit: /);
    expect(err).toMatch(message);
  });

  test('a .git that points to nothing is named, instead of advising git init', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, '.git'), 'gitdir: /nowhere/at/all\n');
    const { code, err } = await runCli([folder, '--offline']);
    expect(code).toBe(3);
    expect(err).toContain(`There is a ${join(folder, '.git')} that git cannot use`);
    expect(err).not.toContain('git init');
  });

  test('a word that is nearly a command is asked about', async () => {
    const { code, err } = await runCli(['gaet'], { cwd: temporaryFolder() });
    expect(code).toBe(3);
    expect(err).toMatch(/There is nothing at .*gaet\. Check the path\. Did you mean agentops-audit gate\?\n$/);
    for (const word of ['list', 'verify', 'export', 'record']) {
      const forgotten = await runCli([word], { cwd: temporaryFolder() });
      expect(forgotten.err).toContain(`Did you mean agentops-audit verdict ${word}?`);
    }
  });

  test('a ref that does not exist', async () => {
    expect(await runCli([small().path, '--offline', '--ref', 'v9'])).toMatchObject({
      code: 3,
      out: '',
      err: expect.stringContaining('v9'),
    });
  });
});

describe('wrong usage', () => {
  test.for<[argv: string, message: string]>([
    ['--ofline', 'There is no option --ofline. Did you mean --offline?'],
    ['--only learnings-fesh', 'there is no rule "learnings-fesh". Did you mean learnings-fresh?'],
    ['--as-of 2020-01-01', 'is before the audited commit'],
    ['--factors nowhere', '--factors: nowhere cannot be read (ENOENT)'],
    ['explain nonsense', 'There is no rule "nonsense".'],
  ])('%s', async ([argv, message]) => {
    const { code, out, err } = await runCli(argv.split(' '), { cwd: small().path });
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });

  test('a broken factor file is named with its line', async () => {
    const folder = temporaryFolder();
    fixtureAt(folder).write({ '01-context.md': '---\nedition: 4\nnumber: one\n---\n' });
    const { code, err } = await runCli(['.', '--factors', folder], { cwd: small().path });
    expect(code).toBe(2);
    expect(err).toMatch(/01-context\.md:3:9 number: must be/);
  });
});

test.for<[what: string, make: (folder: string) => void, message: RegExp]>([
  [
    'a folder in the place of a document',
    (folder) => mkdirSync(join(folder, '01-context.md')),
    /01-context\.md is not a file/,
  ],
  [
    'a pipe in the place of a document',
    (folder) => execFileSync('mkfifo', [join(folder, '01-context.md')]),
    /01-context\.md is not a file/,
  ],
  [
    'a loop of links',
    (folder) => symlinkSync('01-context.md', join(folder, '01-context.md')),
    /01-context\.md cannot be read \(ELOOP\)/,
  ],
  [
    'a document of 2 MiB',
    (folder) => writeFileSync(join(folder, '01-context.md'), ' '.repeat(2 << 20)),
    /larger than 1 MiB/,
  ],
  ['no document', () => {}, /holds no factor document/],
])('--factors with %s is refused', async ([, make, message]) => {
  const folder = temporaryFolder();
  make(folder);
  const { code, err } = await runCli(['rules', '--factors', folder]);
  expect(code).toBe(2);
  expect(err).toMatch(message);
});

describe('rules and explain', () => {
  test('list every rule and tell one in full', async () => {
    const rules = await runCli(['rules']);
    expect(rules.code).toBe(0);
    expect(rules.out).toContain('learnings-present');
    const listed = JSON.parse((await runCli(['rules', '--format', 'json'])).out);
    expect(listed.rules.map((entry: { id: string }) => entry.id)).toContain('workers-isolated');
    const explained = await runCli(['explain', 'learnings-fresh']);
    expect(explained.out).toContain('Extract (Select)');
    expect(explained.out).toMatch(/freshDays = \d+/);
    expect(JSON.parse((await runCli(['explain', 'learnings-fresh', '--format=json'])).out)).toMatchObject({
      id: 'learnings-fresh',
      factor: { numeral: 'IX' },
    });
  });

  test('--version and --help print to stdout', async () => {
    expect((await runCli(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect((await runCli(['--help'])).out).toMatch(/^Usage: agentops-audit /);
  });
});
