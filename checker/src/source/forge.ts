/**
 * A hosting service (GitHub and the like) that can be asked about one repository. Every answer says which call it came
 * from; an error is an answer too, never an exception. What a service returns is untrusted: its shape was checked, its
 * texts were not.
 */
export interface Forge {
  /** For example `GitHub`. */
  readonly service: string;
  /** The repository's page, without a slash at its end. */
  readonly url: string;
  /** The branch that new work lands on, as the service says. */
  defaultBranch(): Promise<Answer<string>>;
  /** The active rules of rulesets (of the repository and of its organisation) that apply to a branch. */
  branchRules(branch: string): Promise<Answer<readonly BranchRule[]>>;
  /** Whether the branch is protected at all, by any mechanism, and what else anyone who can read may see. */
  branch(branch: string): Promise<Answer<BranchSummary>>;
  /** The settings of classic branch protection; null when the service says that there is none. */
  classicProtection(branch: string): Promise<Answer<ClassicProtection | null>>;
  /** The newest pull requests that were merged into the branch, with whose approval stood at the end. */
  mergedRequests(branch: string): Promise<Answer<MergedRequests>>;
}

/** One rule of a ruleset. */
export interface BranchRule {
  /** For example `pull_request`, as the service names it. */
  readonly type: string;
  /** As the service returns them. */
  readonly parameters: unknown;
  /** Number of the ruleset that it belongs to; null where the service did not say. */
  readonly ruleset: number | null;
}

export interface BranchSummary {
  readonly protected: boolean;
  /** Names of the status checks that classic protection requires, and whether administrators are held to them too. */
  readonly checks: { readonly names: readonly string[]; readonly everyone: boolean };
}

export interface MergedRequests {
  /** By when they were merged, newest first. */
  readonly requests: readonly MergedRequest[];
  /** Every request that was merged later than this is in the list, ISO 8601; null when none is left out. */
  readonly after: string | null;
}

export interface MergedRequest {
  readonly url: string;
  /** The commit that it became on the branch, in full. */
  readonly commit: string;
  /** When it was merged, ISO 8601. */
  readonly date: string;
  readonly author: Account;
  readonly approvers: readonly Account[];
  /** How many commits it had. */
  readonly commits: number;
  /** Author dates of its newest commits, ISO 8601. The last hundred of them, where the service tells no more. */
  readonly authored: readonly string[];
}

export interface Account {
  /** As the service calls it, without what marks bots. */
  readonly name: string;
  readonly isBot: boolean;
}

/** As the service returns it: an object, nothing more is promised. */
export type ClassicProtection = Readonly<Record<string, unknown>>;

export type Answer<T> =
  | { readonly ok: true; readonly value: T; readonly call: string }
  | {
      readonly ok: false;
      /** HTTP status; 0 when no answer came or none was asked for. */
      readonly status: number;
      /** For example `GET /repos/o/r/branches/main`. */
      readonly call: string;
      /** One sentence that names the call, without token or address. */
      readonly because: string;
      /** The permission, setting or wait that would decide it. One sentence. */
      readonly decide: string;
    };
