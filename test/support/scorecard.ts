import type { Doctrine } from '../../checker/src/doctrine.ts';
import type { Outcome } from '../../checker/src/outcome.ts';
import { makeScorecard, type Scorecard } from '../../checker/src/scorecard.ts';
import { finding } from './findings.ts';

/** A scorecard with an outcome of each status, in three phases. `hostile` goes into every text that a repository controls. */
export function scorecard({ hostile = '' }: { readonly hostile?: string } = {}): Scorecard {
  const failing: Outcome = {
    status: 'fail',
    because: `None of the four places where lessons are kept holds one: learnings.md, .agents/learnings, docs/learnings, docs/solutions.${hostile}`,
    gaps: [
      { at: 'file', path: `c.md${hostile}`, line: 3, note: `is a diary${hostile}` },
      { at: 'commit', id: 'a'.repeat(40) },
      { at: 'url', url: 'https://example.org/a' },
    ],
  };
  const passing: Outcome = {
    status: 'pass',
    evidence: [{ at: 'file', path: 'AGENTS.md', line: 1, note: `120 words${hostile}` }],
    gaps: [7, 8, 9].map((line) => ({ at: 'file', path: `AGENTS.md${hostile}`, line, note: `is a hole${hostile}` })),
  };
  const factors = [
    {
      id: 'context',
      numeral: 'I',
      title: 'Context',
      phase: 'Prepare' as const,
      findings: [
        { ...finding('instructions-present', 'pass'), outcome: passing },
        finding('instructions-true', 'partial'),
      ],
    },
    {
      id: 'isolate',
      numeral: 'VI',
      title: 'Isolate',
      phase: 'Bound' as const,
      findings: [finding('workers-isolated', 'not-applicable', { level: 'Scale' })],
    },
    {
      id: 'extract',
      numeral: 'IX',
      title: 'Extract',
      phase: 'Select' as const,
      findings: [
        {
          ...finding('learnings-present', 'fail', {
            fix: { effort: 'minutes', do: 'Write the last lesson down.', snippet: "printf '- it\\n' >> learnings.md" },
          }),
          outcome: failing,
          uncommitted: [`learnings.md${hostile}`],
        },
        finding('learnings-fresh', 'unknown', { weight: 'should', level: 'Foundation' }),
      ],
    },
  ];
  const doctrine = {
    edition: 4,
    digest: '0'.repeat(64),
    factors: factors.map(({ findings }) => ({ rules: findings.map(({ rule }) => rule) })),
  } as unknown as Doctrine;
  return makeScorecard({
    doctrine,
    tool: { name: 'agentops-audit', version: '0.1.0' },
    target: {
      name: `ada/engine${hostile}`,
      commit: '0123456789'.repeat(4),
      branch: `main${hostile}`,
      source: 'git',
      asOf: '2026-03-01T12:00:00+00:00',
      shallow: true,
    },
    only: null,
    factors,
    notices: [`A bound was hit.${hostile}`],
  });
}
