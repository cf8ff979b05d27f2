import type { Probe } from '../probe.ts';
import defaultBranchProtected from './default-branch-protected.ts';
import secretsAbsent from './secrets-absent.ts';
import workflowTokensBounded from './workflow-tokens-bounded.ts';

/** Every probe, one for each rule, in the order of the doctrine. */
export const probes: readonly Probe[] = [secretsAbsent, workflowTokensBounded, defaultBranchProtected];
