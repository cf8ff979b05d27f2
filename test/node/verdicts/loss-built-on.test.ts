import { describe, expect, test } from 'vitest';
import type { GateAnswer } from '../../../checker/src/ledger/gate.ts';
import type { Verification } from '../../../checker/src/ledger/verification.ts';
import { type GitFixture, gitRepository } from '../../support/git-repository.ts';
import { runCli } from '../../support/run-cli.ts';
import { LANE, passOn } from '../../support/verdict-repository.ts';
import { chained, jsonl, type Members, sealed } from '../../support/verdicts.ts';

/** Three changes were passed; the second verdict was taken away, and the third one recorded on what was left. */
function builtOn() {
  const fixture = gitRepository();
  const [one = '', two = '', three = ''] = ['one', 'two', 'three'].map((name) =>
    fixture.commit(`Add ${name}`, { [`${name}.txt`]: `${name}\n` }),
  );
  const both = chained([passOn(one), passOn(two)]);
  fixture.commit('Record', { [LANE]: jsonl(both) });
  const lost = fixture.commit('Take one away', { [LANE]: jsonl(both.slice(0, 1)) });
  const now = chained([passOn(one), passOn(three)]);
  const built = fixture.commit('Record more', { [LANE]: jsonl(now) });
  return { fixture, two, three, both, now, lost, built };
}

const appended = (records: readonly Members[], members: Members) => [
  ...records,
  sealed(members, records.at(-1)?.hash as string),
];

async function problemsOf({ path }: GitFixture) {
  const { out } = await runCli(['verdict', 'verify', path, '--format', 'json']);
  const [ledger] = (JSON.parse(out) as Verification).ledgers;
  return ledger?.problems.first.filter(({ commit }) => commit !== null) ?? [];
}

const kindsOf = async (fixture: GitFixture) =>
  (await problemsOf(fixture)).map(({ kind, severity, commit }) => [kind, severity, commit]);

async function gate({ path }: GitFixture, base: string) {
  const { code, out } = await runCli(['gate', path, '--base', base, '--format', 'json']);
  return { code, ...(JSON.parse(out) as GateAnswer) };
}

/** One more change, passed in the same lane. */
function goOn(fixture: GitFixture, records: readonly Members[]) {
  const change = fixture.commit('Go on', { 'on.txt': 'on\n' });
  fixture.commit('Record the last', { [LANE]: jsonl(appended(records, passOn(change))) });
}

describe('a loss on which later records were built', () => {
  test('is not cured by bringing back the old version: that takes the later records away', async () => {
    const { fixture, both, three } = builtOn();
    const back = fixture.commit('Bring back', { [LANE]: jsonl(both) });
    fixture.commit('Record again', { [LANE]: jsonl(appended(both, passOn(three))) });
    expect(await kindsOf(fixture)).toEqual([
      ['re-sealed', 'error', back],
      ['truncated', 'warning', expect.anything()],
    ]);
  });

  test('is to be dropped before it is pushed, and recorded again at the end afterwards', async () => {
    const { fixture, lost } = builtOn();
    const [problem] = await problemsOf(fixture);
    expect(problem?.kind).toBe('truncated');
    expect(problem?.todo).toContain(`drop ${lost.slice(0, 10)}`);
    expect(problem?.todo).toContain('at the end');
    expect(problem?.todo).not.toContain('git checkout');
  });

  test('leaves a mark for good, and shuts no gate over what came later', async () => {
    const { fixture, two, now, lost, built } = builtOn();
    const again = appended(now, passOn(two));
    const cured = fixture.commit('Record the lost verdict again', { [LANE]: jsonl(again) });
    expect(await kindsOf(fixture)).toEqual([['truncated', 'error', lost]]);
    goOn(fixture, again);
    expect(await kindsOf(fixture)).toEqual([['truncated', 'error', lost]]);
    for (const base of [built, cured]) expect(await gate(fixture, base)).toMatchObject({ code: 0, result: 'met' });
    const over = await gate(fixture, `${lost}~1`);
    expect([over.code, over.problems.map(({ kind }) => kind)]).toEqual([1, ['truncated']]);
  });

  test('keeps its old cure as long as nothing came after it, however often it was changed', async () => {
    const { fixture, both } = builtOn();
    fixture.git('reset', '--quiet', '--hard', 'HEAD~2');
    for (const checked of [['less'], ['nothing']])
      fixture.commit('Forge', { [LANE]: jsonl(chained([passOn('1'.repeat(40), { checked })])) });
    const todos = (await problemsOf(fixture)).map(({ todo }) => todo);
    expect(todos).toEqual([expect.stringContaining('git checkout'), expect.stringContaining('git checkout')]);
    fixture.commit('Bring back', { [LANE]: jsonl(both) });
    expect((await kindsOf(fixture)).map(([, severity]) => severity)).toEqual(['warning']);
  });
});
