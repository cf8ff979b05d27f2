import { createHash, hash } from 'node:crypto';
import type { Platform } from '../platform.ts';

/** Digits of a SHA-1. */
const SHA_1 = 40;

/** Node's own hash, which is several times faster than one in JavaScript. */
export const nodePlatform: Platform = {
  sha256: (data) => hash('sha256', data, 'hex'),
  blobName: (bytes, like) =>
    createHash(like.length === SHA_1 ? 'sha1' : 'sha256')
      .update(`blob ${bytes.length}\0`)
      .update(bytes)
      .digest('hex'),
  fetch: globalThis.fetch,
  // Few audits meet a signature.
  checkSignature: async (signed) => (await import('./ssh/check-signature.ts')).checkSignature(signed),
};
