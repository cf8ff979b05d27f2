import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { type Factor, loadDoctrine } from '../../checker/src/doctrine.ts';
import { factorFiles } from '../../checker/src/node/doctrine-files.ts';
import { nodePlatform } from '../../checker/src/node/platform.ts';
import { probes } from '../../checker/src/probes/index.ts';
import { insertEntry, insertPart, insertProbe } from '../../scripts/new-rule/insert.ts';
import { scaffoldRule } from '../../scripts/new-rule/scaffold.ts';

/** `npm run new-rule` in a copy of what it reads and writes. */

const ROOT = join(import.meta.dirname, '../..');
/** As long as an id may be, and first among those that begin like one that is there. */
const ID = 'learnings-fresh-as-the-newest-of-commits';
const ANOTHER = 'one-that-only-this-test-wants';
const PROBE = `checker/src/probes/${ID}.ts`;
const TEST = `test/probes/${ID}.test.ts`;
const [FACTOR, INDEX] = ['factors/09-extract.md', 'checker/src/probes/index.ts'];

// Which rules there are is read from the doctrine: it grows, and with it the copy that is worked on.
const { factors } = loadDoctrine(await factorFiles(join(ROOT, 'factors'), 'factors'), probes, nodePlatform.sha256);
const rules = factors.flatMap((factor) => factor.rules.map(({ id }) => id));
const LAST = factors.find(({ id }) => id === 'extract')?.rules.at(-1)?.id ?? '';
const NEXT = rules[rules.indexOf(LAST) + 1] ?? '';
const OTHER = factors.find(({ id, rules }) => id !== 'extract' && rules.length > 0) as Factor;
/** The name under which the list of probes imports that of a rule. */
const importedAs = (rule: string) => rule.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

let root: string;
let before: ReadonlyMap<string, string>;

/** The folders that a scaffold writes to. */
const FOLDERS = ['factors', 'checker/src/probes', 'test/probes'];

const copy = (path: string) => cp(join(ROOT, path), join(root, path), { recursive: true });

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'new-rule-'));
  for (const path of ['checker/src', 'scripts', 'package.json', 'tsconfig.base.json', 'biome.json']) await copy(path);
  await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'), 'junction');
});
afterAll(() => rm(root, { recursive: true, force: true }));
beforeEach(async () => {
  for (const folder of FOLDERS) {
    await rm(join(root, folder), { recursive: true, force: true });
    await copy(folder);
  }
  before = await contents();
});

const read = (path: string) => readFile(join(root, path), 'utf8');
const run = (...args: string[]) => spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });

