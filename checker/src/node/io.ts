/** What the command line needs of the process it runs in. Tests pass their own. */
export interface Io {
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The time of the clock. */
  now(): Date;
}

export interface Stream {
  write(text: string): void;
  /** Waits until a slow reader has taken what was written; absent where that is never needed. */
  drained?(): Promise<void>;
  readonly isTerminal: boolean;
  /** Columns of the terminal; undefined where there is none. */
  readonly columns: number | undefined;
}
