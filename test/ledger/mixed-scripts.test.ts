import { describe, expect, test } from 'vitest';
import { mixedScripts } from '../../checker/src/ledger/mixed-scripts.ts';
import { chained, jsonl, verdict, verified } from '../support/verdicts.ts';

/** With a Cyrillic first letter. */
const LIKE_ADA = '\u0430da';

describe('a name', () => {
  test.for([
    'ada@example.org',
    '\u0418\u0432\u0430\u043d',
    '\u0418\u0432\u0430\u043d (dev)',
    'T\u30b7\u30e3\u30c4',
    'caf\u00e9',
    '\u03b2-tester',
    '',
  ])('that has one script a word is none to note: %s', (name) => {
    expect(mixedScripts('judge', name)).toBeUndefined();
  });

  test.for([
    [`${LIKE_ADA}@example.org`, 'Latin and Cyrillic'],
    ['gr\u03b1ce', 'Latin and Greek'],
  ])('with two scripts in one word is noted: %s', ([name = '', scripts]) => {
    expect(mixedScripts('judge', name)).toContain(`mixes ${scripts} letters in one word`);
  });
});

describe('a ledger', () => {
  const odd = verdict({ judge: { kind: 'human', id: LIKE_ADA }, author: { kind: 'human', id: 'ada' } });

  test.for([
    ['canonical', undefined],
    ['not canonical', (record: object) => JSON.stringify(record, null, 1).replaceAll('\n', ' ')],
  ] as const)('notes it in a record that is %s, and does not break', ([, write]) => {
    const { breaks, oddities } = verified(jsonl(chained([verdict(), odd, verdict()]), write));
    expect(breaks.total).toBe(0);
    expect(oddities).toEqual({ first: [{ line: 2, detail: expect.stringContaining('of its judge') }], total: 1 });
  });

  test('notes nothing of other words', () => {
    expect(verified(jsonl(chained([verdict({ checked: [LIKE_ADA] })]))).oddities).toBeUndefined();
  });
});
