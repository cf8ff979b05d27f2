import canonicalize from 'canonicalize';
import type { Platform } from '../platform.ts';
import type { JsonObject } from './dialect.ts';
import { hiddenIn } from './lossless.ts';
import type { Party, Subject } from './statement.ts';
import { verdictDialect } from './verdict.ts';
import type { VERDICTS } from './verdict-values.ts';

/** What a verdict rests on, named in one of three ways, and the SHA-256 of the bytes that were seen. */
export type RecordedEvidence = { readonly digest: string } & (
  | { readonly path: string }
  | { readonly url: string }
  | { readonly command: string }
);

/** What a judge has to say, before it has a place in a chain. */
export interface Draft {
  readonly subject: Subject & { readonly commit: string };
  readonly author: Party;
  readonly judge: Party;
  readonly verdict: (typeof VERDICTS)[number];
  readonly evidence: readonly RecordedEvidence[];
  readonly checked: readonly string[];
  readonly unchecked: readonly string[];
  /** RFC 3339, in UTC, with `Z`. */
  readonly time: string;
}

/** A record as it is written: one line, in canonical form, without its line feed. */
export interface Sealed {
  readonly text: string;
  readonly hash: string;
}

/**
 * The text that a signature of the record is made over: its canonical form without `hash` and `signature`.
 * @param previous the hash of the record before it in its lane; null for the first one
 */
export const textToSign = (draft: Draft, previous: string | null): string => canonical(recordOf(draft, previous));

/** Gives a draft its place in a chain. Throws where the draft is no record of the format: that is the caller's mistake. */
export function seal(draft: Draft, previous: string | null, platform: Platform, signature?: string): Sealed {
  const record = { ...recordOf(draft, previous), ...(signature !== undefined && { signature }) };
  const hash = platform.sha256(canonical(record));
  const flaw = verdictDialect.flaw({ ...record, hash });
  if (flaw !== undefined) throw new TypeError(`This is no verdict: ${flaw}`);
  return { text: canonical({ ...record, hash }), hash };
}

const recordOf = (draft: Draft, previous: string | null): JsonObject => ({
  format: 'agentops-verdict',
  version: 1,
  prev: previous,
  ...draft,
});

function canonical(record: JsonObject): string {
  const text = canonicalize(record) ?? '';
  const hidden = hiddenIn(text);
  if (hidden !== undefined) throw new TypeError(`This is no verdict: ${hidden}`);
  return text;
}
