import { ownText } from './own-text.ts';
import type { Independence, Party } from './statement.ts';

/**
 * Whether a judge is somebody else than the author, as far as a record shows.
 *
 * Nobody judges their own work. Two names that share one session are one; so are a person in two sessions, and a check
 * that bears the name of the author. A fresh session of the same agent is somebody else, weakly: it does not know the
 * author's reasons, and has the author's blind spots. That two names belong to one person cannot be seen here.
 */
export function independenceOf(author: Party | undefined, judge: Party | undefined): Independence {
  const [a, j] = [namesOf(author), namesOf(judge)];
  if (a.id === undefined && a.context === undefined) return unshown('the author is not recorded');
  if (j.id === undefined && j.context === undefined) return unshown('the judge is not recorded');
  if (a.context !== undefined && a.context === j.context) return self('author and judge worked in the same session');
  const apartByContext = a.context !== undefined && j.context !== undefined;
  if (a.id === undefined || j.id === undefined)
    return apartByContext
      ? { grade: 'apart', by: 'context' }
      : unshown('author and judge are not recorded in the same way');
  if (a.id === j.id) {
    if (!mayBeAgent(author) || !mayBeAgent(judge) || !apartByContext) return self('author and judge are the same');
    return { grade: 'apart', by: 'context' };
  }
  if (author?.kind !== undefined && judge?.kind !== undefined && author.kind !== judge.kind)
    return { grade: 'apart', by: 'kind' };
  return { grade: 'apart', by: familiesOf(author, judge) === 'other' ? 'family' : 'identity' };
}

/** The same for several judges. One who is somebody else is enough, and the one furthest from the author is told. */
export function independenceOfAll(author: Party | undefined, judges: readonly Party[]): Independence {
  const all = judges.map((judge) => independenceOf(author, judge));
  for (const by of ['kind', 'family', 'identity', 'context'] as const) {
    const found = all.find((each) => each.grade === 'apart' && each.by === by);
    if (found !== undefined) return found;
  }
  // One judge who is not told may have been somebody else.
  return all.find(({ grade }) => grade === 'unshown') ?? all[0] ?? independenceOf(author, undefined);
}

/** Whether the families of models behind both are recorded, and one of the judge's is not the author's. */
export function familiesOf(author: Party | undefined, judge: Party | undefined): 'same' | 'other' | 'unshown' {
  const [own, others] = [families(author?.family), families(judge?.family)];
  if (own.size === 0 || others.size === 0) return 'unshown';
  return [...others].every((family) => own.has(family)) ? 'same' : 'other';
}

/** A name as it compares with others, or undefined where it names nobody. */
export function foldedName(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  let folded = FOLDED.get(name);
  if (folded === undefined) {
    folded = fold(name);
    if (FOLDED.size >= MOST_KEPT) FOLDED.clear();
    if (name.length <= LONGEST_KEPT) FOLDED.set(ownText(name), ownText(folded));
  }
  return NOBODY.has(folded) ? undefined : folded;
}

/** A long ledger names the same few again and again. */
const FOLDED = new Map<string, string>();
const MOST_KEPT = 5_000;
/** Characters. */
const LONGEST_KEPT = 500;

/** What is written where a name is not known; two of them are no proof that it was one person. */
const NOBODY: ReadonlySet<string> = new Set(['', '-', '?', 'n/a', 'na', 'nil', 'none', 'null', 'undefined', 'unknown']);

/**
 * Without regard to case, to white space, to how letters are composed, and to what nobody sees. A dotless ı is a letter of
 * its own, which its capital would turn into an i.
 */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Cc}]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[^ı]+/g, (letters) => letters.toUpperCase().toLowerCase());

/** Of `Ada <ada@example.org>` the address; of an address that GitHub gave, the account; without `@` and `[bot]`. */
function fold(name: string): string {
  const text = plain(name);
  const [, within = text] = /<([^<>]+)>$/.exec(text) ?? [];
  const address = within.trim().replace(/^mailto:/, '');
  const [, account = address] = /^(?:\d+\+)?([^@+]+)@users\.noreply\.github\.com$/.exec(address) ?? [];
  return account
    .trim()
    .replace(/^@/, '')
    .replace(/\[bot\]$/, '');
}

const namesOf = (party: Party | undefined) => ({
  id: foldedName(party?.id),
  context: foldedContext(party?.context),
});

/** Sessions are compared as they are written, but for what nobody sees: their names are not written by people. */
function foldedContext(context: string | undefined): string | undefined {
  if (context === undefined) return undefined;
  // Most are of this kind, and a ledger may name a new one in every line.
  if (/^[!-~]{4,}$/.test(context)) return NOBODY.has(context.toLowerCase()) ? undefined : context;
  const text = context
    .normalize('NFKC')
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Cc}]/gu, '')
    .trim();
  return NOBODY.has(text.toLowerCase()) ? undefined : text;
}

const mayBeAgent = (party: Party | undefined): boolean => party?.kind === 'agent' || party?.kind === undefined;

const unshown = (because: string): Independence => ({ grade: 'unshown', because });
const self = (because: string): Independence => ({ grade: 'self', because });

/** Other names of the same family: of its maker, or of one of its models. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  claude: ['anthropic', 'fable', 'haiku', 'opus', 'sonnet'],
  gpt: ['chatgpt', 'codex', 'openai'],
  gemini: ['agy', 'gemma', 'google'],
};
const FAMILY = new Map(
  Object.entries(ALIASES).flatMap(([family, names]) => [family, ...names].map((name) => [name, family] as const)),
);

/** The families that a text names: of `anthropic/claude-opus-4` one, of `claude+gpt` two; of an unknown one, itself. */
function families(text: string | undefined): ReadonlySet<string> {
  const folded = plain(text ?? '');
  if (NOBODY.has(folded)) return new Set();
  const known = folded.split(/[^\p{L}]+/u).flatMap((word) => FAMILY.get(word) ?? []);
  return new Set(known.length > 0 ? known : [folded]);
}
