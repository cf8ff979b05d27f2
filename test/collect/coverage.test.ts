import { describe, expect, onTestFinished, test } from 'vitest';
import { coverage } from '../../checker/src/collect/coverage/index.ts';
import { history } from '../../checker/src/collect/history.ts';
import { ledgerHistory } from '../../checker/src/collect/ledger-history/index.ts';
import { ledgers } from '../../checker/src/collect/ledgers.ts';
import { approverOf } from '../../checker/src/collect/verdicts/approvals.ts';
import { verdicts } from '../../checker/src/collect/verdicts/index.ts';
import type { CollectContext, Collector } from '../../checker/src/collector.ts';
import type { CoverageFacts } from '../../checker/src/facts/coverage.ts';
import type { FactKind } from '../../checker/src/facts/index.ts';
import type { Account, Approvals, MergedRequest } from '../../checker/src/facts/verdicts.ts';
import { openRepository } from '../../checker/src/node/git/index.ts';
import { nodePlatform } from '../../checker/src/node/platform.ts';
import { type Collected, known, withheld } from '../../checker/src/outcome.ts';
import type { Repository } from '../../checker/src/repository.ts';
import { type MemoryRepositorySpec, memoryRepository } from '../../checker/src/source/memory.ts';
import { differenceByHand } from '../support/difference-by-hand.ts';
import { type GitFixture, gitRepository } from '../support/git-repository.ts';
import { chained, jsonl, type Members, verdict } from '../support/verdicts.ts';

const OFFLINE = withheld('The audit ran offline.', 'Run it online.');
const COLLECTORS: readonly Collector[] = [coverage, history, ledgerHistory, ledgers, verdicts];

async function collect(repository: Repository, approvals?: Approvals): Promise<Collected<CoverageFacts>> {
  const cache = new Map<FactKind, Promise<Collected<unknown>>>();
  const collectKind = async (kind: FactKind) => {
    const collected = await COLLECTORS.find((each) => each.kind === kind)?.collect(context);
    if (kind !== 'verdicts' || approvals === undefined || !collected?.known) return collected;
    return known({ ...collected.value, approvals: known(approvals) });
  };
  const context = {
    repository,
    platform: nodePlatform,
    asOf: '2026-02-01T00:00:00Z',
    since: '2025-12-01T00:00:00Z',
    forge: OFFLINE,
    facts: (kind: FactKind) => {
      const promise = cache.get(kind) ?? collectKind(kind);
      cache.set(kind, promise as Promise<Collected<unknown>>);
      return promise;
    },
    notice: () => {},
  } as unknown as CollectContext;
  return coverage.collect(context);
}

const LANE = '.agents/verdicts/main.jsonl';

/** A git repository whose ledger can be written to; the first commits hold some code, and a ledger without verdicts on it. */
function project() {
  const git = gitRepository();
  const records: Members[] = [verdict()];
  const code = (name: string) => Array.from({ length: 20 }, (_, at) => `${name} ${at}\n`).join('');
  git.commit('Begin', { 'engine.txt': code('engine') });
  const start = git.commit('Keep a ledger', { [LANE]: jsonl(chained(records)) });
  return {
    git,
    start,
    code,
    /** A verdict on a commit, or on all that was made after `base`, with all its names. */
    judge(commit: string, { base, ...more }: Members & { base?: string } = {}): void {
      records.push(verdict({ subject: subjectOf(git, commit, base), ...more }));
      git.write({ [LANE]: jsonl(chained(records)) });
    },
    async facts(approvals?: Approvals): Promise<CoverageFacts> {
      const repository = await openRepository(git.path);
      onTestFinished(() => repository.close());
      const collected = await collect(repository, approvals);
      if (!collected.known) throw new Error(collected.because);
      return collected.value;
    },
  };
}

/** Two commits on a branch `work`, which is left checked out. */
function work(git: GitFixture) {
  git.git('checkout', '-q', '-b', 'work');
  const wheel = git.commit('Add a wheel', { 'wheel.txt': 'wheel\n' });
  return { wheel, crank: git.commit('Add a crank', { 'crank.txt': 'crank\n' }) };
}

