import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Root } from 'mdast';
import { visit } from 'unist-util-visit';
import { describe, expect, test } from 'vitest';
import { parseMarkdown } from '../../checker/src/collect/safe-markdown.ts';
import { temporaryFolder } from '../support/git-repository.ts';

/** What the texts for contributors tell them to type, and what they say that it prints. */

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const CONTRIBUTE = 'src/content/docs/contribute.md';
const TEXTS = [
  'README.md',
  'CONTRIBUTING.md',
  'AGENTS.md',
  '.github/pull_request_template.md',
  CONTRIBUTE,
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** The code of a text: a line each. */
function code(path: string): readonly string[] {
  const lines: string[] = [];
  visit(parseMarkdown(read(path)) as Root, (node) => {
    if (node.type === 'inlineCode' || (node.type === 'code' && node.lang === 'sh'))
      lines.push(...node.value.split('\n'));
  });
  return lines;
}

describe.for(TEXTS)('%s', (path) => {
  const commands = code(path).flatMap((line) => line.split(/\s*(?:&&|\|\||;|\|)\s*/));

  test('names only scripts that there are', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const named = commands.flatMap((command) => /\bnpm run (?:--\S+ )*([\w-]+)/.exec(command)?.[1] ?? []);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  test('runs nothing past npm, which brings the Node that the sources need', () => {
    const past = /^(?:\w+=\S+ )*(?:npx )?(?:node|tsx|tsc|astro|biome|vitest)\s/;
    expect(commands.filter((command) => past.test(command))).toEqual([]);
  });

  test('edits no file with what differs from system to system', () => {
    expect(commands.filter((command) => /\bsed\b.* -i|\bsed -i/.test(command))).toEqual([]);
  });
});

test('the page on contributing prints what a changed threshold is answered with', () => {
  const root = temporaryFolder();
  for (const path of ['checker/src', 'factors', 'scripts', 'package.json'])
    cpSync(join(ROOT, path), join(root, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'), 'junction');

  const page = read(CONTRIBUTE);
  const [, factor = '', now = '', old = ''] =
    /open `(\S+)` in an editor, write `(.+?)` in place of\s+`(.+?)`/.exec(page) ?? [];
  const [, part = ''] = /npm run doctrine -- (\S+)\n/.exec(page) ?? [];
  const text = read(factor);
  expect(
    text.split(old),
    `${CONTRIBUTE}: its example replaces "${old}": name the value that ${factor} has`,
  ).toHaveLength(2);
  writeFileSync(join(root, factor), text.replace(old, now));
  const { stderr } = spawnSync(process.execPath, ['scripts/doctrine.ts', part], { cwd: root, encoding: 'utf8' });

  const [, block = ''] = /what no longer agrees:\n\n```text\n([\s\S]+?)\n```/.exec(page) ?? [];
  const printed = stderr.trimEnd().split('\n');
  const promised = block.split('\n').map((line) => {
    const literal = line.split('…').map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${literal.join('.+')}$`);
  });
  for (const [index, line] of promised.entries()) expect(printed[index], `line ${index + 1}`).toMatch(line);
  expect(printed).toHaveLength(promised.length);
});

test('the texts say what npx runs in a checkout, and how to see a change', () => {
  for (const path of ['README.md', 'CONTRIBUTING.md', CONTRIBUTE]) {
    expect(read(path), path).toMatch(/`npx agentops-audit[^`]*`[\s\S]{0,200}(?:built|npm run build)/);
    expect(read(path), path).toContain('npm run audit');
  }
  for (const path of ['CONTRIBUTING.md', CONTRIBUTE]) expect(read(path), path).toContain('npm run audit -- explain ');
});

test('every variable that moves the site is documented', () => {
  const variables = [...read('astro.config.mjs').matchAll(/process\.env\.(\w+)/g)].map(([, name = '']) => name);
  expect(variables).toContain('SITE_BASE');
  for (const name of variables) expect(read('CONTRIBUTING.md')).toContain(`\`${name}\``);
});
