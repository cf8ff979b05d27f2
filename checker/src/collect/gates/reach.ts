import type { Trigger, Workflow } from '../../facts/workflows.ts';
import { filterPieces, matchesWhole } from '../glob.ts';

/** Which proposed changes a trigger runs for. */
export interface Reach {
  readonly event: string;
  readonly line: number;
  /** `pull request`: every proposed change, but for `paths`. `branches`: those pushed to this repository, not forks. */
  readonly of: 'every' | 'branches' | 'none';
  /** Says whether a changed path starts the workflow; undefined without a path filter. */
  readonly covers: ((path: string) => boolean) | undefined;
  /** Why it is not every change. */
  readonly because: string;
}

const PROPOSING = new Set(['pull_request', 'pull_request_target', 'merge_group']);

/** How the triggers of a workflow reach proposed changes; `workflow_call` and the like reach none by themselves. */
export function reachesOf({ triggers }: Workflow, defaultBranch: string | undefined): readonly Reach[] {
  return triggers.flatMap((trigger) => {
    if (PROPOSING.has(trigger.event)) return reachOfProposal(trigger, defaultBranch);
    return trigger.event === 'push' ? reachOfPush(trigger) : [];
  });
}

function reachOfProposal(trigger: Trigger, defaultBranch: string | undefined): Reach {
  const { event, line, types } = trigger;
  const none = (because: string): Reach => ({ event, line, of: 'none', covers: undefined, because });
  const target = defaultBranch ?? 'main';
  if (!passes(target, trigger.branches, trigger.branchesIgnore))
    return none(`it leaves out changes proposed to ${target}`);
  if (event !== 'merge_group' && types !== undefined && !types.includes('synchronize') && !types.includes('opened')) {
    return none(`it runs when a pull request is ${types.join(', ')}, not when it is opened or changed`);
  }
  if (event !== 'merge_group' && types !== undefined && !types.includes('synchronize')) {
    return {
      event,
      line,
      of: 'branches',
      covers: pathFilter(trigger),
      because: 'it does not run again when the pull request changes',
    };
  }
  return { event, line, of: 'every', covers: pathFilter(trigger), because: '' };
}

/**
 * A push to any branch also tests what is proposed from a branch of this repository; a fork's branch it does not see.
 * A push to the default branch alone tests after the fact.
 */
function reachOfPush(trigger: Trigger): Reach {
  const { event, line, branches, branchesIgnore, tags, tagsIgnore } = trigger;
  const onlyTags =
    branches === undefined && branchesIgnore === undefined && (tags !== undefined || tagsIgnore !== undefined);
  const proposed = ['proposed-change', 'ada/proposed-change'];
  if (onlyTags || !proposed.every((branch) => passes(branch, branches, branchesIgnore))) {
    return {
      event,
      line,
      of: 'none',
      covers: undefined,
      because: onlyTags ? 'it runs for tags only' : 'it runs after a change has landed, not when it is proposed',
    };
  }
  return {
    event,
    line,
    of: 'branches',
    covers: pathFilter(trigger),
    because: 'it runs for branches of this repository, not for changes proposed from a fork',
  };
}

function pathFilter({ paths, pathsIgnore }: Trigger): ((path: string) => boolean) | undefined {
  if (paths === undefined && pathsIgnore === undefined) return undefined;
  const test = compiled(paths, pathsIgnore);
  return (path) => test(path);
}

const passes = (name: string, include: readonly string[] | undefined, ignore: readonly string[] | undefined) =>
  compiled(include, ignore)(name);

/** A filter with `!` takes back what an earlier pattern took; the last match decides. */
function compiled(
  include: readonly string[] | undefined,
  ignore: readonly string[] | undefined,
): (name: string) => boolean {
  const included = include?.map(filterPieces);
  const ignored = ignore?.map(filterPieces);
  return (name) => {
    if (included !== undefined) {
      const last = included.findLast(({ pieces }) => matchesWhole(pieces, name));
      return last !== undefined && !last.excludes;
    }
    const last = ignored?.findLast(({ pieces }) => matchesWhole(pieces, name));
    return last === undefined || last.excludes;
  };
}
