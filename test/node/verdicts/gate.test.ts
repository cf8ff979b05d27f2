import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import canonicalize from 'canonicalize';
import { describe, expect, test } from 'vitest';
import type { GateAnswer } from '../../../checker/src/ledger/gate.ts';
import { flaws } from '../../schemas/published.ts';
import { differenceByHand } from '../../support/difference-by-hand.ts';
import { fixtureAt, type GitFixture, gitRepository, temporaryFolder } from '../../support/git-repository.ts';
import { runCli } from '../../support/run-cli.ts';
import { type SshKey, sshKey, sshSign } from '../../support/ssh-key.ts';
import { LANE, ledgerOn, passOn } from '../../support/verdict-repository.ts';
import { chained, jsonl, type Members } from '../../support/verdicts.ts';

async function gate(path: string, ...more: string[]): Promise<GateAnswer & { readonly code: number }> {
  const { code, out, err } = await runCli(['gate', path, '--format', 'json', ...more]);
  expect(err).toBe('');
  const answer = JSON.parse(out);
  expect(flaws('gate', answer)).toBe('');
  return { ...answer, code };
}

/** The changes that no verdict covers, by their subjects. */
const uncovered = ({ changes }: GateAnswer) =>
  changes.filter(({ cover }) => cover.by === 'nothing').map(({ subject }) => subject);

/** A repository whose `main` has one commit, and the branch `work` two more. */
function branched(): { readonly fixture: GitFixture; readonly base: string; readonly changes: readonly string[] } {
  const fixture = gitRepository();
  const base = fixture.commit('Begin', { 'a.txt': 'a\n' });
  fixture.git('checkout', '--quiet', '-b', 'work');
  const changes = ['b', 'c'].map((name) => fixture.commit(`Add ${name}`, { [`${name}.txt`]: `${name}\n` }));
  return { fixture, base, changes };
}

/** A record with the signature of a key over its canonical form. */
const signedBy = ({ file }: SshKey, members: Members, prev: string | null): Members => ({
  ...members,
  signature: sshSign(file, canonicalize({ ...members, prev }) ?? '', 'agentops-verdict'),
});

const record = (fixture: GitFixture, text: string, lane = LANE) => fixture.commit('Record', { [lane]: text });

