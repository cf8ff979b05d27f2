import { type Dialect, INSTANT, type JsonObject, onlyFile } from './dialect.ts';
import { CHAIN_MEMBERS, chainMismatch, wrongChainMember } from './go-chain.ts';
import { goScalar, goValue } from './go-json.ts';

const TEXTS = ['event_id', 'run_id', 'phase', 'action'];
const KNOWN: ReadonlySet<string> = new Set([...TEXTS, 'schema_version', 'ts', 'details', ...CHAIN_MEMBERS]);

/**
 * The event ledger `.agents/ledger/rpi-events.jsonl` of the AgentOps reference implementation.
 *
 * Unlike in its provenance ledger, `prev_hash` is part of the payload, and `details` may be any JSON, whose objects are
 * written in sorted order before they are hashed; absent, it counts as `{}`. Members that it does not know are covered by no hash.
 */
export const rpiEventsDialect: Dialect = {
  name: 'rpi-events',
  place: onlyFile('.agents/ledger/rpi-events.jsonl'),

  recognise: (record) => record.schema_version === 1 && 'event_id' in record && 'payload_hash' in record,

  flaw(record) {
    const wrong = record.schema_version !== 1 ? 'schema_version' : TEXTS.find((name) => !isName(record[name]));
    const name = wrong ?? (isShortestInstant(record.ts) ? wrongChainMember(record) : 'ts');
    return name === undefined ? undefined : `"${name}" is missing or not of the form that the format demands`;
  },

  previous: (record) => record.prev_hash as string,
  hash: (record) => record.hash as string,
  mismatch: (record, platform) => chainMismatch(record, payloadOf(record), platform),
  unprotected: (record) => Object.keys(record).filter((name) => !KNOWN.has(name)),
  // Events tell what was done and when, never who judged which change.
  statement: () => undefined,
};

function payloadOf(record: JsonObject): string {
  const text = (name: string) => goScalar(record[name] as string);
  const details = record.details === undefined ? '{}' : goValue(record.details);
  return (
    `{"schema_version":1,"event_id":${text('event_id')},"run_id":${text('run_id')},"ts":${text('ts')},` +
    `"phase":${text('phase')},"action":${text('action')},"details":${details},"prev_hash":${text('prev_hash')}}`
  );
}

const isName = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';

/** As Go's RFC3339Nano writes it: a fraction does not end in zero. */
const isShortestInstant = (value: unknown): boolean =>
  typeof value === 'string' && INSTANT.test(value) && !/\.[0-9]*0Z$/.test(value);
