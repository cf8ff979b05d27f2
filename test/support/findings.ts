import type { Rule } from '../../checker/src/doctrine.ts';
import type { Outcome, Status } from '../../checker/src/outcome.ts';
import type { Finding } from '../../checker/src/scorecard.ts';

/** An outcome of each status, as short as it can be. */
export const outcome = (status: Status, ratio = 0.5): Outcome => {
  switch (status) {
    case 'pass':
      return { status, evidence: [{ at: 'file', path: 'AGENTS.md', line: 1 }] };
    case 'partial':
      return {
        status,
        ratio,
        because: 'Half of it is there.',
        evidence: [{ at: 'file', path: 'a.md' }],
        gaps: [{ at: 'file', path: 'b.md', line: 2 }],
      };
    case 'fail':
      return { status, because: 'It is not there.', gaps: [{ at: 'file', path: 'c.md', line: 3 }] };
    case 'unknown':
      return { status, because: 'It cannot be seen.', decide: 'git fetch --unshallow' };
    case 'not-applicable':
      return { status, because: 'There is nothing to judge.' };
  }
};

export const rule = (id: string, more: Partial<Rule> = {}): Rule => ({
  id,
  claim: 'It is so',
  weight: 'must',
  level: 'Quickstart',
  params: {},
  fix: { effort: 'minutes', do: 'Make it so.' },
  ...more,
});

export const finding = (id: string, status: Status, more: Partial<Rule> = {}): Finding => ({
  rule: rule(id, more),
  outcome: outcome(status),
  omitted: { evidence: 0, gaps: 0 },
  uncommitted: [],
});
