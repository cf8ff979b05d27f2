import type { Code, Heading, Link, Node, Root, RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';
import { type DoctrineProblem, readCheckedYaml } from '../checked-yaml.ts';
import { parseMarkdown } from '../collect/safe-markdown.ts';
import type { Factor, FactorSource, Rule } from '../doctrine.ts';
import { type Example, exampleSchema } from './example.ts';

/** The sections of a factor document, in their order. The first paragraph, above them, is the factor in one sentence. */
export const SECTIONS = [
  'Why',
  'What good looks like',
  'Without tooling',
  'With an agent harness',
  'How it goes wrong',
  'How it is checked',
  'What this does not ask',
  'Sources',
] as const;

/** The section that says how each rule is seen, with its examples. */
export const CHECKED: (typeof SECTIONS)[number] = 'How it is checked';

/** Words of prose in a factor document: what stands in code, in examples and in the frontmatter is not counted. */
export const WORDS = { fewest: 600, most: 1200 } as const;

/** What each rule's part of the document says, as paragraphs that begin with these words in bold. */
export const SEEN = 'How it is seen.';
export const LIMITS = 'Limits.';

/** A factor document: the factor, and its text as a syntax tree whose positions are those of the file. */
export interface FactorDocument {
  readonly factor: Factor;
  readonly path: string;
  readonly tree: Root;
  readonly rules: readonly DocumentedRule[];
}

/** What the document says of one rule. */
export interface DocumentedRule {
  readonly rule: Rule;
  /** Everything under the rule's heading, examples included. */
  readonly content: readonly RootContent[];
  readonly examples: readonly WrittenExample[];
}

export interface WrittenExample {
  readonly example: Example;
  /** The fenced block that it is written in. */
  readonly node: Code;
  /** 1-based line of the fence. */
  readonly line: number;
}

/** Tells whether a block of code is an example of a rule. */
export const isExample = (node: RootContent): node is Code =>
  node.type === 'code' && node.lang === 'yaml' && (node.meta ?? '').split(/\s+/).includes('example');

/** Reads the text of a factor document and adds what is wrong with it to `problems`. */
export function readFactorDocument(
  { path, text }: FactorSource,
  factor: Factor,
  problems: DoctrineProblem[],
): FactorDocument {
  const tree = parseMarkdown(text) ?? { type: 'root', children: [] };
  const report: Report = (node, message) => {
    const { line, column } = node?.position?.start ?? { line: 1, column: 1 };
    problems.push({ path, line, column, message });
  };
  const content = tree.children.filter(({ type }) => type !== 'yaml');
  checkHead(content, factor, report);
  const sections = split(content, 2);
  checkSections(sections, content, report);
  checkLength(content, report);
  const checked = sections.find(({ title }) => title === CHECKED);
  for (const node of content.filter(isExample)) {
    if (checked?.content.includes(node)) continue;
    report(node, `an example stands outside "${CHECKED}": move it under the heading of its rule`);
  }
  return { factor, path, tree, rules: checked === undefined ? [] : readRules(checked, factor, path, problems, report) };
}

type Report = (node: Node | undefined, message: string) => void;

/** The line under the rule that says what the factor closes, where it comes from, and what it was called. */
export const originLine = ({ gaps, lineage, edition3 }: Factor): string =>
  `Closes: ${gaps.join(', ')}. Lineage: ${lineage.join(', ')}. Edition 3: ${edition3.join(', ') || 'none, it is new'}.`;

function checkHead([title, rule, origin]: readonly RootContent[], factor: Factor, report: Report): void {
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

interface Section {
  readonly title: string;
  readonly heading: Heading;
  readonly content: readonly RootContent[];
}

/** The parts under the headings of a depth; what stands above the first is left out. */
function split(content: readonly RootContent[], depth: number): readonly Section[] {
  const starts = content.flatMap((node, index) => (node.type === 'heading' && node.depth === depth ? [index] : []));
  return starts.map((start, index) => {
    const heading = content[start] as Heading;
    return { title: textOf(heading), heading, content: content.slice(start + 1, starts[index + 1]) };
  });
}

function checkSections(sections: readonly Section[], content: readonly RootContent[], report: Report): void {
  const titles = sections.map(({ title }) => title);
  for (const { title, heading, content: own } of sections) {
    if (!SECTIONS.some((known) => known === title))
      report(heading, `"${title}" is no section of a factor document: use ${SECTIONS.join(' · ')}`);
    else if (titles.indexOf(title) !== titles.lastIndexOf(title))
      report(heading, `the section "${title}" is there twice: keep one`);
    else if (own.length === 0) report(heading, `the section "${title}" is empty: write it`);
  }
  const missing = SECTIONS.filter((title) => !titles.includes(title));
  for (const title of missing) report(content.at(-1), `the section "## ${title}" is missing: add it`);
  const known = titles.filter((title) => SECTIONS.some((section) => section === title));
  const wrong = known.findIndex(
    (title, index) => title !== SECTIONS.filter((section) => known.includes(section))[index],
  );
  if (missing.length === 0 && known.length === SECTIONS.length && wrong !== -1)
    report(
      sections.find(({ title }) => title === known[wrong])?.heading,
      `the section "${known[wrong]}" is out of order: the order is ${SECTIONS.join(' · ')}`,
    );
  const sources = sections.find(({ title }) => title === 'Sources');
  if (sources !== undefined && !hasLink(sources.content))
    report(sources.heading, 'the sources hold no link: name them');
}

function hasLink(content: readonly RootContent[]): boolean {
  const links: Link[] = [];
  visit({ type: 'root', children: [...content] } as Root, 'link', (link) => void links.push(link));
  return links.length > 0;
}

function checkLength(content: readonly RootContent[], report: Report): void {
  const words = content
    .filter(({ type }) => type !== 'code' && type !== 'html')
    .reduce((sum, node) => sum + (textOf(node).match(/[\p{L}\p{N}][^\s]*/gu)?.length ?? 0), 0);
  if (words < WORDS.fewest || words > WORDS.most)
    report(content[0], `the text has ${words} words: ${WORDS.fewest} to ${WORDS.most} are wanted, code not counted`);
}

function readRules(
  { heading, content }: Section,
  factor: Factor,
  path: string,
  problems: DoctrineProblem[],
  report: Report,
): readonly DocumentedRule[] {
  const parts = split(content, 3);
  for (const { title, heading: own } of parts) {
    if (!factor.rules.some(({ id }) => id === title))
      report(own, `"${title}" is no rule of this factor: the headings here are the ids of its rules`);
  }
  return factor.rules.flatMap((rule, index): DocumentedRule[] => {
    const part = parts.find(({ title }) => title === rule.id);
    if (part === undefined) {
      report(heading, `the rule has no part here: add the heading "### ${rule.id}", how it is seen, and examples`);
      return [];
    }
    if (parts.indexOf(part) !== index) report(part.heading, 'is out of order: rules stand as in the frontmatter');
    for (const words of [SEEN, LIMITS]) {
      if (!part.content.some((node) => beginsWith(node, words)))
        report(part.heading, `"${rule.id}" has no paragraph that begins with **${words}**`);
    }
    checkValues(part.content, rule, report);
    const examples = part.content.filter(isExample).flatMap((node) => readExample(node, path, problems) ?? []);
    const written = part.content.filter(isExample).length;
    for (const wanted of ['pass', 'fail'] as const) {
      if (examples.length === written && !examples.some(({ example }) => example.outcome === wanted))
        report(part.heading, `"${rule.id}" has no example of the outcome ${wanted}: add a \`yaml example\` block`);
    }
    return [{ rule, content: part.content, examples }];
  });
}

/** The text says a threshold as `` `freshDays` (30 ``: that number must be the rule's. */
function checkValues(content: readonly RootContent[], { id, params }: Rule, report: Report): void {
  visit({ type: 'root', children: [...content] } as Root, 'inlineCode', (code, index = 0, parent) => {
    const next = parent?.children[index + 1];
    const said = next?.type === 'text' ? /^\s\((\d+)/.exec(next.value)?.[1] : undefined;
    if (said === undefined || !(code.value in params) || Number(said) === params[code.value]) return;
    report(code, `says that ${code.value} is ${said}, but the frontmatter of ${id} has ${params[code.value]}`);
  });
}

export function beginsWith(node: RootContent, words: string): boolean {
  const [first] = node.type === 'paragraph' ? node.children : [];
  return first?.type === 'strong' && textOf(first) === words;
}

function readExample(node: Code, path: string, problems: DoctrineProblem[]): WrittenExample | undefined {
  const line = node.position?.start.line ?? 1;
  const checked = readCheckedYaml({ path, text: node.value, firstLine: line + 1 }, exampleSchema, problems);
  return checked === undefined ? undefined : { example: checked.value, node, line };
}
