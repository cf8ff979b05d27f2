/**
 * What a secret scanner found among the files where agents keep and read credentials by mistake: their state, their
 * instructions, environment files and configuration. Never the rest of the tree. No value of a secret is held here.
 */
export interface SecretsFacts {
  /** Text that was scanned, by the reason why it is in scope. Empty when no tracked file is in scope. */
  readonly scanned: readonly ScannedScope[];
  /** At most 200, in the order of the tree. */
  readonly found: readonly FoundSecret[];
  /** How many there are in all. */
  readonly foundTotal: number;
  /** Matches that were left out because they are examples: repeated or counting characters, words, local hosts. */
  readonly placeholders: number;
  /** Ledgers of which a beginning was scanned, with what was left out. They are among the scanned files. */
  readonly partly: readonly { readonly path: string; readonly because: string }[];
  /** Files in scope whose text could not be had, or that a bound left out. At most 20. */
  readonly unread: readonly { readonly path: string; readonly because: string }[];
  readonly unreadTotal: number;
}

export type SecretScope = 'environment' | 'credential files' | 'agent state' | 'instructions' | 'configuration';

export interface ScannedScope {
  readonly scope: SecretScope;
  readonly files: number;
  /** The first of them. */
  readonly path: string;
}

export interface FoundSecret {
  readonly path: string;
  readonly line: number;
  /** What it looks like: `GitHub token`, `private key`. */
  readonly kind: string;
}
