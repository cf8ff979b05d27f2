import type { OwnersFile } from '../../facts/owners.ts';
import { anything, type Effort, folders, literal, matchesWhole, oneOfName, type Piece, withinName } from '../glob.ts';

export type Dialect = OwnersFile['forge'];

/** One line that names owners for a pattern, or takes them away by naming none. */
export interface Rule {
  readonly line: number;
  readonly matches: (path: string, effort?: Effort) => boolean;
  readonly owners: readonly string[];
  /** GitLab judges each section by itself; GitHub has one. */
  readonly section: string;
  /** GitLab's `!pattern`: takes the path out of its section for good. */
  readonly excludes: boolean;
}

export interface Codeowners {
  readonly rules: readonly Rule[];
  readonly skipped: readonly { readonly line: number; readonly because: string }[];
}

/** A longer pattern is no path that a person wrote, and costs too much to match. */
const LONGEST_PATTERN = 500;
/** An address has at most 254 characters; accounts and teams have fewer, nested groups of GitLab seldom more. */
const LONGEST_OWNER = 500;

/** Reads CODEOWNERS as the forge documents it: a line that the forge would refuse is skipped, and said. */
export function parseCodeowners(text: string, dialect: Dialect): Codeowners {
  const rules: Rule[] = [];
  const skipped: { line: number; because: string }[] = [];
  let section = { name: '', owners: [] as readonly string[], optional: false };
  for (const [index, written] of text.split(/\r?\n/).entries()) {
    const line = index + 1;
    const trimmed = written.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const header = dialect === 'gitlab' ? /^(\^?)\[([^\]]+)\](?:\[\d+\])?([\s\S]*)$/.exec(trimmed) : null;
    if (header !== null) {
      section = {
        name: (header[2] ?? '').toLowerCase(),
        owners: ownersIn(words(header[3] ?? '')),
        optional: header[1] === '^',
      };
      continue;
    }
    const [pattern = '', ...rest] = words(dialect === 'github' ? withoutComment(trimmed) : trimmed);
    const refusal = refusalOf(pattern, rest, dialect);
    if (refusal !== undefined) {
      skipped.push({ line, because: refusal });
      continue;
    }
    // The owners of an optional section are asked, and nothing waits for them.
    if (section.optional) continue;
    const excludes = pattern.startsWith('!');
    const matches = matcher(excludes ? pattern.slice(1) : pattern);
    const owners = ownersIn(rest);
    rules.push({ line, matches, owners: owners.length > 0 ? owners : section.owners, section: section.name, excludes });
  }
  return { rules, skipped };
}

/** The rules that own a path: the last match of each section. Once the effort is spent, the answer says nothing. */
export function rulesFor(path: string, { rules }: Codeowners, effort?: Effort): readonly Rule[] {
  const last = new Map<string, Rule>();
  const excluded = new Set<string>();
  for (const rule of rules) {
    if (!rule.matches(path, effort)) continue;
    if (rule.excludes) excluded.add(rule.section);
    else last.set(rule.section, rule);
  }
  return [...last].filter(([section]) => !excluded.has(section)).map(([, rule]) => rule);
}

function withoutComment(line: string): string {
  const at = line.search(/\s#/);
  return at < 0 ? line : line.slice(0, at);
}

/** Splits at spaces that no backslash escapes. */
const words = (text: string): readonly string[] =>
  (text.match(/(?:\\.|[^\s\\])+/g) ?? []).map((word) => word.replaceAll('\\ ', ' '));

const OWNER = /^@@?[\w.[\]-]+(?:\/[\w./-]+)?$|^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** What examples and templates call an owner who is still to be named. */
const PLACEHOLDER =
  /^@@?(?:(?:your|my)[-_]?(?:github[-_]?)?(?:org|organi[sz]ation|company|team|user|user-?name|name|handle|account)(?:[-_]?(?:name|here))?|(?:github-?)?user-?name)(?:\/.*)?$|^@@?[^/]+\/(?:(?:your|my)[-_]team|team[-_]name)/i;

const isOwner = (word: string) => word.length <= LONGEST_OWNER && OWNER.test(word);

const ownersIn = (list: readonly string[]) => list.filter((word) => isOwner(word) && !PLACEHOLDER.test(word));

function refusalOf(pattern: string, owners: readonly string[], dialect: Dialect): string | undefined {
  if (pattern.length > LONGEST_PATTERN) return 'has a pattern that is too long';
  // GitLab takes what it can from a line; GitHub skips the whole line.
  if (dialect === 'gitlab') return undefined;
  if (pattern.startsWith('!')) return 'negates a pattern, which GitHub does not support';
  if (pattern.startsWith('\\#')) return 'escapes a `#`, which GitHub does not support';
  if (/[[\]]/.test(pattern)) return 'uses a character range, which GitHub does not support';
  const wrong = owners.find((owner) => !isOwner(owner));
  return wrong === undefined ? undefined : 'names an owner that is neither an account, a team nor an address';
}

/**
 * Patterns are those of gitignore but for one thing: `docs/*` owns the files of `docs` and not what lies deeper, while
 * `docs` and `docs/` own everything below.
 */
function matcher(pattern: string): Rule['matches'] {
  const anchored = pattern.slice(0, -1).includes('/');
  const segments = pattern.replace(/^\/|\/$/g, '').split('/');
  const pieces: Piece[] = anchored ? [] : [folders];
  for (const [index, segment] of segments.entries()) {
    const isLast = index === segments.length - 1;
    if (segment === '**') pieces.push(isLast ? anything : folders);
    else pieces.push(...namePieces(segment), ...(isLast ? [] : [literal('/')]));
  }
  const onlyFiles = segments.length > 1 && segments.at(-1) === '*';
  const below = [...pieces, literal('/'), anything];
  return (path, effort) =>
    (!pattern.endsWith('/') && matchesWhole(pieces, path, effort)) || (!onlyFiles && matchesWhole(below, path, effort));
}

const namePieces = (segment: string): readonly Piece[] =>
  [...segment.matchAll(/\*+|\\.|[\s\S]/g)].map(([token]) => {
    if (token.startsWith('*')) return withinName;
    return token === '?' ? oneOfName : literal(token.length === 2 ? token.slice(1) : token);
  });