const subjectOf = (git: GitFixture, commit: string, base?: string): Members => ({
  commit,
  tree: git.git('rev-parse', `${commit}^{tree}`),
  ...differenceByHand(git, base ?? `${commit}^`, commit),
  ...(base !== undefined && { base }),
});

/** Each change with how it is covered, newest first. */
const shown = ({ changes }: CoverageFacts) => changes.map(({ subject, cover }) => `${subject}: ${cover.by}`);

describe('verdicts find what they judged', () => {
  test('in a fast-forward, with the commits that hold them left out', async () => {
    const { git, start, judge, facts } = project();
    git.commit('Add a wheel', { 'wheel.txt': 'wheel\n' });
    const tip = git.commit('Add a crank', { 'crank.txt': 'crank\n' });
    judge(tip, { base: start });
    git.commit('Record it');
    const found = await facts();
    expect(shown(found)).toEqual(['Add a crank: commit', 'Add a wheel: range']);
    expect(found).toMatchObject({
      began: 'ledger',
      ledgers: 1,
      trivial: 1,
      orphans: { total: 1 },
      approvalsSeen: false,
    });
  });

  test('after a rebase onto a main that moved on', async () => {
    const { git, judge, facts } = project();
    git.git('checkout', '-q', '-b', 'work');
    const commit = git.commit('Add a wheel', { 'wheel.txt': 'wheel\n' });
    git.git('checkout', '-q', 'main');
    git.commit('Move on', { 'engine.txt': 'moved\n' });
    git.git('checkout', '-q', 'work');
    git.git('rebase', '-q', 'main');
    git.git('checkout', '-q', 'main');
    git.git('merge', '-q', '--ff-only', 'work');
    judge(commit);
    git.commit('Record it');
    expect(shown(await facts())).toEqual(['Add a wheel: patch', 'Move on: nothing']);
  });

  test('after the rebase of a branch that was judged as a whole', async () => {
    const { git, start, judge, facts } = project();
    const { crank: tip } = work(git);
    git.git('checkout', '-q', 'main');
    git.commit('Move on', { 'engine.txt': 'moved\n' });
    git.git('rebase', '-q', 'main', 'work');
    git.git('checkout', '-q', 'main');
    git.git('merge', '-q', '--ff-only', 'work');
    judge(tip, { base: start });
    git.commit('Record it');
    expect(shown(await facts())).toEqual(['Add a crank: patch', 'Add a wheel: patch', 'Move on: nothing']);
  });

  test('after a rebase that only wrote the commits of such a branch anew', async () => {
    const { git, start, judge, facts } = project();
    const { crank: tip } = work(git);
    git.git('checkout', '-q', 'main');
    git.git('cherry-pick', '--no-commit', 'work~1');
    git.commit('Add the wheel');
    git.git('cherry-pick', '--no-commit', 'work');
    const rewritten = git.commit('Add the crank');
    expect(git.git('rev-parse', `${rewritten}^{tree}`)).toBe(git.git('rev-parse', `${tip}^{tree}`));
    judge(tip, { base: start });
    git.commit('Record it');
    const found = shown(await facts());
    expect(found).toEqual([expect.stringMatching(/^Add the crank: (?:tree|patch)$/), 'Add the wheel: patch']);
  });

  test('not with a file that came and went among them, which no judge saw', async () => {
    const { git, start, judge, facts } = project();
    git.git('checkout', '-q', '-b', 'work');
    const tip = git.commit('Add a wheel', { 'wheel.txt': 'wheel\n' });
    git.git('checkout', '-q', 'main');
    git.commit('Add a script', { 'script.sh': 'rm -rf .\n' });
    git.git('rm', '-q', 'script.sh');
    git.commit('Add the wheel', { 'wheel.txt': 'wheel\n' });
    judge(tip, { base: start });
    git.commit('Record it');
    const found = (await facts()).changes.map(({ cover }) => cover.by);
    expect(found).toEqual(['nothing', 'nothing']);
  });

  test('after a squash that brought the ledger too, while main moved on', async () => {
    const { git, start, judge, facts } = project();
    const { crank: tip } = work(git);
    judge(tip, { base: start });
    git.commit('Record it');
    git.git('checkout', '-q', 'main');
    git.commit('Move on', { 'engine.txt': 'moved\n' });
    git.git('merge', '-q', '--squash', 'work');
    git.commit('Add wheel and crank (#1)');
    const found = await facts();
    expect(shown(found)).toEqual(['Add wheel and crank (#1): patch', 'Move on: nothing']);
    // The first verdict of every ledger here is on a commit that is nowhere.
    expect(found.orphans).toMatchObject({ total: 1, first: [{ path: LANE, line: 1, commit: '1'.repeat(40) }] });
  });

  test('after a squash onto a main that did not move, by the tree', async () => {
    const { git, start, judge, facts } = project();
    const { crank: tip } = work(git);
    git.git('checkout', '-q', 'main');
    git.git('merge', '-q', '--squash', 'work');
    git.commit('Add wheel and crank (#1)');
    judge(tip, { base: start });
    git.commit('Record it');
    expect(shown(await facts())).toEqual(['Add wheel and crank (#1): tree']);
  });

  test('after a cherry-pick', async () => {
    const { git, judge, facts } = project();
    git.git('checkout', '-q', '-b', 'work');
    const commit = git.commit('Add a wheel', { 'wheel.txt': 'wheel\n' });
    git.commit('Try something', { 'try.txt': 'try\n' });
    git.git('checkout', '-q', 'main');
    git.commit('Move on', { 'engine.txt': 'moved\n' });
    git.git('cherry-pick', commit);
    judge(commit);
    git.commit('Record it');
    expect(shown(await facts())).toEqual(['Add a wheel: patch', 'Move on: nothing']);
  });

  test('through a merge commit, by its change to main', async () => {
    const { git, start, judge, facts } = project();
    const { crank: tip } = work(git);
    judge(tip, { base: start });
    git.commit('Record it');
    git.git('checkout', '-q', 'main');
    git.commit('Move on', { 'engine.txt': 'moved\n' });
    git.git('merge', '-q', '--no-ff', '-m', 'Merge work', 'work');
    expect(shown(await facts())).toEqual(['Merge work: patch', 'Move on: nothing']);
  });

  test('through a merge commit whose parts were judged one by one', async () => {
    const { git, judge, facts } = project();
    const { wheel: one, crank: two } = work(git);
    judge(one);
    judge(two);
    git.commit('Record it');
    git.git('checkout', '-q', 'main');
    git.commit('Move on', { 'engine.txt': 'moved\n' });
    git.git('merge', '-q', '--no-ff', '-m', 'Merge work', 'work');
    expect(shown(await facts())).toEqual(['Merge work: range', 'Move on: nothing']);
  });

  test('but not a merge that changed something on its own', async () => {
    const { git, judge, facts } = project();
    git.git('checkout', '-q', '-b', 'work');
    const one = git.commit('Add a wheel', { 'wheel.txt': 'wheel\n' });
    judge(one);
    git.commit('Record it');
    git.git('checkout', '-q', 'main');
    git.commit('Move on', { 'engine.txt': 'moved\n' });
    git.git('merge', '-q', '--no-ff', '--no-commit', 'work');
    git.commit('Merge work', { 'wheel.txt': 'another wheel\n' });
    const found = await facts();
    expect(found.changes[0]?.cover).toEqual({
      by: 'nothing',
      because: 'this merge changed something by itself, and no verdict names it',
    });
  });

  test('but not a revert, though what it went back to has passed', async () => {
    const { git, judge, facts } = project();
    const good = git.commit('Add a wheel', { 'wheel.txt': 'wheel\n' });
    git.commit('Add a crank', { 'crank.txt': 'crank\n' });
    git.git('revert', '--no-edit', 'HEAD');
    judge(good);
    git.commit('Record it');
    expect(shown(await facts())).toEqual([
      'Revert "Add a crank": nothing',
      'Add a crank: nothing',
      'Add a wheel: commit',
    ]);
    judge(git.git('rev-parse', 'HEAD~1'));
    git.commit('Record that too');
    expect(shown(await facts())[0]).toBe('Revert "Add a crank": commit');
  });
});

