import { spawnSync } from 'node:child_process';
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Change, checkChange, checkCommits, uncommitted } from '../../scripts/check-change.ts';
import { gitRepository } from '../support/git-repository.ts';

interface WrittenRule {
  readonly id: string;
  readonly claim?: string;
  readonly weight?: string;
  readonly level?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly fix?: string;
}

/** A factor document with these rules. */
function factor(id: string, rules: readonly WrittenRule[], prose = 'Text.'): string {
  const entries = rules.map(
    ({ id, claim = 'It is so', weight = 'must', level = 'Foundation', params, fix = 'Do it.' }) =>
      [
        `  - id: ${id}`,
        `    claim: ${claim}`,
        `    weight: ${weight}`,
        `    level: ${level}`,
        ...(params === undefined ? [] : [`    params: ${JSON.stringify(params)}`]),
        `    fix: { effort: hours, do: ${fix} }`,
      ].join('\n'),
  );
  return `---\nid: ${id}\nrules:\n${entries.join('\n')}\n---\n\n${prose}\n`;
}

const document = (id: string, ...rules: WrittenRule[]) => ({ path: `factors/01-${id}.md`, text: factor(id, rules) });

/** A change of nothing, with parts replaced. */
const change = (parts: Partial<Change>): Change => ({
  before: [document('context', { id: 'a-kept' })],
  after: [document('context', { id: 'a-kept' })],
  changelogBefore: '# Changelog\n\n## [Unreleased]\n',
  changelogAfter: '# Changelog\n\n## [Unreleased]\n\n- `a-kept` asks more: scores fall.\n',
  commitWith: () => undefined,
  ...parts,
});
const silent = { changelogAfter: '# Changelog\n\n## [Unreleased]\n' };

