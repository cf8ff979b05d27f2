import type { ReadVersions } from './prefixes.ts';

/** For all ledgers together: so many versions are read again for it. */
const MOST_READ = 100;
const LF = 0x0a;

/** A step and the first byte of what it took away; undefined when the file is gone. */
interface Departure {
  readonly step: { readonly before: string };
  readonly at?: number;
}

/**
 * Leaves out steps that took away no more than half a last line. What a writer left that was stopped is no record: nobody
 * was told that it was written, no reader counts it, and to drop it is what readers are told to do.
 */
export async function withoutHalfLines<D extends Departure>(
  losses: readonly D[],
  read: ReadVersions,
): Promise<readonly D[]> {
  const ids = [...new Set(losses.flatMap(({ step, at }) => (at === undefined ? [] : [step.before])))];
  if (ids.length === 0) return losses;
  const whole = new Map<string, number>();
  await read(ids.slice(0, MOST_READ), (id, version) => {
    if ('bytes' in version && endsInHalfLine(version.bytes)) whole.set(id, version.bytes.lastIndexOf(LF) + 1);
  });
  return losses.filter(({ step, at }) => at === undefined || at < (whole.get(step.before) ?? Number.POSITIVE_INFINITY));
}

/** True where the file ends within a record: what stands behind its last line feed begins like one, and is none. */
function endsInHalfLine(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes.subarray(bytes.lastIndexOf(LF) + 1)).trim();
  if (!text.startsWith('{')) return false;
  try {
    JSON.parse(text);
    return false;
  } catch {
    return true;
  }
}
