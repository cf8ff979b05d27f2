import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import type { Ledger } from '../../checker/src/facts/ledgers.ts';
import { HashFinder } from '../../checker/src/ledger/hash-finder.ts';
import { LedgerVerifier, type VerifierOptions } from '../../checker/src/ledger/verify.ts';
import { nodePlatform } from '../../checker/src/node/platform.ts';

export type Members = Record<string, unknown>;

export const sha256 = (text: string): string => hash('sha256', text);

/** A verdict without its place in a chain. */
export const verdict = (members: Members = {}): Members => ({
  format: 'agentops-verdict',
  version: 1,
  subject: { commit: '1'.repeat(40) },
  author: { kind: 'agent', id: 'Ada', context: 'session-1' },
  judge: { kind: 'human', id: 'Grace' },
  verdict: 'pass',
  evidence: [{ command: 'npm test', digest: sha256('ok') }],
  checked: ['the tests pass'],
  unchecked: [],
  time: '2026-01-02T03:04:05Z',
  ...members,
});

/** Gives a record its hash; `prev` is the hash of the record before it, or null. */
export function sealed(members: Members, prev: string | null): Members {
  const covered = { ...members, prev };
  return { ...covered, hash: sha256(canonicalize(covered) ?? '') };
}

/** Seals records into a chain. */
export function chained(records: readonly Members[]): Members[] {
  const chain: Members[] = [];
  for (const record of records) chain.push(sealed(record, (chain.at(-1)?.hash as string | undefined) ?? null));
  return chain;
}

/** How a record may be written down: in canonical form, as a language's own JSON writes it, or with spaces. */
export const WRITERS: readonly ((record: Members) => string)[] = [
  (record) => canonicalize(record) ?? '',
  (record) => JSON.stringify(record),
  (record) => JSON.stringify(record, null, 1).replaceAll('\n', ' '),
];

export const jsonl = (records: readonly Members[], write = WRITERS[0]): string =>
  records.map((record) => `${write?.(record)}\n`).join('');

/** Verifies a file that arrives in pieces of this many bytes. */
export function verified(file: string | Uint8Array, pieceSize = 1 << 16, options: VerifierOptions = {}): Ledger {
  const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file;
  const verifier = new LedgerVerifier('ledger.jsonl', nodePlatform, options);
  for (let at = 0; at < bytes.length; at += pieceSize) {
    if (!verifier.write(bytes.slice(at, at + pieceSize))) return verifier.end();
  }
  verifier.finish();
  const finder = verifier.wanted && new HashFinder(verifier.wanted.hashes, verifier.wanted.dialect);
  finder?.write(bytes);
  return verifier.end(undefined, finder?.end());
}

/** The breaks as `line kind`. */
export const breaksOf = (ledger: Ledger): readonly string[] =>
  ledger.breaks.first.map(({ line, kind }) => `${line} ${kind}`);

const text = fc.string({ minLength: 1, maxLength: 20, unit: 'binary' });
const digest = fc.stringMatching(/^[0-9a-f]{64}$/);
const objectName = fc.oneof(fc.stringMatching(/^[0-9a-f]{40}$/), digest);
const party = fc.record(
  { kind: fc.constantFrom('human', 'agent', 'ci'), id: text, context: text, family: text },
  { requiredKeys: ['kind', 'id'] },
);
const evidence = fc.oneof(
  fc.record({ path: text, digest }),
  fc.record({ url: fc.webUrl(), digest }),
  fc.record({ command: text, digest }),
);

/** Of the form of a signature; whether it is one shows when it is checked. */
const anySignature = fc
  .stringMatching(/^[A-Za-z0-9+/]{1,20}(\n[A-Za-z0-9+/]{1,20}){0,3}={0,2}$/)
  .map((base64) => `-----BEGIN SSH SIGNATURE-----\n${base64}\n-----END SSH SIGNATURE-----\n`);

/** Any sound verdict, without its place in a chain. */
export const anyVerdict: fc.Arbitrary<Members> = fc.record(
  {
    format: fc.constant('agentops-verdict'),
    version: fc.constant(1),
    subject: fc.record(
      { commit: objectName, base: objectName, tree: objectName, patch: objectName, difference: digest },
      { requiredKeys: ['commit'] },
    ),
    author: party,
    judge: party,
    verdict: fc.constantFrom('pass', 'fail', 'not-proven'),
    evidence: fc.array(evidence, { minLength: 1, maxLength: 3 }),
    checked: fc.array(text, { minLength: 1, maxLength: 3 }),
    unchecked: fc.array(text, { maxLength: 3 }),
    time: fc
      .date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString()),
    signature: anySignature,
  },
  {
    requiredKeys: [
      'format',
      'version',
      'subject',
      'author',
      'judge',
      'verdict',
      'evidence',
      'checked',
      'unchecked',
      'time',
    ],
  },
);