describe('a change of the doctrine', () => {
  test('of nothing needs no entry', () => {
    expect(checkChange(change(silent))).toEqual({ changes: [], errors: [] });
  });

  test('of text and of a fix needs no entry', () => {
    const after = [
      { path: 'factors/01-context.md', text: factor('context', [{ id: 'a-kept', fix: 'Other.' }], 'More.') },
    ];
    expect(checkChange(change({ ...silent, after }))).toEqual({ changes: [], errors: [] });
  });

  test('of the order of rules and params needs no entry', () => {
    const a = { id: 'a-kept', params: { days: 30, share: 0.5 } };
    const swapped = { id: 'a-kept', params: { share: 0.5, days: 30 } };
    const before = [document('context', a, { id: 'b-kept' })];
    const after = [document('context', { id: 'b-kept' }, swapped)];
    expect(checkChange(change({ ...silent, before, after }))).toEqual({ changes: [], errors: [] });
  });

  test.for<[string, WrittenRule, string]>([
    ['claim', { id: 'a-kept', claim: 'It is more so' }, 'claim "It is so" → "It is more so"'],
    ['weight', { id: 'a-kept', weight: 'should' }, 'weight "must" → "should"'],
    ['level', { id: 'a-kept', level: 'Scale' }, 'level "Foundation" → "Scale"'],
    ['params', { id: 'a-kept', params: { days: 60 } }, 'params {} → {"days":60}'],
  ])('of a %s needs a line in the changelog', ([, rule, said]) => {
    const after = [document('context', rule)];
    const line = `factors/01-context.md: a-kept: ${said}`;
    expect(checkChange(change({ after }))).toEqual({ changes: [line], errors: [] });
    expect(checkChange(change({ ...silent, after }))).toEqual({
      changes: [line],
      errors: [expect.stringMatching(/^CHANGELOG\.md: has no new line/)],
    });
  });

  test('moves a rule to another factor, and needs a line too', () => {
    const after = [document('track', { id: 'a-kept' })];
    const { changes, errors } = checkChange(change({ ...silent, after }));
    expect(changes).toEqual(['factors/01-track.md: a-kept: factor "context" → "track"']);
    expect(errors).toHaveLength(1);
  });

  test('adds a rule, and needs a line', () => {
    const after = [document('context', { id: 'a-kept' }, { id: 'b-new', weight: 'should' })];
    const changes = ['factors/01-context.md: b-new is new (should, Foundation)'];
    expect(checkChange(change({ after }))).toEqual({ changes, errors: [] });
    expect(checkChange(change({ ...silent, after })).errors).toHaveLength(1);
  });

  test('removes a rule: an error, whatever the changelog says', () => {
    const { changes, errors } = checkChange(change({ after: [document('context', { id: 'b-new' })] }));
    expect(changes).toEqual([
      'factors/01-context.md: b-new is new (must, Foundation)',
      'factors/01-context.md: a-kept is gone',
    ]);
    expect(errors).toEqual([expect.stringContaining("a rule's id is never renamed")]);
  });

  test('uses an id that had a life before: an error', () => {
    const after = [document('context', { id: 'a-kept' }, { id: 'b-old' })];
    const { errors } = checkChange(change({ after, commitWith: (id) => (id === 'b-old' ? 'c0ffee' : undefined) }));
    expect(errors).toEqual([expect.stringContaining('commit c0ffee had a rule b-old already')]);
  });

  test('of the changelog that only takes lines away is no entry', () => {
    const after = [document('context', { id: 'a-kept', weight: 'should' })];
    const changelogBefore = '# Changelog\n\n## Unreleased\n\n- One.\n- Two.\n';
    const changelogAfter = '# Changelog\n\n## Unreleased\n\n\n  - One.\n';
    expect(checkChange(change({ after, changelogBefore, changelogAfter })).errors).toHaveLength(1);
  });

  const UNRELEASED = '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- One.\n\n## [0.1.0] - 2026-01-01\n\n- Old.\n';
  test.for<[what: string, changelogAfter: string, entry: boolean]>([
    ['an entry', UNRELEASED.replace('- One.\n', '- One.\n- Two.\n'), true],
    ['an entry that goes on', UNRELEASED.replace('- One.\n', '- One.\n  Scores fall.\n'), true],
    ['a first paragraph', UNRELEASED.replace('### Added', 'Scores fall.\n\n### Added'), true],
    ['a blank line at the end', `${UNRELEASED}\n`, false],
    ['a blank line in the section', UNRELEASED.replace('- One.\n', '- One.\n\n\n'), false],
    ['an entry of a version that is out', UNRELEASED.replace('- Old.\n', '- Old.\n- Two.\n'), false],
    ['a heading', UNRELEASED.replace('- One.\n', '- One.\n\n### Changed\n'), false],
    ['an entry without words', UNRELEASED.replace('- One.\n', '- One.\n-\n'), false],
    ['a comment', UNRELEASED.replace('### Added', '<!-- Two. -->\n\n### Added'), false],
    ['the address of a heading', `${UNRELEASED}\n[Unreleased]: https://example.org\n`, false],
    ['a section that is renamed', UNRELEASED.replace('Unreleased', '0.2.0'), false],
    ['an entry taken away', UNRELEASED.replace('- One.\n', ''), false],
  ])('with %s in the changelog', ([, changelogAfter, entry]) => {
    const after = [document('context', { id: 'a-kept', weight: 'should' })];
    const { errors } = checkChange(change({ after, changelogBefore: UNRELEASED, changelogAfter }));
    expect(errors).toEqual(entry ? [] : [expect.stringMatching(/^CHANGELOG\.md: has no new line under "Unreleased"/)]);
  });

  test('that cannot be read is named by its place', () => {
    const text = '---\nid: context\nrules:\n  - id: A B\n    claim: c\n    weight: must\n    level: Scale\n---\n';
    expect(checkChange(change({ after: [{ path: 'factors/01-context.md', text }] })).errors).toEqual([
      expect.stringMatching(/^factors\/01-context\.md:4:9 /),
    ]);
    expect(checkChange(change({ after: [{ path: 'factors/01-context.md', text: 'No frontmatter' }] })).errors).toEqual([
      'factors/01-context.md:1:1 has no frontmatter',
    ]);
  });

  test('of a document that could not be read before is compared with nothing', () => {
    const before = [{ path: 'factors/01-context.md', text: '---\nid: [\n---\n' }];
    expect(checkChange(change({ before, commitWith: () => 'c0ffee' }))).toEqual({
      changes: ['factors/01-context.md: a-kept is new (must, Foundation)'],
      errors: [],
    });
  });
});

