import type { Content } from '../repository.ts';

const UTF8 = new TextDecoder('utf-8', { ignoreBOM: false });
const STRICT = new TextDecoder('utf-8', { fatal: true });

/** What git blob bytes are to a reader: text, or binary when a NUL byte stands in the first 8,000, git's own rule. */
export function decode(bytes: Uint8Array): Content {
  const size = bytes.length;
  if (bytes.subarray(0, 8000).includes(0)) return { state: 'binary', size };
  try {
    return { state: 'text', text: STRICT.decode(bytes), size, lossy: false };
  } catch {
    return { state: 'text', text: UTF8.decode(bytes), size, lossy: true };
  }
}
