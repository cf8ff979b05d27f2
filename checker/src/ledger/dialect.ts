import type { LedgerDialect } from '../facts/ledgers.ts';
import type { Platform } from '../platform.ts';
import type { Seal } from './canonical-verdict.ts';
import type { Statement } from './statement.ts';

/** What `JSON.parse` makes of one line. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Where files of one dialect lie in a repository. */
export interface Place {
  /** The folder that holds them, or the one file: what a history can be asked for. */
  readonly root: string;
  /** True for the path of such a file, from the root of the repository. */
  readonly holds: (path: string) => boolean;
}

/** The place of a dialect that has one file. */
export const onlyFile = (path: string): Place => ({ root: path, holds: (other) => other === path });

/** How one kind of ledger writes its records and what its hashes cover. One object of this type for each kind. */
export interface Dialect {
  readonly name: LedgerDialect;
  readonly place: Place;
  /** True for a record that names itself one of this dialect. The first record of a file decides for the file. */
  recognise(record: JsonObject): boolean;
  /** The fast way: what the chain needs, where the text alone proves the record sound. Undefined says nothing. */
  seal?(text: string): Seal | undefined;
  /** What is wrong with its members: a clause. Every method below may rely on a record without a flaw. */
  flaw(record: JsonObject): string | undefined;
  /** The hash of the record before it, as it states; empty for the first record. */
  previous(record: JsonObject): string;
  /** The hash that it states of itself. */
  hash(record: JsonObject): string;
  /** Which of the hashes that it states is not the one that its content has. */
  mismatch(record: JsonObject, platform: Platform): 'payload-hash' | 'hash' | undefined;
  /** Names of its members that no hash covers. */
  unprotected(record: JsonObject): readonly string[];
  /** What is odd about it and breaks nothing: clauses. */
  oddities?(record: JsonObject): readonly string[];
  /** The signature that it carries. */
  signature?(record: JsonObject): string | undefined;
  /** What it says about a change. Undefined for a record that is no verdict. */
  statement(record: JsonObject, line: number): Statement | undefined;
  /** The same of a record that was read the fast way. */
  sealed?(seal: Seal, line: number): Statement | undefined;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object that a text is in JSON; undefined for anything else. */
export function objectIn(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A SHA-256 in lower-case hexadecimal. */
export const DIGEST = /^[0-9a-f]{64}$/;

/** An instant in UTC as RFC 3339 writes it, with `Z` and no more than nine digits of a second's fraction. */
export const INSTANT =
  /^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?Z$/;

/** A name out of a ledger, cut to what a sentence can hold. */
export const shortened = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
