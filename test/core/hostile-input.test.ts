import { afterEach, describe, expect, test, vi } from 'vitest';
import { Follower } from '../../checker/src/collect/gates/follow.ts';
import { ignoreRules, isIgnored } from '../../checker/src/collect/gitignore.ts';
import { Effort, filterPieces, matchesWhole } from '../../checker/src/collect/glob.ts';
import { goalsOfYaml } from '../../checker/src/collect/goals/yaml.ts';
import { justRecipes } from '../../checker/src/collect/instructions/justfile.ts';
import { makeTargets } from '../../checker/src/collect/instructions/makefile.ts';
import { readDocument } from '../../checker/src/collect/instructions/passages.ts';
import { parseCodeowners, rulesFor } from '../../checker/src/collect/owners/codeowners.ts';
import { parseMarkdown } from '../../checker/src/collect/safe-markdown.ts';
import { valueOfYaml } from '../../checker/src/collect/safe-yaml.ts';
import { creationIn } from '../../checker/src/collect/workers/automation.ts';
import { parseWorkflow } from '../../checker/src/collect/workflows/parse.ts';
import { memoryRepository } from '../../checker/src/source/memory.ts';

/**
 * Input that a stranger wrote to keep an audit busy. None of these tests looks at a clock: what each feeds would take a careless
 * reader far longer than a test may last.
 */

describe('CODEOWNERS', () => {
  test('an owner of many parts that is none is refused at once', () => {
    const { skipped } = parseCodeowners(`* @${'a/'.repeat(60)}!`, 'github');
    expect(skipped).toHaveLength(1);
  });

  test('an owner may name groups within groups', () => {
    expect(parseCodeowners('* @group/inner/team', 'gitlab').rules[0]?.owners).toEqual(['@group/inner/team']);
  });
});

describe('YAML', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test('nothing of a broken or odd text reaches the process as a warning', () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const odd = 'a: !<!\u001b[31m> 1\n? [worktree]\n: 1\nb: !odd worktree\n';
    valueOfYaml(odd);
    readDocument(`---\n${odd}---\n`);
    parseWorkflow('.github/workflows/a.yml', odd);
    goalsOfYaml(odd);
    creationIn('.github/a.yml', odd);
    expect(warned).not.toHaveBeenCalled();
  });

  test('a map of very many keys is read', () => {
    const keys = Array.from({ length: 80_000 }, (_, index) => `k${index}: 1`).join('\n');
    expect(Object.keys(valueOfYaml(keys) as object)).toHaveLength(80_000);
    expect(parseWorkflow('.github/workflows/a.yml', `on: push\nenv:\n${keys.replace(/^/gm, '  ')}`)).toBeDefined();
  });

  test('a repeated key is still found, at its line', () => {
    expect(valueOfYaml('a: 1\nb: 2\na: 3\n')).toBeUndefined();
    expect(parseWorkflow('.github/workflows/a.yml', 'on: push\njobs:\n  a:\n    x: 1\n    x: 2\n')).toEqual({
      line: 5,
      because: 'is not valid YAML: it repeats a key of one map',
    });
    expect(goalsOfYaml('goals: []\ngoals: []\n').broken?.line).toBe(2);
  });

  test('aliases that stand for more than memory holds are no value', () => {
    const levels = Array.from({ length: 12 }, (_, at) => `l${at + 1}: &l${at + 1} [${`*l${at}, `.repeat(9)}1]`);
    expect(valueOfYaml(`l0: &l0 [1]\n${levels.join('\n')}\n`)).toBeUndefined();
  });
});

