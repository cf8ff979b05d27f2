import canonicalize from 'canonicalize';
import * as z from 'zod/mini';
import { sealOf, type Told } from './canonical-verdict.ts';
import { DIGEST, type Dialect, INSTANT, shortened } from './dialect.ts';
import { independenceOf } from './independence.ts';
import { mixedScripts } from './mixed-scripts.ts';
import type { Statement } from './statement.ts';
import { KINDS, OBJECT_NAME, SIGNATURE, VERDICTS, WEB_ADDRESS } from './verdict-values.ts';

const text = () => z.string().check(z.minLength(1));
const digest = () => z.string().check(z.regex(DIGEST));
const objectName = () => z.string().check(z.regex(OBJECT_NAME));
const party = () =>
  z.strictObject({ kind: z.enum(KINDS), id: text(), context: z.optional(text()), family: z.optional(text()) });
const evidence = () =>
  z
    .strictObject({
      path: z.optional(text()),
      url: z.optional(z.string().check(z.regex(WEB_ADDRESS))),
      command: z.optional(text()),
      digest: digest(),
    })
    .check(z.refine(({ path, url, command }) => [path, url, command].filter(Boolean).length === 1));

/** The shape that `schemas/verdict.schema.json` promises; a test compares the two. */
const Verdict = z
  .strictObject({
    format: z.literal('agentops-verdict'),
    version: z.literal(1),
    prev: z.nullable(digest()),
    subject: z.strictObject({
      commit: objectName(),
      base: z.optional(objectName()),
      tree: z.optional(objectName()),
      patch: z.optional(objectName()),
      difference: z.optional(digest()),
    }),
    author: party(),
    judge: party(),
    verdict: z.enum(VERDICTS),
    evidence: z.array(evidence()),
    checked: z.array(text()),
    unchecked: z.array(text()),
    time: z.string().check(z.regex(INSTANT)),
    signature: z.optional(z.string().check(z.regex(SIGNATURE))),
    hash: digest(),
  })
  .check(
    z.refine(({ verdict, evidence }) => verdict !== 'pass' || evidence.length > 0, { path: ['evidence'] }),
    z.refine(({ verdict, checked }) => verdict !== 'pass' || checked.length > 0, { path: ['checked'] }),
  );

/**
 * The neutral ledger of verdicts, `.agents/verdicts/<lane>.jsonl`, defined by `schemas/verdict.schema.json`.
 *
 * `hash` is the SHA-256 of the record without `hash`, in the canonical form of RFC 8785. All else is covered by it,
 * `prev` and `signature` included.
 */
export const verdictDialect: Dialect = {
  name: 'agentops-verdict',
  place: { root: '.agents/verdicts', holds: (path) => laneOf(path) !== undefined },

  recognise: ({ format, version }) => format === 'agentops-verdict' && version === 1,

  seal: sealOf,

  flaw(record) {
    const issue = Verdict.safeParse(record).error?.issues[0];
    return issue === undefined ? undefined : described(issue);
  },

  previous: ({ prev }) => (prev as string | null) ?? '',
  hash: ({ hash }) => hash as string,

  mismatch(record, platform) {
    const payload = canonicalize({ ...record, hash: undefined });
    return payload !== undefined && platform.sha256(payload) === record.hash ? undefined : 'hash';
  },

  unprotected: () => [],
  oddities(record) {
    const { author, judge } = record as unknown as Told;
    return [mixedScripts('author', author.id), mixedScripts('judge', judge.id)].filter((each) => each !== undefined);
  },
  signature: ({ signature }) => signature as string | undefined,

  statement: (record, line) => stated(record as unknown as Told, line, record.signature !== undefined),
  sealed: (seal, line) => stated(seal.told(), line, seal.signed),
};

const stated = ({ subject, author, judge, verdict, time }: Told, line: number, signed: boolean): Statement => ({
  line,
  verdict,
  subject,
  author,
  judges: [judge],
  independence: independenceOf(author, judge),
  time,
  ...(signed && { signed }),
});

/** Lanes lie side by side in one folder. */
const LANE = /^\.agents\/verdicts\/([^/]+)\.jsonl$/;

/** The lane that a path is; undefined for any other file. */
export const laneOf = (path: string): string | undefined => LANE.exec(path)?.[1];

function described(issue: z.core.$ZodIssue): string {
  const where = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const name = [...issue.path, issue.keys[0] ?? ''].join('.');
    return `its member "${shortened(name)}" is not of the format`;
  }
  if (where === 'evidence' || where === 'checked') return `"${where}" is no list of what a verdict has to name`;
  return `"${where}" is missing or not of the form that the format demands`;
}
