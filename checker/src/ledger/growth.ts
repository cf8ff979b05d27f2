import type { PathStep } from '../repository.ts';
import { withoutHalfLines } from './half-lines.ts';
import type { Pair, Prefixes, ReadVersions, Uncompared } from './prefixes.ts';

/** A step that lost something of what the file held before. */
export interface Loss {
  readonly step: PathStep & { readonly before: string };
  /** The first byte of the former version that is no longer as it was; undefined when the file is gone. */
  readonly at?: number;
  /** Where the same step put all that it held, when the file is gone. */
  readonly renamedTo?: string;
  /** All that the file held before is in the audited commit again. */
  readonly undone: boolean;
  /** The audited version holds records that were added since: bringing back what was lost would take these away. */
  readonly builtOn?: boolean;
}

export interface Growth {
  /** Newest first. */
  readonly losses: readonly Loss[];
  /** Why steps could not be judged. */
  readonly uncompared: ReadonlySet<Uncompared>;
}

/** So many ledgers are searched for what one held that is gone: a move in two commits. */
const MOST_OTHERS = 20;

/** What the audited commit and its history hold at the places of ledgers. */
export interface History {
  /** Every step of each path, newest first. */
  readonly steps: readonly PathStep[];
  /** Object name of each ledger in the audited commit. */
  readonly audited: ReadonlyMap<string, string>;
  readonly isMerge: (commit: string) => boolean;
}

/**
 * Finds every step after which a file no longer begins with all that it held before.
 *
 * A loss that was undone is told from one that stands: what was lost is the beginning of a ledger of the audited commit
 * again. The step that brings it back loses what was put in its place, and is no loss itself; records that were added to
 * that in between are one, unless they came back too.
 */
export async function growthOf(
  history: History,
  compared: Prefixes,
  read: ReadVersions,
): Promise<ReadonlyMap<string, Growth>> {
  const { audited } = history;
  const byPath = groupedBy(history.steps, ({ path }) => path);
  const all: Loss[] = [];
  const growths = new Map<string, { losses: Loss[]; uncompared: Set<Uncompared> }>();
  for (const [path, steps] of byPath) {
    const now = audited.get(path);
    await compared.compare([...newestFirst(now, steps), ...pairsOf(steps)]);
    const { losses, uncompared } = departures(steps, compared);
    growths.set(path, { losses: [], uncompared });
    all.push(...losses);
  }
  const renamed = await withRenames(await withoutHalfLines(all, read), history.steps, compared);
  const judged = await withUndone(renamed, history, compared);
  for (const loss of named(judged, history.isMerge)) growths.get(loss.step.path)?.losses.push(loss);
  return growths;
}

/** The audited version with the newest other one: it becomes the reference, and everything is compared with it. */
function newestFirst(now: string | undefined, steps: readonly PathStep[]): readonly Pair[] {
  const other = steps.flatMap(({ before, after }) => [after, before]).find((id) => id !== undefined && id !== now);
  return now === undefined || other === undefined ? [] : [[now, other]];
}

const pairsOf = (steps: readonly PathStep[]): readonly Pair[] =>
  steps.flatMap(({ before, after }) => (before === undefined || after === undefined ? [] : [[after, before] as const]));

/** Steps after which a file does not begin with what it held, whatever became of that. */
function departures(steps: readonly PathStep[], compared: Prefixes) {
  const losses: Loss[] = [];
  const uncompared = new Set<Uncompared>();
  for (const step of steps) {
    const { before, after } = step;
    if (before === undefined || before === after) continue;
    const from = { ...step, before };
    if (after === undefined) {
      losses.push({ step: from, undone: false });
      continue;
    }
    const at = compared.common(after, before);
    if (at === undefined) uncompared.add(compared.uncompared(before) ?? compared.uncompared(after) ?? 'bound');
    else if (at < (compared.size(before) ?? 0)) losses.push({ step: from, at, undone: false });
  }
  return { losses, uncompared };
}

/** Finds, for files that are gone, another one that the same step added to and that holds all that they held. */
async function withRenames(losses: readonly Loss[], steps: readonly PathStep[], compared: Prefixes): Promise<Loss[]> {
  const edge = ({ commit, parent = '' }: PathStep) => `${commit} ${parent}`;
  const together = groupedBy(steps, edge);
  const renamed: Loss[] = [];
  for (const loss of losses) {
    const { step, at } = loss;
    let to: string | undefined;
    for (const { path, after } of at === undefined ? (together.get(edge(step)) ?? []) : []) {
      if (path === step.path || after === undefined || to !== undefined) continue;
      await compared.compare([[after, step.before]]);
      if (compared.begins(step.before, after)) to = path;
    }
    renamed.push(to === undefined ? loss : { ...loss, renamedTo: to });
  }
  return renamed;
}

