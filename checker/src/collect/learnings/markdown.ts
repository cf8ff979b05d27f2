import type { Heading, List, Nodes, Root, RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { findDay, withoutDay } from './dates.ts';
import { type Metadata, metadataOfYaml } from './metadata.ts';

/** An entry found in one document, not yet dated by history. */
export interface Found extends Metadata {
  readonly line: number;
  readonly title: string;
  /** The source line by which history recognises it. */
  readonly source: string;
  /** Nothing is left of its title when the date, and a number that counts days or sessions, are taken away. */
  readonly onlyDate?: true;
}

const markdown = unified().use(remarkParse).use(remarkFrontmatter).use(remarkGfm).freeze();

/** The entries of a file that is a list of lessons, such as `learnings.md`. */
export function entriesOfList(text: string): readonly Found[] {
  const document = documentOf(text);
  const { sections, root } = document;
  const dated = outermost(sections.filter(({ written }) => written !== undefined));
  if (dated.length > 0) return dated.map((section) => document.entry(section));
  const labelled = sections.filter(isLabelled);
  if (labelled.length > 0) return labelled.map((section) => document.entry(section));

  const bullets = root.children.flatMap((node) => (node.type === 'list' ? bulletsOf(node) : []));
  const datedBullets = bullets.filter(({ text }) => findDay(firstLine(text)) !== undefined);
  if (datedBullets.length > 0) return datedBullets.map((bullet) => document.bullet(bullet));
  const topics = topicsOf(sections);
  if (topics.length > 1 || bullets.length === 0) return topics.map((section) => document.entry(section));
  return bullets.map((bullet) => document.bullet(bullet));
}

/**
 * The entries of one file in a folder of lessons. It is one lesson, unless the file itself sets several apart: headings
 * that call themselves a learning, top-level headings behind a rule, or, without frontmatter, several dated headings.
 */
export function entriesOfDocument(text: string, fallbackTitle: string): readonly Found[] {
  const quick = oneEntryAtSight(text);
  if (quick !== undefined) return quick;
  const document = documentOf(text);
  const { sections, frontmatter } = document;
  const several =
    atOneDepth(sections.filter(isLabelled)) ??
    atOneDepth(sections.filter(({ heading, afterRule }, index) => heading.depth === 1 && (afterRule || index === 0))) ??
    (frontmatter === undefined ? atOneDepth(sections.filter(({ inHeading }) => inHeading !== undefined)) : undefined);
  if (several !== undefined) return several.filter(isLesson).map((section) => document.entry(section));

  const [first] = sections;
  const body = [document.preamble, ...sections.map(({ prose }) => prose)].join('\n');
  const title = frontmatter?.title ?? (first === undefined ? fallbackTitle : plainTitle(textOf(first.heading)));
  if (body.trim() === '' || isNothing(title, body)) return [];
  const line = first?.heading.position?.start.line ?? 1;
  const written = frontmatter?.written ?? first?.written;
  return [
    {
      ...first?.metadata,
      ...frontmatter,
      ...(written && { written }),
      line,
      title: title || fallbackTitle,
      source: document.line(line),
    },
  ];
}

/** A heading and what stands below it, up to the next heading that is not deeper. */
interface Section {
  readonly heading: Heading;
  readonly depth: number;
  readonly start: number;
  readonly end: number;
  /** Text below it, metadata lines left out. */
  readonly prose: string;
  readonly metadata: Metadata;
  readonly inHeading: string | undefined;
  readonly written: string | undefined;
  readonly afterRule: boolean;
}

interface Bullet {
  readonly line: number;
  readonly text: string;
}

function documentOf(text: string) {
  const root = markdown.parse(text) as Root;
  const lines = text.split('\n');
  const yaml = root.children.find((node) => node.type === 'yaml');
  const frontmatter = yaml === undefined ? undefined : metadataOfYaml(yaml.value);
  const sections = sectionsOf(root);
  const firstHeading = root.children.findIndex(({ type }) => type === 'heading');
  const line = (number: number) => lines[number - 1] ?? '';
  return {
    root,
    sections,
    frontmatter,
    line,
    preamble: proseOf(root.children.slice(0, firstHeading < 0 ? undefined : firstHeading)).prose,
    entry({ heading, metadata, written }: Section): Found {
      const at = heading.position?.start.line ?? 1;
      const words = oneLine(textOf(heading));
      const title = plainTitle(words);
      const day = written ?? frontmatter?.written;
      return {
        ...metadata,
        ...(day && { written: day }),
        ...(saysNothing(title) && { onlyDate: true }),
        line: at,
        title: title || words,
        source: line(at),
      };
    },
    bullet({ line: at, text: words }: Bullet): Found {
      const written = findDay(firstLine(words))?.day ?? frontmatter?.written;
      const title = oneLine(withoutDay(firstLine(words)));
      return {
        ...(written && { written }),
        ...(saysNothing(title) && { onlyDate: true }),
        line: at,
        title,
        source: line(at),
      };
    },
  };
}

function sectionsOf({ children }: Root): readonly Section[] {
  const starts = children.flatMap((node, index) => (node.type === 'heading' ? [{ heading: node, index }] : []));
  return starts.flatMap(({ heading, index }, at) => {
    const next = starts.slice(at + 1).find((other) => other.heading.depth <= heading.depth)?.index ?? children.length;
    const { prose, metadata } = proseOf(children.slice(index + 1, next));
    if (prose.trim() === '') return [];
    const inHeading = findDay(textOf(heading))?.day;
    const written = inHeading ?? metadata.written;
    const afterRule = children[index - 1]?.type === 'thematicBreak';
    return [{ heading, depth: heading.depth, start: index, end: next, prose, metadata, inHeading, written, afterRule }];
  });
}

/** Dates that say when a lesson ends or was last touched, not when it was learned. */
const OTHER_DATES = /expir|valid|until|due|ttl|review|updat|refresh|modif/i;

/** Splits what follows a heading into its text and the metadata lines (`**Date**: …`, `**ID**: …`) at its head. */
function proseOf(nodes: readonly RootContent[]): { readonly prose: string; readonly metadata: Metadata } {
  const prose: string[] = [];
  const days: string[] = [];
  let id: string | undefined;
  let head = true;
  for (const node of nodes) {
    if (node.type === 'heading') head = false;
    if (SILENT.has(node.type)) continue;
    for (const text of node.type === 'list'
      ? node.children.map((item) => textOf(item))
      : textOf(node as Nodes).split('\n')) {
      const [, label, value] = (head && /^\s*([^:：]{1,24})[:：]\s*(\S.*)$/s.exec(text)) || [];
      const found = findDay(value ?? text);
      const bare = found !== undefined && withoutDay(value ?? text).length <= 3;
      if (head && bare && !OTHER_DATES.test(label ?? '')) days.push(found.day);
      else if (label !== undefined && value !== undefined && /^id$/i.test(label.trim())) id = value.trim();
      else if (label === undefined || value === undefined || !/^session id$/i.test(label.trim())) prose.push(text);
    }
  }
  const written = days.sort()[0];
  return { prose: prose.join('\n'), metadata: { ...(id && { id }), ...(written && { written }) } };
}

const SILENT: ReadonlySet<string> = new Set(['html', 'thematicBreak', 'definition', 'heading', 'yaml', 'toml']);

const bulletsOf = (list: List): readonly Bullet[] =>
  list.children
    .map((item) => ({ line: item.position?.start.line ?? 1, text: textOf(item) }))
    .filter(({ text }) => text.trim() !== '');

const outermost = (sections: readonly Section[]) =>
  sections.filter(({ start }) => !sections.some((other) => other.start < start && start < other.end));

/** `Learning: …`, `Lesson 3 - …`: the label that several tools put before each lesson of a file. */
const isLabelled = ({ heading }: Section) => LABEL.test(textOf(heading));
const LABEL = /^(?:learning|lesson)(?:\s+\d+)?\s*[:—–-]\s*(?=\S)/i;

const plainTitle = (words: string) => withoutDay(words.replace(LABEL, ''));

/** The headings that name topics: those of the highest level, a single title over all of them left aside. */
function topicsOf(sections: readonly Section[]): readonly Section[] {
  const [title, ...rest] = sections;
  const below =
    title !== undefined && rest.length > 0 && rest.every(({ depth }) => depth > title.depth) ? rest : sections;
  const depth = Math.min(...below.map((section) => section.depth));
  return below.filter((section) => section.depth === depth);
}

function atOneDepth(sections: readonly Section[]): readonly Section[] | undefined {
  const depth = Math.min(...sections.map((section) => section.depth));
  const level = sections.filter((section) => section.depth === depth);
  return level.length > 1 ? level : undefined;
}

const isLesson = ({ heading, prose }: Section) => !isNothing(textOf(heading), prose);

/** The fixed sentence that an automatic extract leaves when a session taught nothing. */
const NOTHING = /\bno (?:\w+ ){0,2}(?:learnings?|lessons?|insights?)\b/i;
const SHORT = 240;
const isNothing = (title: string, body: string) => NOTHING.test(title) || (body.length < SHORT && NOTHING.test(body));

/** True of `Day 12` and `Session 4`, of a placeholder, and of nothing at all. */
const saysNothing = (title: string) =>
  /^\P{L}*$/u.test(title) || /^\p{L}+\P{L}*\d+\P{L}*$/u.test(title) || /^[<[{].*[>\]}]$/.test(title);

const firstLine = (text: string) => text.split('\n', 1)[0] ?? '';
const LONGEST_TITLE = 160;
const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim().slice(0, LONGEST_TITLE);

/**
 * Two thousand documents are not worth two thousand syntax trees. A document whose frontmatter makes it one entry is
 * taken at sight when no line of it could set a second lesson apart; in every doubt the parser decides.
 */
function oneEntryAtSight(text: string): readonly Found[] | undefined {
  if (text.length < 2 * SHORT || !/^---[ \t]*\r?\n/.test(text)) return undefined;
  const close = /\n---[ \t]*\r?\n/.exec(text);
  if (close === null) return undefined;
  const bodyStart = close.index + close[0].length;
  let heading: { readonly line: number; readonly source: string } | undefined;
  let labels = 0;
  let tops = 0;
  let rules = 0;
  let line = lineCount(text, bodyStart);
  for (const source of text.slice(bodyStart).split('\n')) {
    line += 1;
    if (/^ {0,3}(?:`{3}|~{3})/.test(source) && heading === undefined) return undefined;
    if (/^ {0,3}=+[ \t]*\r?$/.test(source)) return undefined;
    if (/^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}\r?$/.test(source)) rules += 1;
    if (/^ {0,3}(?:#{1,6}[ \t]+)?(?:learning|lesson)/i.test(source)) labels += 1;
    if (!/^ {0,3}#{1,6}[ \t]/.test(source)) continue;
    heading ??= { line, source };
    if (/^ {0,3}#[ \t]/.test(source)) tops += 1;
  }
  if (heading === undefined || labels > 1 || (tops > 1 && rules > 0) || NOTHING.test(heading.source)) return undefined;
  const metadata = metadataOfYaml(text.slice(text.indexOf('\n') + 1, close.index + 1));
  if (metadata === undefined) return undefined;
  const plain = /^#{1,6} ([\p{L}\p{N} ,.:;()'"?%/+=–—-]+?)\r?$/u.exec(heading.source)?.[1];
  const title = metadata.title ?? plainTitle(plain ?? titleOf(heading.source));
  const written = metadata.written ?? findDay(plain ?? heading.source)?.day;
  if (written === undefined || title === '') return undefined;
  return [{ ...metadata, written, line: heading.line, title: oneLine(title), source: heading.source }];
}

function lineCount(text: string, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

const titleOf = (source: string) => textOf(markdown.parse(source));
