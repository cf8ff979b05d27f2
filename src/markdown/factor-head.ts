import GithubSlugger from 'github-slugger';
import type { Paragraph, PhrasingContent, Root } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { GAPS, LINEAGES } from '#checker';
import { isFactorFile } from '#documents';

/**
 * Remark plugin: sets a factor's one sentence apart, and links the line under it to the gaps, the lineage and the
 * editions that it names.
 */
export function factorHead({ base }: { readonly base: string }) {
  return (tree: Root, file: { readonly path: string }): void => {
    if (!/[\\/]factors[\\/][^\\/]+$/.test(file.path) || !isFactorFile(file.path.replaceAll('\\', '/'))) return;
    const [rule, origin] = tree.children.filter((node): node is Paragraph => node.type === 'paragraph');
    if (rule === undefined || origin === undefined || !textOf(origin).startsWith('Closes: ')) return;
    mark(rule, 'factor-rule');
    mark(origin, 'factor-origin');
    origin.children = linked(textOf(origin), base);
  };
}

function mark(node: Paragraph, className: string): void {
  node.data = { ...node.data, hProperties: { className: [className] } };
}

function linked(text: string, base: string): PhrasingContent[] {
  const names = [...GAPS, ...LINEAGES, 'Edition 3'];
  const parts = text.split(new RegExp(`(${names.map((name) => name.replaceAll(' ', '\\s')).join('|')})(?=[,.:])`));
  return parts.map((part, index): PhrasingContent => {
    if (index % 2 === 0) return { type: 'text', value: part };
    return { type: 'link', url: `${base}${pageOf(part)}`, children: [{ type: 'text', value: part }] };
  });
}

const slug = (text: string) => new GithubSlugger().slug(text);

const pageOf = (name: string): string =>
  name === 'Edition 3'
    ? 'editions/'
    : GAPS.some((gap) => gap === name)
      ? `gaps/#${slug(name)}`
      : `lineage/#${slug(name)}`;
