import type { Difference } from '../repository.ts';
import type { CommitGraph } from './commit-graph.ts';
import type { Statement, Subject } from './statement.ts';

/** One verdict, and where it stands. */
export interface Judgement extends Pick<Statement, 'line' | 'verdict' | 'subject' | 'independence' | 'time'> {
  readonly path: string;
}

/** A verdict whose names were looked up in the history. */
interface Placed extends Judgement {
  readonly keys: readonly string[];
}

/** The last refusals of one subject. */
interface Refusals {
  readonly lastLine: Map<string, number>;
  readonly lastTime: Map<string, number>;
}

type Names = Pick<Subject, 'commit' | 'tree' | 'patch' | 'difference'>;

/** The names that a commit goes by, each as a key. All but the first may be those of several. */
export const keysOf = (names: Names): readonly string[] => [
  ...(names.commit === undefined ? [] : [`commit ${names.commit}`]),
  ...(names.tree === undefined ? [] : [`tree ${names.tree}`]),
  ...differenceKeys(names),
];

/** The names of what was changed. */
export const differenceKeys = ({ patch, difference }: Partial<Difference>): readonly string[] => [
  ...(difference === undefined ? [] : [`difference ${difference}`]),
  ...(patch === undefined ? [] : [`patch ${patch}`]),
];

/** For all ranges together. Beyond it the verdicts that were read last are not looked at as ranges. */
const MOST_RANGE_STEPS = 3_000_000;

/**
 * Every verdict by the names of what it judged.
 *
 * The tree of a commit that is in the history is taken from there; what a verdict says of it is not asked. A verdict with
 * a base is one on everything up to its commit too, where both are in the history. Another commit that left the same tree
 * does not end that range: what landed on the base in between may be undone by it.
 */
export class Judgements {
  readonly #graph: CommitGraph;
  readonly #byKey = new Map<string, Placed[]>();
  readonly #byRange = new Map<string, Placed[]>();
  readonly #refusals = new Map<string, Refusals>();
  readonly #differences = new Set<string>();
  readonly #placedDifferences = new Set<string>();
  readonly #landedDifferences = new Set<string>();
  #steps = 0;

  constructor(graph: CommitGraph, judgements: Iterable<Judgement>) {
    this.#graph = graph;
    for (const judgement of judgements) this.#add(judgement);
  }

  /** False when some ranges were not followed. */
  get complete(): boolean {
    return this.#steps <= MOST_RANGE_STEPS;
  }

  /** Of each verdict that names what was changed the key of that, white space included where it names that too. */
  get differences(): ReadonlySet<string> {
    return this.#differences;
  }

  /** True when a verdict refuses a change under the name of what it changed. */
  get refusesDifferences(): boolean {
    return [...this.#refusals.keys()].some((key) => /^(?:patch|difference) /.test(key));
  }

  /** Keys of what was changed that are named together with a commit or a tree of the history. */
  get placedDifferences(): ReadonlySet<string> {
    return this.#placedDifferences;
  }

  /** Those of them that are named together with a commit of the history, so that nobody rewrote it. */
  get landedDifferences(): ReadonlySet<string> {
    return this.#landedDifferences;
  }

  /** Verdicts on what has this key, in the order they were read. */
  under(key: string): readonly Judgement[] {
    return this.#byKey.get(key) ?? [];
  }

  /** Verdicts on a range that holds this commit. */
  around(commit: string): readonly Judgement[] {
    return this.#byRange.get(commit) ?? [];
  }

  /** True when no later verdict refuses what has one of these keys, or what the pass itself names. */
  stands(pass: Judgement, keys: readonly string[]): boolean {
    return ![...keys, ...(pass as Placed).keys].some((key) => this.#refusedAfter(key, pass));
  }

  /** True when a verdict refuses what has this key, and was not given before `instant`. */
  refusedSince(key: string, instant: number): boolean {
    const refusals = this.#refusals.get(key);
    return refusals !== undefined && [...refusals.lastTime.values()].some((time) => !(time < instant));
  }

  #add(judgement: Judgement): void {
    const placed = this.#placed(judgement);
    const { commit = '', tree = '' } = placed.subject;
    const changed = differenceKeys(placed.subject);
    if (changed[0] !== undefined) {
      this.#differences.add(changed[0]);
      const isLanded = this.#graph.resolve(commit) !== undefined;
      if (isLanded) for (const key of changed) this.#landedDifferences.add(key);
      if (isLanded || this.#graph.withTree(tree).length > 0)
        for (const key of changed) this.#placedDifferences.add(key);
    }
    for (const key of placed.keys) {
      push(this.#byKey, key, placed);
      if (placed.verdict === 'fail') this.#refuse(key, placed);
    }
    if (placed.verdict === 'pass') this.#addRange(placed);
  }

  #placed(judgement: Judgement): Placed {
    const { commit, tree, patch, difference } = judgement.subject;
    const id = commit === undefined ? undefined : this.#graph.resolve(commit);
    const known = id === undefined ? undefined : this.#graph.get(id);
    const names = {
      ...((id ?? commit) !== undefined && { commit: (id ?? commit) as string }),
      ...((known?.tree ?? tree) !== undefined && { tree: (known?.tree ?? tree) as string }),
      ...(patch !== undefined && { patch }),
      ...(difference !== undefined && { difference }),
    };
    return { ...judgement, keys: keysOf(names) };
  }

  #addRange(placed: Placed): void {
    const { commit, base } = placed.subject;
    const from = base === undefined ? undefined : this.#graph.resolve(base);
    const tip = commit === undefined ? undefined : this.#graph.resolve(commit);
    if (from === undefined || tip === undefined || !this.complete) return;
    const range = this.#graph.between([tip], [from]);
    this.#steps += range.steps;
    if (!range.complete) return;
    for (const id of range.ids) push(this.#byRange, id, placed);
  }

  #refuse(key: string, { path, line, time }: Placed): void {
    const refusals = this.#refusals.get(key) ?? { lastLine: new Map(), lastTime: new Map() };
    this.#refusals.set(key, refusals);
    refusals.lastLine.set(path, Math.max(line, refusals.lastLine.get(path) ?? 0));
    refusals.lastTime.set(path, Math.max(instant(time), refusals.lastTime.get(path) ?? Number.NEGATIVE_INFINITY));
  }

  /** Within one file its order tells what came later; between files the times do, and one without a time came last. */
  #refusedAfter(key: string, { path, line, time }: Judgement): boolean {
    const refusals = this.#refusals.get(key);
    if (refusals === undefined) return false;
    if ((refusals.lastLine.get(path) ?? 0) > line) return true;
    const given = time === undefined ? Number.NEGATIVE_INFINITY : Date.parse(time);
    return [...refusals.lastTime].some(([other, refused]) => other !== path && !(refused < given));
  }
}

/** A time that was not told, or makes no sense, is after all others. */
const instant = (time: string | undefined): number => {
  const parsed = time === undefined ? Number.NaN : Date.parse(time);
  return Number.isNaN(parsed) ? Number.POSITIVE_INFINITY : parsed;
};

function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
