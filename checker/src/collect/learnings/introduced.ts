import { type Collected, known } from '../../outcome.ts';
import type { PathCommit, Repository } from '../../repository.ts';
import { nameOf } from '../../tree.ts';
import { withoutDay } from './dates.ts';
import { jsonSource } from './json.ts';
import { FORMER_PLACES } from './places.ts';

/** The commit that first held an entry. */
export interface Introduction {
  readonly commit: string;
  /** ISO 8601 with the author's offset. */
  readonly date: string;
}

/** What history is asked about one entry. */
export interface Undated {
  readonly path: string;
  /** The source line by which it is recognised. */
  readonly source: string;
  /** True when the file holds this entry alone, so that the file's first commit is the entry's. */
  readonly alone: boolean;
}

const MOST_RENAME_PASSES = 3;

/**
 * Finds the commit that introduced each entry, so that neither a move nor a mass rename makes a lesson young.
 *
 * An entry alone in its file: the first commit of the file, renames followed. An entry of a list: the earliest commit
 * of the file, under any of its names, that added its line; case, markup and the date in the line do not matter. Where
 * a line seen nowhere before shares three in five words with an older line that no entry uses today, it is that line
 * reworded. A line of two words or more is also recognised in another file of lessons: a list split into files stays old.
 */
export async function introductions(
  repository: Repository,
  places: readonly string[],
  entries: readonly Undated[],
): Promise<Collected<readonly (Introduction | undefined)[]>> {
  const names = await namesOf(repository, [...new Set([...places, ...FORMER_PLACES])]);
  if (!names.known) return names;
  const lists = [...new Set(entries.filter(({ alone }) => !alone).map(({ path }) => path))];
  const tree = await repository.tree();
  const former = names.value
    .flatMap(({ changes }) => changes.map(({ path }) => path))
    .filter((path) => isFormerList(path) && !tree.isFile(path));
  const origins = originsOf(
    names.value,
    entries.map(({ path }) => path),
  );
  const asked = [...new Set([...lists.flatMap((path) => [path, ...(origins.get(path)?.names ?? [])]), ...former])];
  const lines = asked.length === 0 ? known([]) : await repository.pathHistory({ paths: asked, detail: 'lines' });
  if (!lines.known) return lines;

  const added = addedLines(lines.value, origins);
  const used = new Set(entries.map(({ path, source }) => keyOf(path, source)));
  return known(
    entries.map(({ path, source, alone }) => {
      const key = keyOf(path, source);
      const exact = older(added.of(path, key), alone ? origins.get(path)?.introduced : undefined);
      return alone ? exact : older(exact, exact && added.reworded(path, key, used, exact));
    }),
  );
}

/** One pass by name, and another for each name outside the places that a rename leads back to. */
async function namesOf(repository: Repository, paths: readonly string[]): Promise<Collected<readonly PathCommit[]>> {
  let asked = [...paths];
  for (let pass = 1; ; pass += 1) {
    const history = await repository.pathHistory({ paths: asked, detail: 'names' });
    if (!history.known || pass === MOST_RENAME_PASSES) return history;
    const inside = (path: string) => asked.some((root) => path === root || path.startsWith(`${root}/`));
    const outside = history.value.flatMap(({ changes }) =>
      changes.flatMap(({ from }) => (from !== undefined && !inside(from) ? [from] : [])),
    );
    if (outside.length === 0) return history;
    asked = [...asked, ...new Set(outside)];
  }
}

interface Origin {
  readonly names: ReadonlySet<string>;
  readonly introduced: Introduction | undefined;
}