describe('gate', () => {
  test('opens when every change has a pass by somebody else', async () => {
    const { fixture, base, changes } = branched();
    expect(await gate(fixture.path, '--base', base)).toMatchObject({ code: 1, result: 'not-met' });
    record(fixture, ledgerOn(changes));
    expect(await gate(fixture.path, '--base', base)).toMatchObject({ code: 0, result: 'met', trivial: 1 });
    expect(await gate(fixture.path, '--base', 'main')).toMatchObject({ code: 0, target: { base } });
  });

  test('names each change that has none, and what would cover it, at 80 columns', async () => {
    const { fixture, base, changes } = branched();
    record(fixture, ledgerOn(changes.slice(0, 1)));
    fixture.commit(`Add ${'a very long subject '.repeat(6)}`, { 'd.txt': 'd\n' });
    const { code, out } = await runCli(['gate', fixture.path, '--base', base]);
    expect(code).toBe(1);
    for (const line of out.split('\n')) expect([...line].length).toBeLessThanOrEqual(80);
    expect(out.replace(/\d+\.\d+\.\d+/, '0.0.0')).toMatchSnapshot();
    expect(uncovered(await gate(fixture.path, '--base', base))).toHaveLength(2);
  });

  test('stays shut on a pass by the author, and after a fail', async () => {
    const { fixture, base, changes } = branched();
    const [first = '', second = ''] = changes;
    const self = passOn(first, { judge: { kind: 'human', id: 'ada' } });
    record(fixture, jsonl(chained([self, passOn(second), passOn(second, { verdict: 'fail' })])));
    const answer = await gate(fixture.path, '--base', base);
    expect(uncovered(answer)).toEqual(['Add c', 'Add b']);
  });

  test('a forged pass does not open it: the chain breaks, or the ledger lost something', async () => {
    const { fixture, base, changes } = branched();
    const [first = '', second = ''] = changes;
    record(fixture, jsonl(chained([passOn(first), passOn(second, { verdict: 'fail' })])));
    record(fixture, jsonl(chained([passOn(first), passOn(second, { verdict: 'fail' })])).replace('"fail"', '"pass"'));
    const edited = await gate(fixture.path, '--base', base);
    expect(edited.code).toBe(1);
    expect(edited.problems.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['hash', 'rewritten']));
    fixture.git('reset', '--quiet', '--hard', 'HEAD~1');
    record(fixture, ledgerOn(changes));
    const anew = await gate(fixture.path, '--base', base);
    expect(anew).toMatchObject({ code: 1, result: 'not-met' });
    expect(uncovered(anew)).toEqual([]);
    expect(anew.problems.map(({ kind }) => kind)).toEqual(['re-sealed']);
    fixture.git('rm', '--quiet', LANE);
    record(fixture, ledgerOn(changes), '.agents/verdicts/other.jsonl');
    expect((await gate(fixture.path, '--base', base)).code).toBe(1);
  });

  test('losses from before the base are not this change’s', async () => {
    const fixture = gitRepository();
    const old = fixture.commit('Begin', { 'a.txt': 'a\n' });
    record(fixture, ledgerOn([old]));
    const base = record(fixture, jsonl(chained([passOn(old, { checked: ['less'] })])));
    const change = fixture.commit('Add b', { 'b.txt': 'b\n' });
    record(fixture, ledgerOn([change]), '.agents/verdicts/work.jsonl');
    expect(await gate(fixture.path, '--base', base)).toMatchObject({ code: 0, result: 'met' });
    expect((await gate(fixture.path, '--base', old)).problems.map(({ kind }) => kind)).toEqual(['re-sealed']);
  });

  test('a base that nobody named and that is the tip leaves nothing to ask, and it says so', async () => {
    const { fixture } = branched();
    const clone = fixtureAt(join(temporaryFolder(), 'clone'));
    fixture.git('checkout', '--quiet', 'main');
    fixture.git('clone', '--quiet', fixture.path, clone.path);
    expect(await gate(clone.path)).toMatchObject({ code: 0, result: 'empty' });
    expect((await runCli(['gate', clone.path])).out).toContain('there is no change after the base');
  });

  test('reads a checkout of a pull request, whose head is a merge with the base', async () => {
    const { fixture, changes } = branched();
    record(fixture, ledgerOn(changes.slice(1)));
    fixture.git('checkout', '--quiet', 'main');
    fixture.commit('Go on', { 'z.txt': 'z\n' });
    const merge = () => {
      fixture.git('checkout', '--quiet', '--detach', 'main');
      fixture.git('merge', '--quiet', '--no-ff', '-m', 'Merge work into main', 'work');
    };
    merge();
    const open = await gate(fixture.path, '--base', 'main');
    expect([open.code, uncovered(open)]).toEqual([1, ['Add b']]);
    fixture.git('checkout', '--quiet', 'work');
    record(fixture, ledgerOn(changes.slice(0, 1)), '.agents/verdicts/second.jsonl');
    merge();
    expect(await gate(fixture.path, '--base', 'main')).toMatchObject({ code: 0, result: 'met' });
    expect(await gate(fixture.path, '--base', 'main', '--ref', 'work')).toMatchObject({ code: 0, result: 'met' });
  });

  test('asks nothing of what a merge of the default branch brings into a branch', async () => {
    const { fixture, changes } = branched();
    fixture.git('checkout', '--quiet', 'main');
    fixture.commit('Nobody judged this', { 'z.txt': 'z\n' });
    fixture.git('checkout', '--quiet', 'work');
    fixture.git('merge', '--quiet', '--no-ff', '-m', 'Merge main into work', 'main');
    record(fixture, ledgerOn(changes));
    expect(await gate(fixture.path, '--base', 'main')).toMatchObject({ code: 0, result: 'met' });
  });

  test('begins where the remote’s default branch was left, or asks where', async () => {
    const { fixture, changes } = branched();
    record(fixture, ledgerOn(changes));
    fixture.git('checkout', '--quiet', 'main');
    const clone = fixtureAt(join(temporaryFolder(), 'clone'));
    fixture.git('clone', '--quiet', fixture.path, clone.path);
    clone.git('checkout', '--quiet', 'work');
    fixture.commit('Go on', { 'z.txt': 'z\n' });
    clone.git('fetch', '--quiet');
    expect(await gate(clone.path)).toMatchObject({ code: 0, result: 'met' });
    clone.git('remote', 'set-head', 'origin', '--delete');
    const { code, err } = await runCli(['gate', clone.path]);
    expect([code, err]).toEqual([2, expect.stringContaining('--base origin/main')]);
    expect((await runCli(['gate', clone.path, '--base', 'none'])).code).toBe(2);
  });

  test('a patch id covers no file that lies among the lanes and is none', async () => {
    const { fixture, base, changes } = branched();
    const [, judged = ''] = changes;
    const [patch = ''] = fixture
      .feed(`${fixture.git('diff-tree', '-p', '--full-index', base, judged)}\n`, 'patch-id', '--stable')
      .split(' ');
    const text = jsonl(chained([passOn(judged, { subject: { commit: judged, base, patch } })]));
    const squashed = (files: Readonly<Record<string, string>>) => {
      fixture.git('checkout', '--quiet', '--detach', base);
      fixture.commit('Squash', { 'b.txt': 'b\n', 'c.txt': 'c\n', [LANE]: text, ...files });
      return gate(fixture.path, '--base', base);
    };
    expect(await squashed({ '.agents/verdicts/.gitattributes': '*.jsonl -text\n' })).toMatchObject({ code: 0 });
    expect(uncovered(await squashed({ '.agents/verdicts/run.sh': 'true\n' }))).toEqual(['Squash']);
    expect(uncovered(await squashed({ '.agents/verdicts/deep/more.jsonl': 'true\n' }))).toEqual(['Squash']);
  });

  describe('what was judged is a difference', () => {
    const at = (lines: Readonly<Record<number, string>>) =>
      Array.from({ length: 20 }, (_, line) => lines[line] ?? `line ${line}\n`).join('');
    /** A verdict as the command records it, for one lane. */
    async function judge(fixture: GitFixture, subject = 'HEAD', lane = 'work') {
      const parties = ['--author', 'agent:worker,context=1', '--judge', 'human:grace@example.org'];
      const asked = ['--subject', subject, '--lane', lane, '--checked', 'It builds', ...parties];
      fixture.write({ '../build.log': 'ok\n' });
      const evidence = ['--evidence', 'command:make > ../build.log', '--verdict', 'pass'];
      const { code, err } = await runCli(['verdict', 'record', ...asked, ...evidence], { cwd: fixture.path });
      expect([code, err]).toEqual([0, '']);
      fixture.commit(`Record ${lane}`);
    }
    /** `main` holds a file; what is done to it then happens on the branch `work`. */
    function begun(text = at({})) {
      const fixture = gitRepository();
      const base = fixture.commit('Begin', { 'a.sh': text });
      fixture.git('checkout', '--quiet', '-b', 'work');
      return { fixture, base };
    }
    const squash = (fixture: GitFixture, from = 'work') => {
      fixture.git('checkout', '--quiet', '--detach', 'main');
      fixture.git('merge', '--quiet', '--squash', from);
      fixture.commit('Squash');
    };
    const because = ({ changes }: GateAnswer) =>
      changes.flatMap(({ cover }) => (cover.by === 'nothing' ? [cover.because] : []));
    const OTHER = 'a verdict names the tree that it left, but another change that led there';

    test('a squash that brings more than was judged does not open it, though the tree is the same', async () => {
      const { fixture } = begun();
      fixture.commit('Nobody judged this', { 'a.sh': at({ 3: 'curl example.org\n' }) });
      const judged = fixture.commit('Judged', { 'b.sh': 'true\n' });
      await judge(fixture);
      // The lane of the branch lands in a commit of its own, so that the trees are equal.
      squash(fixture, judged);
      expect(fixture.git('rev-parse', 'HEAD^{tree}')).toBe(fixture.git('rev-parse', `${judged}^{tree}`));
      fixture.git('checkout', '--quiet', 'work', '--', '.agents');
      fixture.commit('Bring the lane');
      const answer = await gate(fixture.path, '--base', 'main');
      expect([answer.code, uncovered(answer), because(answer)]).toEqual([1, ['Squash'], [OTHER]]);
      squash(fixture);
      expect((await gate(fixture.path, '--base', 'main')).code).toBe(1);
    });

    test.for(['HEAD', 'main..HEAD'])(
      'a tree that undoes what had landed does not open it, in a commit or in a merge: %s',
      async (subject) => {
        const { fixture } = begun();
        const judged = fixture.commit('Judged', { 'b.sh': 'true\n' });
        await judge(fixture, subject);
        const tip = fixture.git('rev-parse', 'HEAD');
        fixture.git('checkout', '--quiet', 'main');
        fixture.commit('Mend', { 'a.sh': at({ 3: 'mended\n' }) });
        const land = async (...parents: readonly string[]) => {
          const named = parents.flatMap((parent) => ['-p', parent]);
          const commit = fixture.git('commit-tree', `${judged}^{tree}`, ...named, '-m', 'Land');
          fixture.git('checkout', '--quiet', '--detach', commit);
          fixture.git('checkout', '--quiet', tip, '--', '.agents');
          fixture.commit('Bring the lane');
          return gate(fixture.path, '--base', 'main');
        };
        const alone = await land('main');
        expect([alone.code, uncovered(alone), because(alone)]).toEqual([1, ['Land'], [OTHER]]);
        for (const parents of [
          ['main', judged],
          [judged, 'main'],
        ])
          expect([(await land(...parents)).code, parents]).toEqual([1, parents]);
      },
    );

    test('a revert to what was judged needs a verdict of its own', async () => {
      const { fixture } = begun();
      const judged = ['b.sh', 'c.sh'].map((name) => fixture.commit(`Add ${name}`, { [name]: 'true\n' }));
      fixture.git('revert', '--no-edit', 'HEAD');
      const revert = fixture.git('rev-parse', 'HEAD');
      expect(fixture.git('rev-parse', 'HEAD^{tree}')).toBe(fixture.git('rev-parse', `${judged[0]}^{tree}`));
      for (const commit of judged) await judge(fixture, commit);
      const answer = await gate(fixture.path, '--base', 'main');
      expect([uncovered(answer), because(answer)]).toEqual([['Revert "Add c.sh"'], [OTHER]]);
      await judge(fixture, revert);
      expect(await gate(fixture.path, '--base', 'main')).toMatchObject({ code: 0 });
    });

    const STEP = { judged: 'rm -rf ./build\n', landed: 'rm -rf . /build\n' };
    test.for([
      ['a space', at({ 3: STEP.judged }), at({ 3: STEP.landed }), at({})],
      ['an indentation', at({ 3: 'return\n' }), at({ 3: '  return\n' }), at({})],
      ['white space alone', at({ 3: '  line 3\n' }), at({ 3: '\tline 3\n' }), at({})],
    ] as const)('%s that nobody judged does not open it', async ([, judged, landed, start]) => {
      const { fixture } = begun(start);
      fixture.commit('Judged', { 'a.sh': judged });
      await judge(fixture);
      const tip = fixture.git('rev-parse', 'HEAD');
      const land = async (text: string) => {
        fixture.git('checkout', '--quiet', '--detach', 'main');
        fixture.git('checkout', '--quiet', tip, '--', '.agents');
        fixture.commit('Land', { 'a.sh': text });
        return gate(fixture.path, '--base', 'main');
      };
      const answer = await land(landed);
      const words = ['a verdict names the same change with other white space'];
      expect([answer.code, uncovered(answer), because(answer)]).toEqual([1, ['Land'], words]);
      expect(await land(judged)).toMatchObject({ code: 0, changes: [{ cover: { by: 'patch' } }] });
    });

    test('is found again after a rebase, a cherry-pick and a squash, and told from what only looks like it', async () => {
      const { fixture, base } = begun();
      fixture.commit('One', { 'a.sh': at({ 3: '  one\n' }) });
      fixture.commit('Two', { 'b.sh': 'true\n' });
      await judge(fixture, `${base}..HEAD`);
      fixture.git('checkout', '--quiet', 'main');
      fixture.commit('Move on', { 'a.sh': `first\n${at({ 16: 'moved\n' })}` });
      squash(fixture);
      const squashed = await gate(fixture.path, '--base', 'main');
      expect(squashed).toMatchObject({ code: 0, changes: [{ cover: { by: 'patch' } }] });
      expect(squashed.changes[0]?.cover).not.toHaveProperty('ignoresSpace');
      fixture.git('checkout', '--quiet', 'work');
      fixture.git('rebase', '--quiet', 'main');
      const rebased = await gate(fixture.path, '--base', 'main');
      expect(rebased).toMatchObject({ code: 0, changes: [{ cover: { by: 'patch' } }, { cover: { by: 'patch' } }] });
      fixture.git('checkout', '--quiet', '--detach', 'main');
      fixture.git('merge', '--quiet', '--no-ff', '-m', 'Land', 'work');
      expect(await gate(fixture.path, '--base', 'main')).toMatchObject({ code: 0 });
    });

    test('squashed onto a main that did not move is found with its tree, and as a merge too', async () => {
      const { fixture } = begun();
      const judged = fixture.commit('One', { 'a.sh': at({ 3: 'one\n' }) });
      await judge(fixture);
      for (const way of ['--squash', '--no-ff']) {
        fixture.git('checkout', '--quiet', '--detach', 'main');
        fixture.git('merge', '--quiet', way, ...(way === '--no-ff' ? ['-m', 'Land'] : []), judged);
        if (way === '--squash') fixture.commit('Land');
        fixture.git('checkout', '--quiet', 'work', '--', '.agents');
        fixture.commit('Bring the lane');
        const { code, changes } = await gate(fixture.path, '--base', 'main');
        const of = changes.find(({ subject }) => subject === 'Land');
        expect([way, code, of?.cover.by]).toEqual([way, 0, 'tree']);
      }
    });

    test('a record without it opens by its patch id, and the gate says so', async () => {
      const { fixture, base } = begun();
      const judged = fixture.commit('Judged', { 'a.sh': at({ 3: STEP.judged }) });
      const { patch } = differenceByHand(fixture, base, judged) ?? {};
      fixture.git('checkout', '--quiet', '--detach', 'main');
      fixture.commit('Land', { 'a.sh': at({ 3: STEP.landed }) });
      record(fixture, jsonl(chained([passOn(judged, { subject: { commit: judged, patch } })])));
      const answer = await gate(fixture.path, '--base', 'main');
      expect(answer).toMatchObject({ code: 0, changes: [{ cover: { by: 'patch', ignoresSpace: true } }] });
      const { out } = await runCli(['gate', fixture.path, '--base', 'main']);
      expect(out.replace(/\s+/g, ' ')).toContain('1 of them by its patch id, which leaves white space out, and');
    });
  });

  describe('a merge', () => {
    const text = (...edited: readonly number[]) =>
      Array.from({ length: 30 }, (_, at) => `line ${at}${edited.includes(at) ? ', edited' : ''}\n`).join('');
    /** `main` mended line 20 after `work` edited line 2, which somebody else passed. */
    function parted() {
      const fixture = gitRepository();
      const base = fixture.commit('Begin', { 'a.txt': text(), 'b.txt': 'b\n' });
      fixture.git('checkout', '--quiet', '-b', 'work');
      const change = fixture.commit('Edit', { 'a.txt': text(2), 'c.txt': 'c\n' });
      const judged = record(fixture, ledgerOn([change]));
      fixture.git('checkout', '--quiet', 'main');
      const mended = fixture.commit('Mend', { 'a.txt': text(20), 'b.txt': 'mended\n' });
      fixture.git('checkout', '--quiet', 'work');
      return { fixture, base, change, judged, mended };
    }
    /** A merge of these parents that holds the files of a commit. */
    const made = ({ git }: GitFixture, files: string, ...parents: readonly string[]) => {
      const named = parents.flatMap((parent) => ['-p', parent]);
      git('checkout', '--quiet', '--detach', git('commit-tree', `${files}^{tree}`, ...named, '-m', 'Merge'));
    };

    test('that takes back what had landed does not open it, whichever side it comes from', async () => {
      const { fixture, judged, mended } = parted();
      made(fixture, judged, judged, mended);
      expect(uncovered(await gate(fixture.path, '--base', 'main'))).toEqual(['Merge']);
      made(fixture, judged, mended, judged);
      expect(uncovered(await gate(fixture.path, '--base', 'main'))).toEqual(['Merge']);
      fixture.git('checkout', '--quiet', 'work');
      fixture.git('merge', '--quiet', '--no-commit', 'main');
      fixture.commit('Merge with a hunk of one side', { 'a.txt': text(2) });
      expect(uncovered(await gate(fixture.path, '--base', 'main'))).toEqual(['Merge with a hunk of one side']);
    });

    test('hides nothing in a side branch, or behind a merge', async () => {
      const { fixture, change, judged, mended } = parted();
      made(fixture, judged, judged, mended);
      const hidden = fixture.git('rev-parse', 'HEAD');
      fixture.git('checkout', '--quiet', '--detach', 'main');
      fixture.git('merge', '--quiet', '--no-ff', '-m', 'Land', hidden);
      expect((await gate(fixture.path, '--base', 'main')).code).toBe(1);
      expect(change).not.toBe(hidden);
    });

    test('needs a verdict where somebody resolved a conflict, and one on it is enough', async () => {
      const { fixture } = parted();
      fixture.git('checkout', '--quiet', 'main');
      fixture.commit('Edit too', { 'a.txt': text(20).replace('line 2\n', 'line two\n') });
      fixture.git('checkout', '--quiet', 'work');
      expect(() => fixture.git('merge', '--quiet', 'main')).toThrow();
      const merge = fixture.commit('Merge', { 'a.txt': text(2, 20) });
      expect(uncovered(await gate(fixture.path, '--base', 'main'))).toEqual(['Merge']);
      record(fixture, jsonl(chained([passOn(merge)])), '.agents/verdicts/other.jsonl');
      expect(await gate(fixture.path, '--base', 'main')).toMatchObject({ code: 0 });
    });

    test('as git makes it needs no verdict of its own', async () => {
      const { fixture, base, judged, mended } = parted();
      fixture.git('merge', '--quiet', '-m', 'Follow main', 'main');
      expect(await gate(fixture.path, '--base', 'main')).toMatchObject({ code: 0 });
      fixture.git('checkout', '--quiet', '--detach', 'main');
      fixture.git('merge', '--quiet', '--no-ff', '-m', 'Land', 'work');
      expect(await gate(fixture.path, '--base', 'main')).toMatchObject({ code: 0 });
      // A branch that is given up: what had landed stays as it was.
      made(fixture, mended, mended, judged);
      expect((await gate(fixture.path, '--base', 'main')).changes.map(({ subject }) => subject)).not.toContain('Merge');
      fixture.git('checkout', '--quiet', '-b', 'third', base);
      fixture.commit('Move', { 'moved.txt': 'b\n' });
      const third = fixture.git('rev-parse', 'HEAD');
      const first = record(fixture, jsonl(chained([passOn(third)])), '.agents/verdicts/third.jsonl');
      fixture.git('checkout', '--quiet', '--detach', 'main');
      fixture.git('merge', '--quiet', '-m', 'Octopus', judged, first);
      expect(fixture.git('log', '-1', '--format=%P').split(' ')).toHaveLength(3);
      expect(await gate(fixture.path, '--base', 'main')).toMatchObject({ code: 0 });
    });

    test('is made again without a trace in the repository', async () => {
      const { fixture } = parted();
      fixture.git('merge', '--quiet', '-m', 'Follow main', 'main');
      const before = fixture.git('count-objects');
      made(fixture, 'work~1', 'work~1', 'main');
      const own = fixture.git('count-objects');
      await gate(fixture.path, '--base', 'main');
      expect([before === '', fixture.git('count-objects')]).toEqual([false, own]);
    });
  });

  test('a shallow clone that does not reach the base opens nothing', async () => {
    const { fixture, changes } = branched();
    record(fixture, ledgerOn(changes));
    for (const depth of ['1', '2', '3']) {
      const clone = join(temporaryFolder(), 'clone');
      fixture.git('clone', '--quiet', '--no-single-branch', '--depth', depth, `file://${fixture.path}`, clone);
      const answer = await gate(clone, '--base', 'origin/main');
      expect(answer).toMatchObject({ code: 1, result: 'not-shown' });
      expect(JSON.stringify(answer.notShown)).toContain('fetch-depth: 0');
    }
  });

  test('--signed counts passes alone that are signed by a key that was allowed before the changes', async () => {
    const [grace, mallory] = [sshKey(), sshKey()];
    const fixture = gitRepository();
    const signers = (key: SshKey) => ({ '.agents/allowed_signers': `Grace ${key.publicKey}\n` });
    const bare = fixture.commit('Begin', { 'a.txt': 'a\n' });
    const base = fixture.commit('Allow Grace', signers(grace));
    const change = fixture.commit('Add b', { 'b.txt': 'b\n' });
    const landed = async (...records: readonly Members[]) => {
      fixture.git('reset', '--quiet', '--hard', change);
      record(fixture, jsonl(chained(records)));
      return gate(fixture.path, '--base', base, '--signed');
    };
    expect(await landed(signedBy(grace, passOn(change), null))).toMatchObject({ code: 0, result: 'met', signed: true });
    expect(await gate(fixture.path, '--base', bare, '--signed')).toMatchObject({ code: 1 });
    expect(JSON.stringify((await gate(fixture.path, '--base', bare, '--signed')).notShown)).toContain(
      'No key may sign',
    );
    expect(await landed(passOn(change))).toMatchObject({ code: 1, result: 'not-met' });
    expect(await gate(fixture.path, '--base', base)).toMatchObject({ code: 0 });
    expect(await landed(signedBy(mallory, passOn(change), null))).toMatchObject({ code: 1 });
    fixture.commit('Bring a key', signers(mallory));
    const own = await gate(fixture.path, '--base', base, '--signed');
    expect([own.code, own.changes.every(({ cover }) => cover.by === 'nothing')]).toEqual([1, true]);
    const file = join(temporaryFolder(), 'signers');
    writeFileSync(file, `Grace ${grace.publicKey}\n`);
    await landed(signedBy(grace, passOn(change), null));
    expect(await gate(fixture.path, '--base', base, '--signed', '--allowed-signers', file)).toMatchObject({ code: 0 });
    expect((await runCli(['gate', fixture.path, '--base', base, '--signed', '--allowed-signers', 'none'])).code).toBe(
      2,
    );
  });

  test('--signed asks for a key that is allowed now, whatever time its holder wrote into the record', async () => {
    const grace = sshKey();
    const fixture = gitRepository();
    const base = fixture.commit('Retire the key', {
      '.agents/allowed_signers': `Grace valid-before="20260601" ${grace.publicKey}\n`,
    });
    const change = fixture.commit('Add b', { 'b.txt': 'b\n' });
    record(fixture, jsonl(chained([signedBy(grace, passOn(change), null)])));
    const at = async (now: string) => {
      const argv = ['gate', fixture.path, '--base', base, '--signed', '--format', 'json'];
      const { code, out } = await runCli(argv, { now: () => new Date(now) });
      return [code, JSON.parse(out).changes[0].cover.because];
    };
    expect(await at('2026-05-01T00:00:00Z')).toEqual([0, undefined]);
    expect(await at('2026-07-01T00:00:00Z')).toEqual([
      1,
      `the pass in ${LANE}:1 is signed with a key that is not allowed now`,
    ]);
    const verified = await runCli(['verdict', 'verify', fixture.path], { now: () => new Date('2026-07-01T00:00:00Z') });
    expect(verified.code).toBe(0);
  });

  test('without --signed a wrong signature shuts it as a broken record does, and one that nobody can check does not', async () => {
    const [grace, mallory] = [sshKey(), sshKey()];
    const fixture = gitRepository();
    const base = fixture.commit('Begin', { 'a.txt': 'a\n' });
    const change = fixture.commit('Add b', { 'b.txt': 'b\n' });
    record(fixture, jsonl(chained([signedBy(mallory, passOn(change), null)])));
    expect(await gate(fixture.path, '--base', base)).toMatchObject({ code: 0 });
    expect((await runCli(['verdict', 'verify', fixture.path])).code).toBe(1);
    fixture.commit('Allow Grace', { '.agents/allowed_signers': `Grace ${grace.publicKey}\n` });
    const shut = await gate(fixture.path, '--base', base);
    expect([shut.code, shut.problems.map(({ kind }) => kind)]).toEqual([1, ['signer']]);
  });

  test('says that there is no repository with 3', async () => {
    expect((await runCli(['gate', temporaryFolder(), '--base', 'main'])).code).toBe(3);
  });
});
