import type { Code, ListItem, Nodes, Parents, RootContent, Text } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { parseMarkdown } from '../safe-markdown.ts';
import { valueOfYaml } from '../safe-yaml.ts';
import { holdersIn, isHolder, leadIn, sentenceAround, sentencesOf, wordsIn } from './sentences.ts';

/** A piece of an instruction text that can name something, and what stands around it. */
export interface Passage {
  /** `text` is plain prose, `span` a code span, `link` a target, `code` a whole fenced block. */
  readonly kind: 'text' | 'span' | 'link' | 'code';
  readonly value: string;
  /** 1-based line of the value's first character. */
  readonly line: number;
  /** Language of a fenced block, in lower case. */
  readonly language: string;
  /** The sentence it stands in; of a table, the row; of a block, the paragraph before it. */
  readonly sentence: string;
  /** The headings it stands under, and the line that leads a list in. */
  readonly headings: readonly string[];
  /** Set on a code span that begins a list item or a table row: which list or table that is. */
  readonly listing: number | undefined;
}

export interface Document {
  readonly passages: readonly Passage[];
  readonly frontmatter: Readonly<Record<string, unknown>>;
  readonly words: number;
  readonly placeholders: readonly { readonly line: number; readonly text: string }[];
}

/** Undefined where the text is built to exhaust a parser. */
export function readDocument(text: string): Document | undefined {
  const root = parseMarkdown(text);
  if (root === undefined) return undefined;
  const reader = new Reader(text);
  reader.children(root, []);
  const first = root.children[0];
  return {
    passages: reader.passages,
    frontmatter: first?.type === 'yaml' ? frontmatterOf(first.value) : {},
    words: reader.words,
    placeholders: reader.placeholders,
  };
}

function frontmatterOf(value: string): Readonly<Record<string, unknown>> {
  // Cursor's `globs: *.ts` is not YAML; such a rule is on demand anyway.
  const parsed = valueOfYaml(value);
  return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
}

/** Headings and leads longer than this are cut: they are only searched for a few words. */
const LONGEST_HEADING = 200;

class Reader {
  readonly passages: Passage[] = [];
  readonly placeholders: { line: number; text: string }[] = [];
  words = 0;
  #listings = 0;
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  children(parent: Parents, outer: readonly string[]): void {
    let headings: { depth: number; text: string }[] = [];
    let before: Nodes | undefined;
    for (const node of parent.children as readonly RootContent[]) {
      if (node.type === 'heading') {
        const text = textOf(node).slice(0, LONGEST_HEADING);
        headings = [...headings.filter(({ depth }) => depth < node.depth), { depth: node.depth, text }];
      }
      const around = [...outer, ...headings.map(({ text }) => text)];
      const leads =
        before !== undefined && (node.type === 'list' || node.type === 'table') ? leadIn(this.#slice(before)) : [];
      this.#block(node, [...around, ...leads], before);
      before = node.type === 'paragraph' ? node : undefined;
    }
  }

  #block(node: RootContent, headings: readonly string[], before: Nodes | undefined): void {
    if (node.type === 'heading' || node.type === 'paragraph') this.#inlines(node, { node, headings, row: false });
    else if (node.type === 'code') this.#code(node, headings, before);
    else if (node.type === 'definition')
      this.#add({ kind: 'link', value: node.url, at: node }, { node, headings, row: false });
    else if (node.type === 'list') {
      const listing = ++this.#listings;
      for (const item of node.children) this.#item(item, headings, listing);
    } else if (node.type === 'table') {
      const listing = ++this.#listings;
      for (const row of node.children.slice(1)) {
        row.children.forEach((cell, index) => {
          this.#inlines(cell, { node: row, headings, row: true }, index === 0 ? listing : undefined);
        });
      }
    } else if ('children' in node) this.children(node, headings);
  }

