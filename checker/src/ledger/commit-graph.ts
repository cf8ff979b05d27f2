import type { Commit } from '../repository.ts';

/** What a graph keeps of a commit. */
export type GraphCommit = Pick<Commit, 'id' | 'tree' | 'parents'>;

interface Node extends GraphCommit {
  /** Longer than the longest way down from any of its parents: no commit has one above that of its descendants. */
  readonly rank: number;
}

/** Commits that are reachable from one, and not from another. */
export interface Range {
  readonly ids: ReadonlySet<string>;
  /** Commits that were looked at. */
  readonly steps: number;
  /** False when the way led to commits that were not read. */
  readonly complete: boolean;
}

const NOTHING: Range = { ids: new Set(), steps: 0, complete: true };
const FEWEST_DIGITS = 7;

/** The commits that were read, and how they follow each other. */
export class CommitGraph {
  readonly #nodes: ReadonlyMap<string, Node>;
  #sorted: readonly string[] | undefined;
  #byTree: Map<string, string[]> | undefined;
  readonly #brought = new Map<string, Range>();

  /** @param commits in any order; one whose parent is missing is where reading stopped */
  constructor(commits: Iterable<GraphCommit>) {
    this.#nodes = ranked(new Map([...commits].map((commit) => [commit.id, commit])));
  }

  get(id: string): GraphCommit | undefined {
    return this.#nodes.get(id);
  }

  /** The commit with this name, in full or abbreviated to seven digits or more; undefined where none or several have it. */
  resolve(name: string): string | undefined {
    if (this.#nodes.has(name)) return name;
    if (name.length < FEWEST_DIGITS || name.length === 40 || name.length >= 64) return undefined;
    this.#sorted ??= [...this.#nodes.keys()].sort();
    let [low, high] = [0, this.#sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sorted[middle] ?? '') < name) low = middle + 1;
      else high = middle;
    }
    const found = this.#sorted[low];
    if (found === undefined || !found.startsWith(name)) return undefined;
    return this.#sorted[low + 1]?.startsWith(name) ? undefined : found;
  }

  /** The commits that left this tree. */
  withTree(tree: string): readonly string[] {
    if (this.#byTree === undefined) {
      this.#byTree = new Map();
      for (const { id, tree: own } of this.#nodes.values()) {
        const others = this.#byTree.get(own);
        if (others === undefined) this.#byTree.set(own, [id]);
        else others.push(id);
      }
    }
    return this.#byTree.get(tree) ?? [];
  }

  /** True for a commit that left the tree of its first parent. */
  isEmpty(id: string): boolean {
    const commit = this.#nodes.get(id);
    const parent = this.#nodes.get(commit?.parents[0] ?? '');
    return commit !== undefined && parent !== undefined && parent.tree === commit.tree;
  }

  /** `id` and its first parents, as far as they were read. */
  *mainline(id: string): Generator<GraphCommit> {
    for (let at = this.#nodes.get(id); at !== undefined; at = this.#nodes.get(at.parents[0] ?? '')) yield at;
  }

  /** What `git rev-list <tips> --not <without>` lists. Exact, because ranks tell which commits cannot lie below others. */
  between(tips: Iterable<string>, without: Iterable<string>): Range {
    const reach = new Reach(this.#nodes);
    for (const id of without) reach.add(id, UNWANTED);
    for (const id of tips) reach.add(id, WANTED);
    return reach.walk();
  }

  /** What a merge brought: everything that its other parents have and the first has not. Asked often, and walked once. */
  brought(id: string): Range {
    const known = this.#brought.get(id);
    if (known !== undefined) return known;
    const [first, ...others] = this.#nodes.get(id)?.parents ?? [];
    const range = first === undefined || others.length === 0 ? NOTHING : this.between(others, [first]);
    this.#brought.set(id, range);
    return range;
  }

  /** True when `ancestor` is `id`, or lies below it. */
  contains(id: string, ancestor: string): boolean {
    return !this.between([ancestor], [id]).ids.has(ancestor);
  }

  /** These commits and everything that was built on them. */
  builtOn(ids: ReadonlySet<string>): ReadonlySet<string> {
    const found = new Set<string>();
    for (const { id, parents } of [...this.#nodes.values()].sort((a, b) => a.rank - b.rank))
      if (ids.has(id) || parents.some((parent) => found.has(parent))) found.add(id);
    return found;
  }
}

/** Without recursion: a history may be longer than a stack is deep. */
function ranked(commits: ReadonlyMap<string, GraphCommit>): ReadonlyMap<string, Node> {
  const nodes = new Map<string, Node>();
  for (const start of commits.values()) {
    const stack = [start];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const waiting = nodes.has(top.id)
        ? []
        : top.parents.flatMap((id) => (nodes.has(id) ? [] : (commits.get(id) ?? [])));
      if (waiting.length > 0) {
        stack.push(...waiting);
        continue;
      }
      stack.pop();
      if (nodes.has(top.id)) continue;
      const { id, tree, parents } = top;
      const below = parents.map((parent) => nodes.get(parent)?.rank ?? 0);
      nodes.set(id, { id, tree, parents, rank: 1 + Math.max(0, ...below) });
    }
  }
  return nodes;
}

const WANTED = 1;
const UNWANTED = 2;

/** A walk down from several commits, always on from one that none of those left can lie above. */
class Reach {
  readonly #nodes: ReadonlyMap<string, Node>;
  readonly #marks = new Map<string, number>();
  /** Lowest rank first. */
  readonly #frontier: Node[] = [];
  /** How many of the frontier are wanted only: without one, nothing more can be found. */
  #open = 0;
  #complete = true;

  constructor(nodes: ReadonlyMap<string, Node>) {
    this.#nodes = nodes;
  }

  add(id: string, mark: number): void {
    const node = this.#nodes.get(id);
    if (node === undefined) {
      if (mark === WANTED) this.#complete = false;
      return;
    }
    const before = this.#marks.get(id) ?? 0;
    const after = before | mark;
    if (after === before) return;
    this.#marks.set(id, after);
    if (before === 0) this.#insert(node);
    if (before === 0 && after === WANTED) this.#open += 1;
    if (before === WANTED && after !== WANTED) this.#open -= 1;
  }

  walk(): Range {
    const ids = new Set<string>();
    let steps = 0;
    while (this.#open > 0) {
      const node = this.#frontier.pop();
      if (node === undefined) break;
      steps += 1;
      const mark = this.#marks.get(node.id) ?? 0;
      if (mark === WANTED) {
        this.#open -= 1;
        ids.add(node.id);
      }
      for (const parent of node.parents) this.add(parent, mark);
    }
    return { ids, steps, complete: this.#complete };
  }

  #insert(node: Node): void {
    let at = this.#frontier.length;
    while (at > 0 && (this.#frontier[at - 1]?.rank ?? 0) > node.rank) at -= 1;
    this.#frontier.splice(at, 0, node);
  }
}