/** Walks back from each path of today over its renames, newest commit first. */
function originsOf(history: readonly PathCommit[], paths: readonly string[]): ReadonlyMap<string, Origin> {
  const today = new Map<string, { names: Set<string>; introduced: Introduction | undefined }>();
  const at = new Map<string, { names: Set<string>; introduced: Introduction | undefined }[]>();
  for (const path of new Set(paths)) {
    const origin = { names: new Set([path]), introduced: undefined };
    today.set(path, origin);
    at.set(path, [origin]);
  }
  for (const { id, author, changes } of history) {
    const gone = new Map(changes.filter(({ status }) => status === 'deleted').map(({ path }) => [nameOf(path), path]));
    for (const { path, status, from } of changes) {
      const followed = status === 'deleted' ? undefined : at.get(path);
      if (followed === undefined) continue;
      // A move that git does not call a rename (edited on the way, or too many at once) still keeps the file's name.
      const before = from ?? (status === 'added' ? gone.get(nameOf(path)) : undefined);
      for (const origin of followed) {
        origin.introduced = older({ commit: id, date: author.date }, origin.introduced);
        if (before !== undefined) origin.names.add(before);
      }
      if (before === undefined || before === path) continue;
      at.delete(path);
      at.set(before, [...(at.get(before) ?? []), ...followed]);
    }
  }
  return today;
}

function addedLines(history: readonly PathCommit[], origins: ReadonlyMap<string, Origin>) {
  const byFile = new Map<string, Map<string, Introduction>>();
  const anywhere = new Map<string, Introduction>();
  for (const { id, author, changes } of history) {
    for (const { path, added } of changes) {
      const inFile = byFile.get(path) ?? new Map<string, Introduction>();
      byFile.set(path, inFile);
      for (const { text } of added ?? []) {
        const key = keyOf(path, text);
        if (key === '') continue;
        const introduction = { commit: id, date: author.date };
        inFile.set(key, older(introduction, inFile.get(key)) ?? introduction);
        if (key.includes(' ') && isTitle(path, text))
          anywhere.set(key, older(introduction, anywhere.get(key)) ?? introduction);
      }
    }
  }
  const files = (path: string) => [...(origins.get(path)?.names ?? [path])].flatMap((name) => byFile.get(name) ?? []);
  return {
    of: (path: string, key: string): Introduction | undefined =>
      files(path).reduce<Introduction | undefined>((oldest, lines) => older(lines.get(key), oldest), anywhere.get(key)),
    reworded(path: string, key: string, used: ReadonlySet<string>, since: Introduction): Introduction | undefined {
      const words = wordsOf(key);
      if (words.size < 3) return undefined;
      let oldest: Introduction | undefined;
      for (const lines of files(path))
        for (const [other, introduction] of lines)
          if (
            Date.parse(introduction.date) < Date.parse(since.date) &&
            !used.has(other) &&
            alike(words, wordsOf(other))
          )
            oldest = older(introduction, oldest);
      return oldest;
    },
  };
}

const isTitle = (path: string, text: string) =>
  path.endsWith('.json') || path.endsWith('.jsonl') || /^\s*(?:#|[-*+]\s|\d+[.)]\s)/.test(text);
const isFormerList = (path: string) => FORMER_PLACES.includes(path) && /\.md$/i.test(path);

/** What is left of a line when markup, case, punctuation and its date are taken away; the date where nothing else is. */
function keyOf(path: string, line: string): string {
  const text = /\.jsonl?$/.test(path) && /^\s*[{"]/.test(line) ? jsonSource(line) : line;
  return normalised(withoutDay(text)) || normalised(text);
}

const normalised = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
const wordsOf = (key: string): ReadonlySet<string> => new Set(key.split(' ').filter((word) => word.length > 1));

function alike(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  if (few.size < 3 || few.size / many.size < 0.6) return false;
  let shared = 0;
  for (const word of few) if (many.has(word)) shared += 1;
  return shared / (few.size + many.size - shared) >= 0.6;
}

/** The older of two introductions, by the author's clock. */
function older(a: Introduction | undefined, b: Introduction | undefined): Introduction | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Date.parse(a.date) < Date.parse(b.date) ? a : b;
}
