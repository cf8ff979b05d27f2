import { instantOf } from '../../instant.ts';

/** One row of a citation log, in the neutral words. */
export interface Row {
  /** Milliseconds. */
  readonly time: number;
  readonly learning: string;
  readonly heading?: string;
  readonly use: 'retrieved' | 'used' | 'refuted';
}

/** What the neutral log and the reference implementation call the ways of using a lesson. Other types say nothing of use. */
const USES: ReadonlyMap<string, Row['use']> = new Map([
  ...['retrieved', 'retrieve', 'pulled', 'pull', 'recall', 'injected'].map((type) => [type, 'retrieved'] as const),
  ...['used', 'applied', 'apply', 'reference', 'ref', 'manual-reference', 'helpful'].map(
    (type) => [type, 'used'] as const,
  ),
  ...['used-in-final-artifact', 'final-artifact'].map((type) => [type, 'used'] as const),
  ...['refuted', 'harmful'].map((type) => [type, 'refuted'] as const),
]);

/** Reads one line; `undefined` when it is not JSON, or lacks a time with its offset, a learning or a known use. */
export function rowOf(line: string): Row | undefined {
  const record = parsed(line);
  if (record === undefined) return undefined;
  const time = instantOf(textAt(record, 'time') ?? textAt(record, 'cited_at') ?? '');
  const learning = textAt(record, 'learning') ?? textAt(record, 'artifact_path');
  const use = USES.get((textAt(record, 'use') ?? textAt(record, 'citation_type') ?? '').toLowerCase());
  if (time === undefined || time <= 0 || learning === undefined || use === undefined) return undefined;
  const heading = textAt(record, 'section_heading');
  return { time, learning, use, ...(heading !== undefined && { heading }) };
}

function parsed(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

function textAt(record: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = record[key];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
