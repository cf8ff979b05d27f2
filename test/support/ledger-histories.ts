import fc from 'fast-check';
import { expect } from 'vitest';
import { growthOf, type History, type Loss } from '../../checker/src/ledger/growth.ts';
import { nameLoss } from '../../checker/src/ledger/loss-kind.ts';
import { type ByName, Prefixes, type ReadVersions } from '../../checker/src/ledger/prefixes.ts';
import { nodePlatform } from '../../checker/src/node/platform.ts';
import type { PathStep } from '../../checker/src/repository.ts';
import { jsonl, type Members, sealed, sha256, verdict } from './verdicts.ts';

/** A commit of a made-up history: its number is its name, and it comes after its parents. */
export interface Point {
  readonly parents: readonly number[];
  readonly files: ReadonlyMap<string, string>;
}

/** What a commit did, as a test asks for it. Numbers pick one of what there is. */
export type Deed =
  | { readonly do: 'append'; readonly on: number; readonly lane: number; readonly records: number }
  | { readonly do: 'merge'; readonly on: number; readonly with: number }
  | { readonly do: 'other'; readonly on: number };

export const anyDeeds = (most = 25): fc.Arbitrary<readonly Deed[]> =>
  fc.array(
    fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({
          do: fc.constant('append'),
          on: fc.nat(4),
          lane: fc.nat(2),
          records: fc.integer({ min: 1, max: 3 }),
        }),
      },
      { weight: 3, arbitrary: fc.record({ do: fc.constant('merge'), on: fc.nat(4), with: fc.nat(4) }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('other'), on: fc.nat(4) }) },
    ) as fc.Arbitrary<Deed>,
    { minLength: 1, maxLength: most },
  );

export const laneNamed = (lane: number): string => `.agents/verdicts/lane-${lane}.jsonl`;

/** Records that go on from the last one of a ledger. */
export function appended(ledger: string, count: number, seed: string, members: Members = {}): string {
  let prev = lastHash(ledger);
  let text = ledger;
  for (let at = 0; at < count; at += 1) {
    const record = sealed(verdict({ checked: [`${seed}.${at}`], ...members }), prev);
    prev = record.hash as string;
    text += jsonl([record]);
  }
  return text;
}

/** What a record behind this one has to name; a half line names nothing. */
function lastHash(ledger: string): string | null {
  return /"hash":"([0-9a-f]{64})"/.exec(ledger.trimEnd().split('\n').at(-1) ?? '')?.[1] ?? null;
}

export const linesOf = (ledger: string): readonly string[] => ledger.split('\n').slice(0, -1);
export const joined = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

/** A history in which lanes only grow: whoever appends has the newest version of the lane, and merges keep the longest. */
export class Growing {
  readonly points: Point[] = [{ parents: [], files: new Map() }];
  readonly #newest = new Map<string, string>();

  /** The commits that have no child yet. */
  get tips(): readonly number[] {
    const parents = new Set(this.points.flatMap(({ parents: all }) => all));
    return this.points.map((_, id) => id).filter((id) => !parents.has(id));
  }

  filesOf(point: number): ReadonlyMap<string, string> {
    return this.points[point]?.files ?? new Map();
  }

  add(parents: readonly number[], files: ReadonlyMap<string, string>): number {
    this.points.push({ parents, files });
    return this.points.length - 1;
  }

  /** Writes a file on top of a commit; undefined removes it. What is written counts as the newest version. */
  write(on: number, path: string, text: string | undefined): number {
    const files = new Map(this.filesOf(on));
    if (text === undefined) files.delete(path);
    else files.set(path, text);
    this.#newest.set(path, text ?? '');
    return this.add([on], files);
  }

  run(deeds: readonly Deed[]): void {
    for (const deed of deeds) this.#run(deed);
  }

