/** What the repository tells every agent that works in it, and what those texts name. */
export interface InstructionsFacts {
  /**
   * Each instruction text once, sorted by path: files that a harness loads by their name or by its configuration, and
   * the files they import. Files with the same text (often symbolic links) are one.
   */
  readonly files: readonly InstructionFile[];
  /** Instruction files, imports and harness configurations that could not be read. */
  readonly unread: readonly UnreadFile[];
  /** What the texts name, in the order of files and lines. Symlinked twins are read once. */
  readonly references: readonly Reference[];
}

export interface InstructionFile {
  readonly path: string;
  /** Other tracked paths that hold the same text. */
  readonly twins: readonly string[];
  /** The harnesses that load it under any of its paths, such as `Claude Code`; with the version where only an older one does. */
  readonly harnesses: readonly string[];
  /**
   * `always`: part of every session in this repository. `formerly`: of every session of an older version of its harness,
   * which the present one does not load. `scoped`: only for a folder, for some files, or on demand.
   */
  readonly loading: 'always' | 'formerly' | 'scoped';
  /** The instruction file whose `@path` brings this one in; absent when a harness loads it itself. */
  readonly importedBy?: string;
  /** Words outside headings, comments, frontmatter and placeholders. */
  readonly words: number;
  /** Template text that nobody filled in, such as `[CUSTOMIZE: build command]`. */
  readonly placeholders: readonly { readonly line: number; readonly text: string }[];
}

export interface UnreadFile {
  readonly path: string;
  /** Why, as it follows the path in a sentence: `is larger than …`. */
  readonly because: string;
}

/** A path, script or target that an instruction text names. */
export interface Reference {
  /** Where it is written; 1-based line. */
  readonly path: string;
  readonly line: number;
  /**
   * `link`: a relative link target · `import`: an `@path` · `span`: a path in a code span · `listing`: an entry of a
   * drawn directory tree · `command`: a file in a command · `script`: a script of a package manifest · `target`: a make
   * target, or a just, task or mise recipe · `prose`: a tracked path in plain text, which is only noted where it resolves.
   */
  readonly kind: 'link' | 'import' | 'span' | 'listing' | 'command' | 'script' | 'target' | 'prose';
  /** As written, without its arguments. */
  readonly text: string;
  /**
   * `resolved`: it exists. `dead`: it does not, and nothing speaks for another reading. `unread`: the file that would
   * show it could not be read. What is in doubt is not a reference and is not listed.
   */
  readonly state: 'resolved' | 'dead' | 'unread';
  /** The tracked file or folder it leads to, where resolved: for scripts and targets, the file that defines them. */
  readonly to?: string;
  /** Why it is dead or unread, as it follows the text in a sentence. */
  readonly because?: string;
  /**
   * What the sentence says of it, where words show it: `refused` (do not read it, it is gone), `read`, `written` (the
   * agent is to write it, and nothing says to read it), else `named`. Words of a few languages: support, never proof.
   */
  readonly said: 'named' | 'read' | 'written' | 'refused';
}
