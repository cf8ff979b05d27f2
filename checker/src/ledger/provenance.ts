import { type Dialect, INSTANT, type JsonObject, onlyFile } from './dialect.ts';
import { CHAIN_MEMBERS, chainMismatch, wrongChainMember } from './go-chain.ts';
import { goEscaped } from './go-json.ts';
import type { Party, Statement } from './statement.ts';

const VERSION = 'agentops-sdlc-provenance.v1';
const TYPES = new Set([
  'decision',
  'artifact',
  'bead',
  'scenario',
  'commit',
  'pr',
  'ci_run',
  'verdict',
  'learning',
  'agent',
]);
const RELATIONS = new Set([
  'wasGeneratedBy',
  'wasAssociatedWith',
  'wasDerivedFrom',
  'wasInformedBy',
  'wasAttributedTo',
  'wasInfluencedBy',
  'wasRevisionOf',
  'wasInvalidatedBy',
  'resolves',
]);
const TIERS = new Set(['authored', 'inferred', 'mined']);

/** How the members that a hash covers must look; `?` marks those that are left out when empty. */
const COVERED = {
  schema_version: (value) => value === VERSION,
  from_id: isName,
  from_type: (value) => TYPES.has(value as string),
  to_id: isName,
  to_type: (value) => TYPES.has(value as string),
  relation: (value) => RELATIONS.has(value as string),
  'evidence_ref?': isText,
  trust_tier: (value) => TIERS.has(value as string),
  ts: (value) => isText(value) && INSTANT.test(value),
  'reviewer_family?': isText,
  'degraded?': (value) => typeof value === 'boolean',
  'rounds?': isNumber,
  'duration_s?': isNumber,
  'tokens_est?': isNumber,
  'evidence_path?': isText,
} as const satisfies Record<string, (value: unknown) => boolean>;

const MEMBERS = Object.entries(COVERED).map(([name, accepts]) => ({
  name: name.replace('?', ''),
  optional: name.endsWith('?'),
  accepts,
}));
const PROTECTED: ReadonlySet<string> = new Set([...MEMBERS.map(({ name }) => name), ...CHAIN_MEMBERS]);

/**
 * The provenance ledger `docs/provenance/ledger.jsonl` of the AgentOps reference implementation.
 *
 * Its payload is Go's JSON of fifteen members in a fixed order; `payload_hash` is the SHA-256 of that, `hash` the one of
 * `payload_hash`, a line feed and `prev_hash`. `bead_id`, `merge_sha` and members that it does not know are covered by
 * neither. What its records claim (that a commit exists, that a path is portable) is not judged here.
 */
export const provenanceDialect: Dialect = {
  name: 'agentops-sdlc-provenance',
  place: onlyFile('docs/provenance/ledger.jsonl'),

  recognise: (record) => record.schema_version === VERSION,

  flaw(record) {
    const wrong = MEMBERS.find(({ name, optional, accepts }) => {
      const value = record[name] ?? undefined;
      return value === undefined ? !optional : !accepts(value);
    });
    const name = wrong?.name ?? wrongChainMember(record);
    return name === undefined ? undefined : `"${name}" is missing or not of the form that the format demands`;
  },

  previous: (record) => record.prev_hash as string,
  hash: (record) => record.hash as string,
  mismatch: (record, platform) => chainMismatch(record, payloadOf(record), platform),
  oddities,
  unprotected: (record) => Object.keys(record).filter((name) => !PROTECTED.has(name)),

  statement(record, line) {
    if (record.from_type !== 'verdict' || record.to_type !== 'commit') return undefined;
    const verdict = verdictIn(record.evidence_ref);
    if (verdict === undefined) return undefined;
    const commit = String(record.to_id).toLowerCase();
    return {
      line,
      verdict,
      subject: COMMIT.test(commit) ? { commit } : {},
      judges: judgesIn(record.reviewer_family),
      independence: { grade: 'unshown', because: 'this ledger does not record who the author was' },
      time: record.ts as string,
    };
  },
};

/** A commit, in full or abbreviated. Some records name a branch instead, and so no commit for good. */
const COMMIT = /^[0-9a-f]{7,64}$/;

/**
 * `REBOUND` says that the change equals one that was confirmed before. That holds or not by the changes themselves, and
 * the record alone does not show it.
 */
const DISPOSITIONS: ReadonlyMap<string, Statement['verdict']> = new Map([
  ['CONFIRMED', 'pass'],
  ['REFUTED', 'fail'],
  ['ESCALATE', 'not-proven'],
  ['HOLD', 'not-proven'],
  ['REBOUND', 'not-proven'],
]);

const DISPOSITION = 'disposition=';

/** The verdict of `disposition=<word>`, which stands alone between white space. Two that differ prove nothing. */
function verdictIn(reference: unknown): Statement['verdict'] | undefined {
  if (!isText(reference)) return undefined;
  const told = new Set(
    reference
      .split(/\s+/)
      .filter((token) => token.startsWith(DISPOSITION))
      .flatMap((token) => DISPOSITIONS.get(token.slice(DISPOSITION.length)) ?? []),
  );
  const [verdict] = told;
  return told.size > 1 ? 'not-proven' : verdict;
}

/** Families of the models that judged; several are written `claude+gpt`. */
const judgesIn = (families: unknown): readonly Party[] =>
  isText(families)
    ? families.split('+').flatMap((family) => (family.trim() === '' ? [] : [{ kind: 'agent', family: family.trim() }]))
    : [];

function payloadOf(record: JsonObject): string {
  const payload: Record<string, unknown> = {};
  for (const { name, optional } of MEMBERS) {
    // Empty, false and zero are left out of what may be absent; JSON.stringify leaves undefined out.
    payload[name] = optional ? record[name] || undefined : record[name];
  }
  return goEscaped(JSON.stringify(payload));
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isName(value: unknown): boolean {
  return isText(value) && value.trim() !== '';
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number';
}

/** What real ledgers hold and their own verifier accepts, though nobody else can follow it. */
function oddities({ from_type: type, from_id: id, to_type: target, to_id: commit, evidence_path: path }: JsonObject) {
  const odd: string[] = [];
  if (target === 'commit' && !COMMIT.test(String(commit).toLowerCase())) odd.push('its commit is no object name');
  if (type === 'verdict' && !String(id).includes('@')) odd.push('its id names no commit after an @');
  if (isText(path) && ABSOLUTE.test(path)) odd.push('its evidence lies at a path of one machine');
  return odd;
}

const ABSOLUTE = /^(?:[/~]|[A-Za-z]:[\\/])/;
