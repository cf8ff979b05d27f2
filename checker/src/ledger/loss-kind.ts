import type { LossKind } from '../facts/ledger-history.ts';
import type { Ledger } from '../facts/ledgers.ts';
import type { Platform } from '../platform.ts';
import { objectIn } from './dialect.ts';
import { LedgerVerifier } from './verify.ts';

/** How a version lost what the one before it held. */
export interface NamedLoss {
  readonly kind: Exclude<LossKind, 'deleted' | 'renamed'>;
  /** First line of the former version that is no longer as it was. */
  readonly line: number;
}

const LF = 0x0a;

/**
 * Names what was done to a ledger of which the first `at` bytes are as they were.
 *
 * A chain is verified here only to tell a forgery that shows in the file from one that does not. Where all records state
 * the hashes that they stated before, and the chain is no worse than it was, the line differs only in what no hash
 * covers: white space, the ends of lines, members outside the payload.
 */
export function nameLoss(before: Uint8Array, after: Uint8Array, at: number, platform: Platform): NamedLoss {
  const start = at === 0 ? 0 : before.lastIndexOf(LF, at - 1) + 1;
  const line = countOf(before, start) + 1;
  // A line feed that an editor took from the end takes no record with it.
  if (at === after.length) return { kind: isBlank(before, at) ? 'unprotected' : 'truncated', line };
  const [former, present] = [recordsFrom(before, start), recordsFrom(after, start)];
  const same = lengthAlike(former, present);
  const verified = verify(after, platform);
  if (isSound(verified) || isAlike(verified, verify(before, platform))) {
    if (same === former.length) return { kind: 'unprotected', line };
    const gone = former[same];
    if (same === present.length && gone !== undefined) return { kind: 'truncated', line: line + gone.offset };
  }
  return { kind: isSound(verified) ? 're-sealed' : 'rewritten', line };
}

/** The hash that a record states, and how many lines below the first one it stands. */
interface Stated {
  readonly hash: string | undefined;
  readonly offset: number;
}

function recordsFrom(bytes: Uint8Array, start: number): readonly Stated[] {
  const lines = new TextDecoder().decode(bytes.subarray(start)).split('\n');
  return lines.flatMap((text, offset) => (text.trim() === '' ? [] : [{ hash: hashIn(text), offset }]));
}

function hashIn(text: string): string | undefined {
  const hash = objectIn(text)?.hash;
  return typeof hash === 'string' ? hash : undefined;
}

/** How many records at the beginning state the same hash. */
function lengthAlike(former: readonly Stated[], present: readonly Stated[]): number {
  let at = 0;
  while (at < former.length && former[at]?.hash !== undefined && former[at]?.hash === present[at]?.hash) at += 1;
  return at;
}

function verify(bytes: Uint8Array, platform: Platform): Ledger {
  const verifier = new LedgerVerifier('', platform);
  verifier.write(bytes);
  return verifier.end();
}

const isSound = ({ records, breaks, unreadable }: Ledger): boolean =>
  records > 0 && breaks.total === 0 && unreadable === undefined;

/** True when both break in the same way, each at the same line: a real ledger may hold old dirt. */
const isAlike = (a: Ledger, b: Ledger): boolean =>
  a.unreadable === undefined &&
  b.unreadable === undefined &&
  a.breaks.total === b.breaks.total &&
  a.breaks.first.every(({ line, kind }, at) => b.breaks.first[at]?.line === line && b.breaks.first[at]?.kind === kind);

const isBlank = (bytes: Uint8Array, from: number): boolean =>
  new TextDecoder().decode(bytes.subarray(from)).trim() === '';

function countOf(bytes: Uint8Array, end: number): number {
  let count = 0;
  for (let at = bytes.indexOf(LF); at >= 0 && at < end; at = bytes.indexOf(LF, at + 1)) count += 1;
  return count;
}
