/**
 * A hosting service (GitHub and the like) that can be asked about one repository. Every answer says which call it came
 * from; an error is an answer too, never an exception.
 */
export interface Forge {
  /** For example `GitHub`. */
  readonly service: string;
  /** The repository's page, without a slash at its end. */
  readonly url: string;
  /** The branch that new work lands on, as the service says. */
  defaultBranch(): Promise<Answer<string>>;
  /** The active rules of rulesets that apply to a branch, as the service returns them. */
  branchRules(branch: string): Promise<Answer<readonly unknown[]>>;
  /** Whether the branch is protected at all, by any mechanism. */
  branchProtected(branch: string): Promise<Answer<boolean>>;
  /** The settings of classic branch protection, as the service returns them. */
  classicProtection(branch: string): Promise<Answer<unknown>>;
}

export type Answer<T> =
  | { readonly ok: true; readonly value: T; readonly call: string }
  | {
      readonly ok: false;
      /** HTTP status; 0 when no answer came. */
      readonly status: number;
      /** For example `GET /repos/o/r/branches/main`. */
      readonly call: string;
      /** One sentence without token or address. */
      readonly because: string;
      /** The permission, setting or wait that would decide it. */
      readonly decide: string;
    };
