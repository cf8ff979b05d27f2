import type { FileHandle } from 'node:fs/promises';
import { isObject, type JsonObject } from '../../../ledger/dialect.ts';
import { LONGEST_LINE } from '../../../ledger/lines.ts';
import { hiddenIn } from '../../../ledger/lossless.ts';
import { verdictDialect } from '../../../ledger/verdict.ts';
import { LFS_POINTER } from '../../../lfs-pointer.ts';
import type { Platform } from '../../../platform.ts';
import { UsageError } from '../../usage-error.ts';

/** The end of a lane, to which a record may be added. */
export interface Tip {
  /** Hash of the last record; null where there is none yet. */
  readonly hash: string | null;
  /** Lines of the file. */
  readonly lines: number;
  /** Bytes of the file. */
  readonly size: number;
}

const LF = 0x0a;

/**
 * Reads the last record of a lane, and refuses to go on from anything but a sound one: a record after a broken one
 * would look like proof that all before it was in order. The chain before the last record is left to `verdict verify`.
 */
export async function readTip(
  file: FileHandle,
  { shown, absolute }: { readonly shown: string; readonly absolute: string },
  platform: Platform,
): Promise<Tip> {
  const { size } = await file.stat();
  const lines = await countLines(file);
  if (size === 0) return { hash: null, lines, size };
  // The longest line, and the line feeds around it.
  const from = Math.max(0, size - LONGEST_LINE - 2);
  const tail = Buffer.alloc(size - from);
  await file.read(tail, 0, tail.length, from);
  if (from === 0 && tail.toString('latin1', 0, LFS_POINTER.length) === LFS_POINTER)
    throw refusal(shown, 'is a pointer of Git LFS. Take it out of LFS: git lfs migrate export, and git lfs pull');
  if (tail.at(-1) !== LF) throw halfLine(tail, { from, lines, size, shown, absolute, platform });
  const text = lastLine(tail, from);
  if (text === undefined) throw refusal(shown, `ends in a line of more than ${LONGEST_LINE} bytes. ${SEE}`);
  const flaw = flawOf(text, platform);
  if (typeof flaw === 'string') throw refusal(shown, `cannot be added to: its last record ${flaw}. ${SEE}`);
  return { hash: verdictDialect.hash(flaw), lines, size };
}

const SEE = 'See what is wrong with: agentops-audit verdict verify. Or begin another lane with --lane';

const refusal = (shown: string, what: string) => new UsageError(`${shown} ${what}`);

/** The last line that is not blank; undefined where it begins before the tail does. */
function lastLine(tail: Buffer, from: number): string | undefined {
  let end = tail.length;
  while (end > 0 && [LF, 0x20, 0x09, 0x0d].includes(tail[end - 1] ?? 0)) end -= 1;
  const start = end === 0 ? -1 : tail.lastIndexOf(LF, end - 1);
  return start < 0 && from > 0 ? undefined : tail.toString('utf8', start + 1, end);
}

/** The record, or a clause that says why it is none to go on from. */
function flawOf(text: string, platform: Platform): JsonObject | string {
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch {
    return 'is not JSON';
  }
  if (!isObject(record)) return 'is not a JSON object';
  const hidden = hiddenIn(text);
  if (hidden !== undefined) return `can be read in two ways: ${hidden}`;
  if (!verdictDialect.recognise(record)) return 'is of another format than agentops-verdict, version 1';
  const flaw = verdictDialect.flaw(record);
  if (flaw !== undefined) return `is flawed: ${flaw}`;
  return verdictDialect.mismatch(record, platform) === undefined ? record : 'does not have the hash that it states';
}

interface Half {
  readonly from: number;
  readonly lines: number;
  readonly size: number;
  readonly shown: string;
  readonly absolute: string;
  readonly platform: Platform;
}

/** A write that was interrupted leaves the beginning of a line. */
function halfLine(tail: Buffer, { from, lines, size, shown, absolute, platform }: Half): UsageError {
  const start = tail.lastIndexOf(LF) + 1;
  const number = lines + 1;
  if (start === 0 && from > 0)
    return refusal(shown, `ends in line ${number} of more than ${LONGEST_LINE} bytes, without a line feed. ${SEE}`);
  const offset = from + start;
  const quoted = `'${absolute.replaceAll("'", String.raw`'\''`)}'`;
  if (typeof flawOf(tail.toString('utf8', start), platform) !== 'string')
    return refusal(
      shown,
      `lacks the line feed after line ${number}, whose record is whole. Add it with: printf '\\n' >> ${quoted}`,
    );
  return refusal(
    shown,
    `ends in half a line: line ${number}, from byte ${offset} to ${size}. A write was interrupted there, and nobody was told that it succeeded; or the file was cut, and git diff shows the rest. Drop the half line with: truncate -s ${offset} ${quoted}`,
  );
}

async function countLines(file: FileHandle): Promise<number> {
  const piece = Buffer.alloc(1 << 20);
  let count = 0;
  for (let at = 0; ; ) {
    const { bytesRead } = await file.read(piece, 0, piece.length, at);
    if (bytesRead === 0) return count;
    const bytes = piece.subarray(0, bytesRead);
    for (let found = bytes.indexOf(LF); found >= 0; found = bytes.indexOf(LF, found + 1)) count += 1;
    at += bytesRead;
  }
}
