import type { Node, Root } from 'mdast';
import { visit } from 'unist-util-visit';
import type { DoctrineProblem } from '../checked-yaml.ts';
import { type Report, reportTo } from './report.ts';
import { isExample } from './rules.ts';

/** What a page made of a factor document could do to its reader, who was promised text. Examples are data: they may hold anything. */

const SCHEMES = ['https:', 'http:', 'mailto:'];
/** Where a document is taken to stand, to read its addresses as a browser does. */
const HERE = new URL('https://document.invalid/factors/');
/** One comment or more. `<!-->` ends where it begins, and `--!>` ends one too. */
const COMMENTS = /^(?:\s*<!--(?!-?>)(?:(?!--!?>)[\s\S])*-->)+\s*$/;
/** Controls, what turns the direction of a line, and the mark of a byte that could not be read. */
const HIDDEN = /(?![\t\n\r])[\p{Cc}\u202a-\u202e\u2066-\u2069\ufffd]/u;

/** Names HTML, addresses and characters in the text of a document that are more than text. */
export function checkProse(tree: Root, text: string, path: string, problems: DoctrineProblem[]): void {
  const report = reportTo(problems, path);
  const drawn = new Set<string>();
  visit(tree, 'imageReference', ({ identifier }) => void drawn.add(identifier));
  visit(tree, (node) => {
    if (node.type === 'html' && !COMMENTS.test(node.value))
      report(node, `holds HTML, ${firstLineOf(node.value)}: write it in markdown, or as code between backquotes`);
    if (node.type === 'link' || node.type === 'definition') checkLink(node, node.url, report);
    if (node.type === 'image' || (node.type === 'definition' && drawn.has(node.identifier)))
      checkImage(node, node.url, report);
    checkReferences(node, text, report);
  });
  checkCharacters(tree, text, path, problems);
}

function checkLink(node: Node, address: string, report: Report): void {
  const url = resolved(address);
  if (url === undefined) report(node, `links to ${address}, which is no address: correct it`);
  else if (!SCHEMES.includes(url.protocol))
    report(node, `links to an address that begins with "${url.protocol}": use https, http or mailto`);
}

function checkImage(node: Node, address: string, report: Report): void {
  if (resolved(address)?.origin !== HERE.origin)
    report(node, `shows the image ${address} from elsewhere: add the file to the repository and name it by its path`);
}

function resolved(address: string): URL | undefined {
  try {
    return new URL(address, HERE);
  } catch {
    return undefined;
  }
}

/** Characters as they stand in the file, the first of each line. */
function checkCharacters(tree: Root, text: string, path: string, problems: DoctrineProblem[]): void {
  const data = new Set<number>();
  visit(tree, isExample, ({ position }) => {
    for (let line = (position?.start.line ?? 0) + 1; line < (position?.end.line ?? 0); line += 1) data.add(line);
  });
  text.split(/\r\n|[\r\n]/).forEach((line, index) => {
    const found = HIDDEN.exec(line);
    if (found === null || data.has(index + 1)) return;
    problems.push({ path, line: index + 1, column: found.index + 1, message: hidden(found[0]) });
  });
}

/** Characters that are written as `&#x202e;`: they are in the node and not in the file. */
function checkReferences(node: Node, text: string, report: Report): void {
  const { start, end } = node.position ?? {};
  if (HIDDEN.test(text.slice(start?.offset, end?.offset))) return;
  for (const key of ['value', 'url', 'title', 'alt']) {
    const value: unknown = node.type === 'code' ? undefined : Reflect.get(node, key);
    const found = typeof value === 'string' ? HIDDEN.exec(value) : null;
    if (found !== null) report(node, hidden(found[0]));
  }
}

function hidden(character: string): string {
  const name = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return character === '\ufffd'
    ? `holds ${name}, the mark of a character that was lost: write the character, and save the file as UTF-8`
    : `holds the character ${name}, which does not show: remove it`;
}

const firstLineOf = (text: string): string => text.split(/[\r\n]/, 1)[0] ?? '';
