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
  const { formerEnds, presentEnds, offset } = alike(before, after, start);
  const verified = verify(after, platform);
  if (isSound(verified) || isAlike(verified, verify(before, platform))) {
    if (formerEnds) return { kind: 'unprotected', line };
    if (presentEnds) return { kind: 'truncated', line: line + offset };
  }
  return { kind: isSound(verified) ? 're-sealed' : 'rewritten', line };
}

/**
 * Goes along both from byte `start` for as long as their records state the same hashes. Tells which of them is at its
 * end then, and how many lines below `start` the former one's next record stands.
 */
function alike(before: Uint8Array, after: Uint8Array, start: number) {
  const [former, present] = [recordsFrom(before, start), recordsFrom(after, start)];
  for (;;) {
    const [one, other] = [former.next(), present.next()];
    if (!one.done && !other.done && one.value.hash !== undefined && one.value.hash === other.value.hash) continue;
    const offset = one.done ? 0 : one.value.offset;
    return { formerEnds: one.done === true, presentEnds: other.done === true, offset };
  }
}

/** The hash that each record states, and how many lines below the first one it stands. */
function* recordsFrom(bytes: Uint8Array, start: number): Generator<{ hash: string | undefined; offset: number }, void> {
  const decoder = new TextDecoder();
  for (let from = start, offset = 0; from < bytes.length; offset += 1) {
    const feed = bytes.indexOf(LF, from);
    const to = feed < 0 ? bytes.length : feed;
    const text = decoder.decode(bytes.subarray(from, to));
    if (text.trim() !== '') yield { hash: hashIn(text), offset };
    from = to + 1;
  }
}

function hashIn(text: string): string | undefined {
  const hash = objectIn(text)?.hash;
  return typeof hash === 'string' ? hash : undefined;
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
