import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { JudgementsRead } from '../../checker/src/collect/coverage/read-judgements.ts';
import { Judges } from '../../checker/src/collect/verdicts/never-refusing.ts';
import { FileTally, room } from '../../checker/src/collect/verdicts/tally.ts';
import { CommitGraph } from '../../checker/src/ledger/commit-graph.ts';
import { foldedName } from '../../checker/src/ledger/independence.ts';
import { ownSubject, ownText } from '../../checker/src/ledger/own-text.ts';
import { SignedRecords } from '../../checker/src/ledger/signatures.ts';
import type { Statement } from '../../checker/src/ledger/statement.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const MIB = 1 << 20;
const PIECES = 256;
/** Characters; longer texts may lie outside the heap. */
const PIECE = 200_000;

/** Feeds one name out of each of many long texts, and says how much memory stays, in MiB. */
function kept(feed: (name: string, at: number) => void): number {
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (let at = 0; at < PIECES; at += 1) {
    const name = `${at}`.padStart(40, 'abc');
    feed(name.repeat(PIECE / name.length).slice(0, name.length), at);
  }
  collectGarbage();
  return (process.memoryUsage().heapUsed - before) / MIB;
}

const statement = (name: string, line: number): Statement => ({
  line,
  verdict: 'pass',
  subject: { commit: name, patch: name },
  author: { id: name },
  judges: [{ id: name }],
  independence: { grade: 'self', because: 'author and judge are the same' },
  time: name,
});

const signed = new SignedRecords();
const judges = new Judges();
const tally = new FileTally('.agents/verdicts/main.jsonl', room());
const read = new JudgementsRead();
const nowhere = new CommitGraph([]);

test.for<[string, (name: string, at: number) => void]>([
  ['signed records', (name, at) => signed.add(at, name)],
  ['names', (name) => foldedName(name)],
  ['judges', (name, at) => judges.add(statement(name, at), 'lane')],
  ['judges of their own work', (name, at) => tally.add(statement(name, at))],
  [
    'verdicts on changes',
    (name, at) => {
      const { line, verdict, subject, independence } = statement(name, at);
      read.add({ path: 'lane', line, verdict, subject, independence, time: name }, nowhere, 0);
    },
  ],
])('of a ledger no more than %s stays in memory', ([, feed]) => {
  expect(kept(feed)).toBeLessThan((PIECES * PIECE) / MIB / 4);
});

test('an own text is the same text', () => {
  for (const text of ['', 'a', '\ud800', '\u2028"\\', 'é😀']) expect(ownText(text)).toBe(text);
  expect(ownSubject({ commit: 'a', tree: 'b' })).toEqual({ commit: 'a', tree: 'b' });
});
