import type { LedgerDialect } from '../facts/ledgers.ts';
import { type JsonObject, objectIn } from './dialect.ts';
import { dialectNamed } from './dialects.ts';
import { type Line, Lines } from './lines.ts';
import type { Statement } from './statement.ts';

/** A record that holds a verdict, as it was written and as it is understood. */
export interface StatedRecord {
  readonly record: JsonObject;
  readonly statement: Statement;
}

/**
 * The verdicts of a ledger one after the other, for a reader that sets the pace. Lines that are no record of the
 * dialect are passed over: whether there are any is for the verification to say.
 */
export async function* recordsIn(
  dialect: LedgerDialect,
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<StatedRecord> {
  const reader = dialectNamed(dialect);
  if (reader === undefined) return;
  const lines = new Lines();
  const stated = function* (all: Iterable<Line>): Generator<StatedRecord> {
    for (const line of all) {
      const record = 'problem' in line ? undefined : objectIn(line.text);
      const isSound = record !== undefined && reader.flaw(record) === undefined;
      const statement = isSound ? reader.statement(record, line.number) : undefined;
      if (isSound && statement !== undefined) yield { record, statement };
    }
  };
  for await (const piece of pieces) yield* stated(lines.push(piece));
  yield* stated(lines.end());
}
