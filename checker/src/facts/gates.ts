/** Where CI runs the project's tests, and whether their failure would be seen on a proposed change. */
export interface GatesFacts {
  /** Every place where a workflow runs a test command; one and the same place appears once, with its best reach. */
  readonly gates: readonly TestGate[];
  /** Test commands that manifests of the tree declare, whether a workflow runs them or not. At most 20. */
  readonly declared: readonly DeclaredTest[];
  /** What runs on proposed changes and could not be followed: it may run the tests. At most 20. */
  readonly unfollowed: readonly Unfollowed[];
  /**
   * Share of the tree's source files whose change starts some kept gate that a path filter restricts. Undefined when no
   * gate is restricted that way, or one is not restricted at all.
   */
  readonly coverage: number | undefined;
  /** Definitions of CI systems that are not read. */
  readonly otherSystems: readonly { readonly name: string; readonly path: string }[];
  /** True when there is any workflow of GitHub, Forgejo or Gitea, readable or not. */
  readonly hasWorkflows: boolean;
  readonly unreadable: readonly Unfollowed[];
}

export interface TestGate {
  /** The workflow, and the line of the command in it. */
  readonly path: string;
  readonly line: number;
  readonly job: string;
  /** The test command as it was found in the end: `vitest run`, `go test ./...`. */
  readonly command: string;
  /** True when the command names single test files: it is not the suite. */
  readonly narrow: boolean;
  /** Files it was followed through, in order: a manifest, a makefile, a script, an action. */
  readonly via: readonly string[];
  /** What becomes of a failing test. `how` says what swallows it, or what could not be told; empty when kept. */
  readonly failure: { readonly is: 'kept' | 'swallowed' | 'unsure'; readonly how: string };
  /**
   * For which proposed changes it runs. `every`; `paths`: those that a path filter lets through; `some`: not those of
   * forks, or only when a condition holds; `none`: it runs at other times. `because` says why it is not every change.
   */
  readonly reach: { readonly of: 'every' | 'paths' | 'some' | 'none'; readonly because: string };
}

export interface DeclaredTest {
  readonly command: string;
  readonly path: string;
  readonly line: number | undefined;
}

export interface Unfollowed {
  readonly path: string;
  readonly line: number;
  /** Completes "it …". */
  readonly because: string;
}
