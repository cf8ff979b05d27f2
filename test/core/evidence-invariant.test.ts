import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { collectors } from '../../checker/src/collect/index.ts';
import type { Doctrine } from '../../checker/src/doctrine.ts';
import { audit } from '../../checker/src/engine.ts';
import { doctrineFrom } from '../../checker/src/node/doctrine-files.ts';
import { nodePlatform } from '../../checker/src/node/platform.ts';
import { type Collected, known, withheld } from '../../checker/src/outcome.ts';
import { probes } from '../../checker/src/probes/index.ts';
import { earned } from '../../checker/src/score.ts';
import type { Scorecard } from '../../checker/src/scorecard.ts';
import type { Forge } from '../../checker/src/source/forge.ts';
import { type MemoryRepositorySpec, memoryRepository } from '../../checker/src/source/memory.ts';
import { exemplary, FILES, SPOILT, strictForge } from '../support/exemplary-repository.ts';

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

const PATHS = Object.keys(FILES);

/** A repository in which each file is as it should be, spoilt, or not there. */
const repositories = fc
  .record({
    states: fc.array(fc.constantFrom('good', 'good', 'spoilt', 'gone'), {
      minLength: PATHS.length,
      maxLength: PATHS.length,
    }),
    sprawl: fc.boolean(),
  })
  .map(({ states, sprawl }) => {
    const files = PATHS.flatMap((path, index) =>
      states[index] === 'gone'
        ? []
        : [[path, (states[index] === 'spoilt' ? SPOILT[path] : undefined) ?? FILES[path] ?? '']],
    );
    return exemplary(Object.fromEntries(files), { sprawl });
  });

/** The same history, in which the file was never there. */
const without = (spec: MemoryRepositorySpec, gone: string): MemoryRepositorySpec => ({
  ...spec,
  commits: spec.commits.map(({ files = {}, ...commit }) => ({
    ...commit,
    files: Object.fromEntries(Object.entries(files).filter(([path]) => path !== gone)),
  })),
});

test('the exemplary repository meets every rule', async () => {
  const card = await scoreOf(exemplary());
  const unmet = Object.entries(statuses(card)).filter(([, status]) => status !== 'pass' && status !== 'not-applicable');
  expect(
    unmet,
    'test/support/exemplary-repository.ts has to meet every rule: add to FILES what these rules ask for, and to SPOILT what fails them',
  ).toEqual([]);
  expect(card.score).toEqual({ proven: 100, possible: 100, decided: 100 });
  expect(card.level).toEqual({ held: 'Scale', next: null, blockedBy: [] });
});

/** What some rule asks for. A workflow or a manifest is not among them: without it a hazard may be gone too. */
const DEMANDED = PATHS.filter((path) => !/^(?:src|test|\.github\/workflows)\/|^package\.json$/.test(path));

describe('proven never rises', () => {
  // In five parts, so that none comes near the time limit on a busy machine.
  test.for([1, 2, 3, 4, 5])('when contents, history, the clone or the forge are withheld, part %s', async () => {
    await fc.assert(
      fc.asyncProperty(
        repositories,
        fc.subarray(PATHS),
        fc.record({ history: fc.boolean(), clone: fc.boolean(), forge: fc.boolean() }),
        async (spec, hidden, hide) => {
          const { clone: _clone, ...bare } = spec;
          const before = await scoreOf(spec);
          const after = await scoreOf(
            {
              ...(hide.clone ? bare : spec),
              withhold: { history: hide.history, contents: (path) => hidden.includes(path) },
            },
            hide.forge ? withheld('Offline.', 'Run it online.') : known(strictForge),
          );
          expect(after.score.proven, difference(before, after)).toBeLessThanOrEqual(before.score.proven);
          expect(raised(before, after)).toEqual([]);
        },
      ),
      { numRuns: 30 },
    );
  });

  test.for(DEMANDED)('when %s is deleted', async (path) => {
    await fc.assert(
      fc.asyncProperty(repositories, async (spec) => {
        const before = await scoreOf(spec);
        const after = await scoreOf(without(spec, path));
        expect(after.score.proven, difference(before, after)).toBeLessThanOrEqual(before.score.proven);
      }),
      { numRuns: 15 },
    );
  });
});

/** The rules whose status changed. */
function difference(before: Scorecard, after: Scorecard): string {
  const then = statuses(before);
  const changed = Object.entries(statuses(after)).filter(([rule, status]) => then[rule] !== status);
  return changed.map(([rule, status]) => `${rule}: ${then[rule]} became ${status}`).join(', ');
}

/** The rules that gained: a better outcome, or one that leaves the denominator. */
function raised(before: Scorecard, after: Scorecard): readonly string[] {
  const then = outcomes(before);
  return [...outcomes(after)].flatMap(([rule, outcome]) => {
    const old = then.get(rule);
    if (old === undefined || old.status === 'not-applicable') return [];
    const gained = earned(outcome) > earned(old) || outcome.status === 'not-applicable';
    return gained ? [`${rule}: ${old.status} became ${outcome.status}`] : [];
  });
}

const outcomes = (card: Scorecard) =>
  new Map(card.factors.flatMap(({ findings }) => findings.map(({ rule, outcome }) => [rule.id, outcome])));