describe('what does not cover', () => {
  test('a self pass, a fail after the pass, and a ledger that is broken', async () => {
    const { git, judge, facts } = project();
    const one = git.commit('Add a wheel', { 'wheel.txt': 'wheel\n' });
    judge(one, { judge: { kind: 'agent', id: 'Ada', context: 'session-1' } });
    const two = git.commit('Add a crank', { 'crank.txt': 'crank\n' });
    judge(two);
    judge(two, { verdict: 'fail' });
    git.commit('Record it');
    const found = await facts();
    expect(found.changes.map(({ cover }) => cover)).toMatchObject([
      { because: 'a fail came after its pass' },
      { because: 'the only pass is by its own author' },
    ]);
    git.commit('Break it', {
      '.agents/verdicts/other.jsonl': `${jsonl(chained([verdict()]))}{"format":"agentops-verdict"}\n`,
    });
    expect(await facts()).toMatchObject({ broken: ['.agents/verdicts/other.jsonl'], ledgers: 2 });
  });

  test('a pass that is refused later under the patch id alone', async () => {
    const { git, judge, facts } = project();
    const commit = git.commit('Add a wheel', { 'wheel.txt': 'wheel\n' });
    const { patch, difference } = subjectOf(git, commit);
    judge(commit, { subject: { commit } });
    judge(commit, { subject: { commit: '3'.repeat(40), patch, difference: '4'.repeat(64) }, verdict: 'fail' });
    git.commit('Record it');
    expect((await facts()).changes[0]?.cover).toMatchObject({ because: 'a fail came after its pass' });
    judge(commit, { subject: { commit } });
    judge(commit, { subject: { commit: '3'.repeat(40), difference }, verdict: 'fail' });
    git.commit('Record it again');
    expect((await facts()).changes.at(-1)?.cover).toMatchObject({ because: 'a fail came after its pass' });
  });

  test('a ledger that moves a file into its folder is no bookkeeping', async () => {
    const { git, facts } = project();
    git.git('mv', 'engine.txt', '.agents/verdicts/engine.jsonl');
    git.commit('Move the engine');
    const found = await facts();
    expect(found.trivial).toBe(0);
    expect(shown(found)).toEqual(['Move the engine: nothing']);
  });

  test('a ledger whose contents are not in this clone leaves all of it open', async () => {
    const collected = await collect(
      memoryRepository({
        commits: [{ files: { [LANE]: jsonl(chained([verdict()])), a: '1' } }, { files: { a: '2' } }],
        withhold: { contents: (path) => path === LANE },
      }),
    );
    expect(collected).toMatchObject({ known: true, value: { unseen: { because: expect.stringContaining(LANE) } } });
  });
});