  #item(item: ListItem, headings: readonly string[], listing: number): void {
    const [first, ...rest] = item.children;
    if (first?.type === 'paragraph') this.#inlines(first, { node: first, headings, row: false }, listing);
    else if (first !== undefined) this.children({ ...item, children: [first] }, headings);
    this.children(
      { ...item, children: rest },
      first === undefined ? headings : [...headings, ...leadIn(this.#slice(first))],
    );
  }

  #code(node: Code, headings: readonly string[], before: Nodes | undefined): void {
    this.words += wordsIn(node.value);
    const end = before?.position?.end.offset ?? 0;
    const sentence =
      before === undefined ? '' : sentenceAround(this.#source, end - 1, { from: offsetOf(before), to: end });
    // A fenced block's text begins a line below its fence; an indented one on its own first line.
    const fenced = /^(?:`{3,}|~{3,})/.test(this.#slice(node));
    const line = (node.position?.start.line ?? 1) + (fenced ? 1 : 0);
    const language = (node.lang ?? '').toLowerCase();
    this.passages.push({ kind: 'code', value: node.value, line, language, sentence, headings, listing: undefined });
  }

  /** The phrasing content of a block; `first` is spent on the code span that begins it. */
  #inlines(parent: Parents, block: Block, first?: number): void {
    let listing = first;
    for (const child of parent.children as readonly RootContent[]) {
      if (child.type === 'inlineCode') {
        this.#count(child.value, block);
        this.#add({ kind: 'span', value: child.value, at: child }, block, listing);
      } else if (child.type === 'link' || child.type === 'image') {
        this.#add({ kind: 'link', value: child.url, at: child }, block);
      } else if (child.type === 'text') {
        this.#text(child, block);
      } else if (child.type === 'html' && isHolder(child.value, this.#slice(block.node))) {
        this.placeholders.push({ line: child.position?.start.line ?? 1, text: child.value });
      }
      if ('children' in child) this.#inlines(child, block, listing);
      if (textOf(child).trim() !== '') listing = undefined;
    }
  }

  #text(node: Text, block: Block): void {
    let start = 0;
    for (const [index, text] of node.value.split('\n').entries()) {
      const holders = holdersIn(text);
      const line = (node.position?.start.line ?? 1) + index;
      for (const holder of holders) this.placeholders.push({ line, text: holder });
      this.#count(
        holders.reduce((rest, holder) => rest.replace(holder, ''), text),
        block,
      );
      for (const piece of sentencesOf(text)) {
        this.#add({ kind: 'text', value: piece.text, at: node, after: start + piece.at, line }, block);
      }
      start += text.length + 1;
    }
  }

  #count(text: string, { node }: Block): void {
    if (node.type !== 'heading') this.words += wordsIn(text);
  }

  #add({ kind, value, at, after = 0, line }: Piece, { node, headings, row }: Block, listing?: number): void {
    const [from, to] = [offsetOf(node), node.position?.end.offset ?? 0];
    const offset = offsetOf(at) + after;
    const sentence = row
      ? this.#source.slice(Math.max(from, offset - 300), Math.min(to, offset + 300))
      : sentenceAround(this.#source, offset, { from, to });
    const first = line ?? at.position?.start.line ?? 1;
    this.passages.push({ kind, value, line: first, sentence, headings, listing, language: '' });
  }

  #slice(node: Nodes): string {
    return this.#source.slice(offsetOf(node), node.position?.end.offset ?? 0);
  }
}

interface Piece {
  readonly kind: Passage['kind'];
  readonly value: string;
  readonly at: Nodes;
  /** Offset within the node, and the line, where the piece does not begin it. */
  readonly after?: number;
  readonly line?: number;
}

/** The block a piece stands in; of a table, the row, whose cells speak for each other. */
interface Block {
  readonly node: Nodes;
  readonly headings: readonly string[];
  readonly row: boolean;
}

const offsetOf = (node: Nodes): number => node.position?.start.offset ?? 0;
