import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Verification } from '../../../checker/src/ledger/verification.ts';
import { flaws } from '../../schemas/published.ts';
import { fixtureAt, type GitFixture, gitRepository, temporaryFolder } from '../../support/git-repository.ts';
import { runCli } from '../../support/run-cli.ts';
import { judgedRepository, LANE, ledgerOn, passOn } from '../../support/verdict-repository.ts';
import { chained, jsonl, type Members, sealed } from '../../support/verdicts.ts';

const NOW = () => new Date('2026-01-02T00:00:00Z');

/** Runs `verdict verify` on a path, as JSON that obeys the published schema. */
async function verify(path: string, ...more: string[]): Promise<Verification & { readonly code: number }> {
  const { code, out, err } = await runCli(['verdict', 'verify', path, '--format', 'json', ...more], { now: NOW });
  expect(err).toBe('');
  const found = JSON.parse(out);
  expect(flaws('verification', found)).toBe('');
  return { ...found, code };
}

/** The problems as `severity kind path:line`. */
const problems = ({ ledgers, documents }: Verification): readonly string[] =>
  [...ledgers, documents].flatMap((each) =>
    each.problems.first.map(
      ({ severity, kind, path, line }) => `${severity} ${kind} ${path}${line === null ? '' : `:${line}`}`,
    ),
  );

const lines = (fixture: GitFixture): Members[] =>
  fixture
    .git('show', `HEAD:${LANE}`)
    .split('\n')
    .map((line) => JSON.parse(line));

