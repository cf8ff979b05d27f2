import { describe, expect, test } from 'vitest';
import { rowOf } from '../../checker/src/collect/citations/rows.ts';
import { flaws } from './published.ts';

const row = { time: '2026-11-20T08:30:00Z', learning: 'learnings.md#auth-middleware-2026-11-20', use: 'used' };

describe('citation.schema.json', () => {
  test.for([
    row,
    { ...row, session: 's-41' },
    { ...row, note: 'not read' },
    { ...row, time: '2026-11-20T10:30:00+02:00' },
    { ...row, time: '2026-11-20' },
    { ...row, learning: 'retry-budget' },
    { ...row, use: 'retrieved' },
    { ...row, use: 'refuted' },
  ])('accepts %j, and the checker reads it', (citation) => {
    expect(flaws('citation', citation)).toBe('');
    expect(rowOf(JSON.stringify(citation))).toMatchObject({ learning: citation.learning, use: citation.use });
  });

  test.for([
    ['a time without an offset', { ...row, time: '2026-11-20T08:30:00' }],
    ['a day that does not exist', { ...row, time: '2026-02-30' }],
    ['a time that is a number', { ...row, time: 1_795_000_000 }],
    ['no time', { learning: row.learning, use: row.use }],
    ['no learning', { time: row.time, use: row.use }],
    ['a blank learning', { ...row, learning: ' ' }],
    ['no use', { time: row.time, learning: row.learning }],
    ['a use that is none', { ...row, use: 'liked' }],
    ['a list', [row]],
    ['a text', 'used'],
  ] as const)('refuses %s, and the checker reads none of it', ([, citation]) => {
    expect(flaws('citation', citation)).not.toBe('');
    expect(rowOf(JSON.stringify(citation))).toBeUndefined();
  });

  test('promises three words, though the checker knows those of other tools too', () => {
    expect(flaws('citation', { ...row, use: 'applied' })).not.toBe('');
    expect(rowOf(JSON.stringify({ ...row, use: 'applied' }))).toMatchObject({ use: 'used' });
  });
});
