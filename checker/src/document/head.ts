import type { RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import type { Factor } from '../doctrine.ts';
import type { Report } from './report.ts';

/** The line under the rule that says what the factor closes, where it comes from, and what it was called. */
export const originLine = ({ gaps, lineage, edition3 }: Factor): string =>
  `Closes: ${gaps.join(', ')}. Lineage: ${lineage.join(', ')}. Edition 3: ${edition3.join(', ') || 'none, it is new'}.`;

/** Checks what stands above the sections: it repeats the frontmatter. */
export function checkHead([title, rule, origin]: readonly RootContent[], factor: Factor, report: Report): void {
  if (title?.type !== 'heading' || title.depth !== 1 || textOf(title) !== factor.title)
    report(title, `the text must begin with the heading "# ${factor.title}"`);
  const [bold, ...more] = rule?.type === 'paragraph' ? rule.children : [];
  if (bold?.type !== 'strong' || more.length > 0 || textOf(bold) !== factor.summary)
    report(
      rule,
      `the first paragraph must be the factor in one sentence, as in its frontmatter: **${factor.summary}**`,
    );
  const [slanted] = origin?.type === 'paragraph' ? origin.children : [];
  if (slanted?.type !== 'emphasis' || textOf(slanted) !== originLine(factor))
    report(origin, `the second paragraph must say what the frontmatter says: *${originLine(factor)}*`);
}
