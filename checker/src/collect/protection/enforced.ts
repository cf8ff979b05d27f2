import type { ForgeProtection, Safeguard, Unanswered } from '../../facts/protection.ts';
import { type Collected, type Evidence, known, withheld } from '../../outcome.ts';
import type { Answer, BranchRule, BranchSummary, ClassicProtection, Forge } from '../../source/forge.ts';
import { classicSafeguards } from './classic.ts';
import { describeChecks, ruleSafeguard } from './rulesets.ts';

/** Asks the forge about its default branch: first which one that is, then everything else at once. */
export async function enforcedProtection(forge: Forge): Promise<Collected<ForgeProtection>> {
  const home = await forge.defaultBranch();
  if (!home.ok) return withheld(home.because, home.decide);
  const branch = home.value;
  const [rules, summary, classic] = await Promise.all([
    forge.branchRules(branch),
    forge.branch(branch),
    forge.classicProtection(branch),
  ]);
  const page = `${forge.url}/rules?ref=${encodeURIComponent(`refs/heads/${branch}`)}`;
  const settings = classic.ok
    ? classicSafeguards(classic.value ?? {}, cite(`${forge.url}/settings/branches`, 'Classic protection', classic))
    : undefined;
  return known({
    service: forge.service,
    branch,
    page,
    safeguards: [
      ...(rules.ok ? rulesetSafeguards(rules, page) : []),
      ...(classic.ok && classic.value !== null ? (settings ?? []) : []),
      ...(summary.ok ? visibleChecks(summary, `${forge.url}/branches`) : []),
    ],
    rules: rules.ok ? rules.value.length : null,
    protected: summary.ok ? summary.value.protected : null,
    classic: classicState(classic, settings !== undefined),
    unanswered: [rules, summary].flatMap((answer) => (answer.ok ? [] : [unanswered(answer)])),
  });
}

type Given<T> = Extract<Answer<T>, { ok: true }>;

const cite =
  (url: string, mechanism: string, { call }: { call: string }) =>
  (what: string): Evidence => ({ at: 'url', url, note: `${mechanism}: ${what} (${call})` });

/** Who may bypass a ruleset is told only to those who may edit it. */
function rulesetSafeguards(answer: Given<readonly BranchRule[]>, page: string): readonly Safeguard[] {
  return answer.value.flatMap((rule) => {
    const mechanism = rule.ruleset === null ? 'Ruleset' : `Ruleset ${rule.ruleset}`;
    return ruleSafeguard(rule, 'not-shown', cite(page, mechanism, answer)) ?? [];
  });
}

/** The part of classic protection that GitHub shows to everyone who can read: the names of required checks. */
function visibleChecks(answer: Given<BranchSummary>, url: string): readonly Safeguard[] {
  const { names, everyone } = answer.value.checks;
  if (names.length === 0) return [];
  const evidence = cite(url, 'Branch', answer)(describeChecks(names));
  return [{ kind: 'status-checks', exempt: everyone ? 'nobody' : 'administrators', evidence }];
}

function classicState(answer: Answer<ClassicProtection | null>, readable: boolean): ForgeProtection['classic'] {
  if (!answer.ok) return { state: 'not-shown', ...unanswered(answer) };
  if (answer.value === null) return { state: 'none' };
  if (readable) return { state: 'read' };
  const because = `The answer to ${answer.call} holds settings that this checker cannot read.`;
  return { state: 'not-shown', because, decide: `Read the answer to ${answer.call} by hand.` };
}

const unanswered = ({ because, decide }: Unanswered): Unanswered => ({ because, decide });
