import type { Root, RootContent } from 'mdast';
import { type Doctrine, LEVELS, numeral, PHASES } from '#checker';
import type { FactorDocument } from '#documents';
import { portable } from '../markdown/portable.ts';
import { inline, markdownOf } from '../markdown/to-markdown.ts';
import { pageAddressOf } from '../site/page-address.ts';
import type { GeneratedPage } from './page.ts';

/** The twelve at a glance. */
export function factorsOverview({ factors, edition }: Doctrine): GeneratedPage {
  const phases = PHASES.map((phase) => {
    const own = factors.filter((factor) => factor.phase === phase);
    const rows = own.map(
      ({ number, title, summary, path, rules }) =>
        `| ${numeral(number)} | [${inline(title)}](${pageAddressOf(path)}) | ${inline(summary)} | ${rules.map(({ id }) => `[${id}](/rules/${id}/)`).join(', ')} |`,
    );
    return `## ${phase}\n\n${INTENT[phase]}\n\n| No. | Factor | In one sentence | Rules |\n|---|---|---|---|\n${rows.join('\n')}`;
  });
  return {
    id: 'factors',
    title: 'The twelve factors',
    wide: true,
    description: `The twelve factors of edition ${edition} in four phases: Prepare, Bound, Select, Govern. Each in one sentence, with its rules.`,
    source: 'src/generated/overviews.ts',
    body: `The factors come in four phases, which form a loop: what Govern learns, Prepare puts into the next session. Read them
in order, or begin with the [quickstart](/quickstart/). All of them [on one page](/all/), to print or to search.

${phases.join('\n\n')}`,
  };
}

const INTENT: Readonly<Record<(typeof PHASES)[number], string>> = {
  Prepare: 'What a session starts from.',
  Bound: 'What an agent may touch, and what it must know before it does.',
  Select: 'What decides which work stays, and what is kept of it.',
  Govern: 'What feeds the next session, who decides, and what tells whether it goes well.',
};

/** Every rule in one table, which a component makes filterable where scripts run. */
export function rulesOverview({ factors, edition }: Doctrine): GeneratedPage {
  const rows = factors.flatMap(({ number, title, path, rules }) =>
    rules.map(
      ({ id, claim, weight, level }) =>
        `| [${id}](/rules/${id}/) | ${inline(claim)} | [${numeral(number)} ${inline(title)}](${pageAddressOf(path)}) | ${weight} | ${level} |`,
    ),
  );
  return {
    id: 'rules',
    title: 'All rules',
    wide: true,
    description: `Every rule that agentops-audit checks in edition ${edition}, with claim, factor, weight and level.`,
    source: 'src/generated/overviews.ts',
    body: `A rule is one demand of a factor. A \`must\` counts 3 in the score, a \`should\` counts 1; the level is the step of the
[adoption path](/adoption/) that the rule belongs to (${LEVELS.join(', ')}). The same as data: [rules.json](/rules.json).

| Rule | Claim | Factor | Weight | Level |
|---|---|---|---|---|
${rows.join('\n')}`,
  };
}

/**
 * The whole doctrine on one page. How each rule is seen, its limits and its examples are on the page of the rule: here
 * they would outweigh the factors.
 */
export function onePage({ edition }: Doctrine, documents: readonly FactorDocument[]): GeneratedPage {
  const parts = documents.map(({ factor, path, tree }) => {
    const text = markdownOf(portable(withoutRules(tree), tree, pageAddressOf(path)));
    const rules = factor.rules.map(({ id, claim }) => `- [${id}](/rules/${id}/): ${inline(claim)}.`);
    return `## ${numeral(factor.number)} ${inline(factor.title)}\n\n${text}\n\n### Rules\n\n${rules.join('\n')}`;
  });
  return {
    id: 'all',
    title: 'The twelve factors on one page',
    description: `All twelve factors of edition ${edition} on one page, to print or to search. How each rule is checked is on its own page.`,
    source: 'factors/01-context.md',
    editable: false,
    searched: false,
    body: parts.join('\n\n'),
  };
}

/** The text under the title, one level lower, without the parts that are about a single rule. */
function withoutRules({ children }: Root): readonly RootContent[] {
  let depth = 1;
  return children.flatMap((node): RootContent[] => {
    if (node.type === 'heading') depth = node.depth;
    if (node.type === 'yaml' || depth > 2) return [];
    if (node.type !== 'heading') return [node];
    return depth === 2 ? [{ ...node, depth: 3 }] : [];
  });
}
