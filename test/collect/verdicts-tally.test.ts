import { expect, test } from 'vitest';
import { FileTally, room } from '../../checker/src/collect/verdicts/tally.ts';
import type { Statement } from '../../checker/src/ledger/statement.ts';

const statement = (line: number): Statement => ({
  line,
  verdict: 'pass',
  subject: { commit: `${line}`.padStart(40, '0') },
  judges: [],
  independence: { grade: 'self', because: 'author and judge are the same' },
});

test('ten thousand and fifty own passes, each judged by others too, accuse nobody', () => {
  const tally = new FileTally('one', room());
  for (let line = 1; line <= 10_050; line++) tally.add(statement(line));
  expect(tally.end(new Set(tally.self.map(({ subject }) => subject)))).toMatchObject({
    self: { first: [], total: 0 },
    selfAndOthers: 10_000,
    selfUncompared: 50,
  });
});

test('own passes beyond what is remembered accuse nobody, and are counted', () => {
  const left = { left: 1 };
  const [one, other] = [new FileTally('one', left), new FileTally('other', left)];
  one.add(statement(1));
  other.add(statement(2));
  const mended = new Set(one.self.map(({ subject }) => subject));
  expect(one.end(mended)).toMatchObject({ self: { total: 0 }, selfAndOthers: 1, selfUncompared: 0 });
  expect(other.end(mended)).toMatchObject({ self: { total: 0 }, selfAndOthers: 0, selfUncompared: 1 });
});
