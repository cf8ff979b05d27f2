import type { LedgerDialect } from '../facts/ledgers.ts';
import { type Dialect, isObject } from './dialect.ts';
import { dialectNamed } from './dialects.ts';
import { Lines } from './lines.ts';
import type { Statement } from './statement.ts';

/**
 * Hands over what each record of a ledger says, in the order of the file, without verifying it again: only of use for a
 * ledger that was verified and found intact. A failure of the source is thrown as it is.
 */
export async function readStatements(
  dialect: LedgerDialect,
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  onStatement: (statement: Statement) => void,
): Promise<void> {
  const reader = dialectNamed(dialect);
  const lines = new Lines();
  const read = (all: ReturnType<Lines['push']>) => {
    for (const line of all) {
      if ('problem' in line || line.text.trim() === '') continue;
      const statement = statementIn(line.text, line.number, reader);
      if (statement !== undefined) onStatement(statement);
    }
  };
  for await (const piece of pieces) read(lines.push(piece));
  read(lines.end());
}

function statementIn(text: string, line: number, reader: Dialect | undefined): Statement | undefined {
  const seal = reader?.sealed && reader.seal?.(text);
  if (seal !== undefined) return reader?.sealed?.(seal, line);
  const record: unknown = JSON.parse(text);
  return isObject(record) ? reader?.statement(record, line) : undefined;
}
