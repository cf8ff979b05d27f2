import ts from 'typescript';
import { isMap, isSeq, parseDocument } from 'yaml';
import { parseMarkdown } from '../../checker/src/collect/safe-markdown.ts';

/** Insertions at the place that a parser names: every other byte of the file stays as it is. Undefined without a place. */

/** Adds an entry, given as lines, at the end of `rules` in the frontmatter of a factor document. */
export function insertEntry(text: string, entry: readonly string[]): string | undefined {
  const [opening = '', yaml] = text.match(/^---[ \t]*\r?\n([\s\S]*?\n)---[ \t]*(?:\r?\n|$)/) ?? [];
  if (yaml === undefined) return undefined;
  const start = opening.indexOf('\n') + 1;
  const rules = parseDocument(yaml).get('rules', true);
  const last = isSeq(rules) && rules.flow !== true ? rules.items.at(-1) : undefined;
  if (!isMap(last) || last.flow === true || !last.range) return undefined;

  const [from, to] = last.range;
  const dash = yaml.slice(yaml.lastIndexOf('\n', from) + 1).match(/^( *)- /)?.[1];
  if (dash === undefined) return undefined;
  // Remarks that are indented further than the dash belong to the rule above.
  const remarks = yaml.slice(to).match(new RegExp(`^(?:${dash} +#.*\\n)*`))?.[0] ?? '';
  const lines = entry.map((line) => `${dash}${line}\n`).join('');
  return insertAt(text, start + to + remarks.length, lines);
}

/** Adds a part at the end of a section of a factor document. */
export function insertPart(text: string, section: string, part: string): string | undefined {
  const headings = (parseMarkdown(text)?.children ?? []).filter(
    (node) => node.type === 'heading' && node.depth <= 2 && node.position?.start.offset !== undefined,
  );
  const titleAt = (index: number) => {
    const position = headings[index]?.position;
    return text.slice(position?.start.offset, position?.end.offset).replace(/^#+\s*|\s*#*$/g, '');
  };
  const own = headings.findIndex((_, index) => titleAt(index) === section);
  if (own === -1) return undefined;
  const next = headings[own + 1]?.position?.start.offset;
  if (next !== undefined) return insertAt(text, next, `${part}\n`);
  return insertAt(text, text.length, `${text.endsWith('\n') ? '' : '\n'}\n${part}`);
}

/** Lists the probe of a rule in `checker/src/probes/index.ts`: its import by the alphabet, its entry after another rule's. */
export function insertProbe(source: string, id: string, after: string): string | undefined {
  const file = ts.createSourceFile('index.ts', source, ts.ScriptTarget.ES2023, true);
  const imports = file.statements.filter(ts.isImportDeclaration).flatMap((node) => {
    const name = node.importClause?.name?.text;
    const from = ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : '';
    return name === undefined || !from.startsWith('./') ? [] : [{ node, name, from }];
  });
  const neighbour = imports.find(({ from }) => from === `./${after}.ts`);
  const entries = file.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .find(({ name }) => name.getText(file) === 'probes')?.initializer;
  if (entries === undefined || !ts.isArrayLiteralExpression(entries)) return undefined;
  const entry = entries.elements.find((element) => element.getText(file) === neighbour?.name);
  const first = imports[0];
  if (entry === undefined || first === undefined) return undefined;

  const before = imports.filter(({ from }) => from.replace(/\.ts$/, '') < `./${id}`).at(-1);
  const line = `import ${identifierOf(id)} from './${id}.ts';`;
  const listed = insertAt(source, entry.getEnd(), `,\n  ${identifierOf(id)}`);
  return before === undefined
    ? insertAt(listed, first.node.getStart(file), `${line}\n`)
    : insertAt(listed, before.node.getEnd(), `\n${line}`);
}

const identifierOf = (id: string) => id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** Inserts lines in the line endings of the text. */
const insertAt = (text: string, offset: number, inserted: string) =>
  text.slice(0, offset) + (text.includes('\r\n') ? inserted.replaceAll('\n', '\r\n') : inserted) + text.slice(offset);
