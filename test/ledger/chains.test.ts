import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyVerdict, breaksOf, chained, jsonl, type Members, sealed, verified, WRITERS } from '../support/verdicts.ts';

const anyChain = fc.array(anyVerdict, { minLength: 1, maxLength: 6 }).map(chained);
const anyWriter = fc.constantFrom(...WRITERS);
/** A chain and the index of one of its records, the last `spare` ones apart. */
const anyRecordOf = (spare: number) =>
  fc
    .array(anyVerdict, { minLength: spare + 1, maxLength: 6 })
    .map(chained)
    .chain((chain) => fc.tuple(fc.constant(chain), fc.nat(chain.length - 1 - spare)));

describe('any chain', () => {
  test('verifies, however it is written and in whatever pieces it arrives', () => {
    fc.assert(
      fc.property(anyChain, anyWriter, fc.integer({ min: 1, max: 5000 }), (chain, write, size) => {
        expect(verified(jsonl(chain, write), size)).toMatchObject({
          records: chain.length,
          breaks: { total: 0 },
          tip: { line: chain.length, hash: chain.at(-1)?.hash },
        });
      }),
    );
  });

  test('breaks at the line whose content was changed', () => {
    fc.assert(
      fc.property(anyRecordOf(0), anyVerdict, fc.nat(8), anyWriter, ([chain, index], other, which, write) => {
        const record = chain[index] ?? {};
        const name = MEMBERS[which] ?? '';
        fc.pre(JSON.stringify(record[name]) !== JSON.stringify(other[name]));
        expect(breaksOf(verified(jsonl(chain.with(index, { ...record, [name]: other[name] }), write)))).toEqual([
          `${index + 1} hash`,
        ]);
      }),
    );
  });

  test('breaks after a record that was changed and hashed again', () => {
    fc.assert(
      fc.property(anyRecordOf(1), anyVerdict, anyWriter, ([chain, index], other, write) => {
        const before = chain[index - 1]?.hash as string | undefined;
        const forged = sealed(other, before ?? null);
        fc.pre(forged.hash !== chain[index]?.hash);
        expect(breaksOf(verified(jsonl(chain.with(index, forged), write)))).toEqual([`${index + 2} gap`]);
      }),
    );
  });

  test('breaks where a record is missing, and a missing end goes unseen', () => {
    fc.assert(
      fc.property(anyRecordOf(0), anyWriter, ([chain, index], write) => {
        const breaks = breaksOf(verified(jsonl(chain.toSpliced(index, 1), write)));
        expect(breaks).toEqual(index === chain.length - 1 ? [] : [`${index + 1} gap`]);
      }),
    );
  });

  test('breaks where two records changed places', () => {
    fc.assert(
      fc.property(anyRecordOf(1), anyWriter, ([chain, index], write) => {
        const [left, right] = [chain[index] as Members, chain[index + 1] as Members];
        const swapped = chain.with(index, right).with(index + 1, left);
        expect(breaksOf(verified(jsonl(swapped, write)))).toEqual([`${index + 1} order`]);
      }),
    );
  });
});

const MEMBERS = ['subject', 'author', 'judge', 'verdict', 'evidence', 'checked', 'unchecked', 'time'];
