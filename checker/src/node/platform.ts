import { hash } from 'node:crypto';
import type { Platform } from '../platform.ts';

/** Node's own hash, which is several times faster than one in JavaScript. */
export const nodePlatform: Platform = {
  sha256: (data) => hash('sha256', data, 'hex'),
  fetch: globalThis.fetch,
  // Few audits meet a signature.
  checkSignature: async (signed) => (await import('./ssh/check-signature.ts')).checkSignature(signed),
};
