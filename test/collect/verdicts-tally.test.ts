import { expect, test } from 'vitest';
import { FileTally } from '../../checker/src/collect/verdicts/tally.ts';
import type { Statement } from '../../checker/src/ledger/statement.ts';

test('own passes beyond what is remembered accuse nobody, and are counted', () => {
  const statement = (line: number): Statement => ({
    line,
    verdict: 'pass',
    subject: { commit: String(line).repeat(40) },
    judges: [],
    independence: { grade: 'self', because: 'author and judge are the same' },
  });
  const left = { left: 1 };
  const [one, other] = [new FileTally('one', left), new FileTally('other', left)];
  one.add(statement(1));
  other.add(statement(2));
  const mended = new Set(one.self.map(({ subject }) => subject));
  expect(one.end(mended)).toMatchObject({ self: { total: 0 }, selfAndOthers: 1, selfUncompared: 0 });
  expect(other.end(mended)).toMatchObject({ self: { total: 0 }, selfAndOthers: 0, selfUncompared: 1 });
});
