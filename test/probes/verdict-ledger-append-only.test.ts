import { describe, expect, test } from 'vitest';
import type { LedgerGrowth, LedgerLoss } from '../../checker/src/facts/ledger-history.ts';
import type { Ledger, LedgersFacts } from '../../checker/src/facts/ledgers.ts';
import probe from '../../checker/src/probes/verdict-ledger-append-only.ts';

const PATH = '.agents/verdicts/main.jsonl';
const FIRST = 'f'.repeat(40);
const COMMIT = 'c'.repeat(40);

const growth = (facts: Partial<LedgerGrowth> = {}): LedgerGrowth => ({
  path: PATH,
  present: true,
  versions: 3,
  first: { commit: FIRST, date: '2026-03-01T12:00:00+00:00' },
  losses: { first: [], total: 0, standing: 0 },
  misdated: { first: [], total: 0 },
  ...facts,
});

const loss = (facts: Partial<LedgerLoss> = {}): LedgerLoss => ({
  kind: 'truncated',
  commit: COMMIT,
  date: '2026-03-02T12:00:00+00:00',
  line: 4,
  undone: false,
  ...facts,
});

const losing = (...first: LedgerLoss[]): Partial<LedgerGrowth> => ({
  losses: {
    first,
    total: first.length,
    standing: first.filter(({ kind, undone }) => !undone && kind !== 'renamed').length,
  },
});

const ledger = (facts: Partial<Ledger> = {}): Ledger => ({
  path: PATH,
  dialect: 'agentops-verdict',
  records: 3,
  blank: 0,
  breaks: { first: [], total: 0 },
  unprotected: [],
  ...facts,
});

const inspect = (
  grown: readonly LedgerGrowth[],
  ledgers: readonly Ledger[] = [ledger()],
  documents: LedgersFacts['documents'] = { first: [], total: 0 },
) => probe.inspect({ ledgerHistory: { ledgers: grown }, ledgers: { ledgers, documents, lookalikes: [] } }, {});

describe('verdict-ledger-append-only', () => {
  test('passes with the commit at which each ledger began', () => {
    const lane = { path: '.agents/verdicts/b.jsonl' };
    expect(inspect([growth(), growth({ ...lane, versions: 1 })], [ledger(), ledger(lane)])).toEqual({
      status: 'pass',
      evidence: [
        {
          at: 'commit',
          id: FIRST,
          note: `began ${PATH}; each of 3 versions begins with the one before it`,
        },
        { at: 'commit', id: FIRST, note: 'began .agents/verdicts/b.jsonl; it has one version' },
      ],
    });
  });

  test('fails at a loss, named by commit, line and kind', () => {
    const renamed = loss({ kind: 'renamed', to: 'b' });
    const merge = loss({ kind: 're-sealed', line: 2, detail: 'it is a merge' });
    expect(inspect([growth({ path: 'a' }), growth(losing(loss(), merge, loss({ undone: true }), renamed))])).toEqual({
      status: 'fail',
      because: `${PATH} lost what it held in 2 commits, last in cccccccccc: truncated at line 4.`,
      gaps: [
        {
          at: 'commit',
          id: COMMIT,
          note: `truncated ${PATH}:4: records at the end were taken away, which the chain alone cannot show`,
        },
        { at: 'commit', id: COMMIT, note: expect.stringMatching(/^re-sealed .+:2: .+ \(it is a merge\)$/) },
      ],
    });
  });

  test('fails when a ledger is gone, even if another one only grew', () => {
    const gone = growth({ path: 'b', present: false, ...losing(loss({ kind: 'deleted', to: 'c' })) });
    expect(inspect([growth(), gone])).toMatchObject({
      status: 'fail',
      because: 'b lost what it held in 1 commit, last in cccccccccc: deleted at line 4.',
      gaps: [{ id: COMMIT, note: expect.stringMatching(/^deleted b:4: .+ \(to c\)$/) }],
    });
  });

  test('says how many ledgers lost something, also where none of it is listed', () => {
    const unlisted = growth({ path: 'a', losses: { first: [], total: 2, standing: 2 } });
    expect(inspect([unlisted, growth(losing(loss()))])).toMatchObject({
      status: 'fail',
      because: 'a lost what it held in 2 commits. 2 ledgers did.',
    });
  });

  test('passes with what was undone or renamed, and with dates that cannot be true', () => {
    const past = growth({ path: 'b', present: false, ...losing(loss({ kind: 'renamed', to: PATH })) });
    const misdated = { first: [{ kind: 'future' as const, line: 7, detail: 'dated 2027' }], total: 1 };
    expect(inspect([growth({ ...losing(loss({ undone: true })), misdated }), past])).toMatchObject({
      status: 'pass',
      evidence: [{ id: FIRST }],
      gaps: [
        { at: 'commit', id: COMMIT, note: expect.stringMatching(/^truncated .+; undone since$/) },
        { at: 'file', path: PATH, line: 7, note: 'future: dated 2027' },
        { at: 'commit', id: COMMIT, note: expect.stringMatching(/^renamed .+ \(to .agents\/verdicts\/main.jsonl\)$/) },
      ],
    });
  });

  test('is unknown when versions were not compared, and fails all the same for a loss that was seen', () => {
    const unseen = { because: 'Some versions are not in this clone.', decide: 'Audit a whole clone.' };
    expect(inspect([growth({ unseen })])).toEqual({ status: 'unknown', ...unseen });
    expect(inspect([growth({ unseen }), growth(losing(loss()))])).toMatchObject({ status: 'fail' });
  });

  test('is unknown when a ledger cannot be read', () => {
    const unread = ledger({ path: 'b', records: 0, unreadable: 'is a symbolic link' });
    expect(inspect([growth()], [ledger(), unread])).toMatchObject({
      status: 'unknown',
      because: 'b is a symbolic link.',
    });
  });

  test('fails without a ledger that holds a record', () => {
    const because = expect.stringContaining('verdict-chain-intact');
    expect(inspect([], [])).toMatchObject({ status: 'fail', because });
    expect(inspect([growth()], [ledger({ records: 0 })])).toMatchObject({ status: 'fail', because });
  });

  test('passes with a folder of documents that are named by their digest', () => {
    const folder = growth({ path: '.agents/ao/verdicts/sha256' });
    expect(inspect([folder], [], { first: [], total: 3 })).toMatchObject({ status: 'pass', evidence: [{ id: FIRST }] });
  });
});
