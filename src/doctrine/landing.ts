import { type Doctrine, numeral, PHASES } from '#checker';

/** The words of the landing page, which its markdown twin and its card share. */
export const LANDING = {
  title: '12-Factor AgentOps',
  tagline: 'No verdict, not done.',
  description:
    'Twelve vendor-neutral factors for working with coding agents, and agentops-audit, which checks any git repository against them.',
  problem:
    'An agent says that it is done. Nothing tells what it tried, which gate its work had to pass, or what proves it. These factors close that gap in the repository itself, so that each session starts where the last one ended.',
  gaps: [
    ['Judgment', 'Nobody challenged the plan or the result before it was trusted.'],
    ['Durable learning', 'A solved problem comes back, because the lesson stayed in a closed session.'],
    ['Loop closure', 'What was shipped changed nothing about how the next piece of work begins.'],
  ],
} as const;

/** The landing page for readers that are programs. */
export function landingMarkdown({ factors }: Doctrine, origin: string): string {
  const phases = PHASES.map((phase) => {
    const own = factors.filter((factor) => factor.phase === phase);
    const lines = own.map(
      ({ number, title, summary, path }) => `- [${numeral(number)} ${title}](${origin}${path}): ${summary}`,
    );
    return `## ${phase}\n\n${lines.join('\n')}`;
  });
  return `# ${LANDING.title}

> ${LANDING.description}

${LANDING.tagline} ${LANDING.problem}

Begin with the [quickstart](${origin}quickstart.md), or audit a repository: \`npx agentops-audit .\`
(until the package is on npm, [from a checkout](${origin}tool.md))

${phases.join('\n\n')}

## What goes wrong without them

${LANDING.gaps.map(([name, sentence]) => `- ${name}: ${sentence}`).join('\n')}
`;
}
