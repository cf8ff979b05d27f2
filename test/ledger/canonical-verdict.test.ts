import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Seal, sealOf } from '../../checker/src/ledger/canonical-verdict.ts';
import { hiddenIn } from '../../checker/src/ledger/lossless.ts';
import { verdictDialect } from '../../checker/src/ledger/verdict.ts';
import { anyVerdict, type Members, sealed, sha256, verdict, WRITERS } from '../support/verdicts.ts';

const anyRecord = fc
  .tuple(anyVerdict, fc.option(fc.stringMatching(/^[0-9a-f]{64}$/)))
  .map(([record, prev]) => sealed(record, prev));

const toldBy = ({ subject, author, judge, verdict, time }: Members) => ({ subject, author, judge, verdict, time });
/** A seal with what it tells, for comparison. */
const unfolded = (seal: Seal) => ({ ...seal, told: seal.told() });

/** What the careful way finds out about a text; undefined where it objects to anything but the hash. */
function careful(text: string) {
  const record = JSON.parse(text) as Members;
  if (hiddenIn(text) !== undefined || verdictDialect.flaw(record) !== undefined) return undefined;
  const { hash, ...covered } = record;
  return {
    previous: record.prev ?? '',
    hash,
    payload: canonicalize(covered),
    signed: 'signature' in record,
    told: toldBy(record),
  };
}

describe('a seal read from the text', () => {
  test('is the one that the parser, the schema and the canonical form give', () => {
    fc.assert(
      fc.property(anyRecord, fc.constantFrom(...WRITERS), (record, write) => {
        const text = write(record);
        const seal = sealOf(text);
        if (seal !== undefined) expect(careful(text)).toEqual(unfolded(seal));
      }),
    );
  });

  test('is found for every canonical text without an escape', () => {
    fc.assert(
      fc.property(anyRecord, (record) => {
        const text = canonicalize(record) ?? '';
        // The line feeds of a signature are the one escape that it knows.
        const others = text.replace(/"signature":"[^"]*"/, '');
        expect(sealOf(text) !== undefined).toBe(!others.includes('\\'));
      }),
    );
  });

  test('is never found for a text with one character changed, unless the careful way agrees', () => {
    const anyEdit = fc.tuple(
      fc.nat(),
      fc.constantFrom('', '"', '\\', ',', ':', '{', '}', '[', ']', 'a', '1', ' ', '\t', 'é'),
    );
    fc.assert(
      fc.property(anyRecord, anyEdit, fc.boolean(), (record, [where, char], replace) => {
        // By characters: half of a surrogate pair cannot come out of UTF-8.
        const text = Array.from(canonicalize(record) ?? '');
        const edited = text.toSpliced(where % text.length, replace ? 1 : 0, char).join('');
        const seal = sealOf(edited);
        if (seal === undefined || !isDigest(seal.hash) || !(seal.previous === '' || isDigest(seal.previous))) return;
        expect(careful(edited)).toEqual(unfolded(seal));
      }),
      { numRuns: 2000 },
    );
  });

  test('takes the member out, and not a value that looks like it', () => {
    const record = sealed(verdict({ checked: ['hash', ',hash:'], judge: { kind: 'ci', id: 'hash' } }), null);
    const seal = sealOf(canonicalize(record) ?? '');
    expect(seal && sha256(seal.payload)).toBe(record.hash);
  });
});

const isDigest = (text: string) => /^[0-9a-f]{64}$/.test(text);