describe('verdict verify of a repository', () => {
  test('finds an intact ledger intact', async () => {
    const { fixture } = judgedRepository();
    const found = await verify(fixture.path);
    expect(found).toMatchObject({ code: 0, result: 'verified', target: { kind: 'repository', workTree: true } });
    expect(problems(found)).toEqual([]);
    expect(found.ledgers).toMatchObject([{ path: LANE, dialect: 'agentops-verdict', records: 3, uncommitted: null }]);
  });

  test('looks like this at 80 columns', async () => {
    const { fixture, commits } = judgedRepository();
    const records = lines(fixture);
    const self = passOn(commits[0] ?? '', { judge: { kind: 'agent', id: 'ada', context: 'session-1' } });
    fixture.commit('Tamper', {
      [LANE]: jsonl([records[0], { ...records[1], verdict: 'fail' }, records[2]] as Members[]),
      '.agents/verdicts/other.jsonl': jsonl(chained([self])),
    });
    const { code, out } = await runCli(['verdict', 'verify', fixture.path], { now: NOW });
    expect(code).toBe(1);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(out.replace(/\d+\.\d+\.\d+/, '0.0.0')).toMatchSnapshot();
  });

  test('reads what the work tree holds and no commit does', async () => {
    const { fixture, commits } = judgedRepository();
    fixture.write({ '.agents/verdicts/new.jsonl': ledgerOn(commits.toReversed()) });
    const found = await verify(fixture.path);
    expect(found.code).toBe(0);
    expect(found.ledgers.map(({ path, uncommitted }) => [path, uncommitted])).toEqual([
      [LANE, null],
      ['.agents/verdicts/new.jsonl', 'added'],
    ]);
    expect((await verify(fixture.path, '--ref', 'HEAD')).ledgers).toHaveLength(1);
    expect((await verify(join(fixture.path, '.agents'))).ledgers).toHaveLength(2);
  });

  test('finds a committed line that the work tree rewrote, with every hash made anew', async () => {
    const { fixture, commits } = judgedRepository();
    fixture.write({ [LANE]: jsonl(chained(commits.map((commit) => passOn(commit, { checked: ['nothing'] })))) });
    const found = await verify(fixture.path);
    expect(found.code).toBe(1);
    expect(problems(found)).toEqual([`error re-sealed ${LANE}:1`]);
    expect(found.ledgers[0]?.problems.first[0]).toMatchObject({ commit: null, uncommitted: true });
  });

  test('finds records that the work tree cut off, and a ledger that it deleted', async () => {
    const { fixture } = judgedRepository();
    fixture.write({ [LANE]: jsonl(lines(fixture).slice(0, 2)) });
    expect(problems(await verify(fixture.path))).toEqual([`error truncated ${LANE}:3`]);
    rmSync(join(fixture.path, LANE));
    const gone = await verify(fixture.path);
    expect(problems(gone)).toEqual([`error deleted ${LANE}`]);
    expect(gone.ledgers).toMatchObject([{ present: false, uncommitted: 'deleted' }]);
  });

  test('takes records that were appended and not committed for growth', async () => {
    const { fixture, commits } = judgedRepository();
    const all = lines(fixture);
    const next = sealed(passOn(commits[0] ?? ''), all.at(-1)?.hash as string);
    fixture.write({ [LANE]: jsonl([...all, next]) });
    const found = await verify(fixture.path);
    expect(found).toMatchObject({ code: 0, ledgers: [{ records: 4, uncommitted: 'changed' }] });
  });

  test('names half a last line and what to do about it', async () => {
    const { fixture } = judgedRepository();
    fixture.write({ [LANE]: `${fixture.git('show', `HEAD:${LANE}`)}\n{"format":"agentops-ver` });
    const found = await verify(fixture.path);
    expect(problems(found)).toEqual([`error truncated ${LANE}:4`]);
    expect(found.ledgers[0]?.problems.first[0]?.todo).toContain('Delete this last line');
  });

  test('holds again when half a line that was committed is deleted, as it said', async () => {
    const { fixture } = judgedRepository();
    const whole = `${fixture.git('show', `HEAD:${LANE}`)}\n`;
    fixture.commit('Commit what a crash left', { [LANE]: `${whole}{"format":"agentops-ver` });
    expect(problems(await verify(fixture.path))).toEqual([`error truncated ${LANE}:4`]);
    fixture.commit('Delete the half line', { [LANE]: whole });
    expect(await verify(fixture.path)).toMatchObject({ code: 0 });
  });

  test('says of a line feed that is gone from the end that it is no record', async () => {
    const { fixture } = judgedRepository();
    fixture.write({ [LANE]: fixture.git('show', `HEAD:${LANE}`) });
    expect(problems(await verify(fixture.path))).toEqual([`error unprotected ${LANE}:3`]);
  });

  test('says how to bring back what was changed, and of a merge that it is to be made anew', async () => {
    const { fixture, commits } = judgedRepository();
    const todos = async () => (await verify(fixture.path)).ledgers[0]?.problems.first.map(({ todo }) => todo);
    fixture.git('checkout', '--quiet', '-b', 'other', 'HEAD~1');
    fixture.commit('Record here too', { [LANE]: ledgerOn(commits.toReversed()) });
    fixture.git('checkout', '--quiet', '-');
    fixture.git('merge', '--quiet', '--strategy', 'ours', 'other');
    expect(await todos()).toEqual([expect.stringContaining('with --lane in a lane of its own, and merge again')]);
    fixture.git('reset', '--quiet', '--hard', 'HEAD~1');
    fixture.write({ [LANE]: ledgerOn(commits.toReversed()) });
    expect(await todos()).toEqual([expect.stringContaining(`with git checkout HEAD -- ${LANE}, and`)]);
    const bad = fixture.commit('Rewrite');
    expect(await todos()).toEqual([expect.stringContaining(`with git checkout ${bad.slice(0, 10)}~1 -- ${LANE}, and`)]);
  });

  test('finds what a commit did, and names it', async () => {
    const { fixture, commits } = judgedRepository();
    const bad = fixture.commit('Rewrite', { [LANE]: ledgerOn(commits.toReversed()) });
    const found = await verify(fixture.path);
    expect(problems(found)).toEqual([`error re-sealed ${LANE}:1`]);
    expect(found.ledgers[0]?.problems.first[0]).toMatchObject({ commit: bad, uncommitted: false });
    const { out } = await runCli(['verdict', 'verify', fixture.path]);
    expect(out).toContain(`re-sealed  ${LANE}:1 in ${bad.slice(0, 10)}`);
  });

  test('a ledger that was deleted by a commit is found without a ledger in the tree', async () => {
    const { fixture } = judgedRepository();
    fixture.git('rm', '-q', LANE);
    fixture.commit('Remove it');
    const found = await verify(fixture.path);
    expect(found.code).toBe(1);
    expect(problems(found)).toEqual([`error deleted ${LANE}`]);
  });

  test('a pass that an author gave themselves is an error, a subject that is not here and a wrong clock are not', async () => {
    const { fixture, commits } = judgedRepository();
    const [first = ''] = commits;
    const write = (record: Members) =>
      fixture.commit('Record', { '.agents/verdicts/b.jsonl': jsonl(chained([record])) });
    write(passOn('f'.repeat(40)));
    const orphan = await verify(fixture.path);
    expect(orphan.code).toBe(0);
    expect(problems(orphan)).toEqual(['warning subject-unknown .agents/verdicts/b.jsonl:1']);
    rmSync(join(fixture.path, '.agents/verdicts/b.jsonl'));
    fixture.write({ '.agents/verdicts/c.jsonl': jsonl(chained([passOn(first, { time: '2027-01-01T00:00:00Z' })])) });
    fixture.write({ '.agents/verdicts/b.jsonl': fixture.git('show', 'HEAD:.agents/verdicts/b.jsonl').concat('\n') });
    expect(problems(await verify(fixture.path))).toContain('warning future .agents/verdicts/c.jsonl:1');
    fixture.write({
      '.agents/verdicts/d.jsonl': jsonl(chained([passOn(commits[2] ?? '', { judge: { kind: 'human', id: ' ADA ' } })])),
    });
    const self = await verify(fixture.path);
    expect(self.ledgers.find(({ path }) => path.endsWith('d.jsonl'))).toBeDefined();
  });

  test('says of a shallow clone what it cannot show', async () => {
    const { fixture } = judgedRepository();
    const clone = join(temporaryFolder(), 'shallow');
    fixture.git('clone', '--quiet', '--depth', '1', `file://${fixture.path}`, clone);
    const found = await verify(clone);
    expect(found).toMatchObject({ code: 1, result: 'not-verified', target: { shallow: true } });
    expect(JSON.stringify(found.notShown)).toContain('--unshallow');
  });

  test('verifies a clone without old contents as far as it can, and says how far', async () => {
    const { fixture, commits } = judgedRepository();
    const next = sealed(passOn(commits[0] ?? ''), lines(fixture).at(-1)?.hash as string);
    fixture.commit('Append', { [LANE]: jsonl([...lines(fixture), next]) });
    fixture.git('config', 'uploadpack.allowFilter', 'true');
    const clone = join(temporaryFolder(), 'blobless');
    fixture.git('clone', '--quiet', '--filter=blob:none', `file://${fixture.path}`, clone);
    const found = await verify(clone);
    expect(found).toMatchObject({ code: 1, result: 'not-verified' });
    expect(problems(found).every((problem) => problem.startsWith('unknown'))).toBe(true);
  });

  test('reads a bare repository, a detached head and a linked work tree', async () => {
    const { fixture, commits } = judgedRepository();
    const bare = join(temporaryFolder(), 'bare.git');
    fixture.git('clone', '--quiet', '--bare', fixture.path, bare);
    expect(await verify(bare)).toMatchObject({ code: 0, target: { workTree: false } });
    fixture.git('checkout', '--quiet', '--detach', 'HEAD');
    expect(await verify(fixture.path)).toMatchObject({ code: 0, target: { branch: null } });
    const linked = join(temporaryFolder(), 'linked');
    fixture.git('worktree', 'add', '--quiet', linked, commits[2] ?? '');
    fixtureAt(linked).write({ [LANE]: ledgerOn(commits) });
    expect((await verify(linked)).ledgers).toMatchObject([{ uncommitted: 'added', records: 3 }]);
  });

  test('says that there is nothing: no ledger 3, no commit 3, no such path 3', async () => {
    const fixture = gitRepository();
    expect((await runCli(['verdict', 'verify', fixture.path])).code).toBe(3);
    fixture.commit('Begin', { 'a.txt': 'a\n' });
    expect(await verify(fixture.path)).toMatchObject({ code: 3, result: 'nothing' });
    expect((await runCli(['verdict', 'verify', join(fixture.path, 'none')])).code).toBe(3);
  });

  test('takes line endings that git changes for no change, and files left out of a sparse checkout for none', async () => {
    const { fixture } = judgedRepository();
    fixture.write({ [LANE]: fixture.git('show', `HEAD:${LANE}`).concat('\n').replaceAll('\n', '\r\n') });
    expect(await verify(fixture.path)).toMatchObject({ code: 0, ledgers: [{ uncommitted: null }] });
    fixture.git('checkout', '--', LANE);
    fixture.git('sparse-checkout', 'set', '--no-cone', '/one.txt');
    expect(existsSync(join(fixture.path, LANE))).toBe(false);
    expect(await verify(fixture.path)).toMatchObject({ code: 0, ledgers: [{ uncommitted: null, records: 3 }] });
  });

  test('follows no link of the work tree', async () => {
    const { fixture, commits } = judgedRepository();
    const outside = temporaryFolder();
    writeFileSync(join(outside, 'x.jsonl'), ledgerOn(commits));
    symlinkSync(join(outside, 'x.jsonl'), join(fixture.path, '.agents/verdicts/link.jsonl'));
    const file = await verify(fixture.path);
    expect(file.code).toBe(1);
    expect(JSON.stringify(file)).toContain('link.jsonl of the work tree was not read: it is a symbolic link');
    rmSync(join(fixture.path, '.agents'), { recursive: true });
    mkdirSync(join(outside, 'verdicts'));
    symlinkSync(outside, join(fixture.path, '.agents'));
    const folder = await verify(fixture.path);
    expect(folder.code).toBe(1);
    expect(problems(folder)).toContain(`error deleted ${LANE}`);
  });
});

