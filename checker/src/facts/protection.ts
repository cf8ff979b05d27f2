import type { Collected, Evidence } from '../outcome.ts';

/** What guards the branch that new work lands on: as the forge enforces it, and as the tree writes it down. */
export interface ProtectionFacts {
  readonly forge: Collected<ForgeProtection>;
  /** Policies kept as code in the tree that speak of the default branch, by path. */
  readonly policies: readonly CommittedPolicy[];
}

export interface ForgeProtection {
  /** For example `GitHub`. */
  readonly service: string;
  /** The default branch, as the forge says. The audited branch may be another. */
  readonly branch: string;
  /** A page of the forge that lists the rules of that branch. */
  readonly page: string;
  /** Everything that was seen to be enforced. Rulesets and classic protection hold together: this is their sum. */
  readonly safeguards: readonly Safeguard[];
  /** Number of active rules of rulesets, whatever they are about; null when the forge did not say. */
  readonly rules: number | null;
  /** Whether any mechanism protects the branch; null when the forge did not say. */
  readonly protected: boolean | null;
  /** Classic branch protection: known only to those who administer the repository. */
  readonly classic:
    | { readonly state: 'read' }
    | { readonly state: 'none' }
    | ({ readonly state: 'not-shown' } & Unanswered);
  /** Calls that gave no answer, so that safeguards may be missing above. Classic protection is not listed here. */
  readonly unanswered: readonly Unanswered[];
}

/** Two sentences: why there is no answer, and what would give one. */
export interface Unanswered {
  readonly because: string;
  readonly decide: string;
}

export type SafeguardKind = 'pull-request' | 'status-checks' | 'force-push-refused' | 'deletion-refused';

/** One thing that the branch does not take, or does not take without. */
export interface Safeguard {
  readonly kind: SafeguardKind;
  /** Of a pull request: approvals that it needs before it lands; null when that was not readable. */
  readonly approvals?: number | null;
  /** Who need not keep to it. `not-shown`: the forge tells that only to those who may edit it. */
  readonly exempt: 'nobody' | 'administrators' | 'listed' | 'not-shown';
  readonly evidence: Evidence;
}

/** One policy file, or one entry of it, that covers the default branch. */
export interface CommittedPolicy {
  readonly path: string;
  readonly safeguards: readonly Safeguard[];
}