describe('markdown', () => {
  test.each([
    ['lines that carry a quote on without its mark', '>a\nb\n'.repeat(20_000)],
    ['one quote that is carried on', `>a\n${'b\n'.repeat(60_000)}`],
    ['the same, with returns for line feeds', '>a\rb\r'.repeat(20_000)],
    ['quotes one after another', '>a\n\n'.repeat(30_000)],
    ['lists that are left again', '- a\n\nb\n\n'.repeat(30_000)],
    ['lists within lists', '- a\n  - b\n'.repeat(30_000)],
    ['underlined headings', 'a\n=\n'.repeat(30_000)],
    ['a list nested by indentation', Array.from({ length: 700 }, (_, at) => `${' '.repeat(at * 2)}- a\n`).join('')],
  ])('%s are refused', (_, text) => {
    expect(parseMarkdown(text)).toBeUndefined();
  });

  test.each([
    ['thousands of points, each with its own', '- a point\n  that is wrapped\n  - and one below\n\n'.repeat(1_500)],
    ['a long quote', `${'> a line\n'.repeat(5_000)}\nend\n`],
    ['numbered points with text between', '1. a\n\n   more\n\n'.repeat(3_000)],
    ['a banner of hashes in a script', `\`\`\`sh\n${'#'.repeat(78)} start\n\`\`\`\n`],
    ['long lines of dashes with corners', `\`\`\`\n  +${'-'.repeat(90)}+   |\n\`\`\`\n`],
  ])('%s are read', (_, text) => {
    expect(parseMarkdown(text)).toBeDefined();
  });
});

describe('line by line readers', () => {
  test('a makefile of long lines of spaces', async () => {
    const text = `${`a${' '.repeat(1_990)}x\n`.repeat(20_000)}test lint: build\n$(FILES:.c=.o): x\nname := a:b\n`;
    const { names } = await makeTargets(text, async () => undefined);
    expect([...names]).toEqual(['test', 'lint']);
  });

  test('a justfile of long lines of spaces', async () => {
    const text = `${`a${' '.repeat(1_990)}x\n`.repeat(20_000)}test name='x:y': build\nversion := '1'\n`;
    expect([...(await justRecipes(text, async () => undefined)).names]).toEqual(['test']);
  });

  test('an ignore file of one long line of spaces', () => {
    expect(ignoreRules(`${' '.repeat(2_000_000)}x\nbuild  \n`)).toHaveLength(1);
    expect(isIgnored('a ', ignoreRules('a\\ \n'))).toBe(true);
    expect(isIgnored('a', ignoreRules('a  \r\n'))).toBe(true);
  });
});

describe('patterns', () => {
  const path = `${'a'.repeat(200)}/${'a'.repeat(200)}.yml`;

  test('those of CODEOWNERS share one effort, and a spent one is told', () => {
    const text = Array.from({ length: 5_000 }, () => `${'*a'.repeat(240)}b* @ada`).join('\n');
    const codeowners = parseCodeowners(`* @grace\n${text}`, 'github');
    const effort = new Effort(2_000_000);
    for (let file = 0; file < 200 && !effort.isSpent; file++) rulesFor(`${path}b${file}c`, codeowners, effort);
    expect(effort.isSpent).toBe(true);
  });

  test('a pattern whose letters the path does not hold costs next to nothing', () => {
    const { pieces } = filterPieces('**/*secret*/**');
    const effort = new Effort(1_000);
    for (let file = 0; file < 900; file++) expect(matchesWhole(pieces, path, effort)).toBe(false);
    expect(effort.isSpent).toBe(false);
    expect(matchesWhole(pieces, 'a/my-secrets/b')).toBe(true);
  });
});

describe('targets', () => {
  const follow = async (makefile: string) => {
    const tree = await memoryRepository({ commits: [{ files: { Makefile: makefile } }] }).tree();
    const follower = new Follower(tree, async (path) => (path === 'Makefile' ? makefile : undefined), []);
    return follower.script('make all', { errexit: true, pipefail: false, folder: '' });
  };

  test('layers that each need all of the next are followed so far and no further', async () => {
    const layer = (at: number) => [0, 1, 2, 3].map((index) => `t${at}_${index}`).join(' ');
    const layers = Array.from({ length: 40 }, (_, at) => `${layer(at)}: ${layer(at + 1)}`);
    const { open } = await follow(`all: ${layer(0)}\n${layers.join('\n')}\n`);
    expect(open.some(({ because }) => because.includes('more targets'))).toBe(true);
  });

  test('a chain of thousands ends', async () => {
    const chain = Array.from({ length: 30_000 }, (_, at) => `t${at}: t${at + 1}`);
    const { open } = await follow(`all: t0\n${chain.join('\n')}\n`);
    expect(open).not.toEqual([]);
  });
});