describe('approvals', () => {
  const request = (
    commit: string,
    approvers: readonly Account[],
    more: Partial<MergedRequest> = {},
  ): MergedRequest => ({
    url: 'https://example.org/pull/1',
    commit,
    date: '2026-01-05T00:00:00Z',
    author: { name: 'ada', isBot: false },
    approvers: approvers.map((each) => approverOf(each, { name: 'ada', isBot: false, ...more.author })),
    commits: 1,
    authored: [],
    ...more,
  });
  const approvals = (merged: readonly MergedRequest[], after: string | null = null): Approvals => ({
    service: 'GitHub',
    page: 'https://example.org/pulls',
    merged,
    after,
  });
  const spec: MemoryRepositorySpec = { commits: [{ files: { a: '1' } }, { files: { a: '2' } }] };

  test.for([
    ['somebody else', [{ name: 'grace', isBot: false }], 'approval'],
    ['the author', [{ name: 'Ada', isBot: false }], 'nothing'],
    ['a bot', [{ name: 'review-bot', isBot: true }], 'nothing'],
    ['a person whose name is that of the bot that wrote it', [{ name: 'ada', isBot: false }], 'approval', true],
    ['nobody', [], 'nothing'],
  ] as const)('by %s', async ([, approvers, by, isBot = false]) => {
    const repository = memoryRepository(spec);
    const author = { name: 'ada', isBot };
    const collected = await collect(repository, approvals([request(repository.target.commit, approvers, { author })]));
    expect(collected).toMatchObject({
      known: true,
      value: {
        approvalsSeen: true,
        began: 'window',
        ledgers: 0,
        changes: [{ cover: { by } }, { cover: { by: 'nothing' } }],
      },
    });
    expect(collected.known && collected.value.unapproved).toBeUndefined();
  });

  test('of a rebased pull request leave its other commits open, and no change of somebody else', async () => {
    const day = (number: number) => `2026-01-0${number}T09:00:00Z`;
    const repository = memoryRepository({
      commits: [1, 2, 3, 4, 5].map((number) => ({ date: day(number), files: { a: `${number}` } })),
    });
    const rebased = request(repository.target.commit, [{ name: 'grace', isBot: false }], {
      commits: 3,
      authored: [day(3), day(4), day(5)],
    });
    const of = async (merged: MergedRequest) => {
      const collected = await collect(repository, approvals([merged]));
      return collected.known && collected.value.changes.map(({ cover }) => ('open' in cover ? cover.open : cover.by));
    };
    expect(await of(rebased)).toEqual(['approval', rebased.url, rebased.url, 'nothing', 'nothing']);
    const squashed = { ...rebased, authored: [day(2), day(3), day(4)] };
    expect(await of(squashed)).toEqual(['approval', 'nothing', 'nothing', 'nothing', 'nothing']);
  });

  test('that were not all read leave older changes open', async () => {
    const repository = memoryRepository(spec);
    const unapproved = { because: expect.stringContaining('Not all pull requests') };
    // One that was merged long ago and touched since is in the list; those merged in between are not.
    const old = request('f'.repeat(40), [], { date: '2025-12-01T00:00:00Z' });
    for (const merged of [[request(repository.target.commit, [])], [old]]) {
      const collected = await collect(repository, approvals(merged, '2026-01-01T12:00:00Z'));
      expect(collected).toMatchObject({ value: { unapproved } });
    }
    const collected = await collect(repository, approvals([old], '2025-12-31T00:00:00Z'));
    expect(collected.known && collected.value.unapproved).toBeUndefined();
  });

  test('that could not be asked for are told', async () => {
    expect(await collect(memoryRepository(spec))).toMatchObject({
      value: { approvalsSeen: false, unapproved: { because: 'The audit ran offline.' } },
    });
  });
});

test('a ledger that came through a merge counts from that merge on', async () => {
  const repository = memoryRepository({
    commits: [
      { label: 'a', files: { a: '1' } },
      { label: 'main', parents: ['a'], message: 'Move on', files: { b: '1' } },
      { label: 'side', parents: ['a'], message: 'Side', files: { [LANE]: jsonl(chained([verdict()])) } },
      { label: 'm', parents: ['main', 'side'], message: 'Merge', files: { [LANE]: jsonl(chained([verdict()])) } },
      { parents: ['m'], message: 'After', files: { c: '1' } },
    ],
  });
  const collected = await collect(repository);
  if (!collected.known) throw new Error(collected.because);
  expect(shown(collected.value)).toEqual(['After: nothing']);
});

test('without history nothing is known', async () => {
  const collected = await collect(memoryRepository({ commits: [{ files: { a: '1' } }], withhold: { history: true } }));
  expect(collected.known).toBe(false);
});
