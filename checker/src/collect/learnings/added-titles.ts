import type { PathCommit } from '../../repository.ts';
import { findDay, withoutDay } from './dates.ts';
import { jsonSource } from './json.ts';
import { type Introduction, older } from './origins.ts';

/** A line that was a heading, a bullet or a JSON record once, and is no entry today. */
interface FormerTitle {
  readonly path: string;
  readonly words: ReadonlySet<string>;
  readonly introduction: Introduction;
}

/** The lines of one list that may have been its lessons. */
interface Lessons {
  readonly dated: Set<string>;
  readonly topics: Set<string>;
  readonly points: Set<string>;
}

/** The part of the words of two lines that they must share to be taken for one. */
const ALIKE = 3 / 5;
/** Words that are compared in one audit. */
const MOST_COMPARED = 10_000_000;

const NONE: ReadonlySet<string> = new Set();

function kindOf({ dated, topics, points }: Lessons, text: string): Set<string> | undefined {
  if (findDay(text) !== undefined) return dated;
  if (/^\s*#(?!#)/.test(text)) return undefined; // the title over all
  return /^\s*##/.test(text) ? topics : points;
}

/**
 * An index of the lines that commits added.
 * @param used keys of the entries of today.
 */
export function addedTitles(history: readonly PathCommit[], used: ReadonlySet<string>) {
  const byFile = new Map<string, Map<string, Introduction>>();
  const lessons = new Map<string, Lessons>();
  const titles = new Map<string, Introduction>();
  for (const { id: commit, author, changes } of history) {
    const introduction = { commit, date: author.date };
    for (const { path, added } of changes) {
      const inFile = byFile.get(path) ?? new Map<string, Introduction>();
      byFile.set(path, inFile);
      const inList: Lessons = lessons.get(path) ?? { dated: new Set(), topics: new Set(), points: new Set() };
      lessons.set(path, inList);
      for (const { text } of added ?? []) {
        const isTitle = path.endsWith('.md') ? TITLE.test(text) : true;
        const key = keyOf(path, text);
        if (key === '' || !(isTitle || used.has(key))) continue;
        if (isTitle && !used.has(key)) kindOf(inList, text)?.add(key);
        inFile.set(key, older(inFile.get(key), introduction) ?? introduction);
        if (isTitle && key.includes(' ')) titles.set(key, older(titles.get(key), introduction) ?? introduction);
      }
    }
  }
  const former = formerByWord(byFile, used);
  let compared = 0;
  return {
    /** The commit that first added the line in one of these files. */
    within: (paths: ReadonlySet<string>, key: string): Introduction | undefined =>
      [...paths].reduce<Introduction | undefined>(
        (oldest, path) => older(byFile.get(path)?.get(key), oldest),
        undefined,
      ),
    /** The same in any list, for lines of at least two words. */
    anywhere: (key: string): Introduction | undefined => titles.get(key),
    /** How many lessons a list held over its time, none of which is an entry today; told as an entry is, by its line alone. */
    lostWith(path: string): number {
      const { dated, topics, points } = lessons.get(path) ?? { dated: NONE, topics: NONE, points: NONE };
      return [dated, topics, points].find(({ size }) => size > 0)?.size ?? 0;
    },
    /** True when too many lines were alike to compare them all: `reworded` has left some out. */
    get isBounded(): boolean {
      return compared >= MOST_COMPARED;
    },
    /** The oldest line of these files, no entry of today, that shares three in five words with the key. */
    reworded(paths: ReadonlySet<string>, key: string, before: Introduction): Introduction | undefined {
      if (compared >= MOST_COMPARED) return undefined;
      const words = wordsOf(key);
      // A line that shares three in five of them holds at least one of the rarest two in five and one more.
      const rarest = [...words]
        .sort((a, b) => (former.get(a)?.length ?? 0) - (former.get(b)?.length ?? 0))
        .slice(0, words.size - Math.ceil((words.size * 3) / 5) + 1);
      const titles = new Set<FormerTitle>();
      for (const title of rarest.flatMap((word) => former.get(word) ?? [])) {
        if (compared >= MOST_COMPARED) return undefined;
        compared += words.size;
        titles.add(title);
      }
      let oldest: Introduction | undefined;
      for (const { path, words: others, introduction } of titles) {
        let count = 0;
        for (const word of words) count += others.has(word) ? 1 : 0;
        const isAlike = count >= 3 && count / (words.size + others.size - count) >= ALIKE;
        if (isAlike && paths.has(path) && Date.parse(introduction.date) < Date.parse(before.date))
          oldest = older(introduction, oldest);
      }
      return oldest;
    },
  };
}

function formerByWord(byFile: ReadonlyMap<string, ReadonlyMap<string, Introduction>>, used: ReadonlySet<string>) {
  const byWord = new Map<string, FormerTitle[]>();
  for (const [path, lines] of byFile)
    for (const [key, introduction] of lines) {
      if (used.has(key)) continue;
      const words = wordsOf(key);
      const title: FormerTitle = { path, words, introduction };
      for (const word of words) {
        const titles = byWord.get(word);
        if (titles === undefined) byWord.set(word, [title]);
        else titles.push(title);
      }
    }
  return byWord;
}

const TITLE = /^\s*(?:#|[-*+]\s|\d+[.)]\s)/;

/** What is left of a line when markup, case, punctuation and its date are taken away; the date where nothing else is. */
export function keyOf(path: string, line: string): string {
  const text = /\.jsonl?$/.test(path) && /^\s*[{"]/.test(line) ? jsonSource(line) : line;
  return normalised(withoutDay(text)) || normalised(text);
}

const normalised = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
const wordsOf = (key: string): ReadonlySet<string> => new Set(key.split(' ').filter((word) => word.length > 1));
