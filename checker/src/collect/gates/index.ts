import { defineCollector } from '../../collector.ts';
import type { GatesFacts, TestGate } from '../../facts/gates.ts';
import type { Workflow } from '../../facts/workflows.ts';
import { known } from '../../outcome.ts';
import type { Repository } from '../../repository.ts';
import { nameOf, type Tree } from '../../tree.ts';
import { coverageOf, NOT_OURS } from './coverage.ts';
import { declaredTests, isOtherSystem, otherSystems } from './declared.ts';
import { Follower } from './follow.ts';
import type { ReadText } from './manifests.ts';
import { type Reach, reachesOf } from './reach.ts';
import { GateWalk, type WalkedGate } from './walk.ts';

const MANIFESTS =
  /^(?:package\.json|composer\.json|deno\.jsonc?|GNUmakefile|[Mm]akefile|\.?justfile|Justfile|[Tt]askfile(?:\.dist)?\.ya?ml)$/;
const MOST_MANIFESTS = 300;
const LARGEST = 512 * 1024;
const MOST_SHOWN = 20;
/** Gates that decide the question beyond doubt; the rest is not looked for. */
const ENOUGH = 10;

/** Follows CI from what triggers it to the tests it runs, and says what a failing test comes to. */
export const gates = defineCollector({
  kind: 'gates',
  reads: (path) =>
    /^\.(?:github|forgejo|gitea)\/workflows\/[^/]+\.ya?ml$/.test(path) ||
    MANIFESTS.test(nameOf(path)) ||
    /^(?:Cargo\.toml|go\.mod)$/.test(nameOf(path)) ||
    isOtherSystem(path),

  async collect({ repository, facts }) {
    const collected = await facts('workflows');
    if (!collected.known) return collected;
    const { workflows, unreadable } = collected.value;
    const tree = await repository.tree();
    const read = reader(repository, tree);
    const walk = new GateWalk(new Follower(tree, read, manifests(tree)), read, collected.value);
    const { defaultBranch, branch, name } = repository.target;
    const fullName = /^[^/\s]+\/[^/\s]+$/.test(name) ? name : undefined;
    for (const [workflow, reach] of inOrder(workflows, defaultBranch ?? branch)) {
      // What runs at other times is only told where nothing runs when a change is proposed.
      if (reach.of === 'none' && walk.gates.some(isFull)) break;
      if (walk.gates.filter(isFull).length >= ENOUGH) break;
      await walk.workflow(workflow, reach, fullName);
    }
    const found = distinct(walk.gates);
    const full = found.some(isFull);
    const value: GatesFacts = {
      gates: found.map(({ covers: _covers, ...gate }) => gate),
      declared: full ? [] : await declaredTests(tree, read),
      unfollowed: walk.unfollowed.slice(0, MOST_SHOWN),
      coverage: full ? undefined : coverage(found, tree),
      otherSystems: otherSystems(tree),
      hasWorkflows: workflows.length + unreadable.length > 0,
      unreadable: unreadable.slice(0, MOST_SHOWN),
    };
    return known(value);
  },
});

const isFull = ({ failure, reach }: TestGate) => failure.is === 'kept' && reach.of === 'every';

const RANK = { every: 0, branches: 1, none: 2 } as const;

/** Workflows under each of their events, those that reach the most proposed changes first. */
function inOrder(
  workflows: readonly Workflow[],
  defaultBranch: string | undefined,
): readonly (readonly [Workflow, Reach])[] {
  return workflows
    .flatMap((workflow) => {
      const reaches = reachesOf(workflow, defaultBranch);
      const others = workflow.triggers.filter(
        ({ event }) => event === 'schedule' || event === 'workflow_dispatch' || event === 'release',
      );
      const [other] = others;
      if (reaches.length > 0 || other === undefined) return reaches.map((reach) => [workflow, reach] as const);
      const because = `it runs on ${others.map(({ event }) => event).join(' and ')} only`;
      return [[workflow, { event: other.event, line: other.line, of: 'none', covers: undefined, because }] as const];
    })
    .sort(([, a], [, b]) => RANK[a.of] - RANK[b.of]);
}

/** Package manifests, the deepest last; those of fixtures and examples are not the project's. */
const manifests = (tree: Tree) =>
  tree
    .filter((path) => nameOf(path) === 'package.json' && !NOT_OURS.test(path))
    .map(({ path }) => path)
    .slice(0, MOST_MANIFESTS);

/** Reads what is asked for once; the manifests near the root come in one batch. */
function reader(repository: Repository, tree: Tree): ReadText {
  const texts = new Map<string, string | { readonly withheld: true }>();
  const fetch = async (paths: readonly string[]) => {
    for (const [path, content] of await repository.read(paths, LARGEST)) {
      texts.set(path, content.state === 'text' ? content.text : { withheld: true });
    }
  };
  let first: Promise<void> | undefined;
  return async (path) => {
    if (tree.get(path) === undefined) return undefined;
    first ??= fetch(
      tree
        .filter((near) => MANIFESTS.test(nameOf(near)) && near.split('/').length < 4 && !NOT_OURS.test(near))
        .slice(0, MOST_MANIFESTS)
        .map((entry) => entry.path),
    );
    await first;
    if (!texts.has(path)) await fetch([path]);
    return texts.get(path);
  };
}

/** One place is told once, with the best that was seen of it. */
function distinct(list: readonly WalkedGate[]): readonly WalkedGate[] {
  const worth = ({ failure, reach }: TestGate) =>
    ['swallowed', 'unsure', 'kept'].indexOf(failure.is) + 10 * ['none', 'some', 'paths', 'every'].indexOf(reach.of);
  const best = new Map<string, WalkedGate>();
  for (const gate of list) {
    const key = `${gate.path}:${gate.line}`;
    const before = best.get(key);
    if (before === undefined || worth(gate) > worth(before)) best.set(key, gate);
  }
  return [...best.values()].sort((a, b) => worth(b) - worth(a));
}

function coverage(list: readonly WalkedGate[], tree: Tree): number | undefined {
  const filters = new Set(
    list.flatMap(({ failure, reach, covers }) =>
      failure.is === 'kept' && reach.of === 'paths' && covers !== undefined ? [covers] : [],
    ),
  );
  return filters.size === 0 ? undefined : coverageOf([...filters], tree);
}
