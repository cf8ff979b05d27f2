import { both, type Fate, type Ran, unsure } from './shell-fate.ts';

/** A test command at the end of a trail; `line` is where the trail starts, 0-based within the script asked about. */
export interface FoundTest {
  readonly line: number;
  readonly command: string;
  readonly fate: Fate;
  readonly via: readonly string[];
}

/** What a script comes to: the tests it runs, and what could not be followed. */
export interface Followed {
  readonly tests: readonly FoundTest[];
  readonly open: readonly { readonly line: number; readonly because: string }[];
}

const LONGEST = 80;

/** Neither a test nor anything that could hide one. */
export const NOTHING: Followed = { tests: [], open: [] };

/** One test command, where the trail ends. */
export const tests = (command: string, fate: Fate, via: readonly string[] = []): Followed => ({
  tests: [{ line: 0, command, fate, via }],
  open: [],
});

/** Something that may run tests and cannot be read. */
export const opened = (because: string): Followed => ({ tests: [], open: [{ line: 0, because }] });

/** What is there and cannot be read is neither a test nor its absence. */
export const unread = (path: string, ran: Ran, isTest: boolean): Followed =>
  isTest
    ? tests(shown(ran.words), both(unsure(`${path} could not be read`), ran.fate))
    : opened(`runs \`${shown(ran.words)}\` from ${path}, which could not be read`);

/** A trail that is given up. */
export const tooFar = (ran: Ran, isTest: boolean, path: string): Followed =>
  isTest
    ? tests(shown(ran.words), both(unsure('it lies behind too many scripts'), ran.fate), [path])
    : opened(`runs \`${shown(ran.words)}\` behind too many scripts to follow`);

/** Several results as one. */
export const merged = (list: readonly Followed[]): Followed => ({
  tests: list.flatMap(({ tests }) => tests),
  open: list.flatMap(({ open }) => open),
});

/** A command as it is shown to a reader. */
export function shown(words: readonly string[]): string {
  const text = words.join(' ').replace(/\s+/g, ' ');
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