/** Every file that a scaffold could write, by path. */
async function contents(): Promise<ReadonlyMap<string, string>> {
  const paths = await Promise.all(
    FOLDERS.map(async (folder) =>
      (await readdir(join(root, folder), { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) =>
          join(entry.parentPath, entry.name)
            .slice(root.length + 1)
            .replaceAll('\\', '/'),
        ),
    ),
  );
  return new Map(await Promise.all(paths.flat().map(async (path) => [path, await read(path)] as const)));
}

/** The one run of text that was added and begins so, or undefined when anything else changed. */
function added(old: string, now: string, beginning: string): string | undefined {
  const from = now.indexOf(beginning);
  const to = from + now.length - old.length;
  return from !== -1 && now.slice(0, from) + now.slice(to) === old ? now.slice(from, to) : undefined;
}

/** The problems that the doctrine check names. */
const problemsIn = (stderr: string) => stderr.split('\n').filter((line) => line.startsWith('factors/'));

describe('a new rule', () => {
  test('adds a probe and a test, changes two files, and nothing else', async () => {
    const scaffold = await scaffoldRule(root, 'extract', ID);
    expect(scaffold).toMatchObject({ added: [PROBE, TEST], changed: [FACTOR, INDEX], factor: { id: 'extract' } });
    const after = await contents();
    const changed = [...after].filter(([path, text]) => before.get(path) !== text).map(([path]) => path);
    expect(changed.sort()).toEqual([PROBE, TEST, FACTOR, INDEX].sort());
    expect(after.size).toBe(before.size + 2);
  });

  test('leaves every other byte of the frontmatter and of the text as it was', async () => {
    await scaffoldRule(root, 'extract', ID);
    const [old, now] = [before.get(FACTOR) ?? '', await read(FACTOR)];
    const end = (text: string) => text.indexOf('\n---\n') + 1;
    const entry = added(old.slice(0, end(old)), now.slice(0, end(now)), `  - id: ${ID}\n`);
    const part = added(old.slice(end(old)), now.slice(end(now)), `### ${ID}\n`);
    expect(entry).toMatch(/^ {2}- id: \S+\n {4}claim: [\s\S]*\n$/);
    expect(part).toMatch(/^### [^#]*\*\*How it is seen\.\*\*[^#]*\*\*Limits\.\*\*[^#]*\n\n$/);
    expect(now.indexOf(`### ${ID}`)).toBeLessThan(now.indexOf('## What this does not ask'));
  });

  test('loads as the last rule of its factor, and its probe stands where the doctrine has it', async () => {
    await scaffoldRule(root, 'extract', ID);
    const probe = { rule: ID, needs: [], params: z.strictObject({}), inspect: () => ({ status: 'unknown' }) as never };
    const { factors } = loadDoctrine(
      await factorFiles(join(root, 'factors'), 'factors'),
      [...probes, probe],
      nodePlatform.sha256,
    );
    expect(factors.find(({ id }) => id === 'extract')?.rules.at(-1)?.id).toBe(ID);
    const list = "import('./checker/src/probes/index.ts').then((m) => console.log(m.probes.map((p) => p.rule).join()))";
    expect(run('-e', list).stdout.trim().split(',')).toEqual(factors.flatMap(({ rules }) => rules.map(({ id }) => id)));
  });

  test('is named by the doctrine check as what is left to be written', async () => {
    const open = problemsIn(run('scripts/doctrine.ts', '09').stderr).length;
    await scaffoldRule(root, 'extract', ID);
    const { status, stderr } = run('scripts/doctrine.ts', '09');
    expect(status).toBe(1);
    const marks = (await read(FACTOR))
      .split('\n')
      .flatMap((line, index) => (line.includes(`TODO(${ID})`) ? index + 1 : []));
    expect(marks.length).toBeGreaterThan(10);
    for (const line of marks)
      expect(stderr).toMatch(new RegExp(`^${FACTOR}:${line}:\\d+ is still to be written: \\w`, 'm'));
    expect(stderr).toContain(`an example of ${ID} says pass, but the checker answers unknown`);
    expect(problemsIn(stderr)).toHaveLength(open + marks.length + 2);
  });

  test('whose params the probe does not declare yet is named in one line', async () => {
    await scaffoldRule(root, 'extract', ID);
    const text = await read(FACTOR);
    await writeFile(join(root, FACTOR), text.replace(/# TODO\(\S+\) params: .*/, 'params: { days: 3 }'));
    const { status, stderr } = run('scripts/doctrine.ts', '09');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^factors\/09-extract\.md:\d+:\d+ rule "\S+": params\.unknown field "days": [^\n]*\n$/);
  });

  test('type-checks, and is formatted as the linter wants it', async () => {
    await scaffoldRule(root, 'extract', ID);
    const { config } = ts.readConfigFile(join(root, 'tsconfig.base.json'), ts.sys.readFile);
    const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
    const files = [PROBE, TEST, INDEX].map((path) => join(root, path));
    const program = ts.createProgram(files, { ...options, lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'], types: ['node'] });
    const problems = files.flatMap((file) => ts.getPreEmitDiagnostics(program, program.getSourceFile(file)));
    expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
    const biome = run('node_modules/@biomejs/biome/bin/biome', 'check', '--vcs-enabled=false', ...files);
    expect(biome.stdout + biome.stderr).toContain('Checked 3 files');
    expect(biome.status, biome.stderr).toBe(0);
  });

  test('has no test that passes before it is written', async () => {
    await scaffoldRule(root, 'extract', ID);
    run('node_modules/vitest/vitest.mjs', 'run', '--root=.', '--reporter=json', '--outputFile=report.json', TEST);
    const report = JSON.parse(await read('report.json'));
    expect(report).toMatchObject({ numTotalTests: 5, numFailedTests: 5, numPassedTests: 0 });
  });

  test.for(['9', '09', 'IX', 'ix', 'Extract'])('goes to the factor that is called %s', async (name) => {
    expect((await scaffoldRule(root, name, ID)).factor.id).toBe('extract');
  });

  test('comes after another new one', async () => {
    await scaffoldRule(root, 'extract', ID);
    await scaffoldRule(root, 'extract', ANOTHER);
    const listed = [LAST, ID, ANOTHER, NEXT].map((rule) => `  ${importedAs(rule)},\n`);
    expect(await read(INDEX)).toContain(listed.join(''));
    const document = await read(FACTOR);
    expect(document.indexOf(`### ${ID}`)).toBeLessThan(document.indexOf(`### ${ANOTHER}`));
  });
});

describe('bad input writes nothing', () => {
  test.for<[what: string, factor: string, id: string, message: RegExp]>([
    ['a misspelt factor', 'extrakt', ID, /"extrakt" is no factor: did you mean extract\?/],
    ['a factor that is like none', 'zzzzzzzz', ID, /is no factor: the factors are context, track, /],
    ['a number that no factor has', '13', ID, /"13" is no factor/],
    ['one word', '9', 'lessons', /"lessons" is no rule id: it must be two or more lower-case words/],
    ['capitals', '9', 'Lessons-dated', /is no rule id/],
    ['a path', '9', '../lessons-dated', /is no rule id/],
    ['an id that begins with a digit', '9', '2fa-required', /is no rule id/],
    ['a command', '9', 'check-lessons', /begins with "check": name the state that is true/],
    ['a negation', '9', 'no-secrets', /begins with "no"/],
    ['an endless id', '9', `${ID}s`, /has 41 characters: use 40 at most/],
    ['an id of the same factor', '9', LAST, /taken already, by factors\/09-extract\.md/],
    ['an id of another factor', '9', OTHER.rules[0]?.id ?? '', new RegExp(`taken already, by ${OTHER.path}`)],
    ['two mistakes', '13', 'no-secrets', /"13" is no factor[^\n]*\n"no-secrets" begins/],
  ])('%s', async ([, factor, id, message]) => {
    await expect(scaffoldRule(root, factor, id)).rejects.toThrow(message);
    expect(await contents()).toEqual(before);
  });

  test.for<[what: string, path: string, change: (text: string) => string, message: RegExp]>([
    ['a probe that is there', PROBE, () => '//', /learnings-fresh-as\S+ exists already: choose another id/],
    ['a test that is there', TEST, () => '//', /test\/probes\/\S+ exists already/],
    [
      'a factor document that does not load',
      FACTOR,
      (text) => text.replace(/weight: (?:must|should)/, 'weight: heavy'),
      /mend it first:\nfactors\/09-extract\.md:\d+:\d+ rules\.0\.weight/,
    ],
    [
      'a factor document without the section',
      FACTOR,
      (text) => text.replace('## How it is checked', '## How it is seen'),
      /the section "## How it is checked" is missing/,
    ],
    [
      'rules that are written in one line',
      FACTOR,
      (text) =>
        text.replace(
          /^rules:[\s\S]*?(?=^---$)/m,
          'rules: [{id: learnings-fresh, claim: It is, weight: must, level: Flow, fix: {effort: days, do: Do it}}]\n',
        ),
      /has no block list of rules/,
    ],
    [
      'a list of probes without the rule before',
      INDEX,
      (text) => text.replace(`  ${importedAs(LAST)},\n`, ''),
      new RegExp(`does not list the probe of ${LAST}`),
    ],
  ])('%s', async ([, path, change, message]) => {
    await writeFile(join(root, path), change(before.get(path) ?? ''));
    const prepared = await contents();
    await expect(scaffoldRule(root, 'extract', ID)).rejects.toThrow(message);
    expect(await contents()).toEqual(prepared);
  });

  test('a folder that cannot be written to, after what was written is taken back', async () => {
    await rm(join(root, 'test/probes'), { recursive: true });
    await expect(scaffoldRule(root, 'extract', ID)).rejects.toThrow(/nothing was written: .*ENOENT/);
    await copy('test/probes');
    expect(await contents()).toEqual(before);
  });
});

describe('the command', () => {
  test('says what it wrote and what comes next', () => {
    const { status, stdout, stderr } = run('scripts/new-rule.ts', 'extract', ID);
    expect([status, stderr]).toEqual([0, '']);
    for (const path of [PROBE, TEST, FACTOR, INDEX]) expect(stdout).toContain(`  ${path}\n`);
    const steps = [
      'CONTRIBUTING.md',
      'npm run doctrine -- 09\n',
      `npm test -- ${TEST}\n`,
      `npm run audit -- explain ${ID}\n`,
      'test/support/exemplary-repository.ts',
      'npm run generate',
      'src/content/docs/tool/scorecard.md',
      'npm run check-change',
    ];
    const places = steps.map((step) => stdout.indexOf(step));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  test('names only files, tests and scripts that there are', async () => {
    const { stdout } = run('scripts/new-rule.ts', 'extract', ID);
    const paths = stdout.match(/\b(?:checker|factors|src|test)\/[\w./-]+\.\w+/g) ?? [];
    expect(paths.length).toBeGreaterThan(7);
    for (const path of paths) expect(existsSync(join(root, path)) || existsSync(join(ROOT, path)), path).toBe(true);
    const { scripts } = JSON.parse(await read('package.json'));
    for (const [, name] of stdout.matchAll(/npm run ([\w-]+)/g)) expect(Object.keys(scripts)).toContain(name);
  });

  test.for<[args: string[], message: RegExp]>([
    [[], /^usage: npm run new-rule <factor> <rule-id>/],
    [['extract'], /^usage: /],
    [['extract', 'a-b', 'c'], /^usage: /],
    [['extrakt', ID], /^"extrakt" is no factor: did you mean extract\?\n$/],
  ])('exits with 2 and writes nothing for %j', async ([args, message]) => {
    const { status, stdout, stderr } = run('scripts/new-rule.ts', ...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(await contents()).toEqual(before);
  });
});

describe('an insertion', () => {
  const ENTRY = ['- id: b-rule', '  claim: It is so'];

  test.for<[what: string, before: string, after: string]>([
    ['comes after text in a block', 'rules:\n  - id: a-rule\n    do: |-\n      one\n\n        two\n', '---\n'],
    ['leaves a remark with the rule above', 'rules:\n  - id: a-rule # why\n    # and how\n', '  # of all\n---\n'],
    ['goes before what follows the rules', 'rules:\n  - id: a-rule\n', 'more: # so\n  - id: a-rule\n---\n'],
  ])('into the frontmatter %s', ([, above, below]) => {
    const text = `---\nedition: 4 # the fourth\n${above}${below}\n# Text\n\n---\n`;
    expect(insertEntry(text, ENTRY)).toBe(
      `---\nedition: 4 # the fourth\n${above}  - id: b-rule\n    claim: It is so\n${below}\n# Text\n\n---\n`,
    );
  });

  test('keeps the indent and the line endings of the file', () => {
    expect(insertEntry('---\r\nrules:\r\n- id: a-rule\r\n---\r\n', ENTRY)).toBe(
      '---\r\nrules:\r\n- id: a-rule\r\n- id: b-rule\r\n  claim: It is so\r\n---\r\n',
    );
  });

  test('into a section stops at the next one, and does not take code for a heading', () => {
    const text = '# A\n\n## B\n\n```md\n## C\n```\n\n## C\n\ntext\n';
    expect(insertPart(text, 'B', '### new\n')).toBe('# A\n\n## B\n\n```md\n## C\n```\n\n### new\n\n## C\n\ntext\n');
    expect(insertPart(text, 'C', '### new\n')).toBe(`${text}\n### new\n`);
    expect(insertPart(text, 'D', '### new\n')).toBeUndefined();
  });

  test('into the list of probes can be the first import', () => {
    const source = "import bRule from './b-rule.ts';\n\nexport const probes = [bRule];\n";
    expect(insertProbe(source, 'a-rule', 'b-rule')).toBe(
      "import aRule from './a-rule.ts';\nimport bRule from './b-rule.ts';\n\nexport const probes = [bRule,\n  aRule];\n",
    );
    expect(insertProbe(source, 'a-rule', 'c-rule')).toBeUndefined();
  });
});