describe('verdict verify of one file', () => {
  test('verifies it alone, and says what that cannot show', async () => {
    const { fixture, commits } = judgedRepository();
    const outside = join(temporaryFolder(), 'lane.jsonl');
    writeFileSync(outside, ledgerOn(commits));
    for (const path of [outside, join(fixture.path, LANE)]) {
      const found = await verify(path);
      expect(found).toMatchObject({ code: 0, target: { kind: 'file' }, ledgers: [{ records: 3, versions: null }] });
      expect(found.notShown[0]?.because).toContain('cut off its end');
    }
    writeFileSync(outside, ledgerOn(commits).replace('"pass"', '"fail"'));
    const broken = await verify(outside);
    expect(broken.code).toBe(1);
    expect(problems(broken)).toEqual([`error hash ${outside}:1`]);
    writeFileSync(outside, 'no ledger\n');
    expect(await verify(outside)).toMatchObject({ code: 1, result: 'not-verified' });
  });
});

test('text of a stranger reaches no terminal as it is', async () => {
  const fixture = gitRepository();
  const evil = '\u001b]0;owned\u0007\u202eFAKE\u009b31m';
  const commit = fixture.commit(`Add ${evil}`, { 'a.txt': 'a\n' });
  const party = { kind: 'agent', id: evil, context: evil, family: evil };
  const record = passOn(commit, { author: party, judge: party, checked: [evil], unchecked: [evil], [evil]: 1 });
  const self = passOn(commit, { author: party, judge: party, checked: [evil] });
  fixture.commit('Record', {
    [LANE]: jsonl(chained([record])),
    '.agents/verdicts/\u202eevil\u001b[31m.jsonl': jsonl(chained([self])),
    'docs/provenance/ledger.jsonl': `{"schema_version":"agentops-sdlc-provenance.v1","${'\\u001b[31m'}":1}\n`,
  });
  for (const argv of [
    ['verdict', 'verify'],
    ['verdict', 'list'],
    ['verdict', 'export'],
    ['gate', '--base', commit],
  ])
    for (const format of argv[1] === 'export' ? ['in-toto'] : ['text', 'json']) {
      const { out, err } = await runCli([...argv, '--format', format], { cwd: fixture.path, now: NOW });
      expect(out + err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
      expect(out + err).not.toBe('');
    }
});