/** Tells what was undone, and leaves out the steps that did it. */
async function withUndone(
  losses: readonly Loss[],
  { steps, audited, isMerge }: History,
  compared: Prefixes,
): Promise<Loss[]> {
  const made = makers(steps, isMerge);
  const key = (path: string, id: string | undefined) => `${id} ${path}`;
  const back = await broughtBack(losses, audited, compared);
  const isBuiltOn = buildersOn(losses, audited, compared);
  /** Versions that nothing made but losses which were undone: what only they hold was put there in place of records. */
  const spurious = new Set<string>();
  const judged = new Map<Loss, Loss | undefined>();
  // Oldest first, so that a chain of forgeries is followed from its beginning; again until nothing changes.
  const open = new Set(losses.toReversed());
  for (let before = -1; before !== open.size; ) {
    before = open.size;
    for (const loss of open) {
      const { path, commit, before: former, after } = loss.step;
      const isReturn = spurious.has(key(path, former));
      if (!isReturn && !back.has(loss)) continue;
      open.delete(loss);
      judged.set(loss, isReturn ? undefined : { ...loss, undone: loss.renamedTo === undefined });
      const others = made.get(key(path, after));
      if (others?.delete(commit) && others.size === 0) spurious.add(key(path, after));
    }
  }
  return losses.flatMap((loss) =>
    judged.has(loss) ? (judged.get(loss) ?? []) : isBuiltOn(loss) ? { ...loss, builtOn: true } : loss,
  );
}

/** Tells of losses whether the audited version is none that a loss left, and holds more than what they took. */
function buildersOn(
  losses: readonly Loss[],
  audited: ReadonlyMap<string, string>,
  compared: Prefixes,
): (loss: Loss) => boolean {
  const left = new Set(losses.map(({ step }) => `${step.after} ${step.path}`));
  return ({ step: { path, before } }) => {
    const now = audited.get(path);
    return now !== undefined && !left.has(`${now} ${path}`) && !compared.begins(now, before);
  };
}

/** Losses of which all that the file held before is the beginning of a ledger of the audited commit. */
async function broughtBack(
  losses: readonly Loss[],
  audited: ReadonlyMap<string, string>,
  compared: Prefixes,
): Promise<ReadonlySet<Loss>> {
  const back = new Set<Loss>();
  const others = [...audited.values()].slice(0, MOST_OTHERS);
  const candidates = ({ step: { path } }: Loss) => {
    const own = audited.get(path);
    return own === undefined ? others : [own];
  };
  for (const ledger of new Set(losses.flatMap(candidates))) {
    const asked = losses.filter((loss) => !back.has(loss) && candidates(loss).includes(ledger));
    await compared.compare(asked.map(({ step }) => [ledger, step.before]));
    for (const loss of asked) if (compared.begins(loss.step.before, ledger)) back.add(loss);
  }
  return back;
}

/**
 * The commits that made each version of each path, whenever they say they did: dates are written by whoever commits. A
 * merge that took a version over from a parent did not make it.
 */
function makers(steps: readonly PathStep[], isMerge: History['isMerge']): ReadonlyMap<string, Set<string>> {
  const made = new Map<string, Set<string>>();
  for (const [version, same] of groupedBy(steps, ({ path, after }) => `${after} ${path}`)) {
    const edges = groupedBy(same, ({ commit }) => commit);
    const commits = [...edges].filter(([commit, { length }]) => !isMerge(commit) || length > 1);
    made.set(version, new Set(commits.map(([commit]) => commit)));
  }
  return made;
}

/**
 * One loss for each commit and path: the one that stands, and that begins first. A merge that only takes over what a
 * commit of one side did is not named beside it.
 */
function named(losses: readonly Loss[], isMerge: History['isMerge']): readonly Loss[] {
  const deed = ({ step, renamedTo = '' }: Loss) => `${step.before} ${step.after ?? ''} ${renamedTo} ${step.path}`;
  const deeds = new Set(losses.filter(({ step }) => !isMerge(step.commit)).map(deed));
  const own = losses.filter((loss) => !isMerge(loss.step.commit) || !deeds.has(deed(loss)));
  const gravest = new Map<string, Loss>();
  for (const loss of own) {
    const id = `${loss.step.commit} ${loss.step.path}`;
    const other = gravest.get(id);
    if (other === undefined || gravity(loss) > gravity(other)) gravest.set(id, loss);
  }
  return [...gravest.values()];
}

const gravity = (loss: Loss): number => (stands(loss) ? 1e12 : 0) - (loss.at ?? -1);

/** True for a loss that nothing made good. */
export const stands = ({ undone, renamedTo }: Loss): boolean => !undone && renamedTo === undefined;

/** Items by a key of theirs, in the order they had. */
export function groupedBy<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
