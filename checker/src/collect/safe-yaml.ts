import {
  Composer,
  type Document,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  type ParsedNode,
  Parser,
  type SchemaOptions,
  visit,
} from 'yaml';

/** The only file of the collectors that reaches the parser, whose defaults are made for files that one trusts. */
export { type Alias, isAlias, isCollection, isMap, isScalar, isSeq, type LineCounter, type YAMLMap } from 'yaml';
export { type Document, type Node, visit };

/**
 * By default the parser warns on the process, quoting the file, and compares each key of a map with each other one: here it
 * keeps silent, and `repeatedKey` finds in one pass what it would have.
 */
const OPTIONS = { logLevel: 'silent', prettyErrors: false, uniqueKeys: false, keepSourceTokens: false } as const;
/** More aliases than a person writes: a few of them, nested, stand for more than memory holds. */
const MOST_ALIASES = 50;

/** Collections that may lie within one another, each of which the parser stacks once or twice. */
const DEEPEST = 400;

export interface ParsedYaml {
  /** Its `errors` are the caller's to look at. */
  readonly document: Document.Parsed<ParsedNode>;
  readonly lines: LineCounter;
}

/** Parses a stranger's YAML, or JSON, with positions. Throws a `RangeError` where it is nested too deeply. */
export function parseYaml(text: string, schema?: SchemaOptions['schema']): ParsedYaml {
  const lines = new LineCounter();
  const composer = new Composer({ ...OPTIONS, lineCounter: lines, ...(schema && { schema }) });
  // Of several documents only the first counts.
  const [document] = composer.compose(tokens(text, lines), true, text.length);
  if (document === undefined) throw new TypeError('the parser made no document');
  return { document: document as Document.Parsed<ParsedNode>, lines };
}

/**
 * The parser keeps a stack of its own; all that comes after it calls itself. An exhausted stack is no answer to wait for: some
 * engines end the process where a regular expression meets it.
 */
function* tokens(text: string, lines: LineCounter) {
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > DEEPEST) throw new RangeError('nested too deeply');
  }
  yield* parser.end();
}

/** A node as a plain value. Throws where its aliases stand for too much. */
export const plainValue = (node: Node, document: Document): unknown =>
  node.toJS(document, { maxAliasCount: MOST_ALIASES });

/** The value of a YAML text; `undefined` where it is broken, repeats a key, or is built to exhaust a parser. */
export function valueOfYaml(text: string): unknown {
  try {
    const { document } = parseYaml(text);
    if (document.errors.length > 0 || repeatedKey(document) !== undefined) return undefined;
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch {
    return undefined;
  }
}

/** A key that its map already holds, which YAML forbids: its offset in the text. */
export function repeatedKey(document: Document): number | undefined {
  const waiting: unknown[] = [document.contents];
  for (let node = waiting.pop(); node !== undefined || waiting.length > 0; node = waiting.pop()) {
    if (isSeq(node)) for (const item of node.items) waiting.push(item);
    if (!isMap(node)) continue;
    const keys = new Set<unknown>();
    for (const { key, value } of node.items) {
      if (isScalar(key) && keys.has(key.value)) return key.range?.[0] ?? 0;
      if (isScalar(key)) keys.add(key.value);
      waiting.push(key, value);
    }
  }
  return undefined;
}
