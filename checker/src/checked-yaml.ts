import { LineCounter, parseDocument, visit, type YAMLError } from 'yaml';
import type * as z from 'zod/mini';

/** One thing that is wrong with a document of the doctrine or a page, at a 1-based line and column of its file. */
export interface DoctrineProblem {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** A problem on one line: `path:line:column message`. */
export const problemLine = ({ path, line, column, message }: DoctrineProblem): string =>
  `${path}:${line}:${column} ${message}`;

/** Where the value under these keys stands; of a missing one, where its nearest parent does. */
export type Place = (keys: readonly PropertyKey[]) => { readonly line: number; readonly column: number };

/** Values that fit their schema, and where each stands. */
export interface CheckedYaml<T> {
  readonly value: T;
  readonly place: Place;
}

/** A block of YAML inside a file: its text, the line of the file it begins at, and what to call it in messages. */
export interface YamlBlock {
  readonly path: string;
  readonly text: string;
  /** 1-based. */
  readonly firstLine: number;
  /** Columns that the block is indented by in its file. */
  readonly indent?: number;
}

/** Reads YAML that a contributor wrote, and adds what is wrong with it to `problems`; undefined when anything is. */
export function readCheckedYaml<T>(
  { path, text, firstLine, indent = 0 }: YamlBlock,
  schema: z.ZodMiniType<T>,
  problems: DoctrineProblem[],
): CheckedYaml<T> | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: line + firstLine - 1, column: col + indent };
  };
  const [syntax] = document.errors;
  if (syntax) {
    problems.push({ path, ...at(openingOf(syntax, document)), message: `is not valid YAML: ${syntax.message}` });
    return undefined;
  }
  const place: Place = (keys) => {
    for (let depth = keys.length; depth >= 0; depth--) {
      const node = depth === 0 ? document.contents : document.getIn(keys.slice(0, depth), true);
      const range = (node as { range?: readonly number[] } | undefined)?.range;
      if (range?.[0] !== undefined) return at(range[0]);
    }
    return { line: firstLine, column: 1 + indent };
  };
  const raw = withoutAliases(document);
  if (raw === undefined) {
    problems.push({
      path,
      line: firstLine,
      column: 1 + indent,
      message: 'uses YAML aliases: write each value where it belongs',
    });
    return undefined;
  }
  const checked = schema.safeParse(raw);
  if (checked.success) return { value: checked.data, place };
  for (const issue of checked.error.issues)
    problems.push({ path, ...place(issue.path), message: describeIssue(issue, raw) });
  return undefined;
}

/** Where to mend a syntax error: a quote that is not closed is noticed only at the end, and is mended where it opens. */
function openingOf({ code, pos: [noticed] }: YAMLError, document: ReturnType<typeof parseDocument>): number {
  let at = noticed;
  if (code !== 'MISSING_CHAR') return at;
  visit(document, {
    Scalar(_key, { type, range }) {
      if (type?.startsWith('QUOTE') && range?.[1] === noticed) at = range[0];
    },
  });
  return at;
}

/** The document as plain values; undefined when it holds an alias, which could grow without bound. */
function withoutAliases(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 }) ?? {};
  } catch {
    return undefined;
  }
}

/** What is wrong, after the dotted name of the value: `rules.0.weight: must be "must" or "should"`. */
export function describeIssue(issue: z.core.$ZodIssue, root: unknown): string {
  const name = issue.path.length === 0 ? '' : `${issue.path.map(String).join('.')}: `;
  return name + wordsOf(issue, root);
}

function wordsOf(issue: z.core.$ZodIssue, root: unknown): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `unknown field ${issue.keys.map((key) => `"${key}"`).join(', ')}: remove it or correct its spelling`;
    case 'invalid_value':
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'invalid_type':
      return valueAt(root, issue.path) === undefined
        ? `is missing: expected ${KINDS[issue.expected] ?? issue.expected}`
        : `must be ${KINDS[issue.expected] ?? issue.expected}`;
    case 'too_small':
      if (issue.minimum === 1 && issue.origin !== 'number') return 'must not be empty';
      return limit(issue.origin, `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`);
    case 'too_big':
      return limit(issue.origin, `${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}`);
    case 'invalid_key': {
      const [first] = issue.issues;
      return first === undefined ? issue.message : `this name ${wordsOf(first, root)}`;
    }
    default:
      return issue.message;
  }
}

/** What a type of a schema is called in a message. */
const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'fields with values',
  record: 'fields with values',
};

function limit(origin: string, bound: string): string {
  if (origin === 'string') return `must have ${bound} characters`;
  return origin === 'array' ? `must have ${bound} entries` : `must be ${bound}`;
}

const valueAt = (root: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    root,
  );