describe('two commits', () => {
  /** A repository whose first commit has one rule and a changelog. */
  const begun = () => {
    const repository = gitRepository('doctrine');
    repository.commit('Begin', {
      'factors/01-context.md': factor('context', [{ id: 'a-kept' }]),
      'factors/LICENSE.md': 'Not a factor',
      'CHANGELOG.md': '# Changelog\n\n## [Unreleased]\n',
    });
    repository.git('branch', 'base');
    return repository;
  };

  test('are compared where they parted: what the base did since is left out', () => {
    const repository = begun();
    repository.commit('Ask more', { 'factors/01-context.md': factor('context', [{ id: 'a-kept', weight: 'should' }]) });
    const head = repository.git('rev-parse', 'HEAD');
    repository.git('checkout', '--quiet', 'base');
    repository.commit('Log', {
      'CHANGELOG.md': '# Changelog\n\n## [Unreleased]\n\n- Another change.\n',
      'factors/02-track.md': factor('track', [{ id: 'b-new' }]),
    });
    const { changes, errors } = checkCommits(repository.path, 'base', head);
    expect(changes).toEqual(['factors/01-context.md: a-kept: weight "must" → "should"']);
    expect(errors).toEqual([expect.stringMatching(/^CHANGELOG\.md/)]);
  });

  test('may rename a document', () => {
    const repository = begun();
    repository.git('mv', 'factors/01-context.md', 'factors/02-context.md');
    repository.commit('Rename');
    expect(checkCommits(repository.path, 'base', 'HEAD')).toEqual({ changes: [], errors: [] });
  });

  test('may not bring back an id that an earlier commit took away', () => {
    const repository = begun();
    repository.commit('Add', { 'factors/01-context.md': factor('context', [{ id: 'a-kept' }, { id: 'b-old' }]) });
    const had = repository.git('rev-parse', 'HEAD');
    repository.commit('Remove', { 'factors/01-context.md': factor('context', [{ id: 'a-kept' }]) });
    repository.git('branch', '--force', 'base');
    repository.commit('Bring back', {
      'factors/01-context.md': factor('context', [{ id: 'a-kept' }, { id: 'b-old' }]),
      'CHANGELOG.md': '# Changelog\n\n## [Unreleased]\n\n- `b-old` is back.\n',
    });
    expect(checkCommits(repository.path, 'base', 'HEAD').errors).toEqual([
      expect.stringContaining(`commit ${had} had a rule b-old already`),
    ]);
  });

  test('may use an id that earlier text only spoke of', () => {
    const repository = begun();
    repository.commit('Speak', {
      'factors/01-context.md': factor('context', [{ id: 'a-kept' }], 'Not yet: id: b-new'),
    });
    repository.git('branch', '--force', 'base');
    repository.commit('Add', {
      'factors/01-context.md': factor('context', [{ id: 'a-kept' }, { id: 'b-new' }]),
      'CHANGELOG.md': '# Changelog\n\n## [Unreleased]\n\n- `b-new`: new.\n',
    });
    expect(checkCommits(repository.path, 'base', 'HEAD').errors).toEqual([]);
  });

  test('may mend a document: it is compared with the last state that could be read', () => {
    const repository = begun();
    const good = { 'factors/01-context.md': factor('context', [{ id: 'a-kept' }]) };
    repository.commit('Break', { 'factors/01-context.md': '---\nid: [\n---\n' });
    repository.commit('Break more', { 'factors/01-context.md': 'Nothing' });
    repository.git('branch', '--force', 'base');
    repository.commit('Mend', good);
    expect(checkCommits(repository.path, 'base', 'HEAD')).toEqual({ changes: [], errors: [] });

    repository.commit('Mend and change', { 'factors/01-context.md': factor('context', [{ id: 'b-new' }]) });
    expect(checkCommits(repository.path, 'base', 'HEAD').changes).toEqual([
      'factors/01-context.md: b-new is new (must, Foundation)',
      'factors/01-context.md: a-kept is gone',
    ]);
  });

  test('say nothing of what is not committed, which is named', () => {
    const repository = begun();
    expect(uncommitted(repository.path)).toEqual([]);
    repository.write({
      'factors/01-context.md': factor('context', [{ id: 'a-kept', weight: 'should' }]),
      'factors/02-ä new.md': 'New',
      'CHANGELOG.md': 'Other',
      'README.md': 'Not compared',
    });
    repository.git('add', 'CHANGELOG.md');
    expect(checkCommits(repository.path, 'base', 'HEAD').changes).toEqual([]);
    expect(uncommitted(repository.path).toSorted()).toEqual([
      'CHANGELOG.md',
      'factors/01-context.md',
      'factors/02-ä new.md',
    ]);
  });

  test('that are not there are named, and a name is never an option', () => {
    const { path } = begun();
    expect(() => checkCommits(path, '0'.repeat(40), 'HEAD')).toThrow(/There is no commit "0{40}" here/);
    expect(() => checkCommits(path, 'HEAD', '--output=x')).toThrow('There is no commit "--output=x" here');
  });
});

test('the command warns of what is not committed, and fails for what is', () => {
  const repository = gitRepository('checkout');
  const root = join(import.meta.dirname, '../..');
  for (const path of ['checker/src', 'scripts/check-change.ts', 'package.json'])
    cpSync(join(root, path), join(repository.path, path), { recursive: true });
  repository.commit('Begin', {
    '.gitignore': 'node_modules\n',
    'factors/01-context.md': factor('context', [{ id: 'a-kept' }]),
  });
  symlinkSync(join(root, 'node_modules'), join(repository.path, 'node_modules'), 'junction');
  repository.git('branch', 'base');
  const run = () =>
    spawnSync(process.execPath, ['scripts/check-change.ts'], {
      cwd: repository.path,
      encoding: 'utf8',
      env: { ...process.env, BASE_SHA: 'base', HEAD_SHA: 'HEAD' },
    });
  expect(run()).toMatchObject({ status: 0, stdout: 'No rule changed.\n', stderr: '' });

  repository.write({ 'factors/01-context.md': factor('context', [{ id: 'a-kept', weight: 'should' }]) });
  const warned = run();
  expect(warned).toMatchObject({ status: 0, stdout: 'No rule changed.\n' });
  expect(warned.stderr).toMatch(/^Not committed, so not compared: factors\/01-context\.md\. Commit first/);

  repository.commit('Ask less');
  expect(run()).toMatchObject({ status: 1, stdout: expect.stringContaining('a-kept: weight "must" → "should"') });
});
