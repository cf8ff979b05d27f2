/** Who owns the gates of a repository, as its CODEOWNERS file says by the rules of the forge that reads it. */
export interface OwnersFacts {
  /** The one file that the forge reads; undefined when there is none in the places where it looks. */
  readonly file: OwnersFile | undefined;
  /** What decides how agents work and what is let in, where it exists in the tree. */
  readonly gates: readonly Gate[];
  /** The first file of a gate that was not looked up, because there are more than a bound allows. */
  readonly beyond?: string;
}

export interface OwnersFile {
  readonly path: string;
  readonly forge: 'github' | 'gitlab';
  /** Lines that the forge skips, with the reason. */
  readonly skipped: readonly { readonly line: number; readonly because: string }[];
  /** Why the forge does not read the file at all, where that is so. */
  readonly ignored: string | undefined;
}

export interface Gate {
  readonly kind: 'instructions' | 'workflow' | 'ledger' | 'rules';
  /** A file, or for ledgers and rules a folder. */
  readonly path: string;
  /** A tracked file: the gate itself, or the file of the folder that is worst owned. */
  readonly file: string;
  /** The line that decides; undefined when no line matches. */
  readonly line: number | undefined;
  /** Empty when nobody owns it. */
  readonly owners: readonly Owner[];
}

export interface Owner {
  /** As written: `@ada`, `@org/team`, `ada@example.org`. */
  readonly name: string;
  /** Teams are taken for people: who is in them cannot be seen from the tree. */
  readonly kind: 'person' | 'team' | 'bot';
}
