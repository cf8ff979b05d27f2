import type { UnreadFile } from './instructions.ts';

/** How what was learned reaches a session: by what is always loaded, or by a hook that runs when a session starts. */
export interface InjectionFacts {
  /** Pointers that lead to a tracked place with entries, in the order of files and lines. */
  readonly pointers: readonly Pointer[];
  /** Pointers and hooks that lead to no such place. */
  readonly misses: readonly Miss[];
  /** Session hooks whose end could not be seen: more than two scripts deep, or in a program that is not tracked. */
  readonly unseen: readonly Miss[];
  /** Files that could not be read and could hold a pointer. */
  readonly unread: readonly UnreadFile[];
}

export interface Pointer {
  readonly path: string;
  /** Absent where the file as a whole is the pointer. */
  readonly line?: number;
  /**
   * `loaded`: it is always loaded itself · `text`: an always-loaded text names it · `hook`: a command or script that runs
   * when a session or prompt starts names it.
   */
  readonly by: 'loaded' | 'text' | 'hook';
  /** What it leads to: one of the learnings' places, or something inside one. */
  readonly to: string;
  /**
   * `place`: the lessons as a whole, or a folder of them · `entry`: single lessons only · `written`: the agent is told to
   * write there, and nothing says to read it · `named`: it is mentioned, and no word of the sentence says to read it ·
   * `drawn`: it stands in a drawn directory tree and nothing is said of it.
   */
  readonly reach: 'place' | 'entry' | 'written' | 'named' | 'drawn';
  /** Set where only an older version of a harness loads the text: `OpenCode 1`. */
  readonly onlyIn?: string;
}

export interface Miss {
  readonly path: string;
  readonly line?: number;
  /** A sentence without its subject: `names .agents/learnings, which holds no tracked entry`. */
  readonly because: string;
}
