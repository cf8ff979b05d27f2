import { expect, test } from 'vitest';
import { coverageOf } from '../../checker/src/collect/coverage/coverage-of.ts';
import { ledgers } from '../../checker/src/collect/ledgers.ts';
import type { CollectContext } from '../../checker/src/collector.ts';
import { CommitGraph, type GraphCommit } from '../../checker/src/ledger/commit-graph.ts';
import { nodePlatform } from '../../checker/src/node/platform.ts';
import { known, withheld } from '../../checker/src/outcome.ts';
import type { Repository } from '../../checker/src/repository.ts';
import { memoryRepository } from '../../checker/src/source/memory.ts';
import { chained, jsonl, type Members, verdict } from '../support/verdicts.ts';

const name = (number: number) => number.toString(16).padStart(40, '0');
const commit = (number: number, ...parents: readonly number[]): GraphCommit => ({
  id: name(number),
  tree: name(number + 1_000_000),
  parents: parents.map(name),
});

const LANE = '.agents/verdicts/main.jsonl';

/** A merge that brought so many commits, and a ledger whose verdict names what some change did. */
async function merged(count: number, asked: Partial<Repository>, ...more: readonly Members[]) {
  const records = [{ subject: { commit: 'f'.repeat(40), patch: 'e'.repeat(40) } }, ...more].map((each) =>
    verdict(each),
  );
  const repository = memoryRepository({ commits: [{ files: { [LANE]: jsonl(chained(records)) } }] });
  const context = { repository, platform: nodePlatform, notice: () => {} } as unknown as CollectContext;
  const held = await ledgers.collect(context);
  if (!held.known) throw new Error(held.because);
  const branch = Array.from({ length: count }, (_, at) => commit(at + 1, at));
  const tip = commit(count + 1, 0, count);
  return coverageOf(
    { ...repository, mergesWithChanges: async () => known(new Set()), ...asked },
    {
      changes: [tip.id],
      graph: new CommitGraph([commit(0), ...branch, tip]),
      ledgers: held.value,
      held: false,
      since: '1970-01-01T00:00:00Z',
    },
  );
}

test('what commits changed is asked of a bounded number, and the bound is said', async () => {
  let most = 0;
  const differences: Repository['differences'] = async ({ changes }) => {
    most = Math.max(most, changes.length);
    return known(changes.map(() => undefined));
  };
  const few = await merged(9_000, { differences });
  expect(few).toMatchObject({ known: true });
  expect(few.known && few.value.cut).toBeUndefined();
  expect(most).toBe(9_001);
  const many = await merged(10_050, { differences });
  expect(most).toBe(10_000);
  const cut = expect.stringContaining('Of 10051 commits that landed');
  expect(many).toMatchObject({ value: { cut } });

  const pass = { subject: { commit: name(10_051) } };
  const covered = await merged(10_050, { differences }, pass);
  expect(covered.known && [...covered.value.covers.values()]).toMatchObject([{ by: 'commit' }]);
  expect(covered.known && covered.value.cut).toBeUndefined();
  const refusal = { verdict: 'fail', subject: { commit: 'd'.repeat(40), patch: 'd'.repeat(40) } };
  expect(await merged(10_050, { differences }, pass, refusal)).toMatchObject({ value: { cut } });
});

test('where what they changed is withheld, so is how they are covered', async () => {
  const refused = withheld('git diff-tree printed more than 4096 MiB.', 'Look at it with git log.');
  expect(await merged(3, { differences: async () => refused })).toEqual(refused);
});