  #run(deed: Deed): void {
    // Any commit may be built upon: that begins a branch.
    const pick = (number: number) => {
      const { tips } = this;
      return number === 4 ? number % this.points.length : (tips[number % tips.length] ?? 0);
    };
    const on = pick(deed.on);
    if (deed.do === 'append') {
      const path = laneNamed(deed.lane);
      const text = this.filesOf(on).get(path) ?? '';
      if (text !== (this.#newest.get(path) ?? '')) this.add([on], this.filesOf(on));
      else this.write(on, path, appended(text, deed.records, `${this.points.length}`));
    } else if (deed.do === 'merge') {
      const other = pick(deed.with);
      if (other === on) this.add([on], this.filesOf(on));
      else this.merge(on, other);
    } else this.add([on], this.filesOf(on));
  }

  merge(on: number, other: number): number {
    return this.add([on, other], this.#merged(on, other));
  }

  #merged(on: number, other: number): ReadonlyMap<string, string> {
    const files = new Map(this.filesOf(on));
    for (const [path, text] of this.filesOf(other)) {
      const own = files.get(path);
      const isNewer =
        text === this.#newest.get(path) || (own !== this.#newest.get(path) && text.length > (own ?? '').length);
      if (own === undefined || isNewer) files.set(path, text);
    }
    return files;
  }

  /** Merges everything into one commit: the audited one. */
  close(): number {
    for (let { tips } = this; tips.length > 1; tips = this.tips) this.merge(tips.at(-1) ?? 0, tips[0] ?? 0);
    return this.points.length - 1;
  }
}

export const versionId = (text: string): string => sha256(text);

/** What a source would tell of this history, newest first. */
export function historyOf(points: readonly Point[]): History & { readonly read: ReadVersions } {
  const contents = new Map<string, Uint8Array>();
  const nameOf = (text: string | undefined) => {
    if (text === undefined) return {};
    const id = versionId(text);
    contents.set(id, new TextEncoder().encode(text));
    return id;
  };
  const steps = points.flatMap(({ parents, files }, index): PathStep[] => {
    const from = parents.length === 0 ? [undefined] : parents;
    return from.flatMap((parent) => {
      const old = parent === undefined ? new Map<string, string>() : (points[parent]?.files ?? new Map());
      const paths = [...new Set([...old.keys(), ...files.keys()])].sort();
      return paths.flatMap((path): PathStep[] => {
        const [before, after] = [nameOf(old.get(path)), nameOf(files.get(path))];
        if (before === after || (typeof before !== 'string' && typeof after !== 'string')) return [];
        const date = new Date(Date.UTC(2026, 0, 1 + index)).toISOString();
        const person = { name: 'Ada', email: 'ada@example.org', date };
        return [
          {
            commit: `c${index}`,
            author: person,
            committer: person,
            path,
            ...(parent !== undefined && { parent: `c${parent}` }),
            ...(typeof before === 'string' && { before }),
            ...(typeof after === 'string' && { after }),
          },
        ];
      });
    });
  });
  const head = points.at(-1)?.files ?? new Map<string, string>();
  return {
    steps: steps.reverse(),
    audited: new Map([...head].map(([path, text]) => [path, versionId(text)])),
    isMerge: (commit) => (points[Number(commit.slice(1))]?.parents.length ?? 0) > 1,
    read: async (ids, onVersion) => {
      for (const id of ids) {
        const bytes = contents.get(id);
        onVersion(id, bytes === undefined ? { uncompared: 'missing' } : { bytes });
      }
    },
  };
}

export const boundless = { bytes: Number.POSITIVE_INFINITY, rounds: Number.POSITIVE_INFINITY };

/** The same versions told by their names, as a platform with a fast hash does. */
const byNameOf = (read: ReadVersions): ByName => ({
  nameOf: (bytes) => versionId(new TextDecoder().decode(bytes)),
  async sizes(ids) {
    const sizes = new Map<string, number>();
    await read(ids, (id, version) => 'bytes' in version && sizes.set(id, version.bytes.length));
    return sizes;
  },
});

/**
 * The losses of a history, each as `commit path kind line`, with `undone` where it was. Both ways of comparing have to
 * find the same.
 */
export async function lossesOf(points: readonly Point[]): Promise<readonly string[]> {
  const history = historyOf(points);
  const read = await toldBy(history, new Prefixes(history.read, boundless));
  expect(await toldBy(history, new Prefixes(history.read, boundless, byNameOf(history.read)))).toEqual(read);
  return read;
}

async function toldBy(history: ReturnType<typeof historyOf>, compared: Prefixes): Promise<readonly string[]> {
  const told: string[] = [];
  for (const [path, { losses, uncompared }] of await growthOf(history, compared, history.read)) {
    if (uncompared.size > 0) throw new Error(`${path} was not compared`);
    for (const loss of losses) {
      const what = `${loss.step.commit} ${path} ${await named(loss, history.read)}`;
      told.push(loss.undone ? `${what} undone` : what);
    }
  }
  return told.sort();
}

async function named({ step: { before, after }, at, renamedTo }: Loss, read: ReadVersions): Promise<string> {
  if (renamedTo !== undefined) return `renamed to ${renamedTo}`;
  if (at === undefined || after === undefined) return 'deleted';
  const found: Uint8Array[] = [];
  await read([before, after], (_id, version) => 'bytes' in version && found.push(version.bytes));
  const [a = new Uint8Array(), b = new Uint8Array()] = found;
  const { kind, line } = nameLoss(a, b, at, nodePlatform);
  return `${kind} ${line}`;
}
