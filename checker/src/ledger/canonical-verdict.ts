import type { Party, Statement, Subject } from './statement.ts';
import { KINDS, VERDICTS } from './verdict-values.ts';

/** What the chain needs of a record, taken from its text. */
export interface Seal {
  readonly previous: string;
  readonly hash: string;
  /** The canonical text of the record without `hash`. */
  readonly payload: string;
  /** True when it carries a signature. */
  readonly signed: boolean;
  /** What it says: the members of a record that a statement needs. */
  readonly told: () => Told;
}

/** What a record tells of a change. */
export interface Told {
  readonly subject: Subject;
  readonly author: Party;
  readonly judge: Party;
  readonly verdict: Statement['verdict'];
  readonly time: string;
}

/**
 * Reads a verdict record whose text already is its canonical form (RFC 8785), without parsing it. Undefined for any
 * other text, which says nothing of the record.
 *
 * What matches is canonical by itself: members in order and once each, no white space, no escape, and one way only to
 * write each value. So its payload is the text without `hash`. A record that would need an escape is left to the
 * parser, and so is one with an empty list where a passing verdict may have none. That `hash` and `prev` are digests
 * shows when they are compared with digests.
 *
 * Most lines of a long ledger go this way: it takes a third of the time of parsing, checking and serialising them.
 */
export function sealOf(text: string): Seal | undefined {
  const match = SEALED.exec(text);
  if (match === null) return undefined;
  return {
    previous: match[PREVIOUS] ?? '',
    hash: match[HASHED] ?? '',
    payload: `${match[BEFORE]}${match[AFTER]}`,
    signed: match[SIGNED] !== undefined,
    told: () => toldIn(match),
  };
}

const CHARACTERS = String.raw`[^"\\\x00-\x1f]+`;
const TEXT = `"${CHARACTERS}"`;
const CAPTURED = `"(${CHARACTERS})"`;
const DIGEST = '"[0-9a-f]{64}"';
const CAPTURED_DIGEST = '"([0-9a-f]{64})"';
const OBJECT_NAME = '"([0-9a-f]{40}|[0-9a-f]{64})"';
/** Its line feeds are the one thing that is written with an escape here: `\n` is the only canonical one. */
const SIGNATURE = String.raw`"(-----BEGIN SSH SIGNATURE-----\\n(?:[A-Za-z0-9+/=]|\\n)+-----END SSH SIGNATURE-----(?:\\n)?)"`;
const INSTANT = String.raw`"([0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,9})?Z)"`;

const oneOf = (values: readonly string[]) => `"(${values.join('|')})"`;
const filled = (item: string) => String.raw`\[${item}(?:,${item})*\]`;
const list = (item: string) => String.raw`\[(?:${item}(?:,${item})*)?\]`;

/** Members in canonical order. One whose name ends in `?` may be absent; at least one may not. */
function object(members: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1));
  const first = sorted.findIndex(([name]) => !name.endsWith('?'));
  const written = sorted.map(([name, value], index) => {
    const member = `"${name.replace('?', '')}":${value}`;
    if (index < first) return `(?:${member},)?`;
    if (index === first) return member;
    return name.endsWith('?') ? `(?:,${member})?` : `,${member}`;
  });
  return String.raw`\{${written.join('')}\}`;
}

const PARTY = object({ kind: oneOf(KINDS), id: CAPTURED, 'context?': CAPTURED, 'family?': CAPTURED });
const EVIDENCE = [
  object({ path: TEXT, digest: DIGEST }),
  object({ url: `"https?://${CHARACTERS}"`, digest: DIGEST }),
  object({ command: TEXT, digest: DIGEST }),
].join('|');

const RECORD = object({
  format: '"agentops-verdict"',
  version: '1',
  prev: `(?:null|${CAPTURED})`,
  subject: object({
    'base?': OBJECT_NAME,
    commit: OBJECT_NAME,
    'difference?': CAPTURED_DIGEST,
    'patch?': OBJECT_NAME,
    'tree?': OBJECT_NAME,
  }),
  author: PARTY,
  judge: PARTY,
  verdict: oneOf(VERDICTS),
  evidence: filled(`(?:${EVIDENCE})`),
  checked: filled(TEXT),
  unchecked: list(TEXT),
  time: INSTANT,
  'signature?': SIGNATURE,
  hash: CAPTURED,
});

/** The record in two parts, with the member between them that its payload lacks. */
const HASH = `,"hash":${CAPTURED}`;
const SEALED = new RegExp(`^(${RECORD.replace(HASH, `)${HASH}(`)})$`);

const party = (match: RegExpExecArray, first: number): Party => {
  const [context, family] = [match[first], match[first + 1]];
  return {
    kind: match[first + 3] as (typeof KINDS)[number],
    id: match[first + 2] ?? '',
    ...(context !== undefined && { context }),
    ...(family !== undefined && { family }),
  };
};

function toldIn(match: RegExpExecArray): Told {
  const [base, commit, difference, patch, tree] = match.slice(BASE, TIME);
  return {
    subject: {
      ...(base !== undefined && { base }),
      ...(commit !== undefined && { commit }),
      ...(difference !== undefined && { difference }),
      ...(patch !== undefined && { patch }),
      ...(tree !== undefined && { tree }),
    },
    author: party(match, AUTHOR),
    judge: party(match, JUDGE),
    verdict: match[VERDICT] as Statement['verdict'],
    time: match[TIME] ?? '',
  };
}

/**
 * Groups of the pattern. They stand in the order of the canonical form, so in that of the members' names: four for a
 * party (context, family, id, kind), five for a subject (base, commit, difference, patch,
 * tree).
 */
const [BEFORE, AUTHOR, HASHED, AFTER, JUDGE, PREVIOUS, SIGNED, BASE, TIME, VERDICT] = [
  1, 2, 6, 7, 8, 12, 13, 14, 19, 20,
];
