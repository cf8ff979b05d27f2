import type { Platform } from '../platform.ts';
import { DIGEST, type JsonObject } from './dialect.ts';
import { inOlderGo } from './go-json.ts';

/** The members by which records of the reference implementation are chained. */
export const CHAIN_MEMBERS = ['prev_hash', 'payload_hash', 'hash'] as const;

/** The first of them that does not look as it must. Only `prev_hash` may be empty, in the first record. */
export const wrongChainMember = (record: JsonObject): string | undefined =>
  CHAIN_MEMBERS.find((name) => !isDigest(record[name]) && !(name === 'prev_hash' && record[name] === ''));

const isDigest = (value: unknown): boolean => typeof value === 'string' && DIGEST.test(value);

/**
 * `payload_hash` is the SHA-256 of the payload, `hash` the one of the stated `payload_hash`, a line feed and
 * `prev_hash`. So a changed payload breaks the first alone, and a payload hash that was changed with it the second.
 */
export function chainMismatch(
  { prev_hash: previous, payload_hash: payloadHash, hash }: JsonObject,
  payload: string,
  platform: Platform,
): 'payload-hash' | 'hash' | undefined {
  if (platform.sha256(payload) !== payloadHash && platform.sha256(inOlderGo(payload)) !== payloadHash)
    return 'payload-hash';
  return platform.sha256(`${payloadHash}\n${previous}`) === hash ? undefined : 'hash';
}
