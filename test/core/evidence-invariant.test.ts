import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { collectors } from '../../checker/src/collect/index.ts';
import type { Doctrine } from '../../checker/src/doctrine.ts';
import { audit } from '../../checker/src/engine.ts';
import { doctrineFrom } from '../../checker/src/node/doctrine-files.ts';
import { nodePlatform } from '../../checker/src/node/platform.ts';
import { type Collected, known, withheld } from '../../checker/src/outcome.ts';
import { probes } from '../../checker/src/probes/index.ts';
import type { Scorecard } from '../../checker/src/scorecard.ts';
import type { Forge } from '../../checker/src/source/forge.ts';
import { type MemoryRepositorySpec, memoryRepository } from '../../checker/src/source/memory.ts';
import { exemplary, FILES, strictForge } from '../support/exemplary-repository.ts';

/** Taking evidence away, or deleting an artifact that a rule demands, never raises what is proven. */

let doctrine: Doctrine;
beforeAll(async () => {
  doctrine = await doctrineFrom(undefined);
});

const scoreOf = (spec: MemoryRepositorySpec, forge: Collected<Forge> = known(strictForge)): Promise<Scorecard> =>
  audit({
    repository: memoryRepository(spec),
    doctrine,
    probes,
    collectors,
    platform: nodePlatform,
    forge,
    tool: { name: 'agentops-audit', version: '0.0.0' },
    onCrash: (where, error) => {
      throw new Error(`crash in ${where}`, { cause: error });
    },
  });

const statuses = (card: Scorecard) =>
  Object.fromEntries(
    card.factors.flatMap(({ findings }) => findings.map(({ rule, outcome }) => [rule.id, outcome.status])),
  );

const without = (paths: readonly string[]) =>
  Object.fromEntries(Object.entries(FILES).filter(([path]) => !paths.includes(path)));

const PATHS = Object.keys(FILES);

test('the exemplary repository meets every rule', async () => {
  const card = await scoreOf(exemplary());
  const unmet = Object.entries(statuses(card)).filter(([, status]) => status !== 'pass' && status !== 'not-applicable');
  expect(unmet).toEqual([]);
  expect(card.score).toEqual({ proven: 100, possible: 100, decided: 100 });
  expect(card.level).toEqual({ held: 'Scale', next: null, blockedBy: [] });
});

describe('proven never rises', () => {
  test('when contents, history or the forge are withheld', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.subarray(PATHS),
        fc.subarray(PATHS),
        fc.boolean(),
        fc.boolean(),
        async (gone, hidden, history, forge) => {
          const spec = exemplary(without(gone));
          const before = await scoreOf(spec);
          const after = await scoreOf(
            { ...spec, withhold: { history, contents: (path) => hidden.includes(path) } },
            forge ? withheld('Offline.', 'Run it online.') : known(strictForge),
          );
          expect(after.score.proven, JSON.stringify([statuses(before), statuses(after)])).toBeLessThanOrEqual(
            before.score.proven,
          );
          expect(after.score.possible).toBeLessThanOrEqual(100);
        },
      ),
      { numRuns: 250 },
    );
  });

  test('when the state of the clone is withheld', async () => {
    const { clone: _clone, ...spec } = exemplary();
    expect((await scoreOf(spec)).score.proven).toBeLessThanOrEqual(100);
  });

  test.for(PATHS.filter((path) => !path.startsWith('.github/workflows/')))('when %s is deleted', async (path) => {
    await fc.assert(
      fc.asyncProperty(fc.subarray(PATHS), async (gone) => {
        const before = await scoreOf(exemplary(without(gone)));
        const after = await scoreOf(exemplary(without([...gone, path])));
        expect(after.score.proven, JSON.stringify([statuses(before), statuses(after)])).toBeLessThanOrEqual(
          before.score.proven,
        );
      }),
      { numRuns: 25 },
    );
  });
});
