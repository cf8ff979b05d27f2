import { describe, expect, test } from 'vitest';
import type { BreakKind, Ledger, LedgerBreak, LedgersFacts, VerdictDocument } from '../../checker/src/facts/ledgers.ts';
import probe from '../../checker/src/probes/verdict-chain-intact.ts';

const PATH = '.agents/verdicts/main.jsonl';

const ledger = (facts: Partial<Ledger> = {}): Ledger => ({
  path: PATH,
  dialect: 'agentops-verdict',
  records: 3,
  blank: 0,
  breaks: { first: [], total: 0 },
  tip: { line: 3, hash: 'c0ffee' },
  unprotected: [],
  ...facts,
});

const broken = (...first: LedgerBreak[]) => ledger({ breaks: { first, total: first.length } });
const inspect = (
  ledgers: readonly Ledger[],
  lookalikes: LedgersFacts['lookalikes'] = [],
  documents: readonly VerdictDocument[] = [],
) => probe.inspect({ ledgers: { ledgers, documents: { first: documents, total: documents.length }, lookalikes } }, {});

const document = (facts: Partial<VerdictDocument> = {}): VerdictDocument => ({
  path: '.agents/ao/verdicts/sha256/aa.json',
  dialect: 'verdict-file',
  verdicts: 1,
  statements: [],
  protection: 'self-digest',
  ...facts,
});

describe('verdict-chain-intact', () => {
  test('passes with the tip of each chain', () => {
    const provenance = ledger({
      path: 'docs/provenance/ledger.jsonl',
      records: 1,
      unprotected: ['bead_id', 'merge_sha'],
    });
    expect(inspect([ledger(), provenance])).toEqual({
      status: 'pass',
      evidence: [
        { at: 'file', path: PATH, line: 3, note: '3 records, tip c0ffee' },
        {
          at: 'file',
          path: 'docs/provenance/ledger.jsonl',
          line: 3,
          note: '1 record, tip c0ffee; no hash covers its bead_id, merge_sha',
        },
      ],
    });
  });

  test('passes beside an empty lane, and shows it', () => {
    const { tip: _tip, ...empty } = ledger({ path: '.agents/verdicts/new.jsonl', records: 0 });
    expect(inspect([ledger(), empty])).toMatchObject({
      status: 'pass',
      evidence: [{ path: PATH }],
      gaps: [{ at: 'file', path: '.agents/verdicts/new.jsonl', note: 'holds no record' }],
    });
  });

  test('fails at the first break, named by line and kind', () => {
    const outcome = inspect([
      ledger({ path: 'a' }),
      broken({ line: 7, kind: 'link', detail: 'x' }, { line: 9, kind: 'hash' }),
    ]);
    expect(outcome).toMatchObject({
      status: 'fail',
      because: `The chain of ${PATH} breaks 2 times, first at line 7.`,
      gaps: [
        { at: 'file', path: PATH, line: 7, note: expect.stringMatching(/^link: .+\(x\)$/) },
        { at: 'file', path: PATH, line: 9, note: expect.stringMatching(/^hash: /) },
      ],
    });
  });

  test('fails when one of several breaks, even if another cannot be read', () => {
    const outcome = inspect([ledger({ path: 'a', unreadable: 'is a folder' }), broken({ line: 1, kind: 'malformed' })]);
    expect(outcome).toMatchObject({
      status: 'fail',
      because: `The chain of ${PATH} breaks once, first at line 1.`,
      gaps: [{ path: PATH, line: 1 }],
    });
  });

  test('says how many break, and that one broke before its end was read', () => {
    const first = { ...broken({ line: 2, kind: 'hash' }), unreadable: 'cannot be read from this clone' };
    expect(inspect([first, broken({ line: 1, kind: 'link' }), ledger()])).toMatchObject({
      status: 'fail',
      because: `The chain of ${PATH} breaks at least once, first at line 2. 2 of 3 ledgers break.`,
    });
  });

  test('is unknown when one cannot be read', () => {
    expect(inspect([ledger(), ledger({ path: 'b', unreadable: 'is a symbolic link' })])).toMatchObject({
      status: 'unknown',
      because: 'b is a symbolic link.',
      decide: expect.stringContaining('b'),
    });
  });

  test('fails when the only ledger is empty', () => {
    const { tip: _tip, ...empty } = ledger({ records: 0 });
    expect(inspect([empty])).toMatchObject({ status: 'fail', gaps: [{ path: PATH }] });
  });

  test('fails without a ledger, says where it looked, and shows what is none', () => {
    expect(inspect([], [{ path: '.agents/ao/chain.jsonl', because: 'is a ratchet record' }])).toMatchObject({
      status: 'fail',
      because: expect.stringContaining('.agents/verdicts/<lane>.jsonl'),
      gaps: [{ at: 'file', path: '.agents/ao/chain.jsonl', note: 'is a ratchet record' }],
    });
  });

  test.for<BreakKind>([
    'malformed',
    'truncated',
    'schema',
    'payload-hash',
    'hash',
    'gap',
    'order',
    'duplicate',
    'link',
    'signature',
    'signer',
  ])('says what %s means', (kind) => {
    expect(inspect([broken({ line: 3, kind })])).toMatchObject({
      gaps: [{ line: 3, note: expect.stringMatching(new RegExp(`^${kind}: .{20}`)) }],
    });
  });

  test('passes with what is to be said of signatures and oddities', () => {
    const unchecked = { because: 'No list is tracked.', decide: 'Track one.' };
    const said = ledger({
      signatures: { signed: 2, good: 1, unchecked },
      oddities: { first: [{ line: 2, detail: 'its commit is no object name' }], total: 3 },
    });
    expect(inspect([said])).toMatchObject({
      status: 'pass',
      evidence: [
        {
          note: expect.stringMatching(/1 of 2 signatures good; No list is tracked; its commit .+line 2, 3 such notes/),
        },
      ],
    });
  });

  test('is unknown where signatures could not be checked', () => {
    const unchecked = { because: 'They cannot be checked here.', decide: 'Run it elsewhere.', withheld: true } as const;
    expect(inspect([ledger({ signatures: { signed: 2, good: 0, unchecked } })])).toMatchObject({
      status: 'unknown',
      because: expect.stringContaining('They cannot be checked here.'),
      decide: 'Run it elsewhere.',
    });
  });

  test('is half met by files that each have their own digest', () => {
    expect(inspect([], [], [document(), document({ dialect: 'council', protection: 'none' })])).toMatchObject({
      status: 'partial',
      ratio: 0.5,
      because: expect.stringContaining('would not be missed'),
      evidence: [{ path: document().path }],
    });
  });

  test('fails for a file that is not what its digest says, beside an intact chain too', () => {
    const forged = document({ protection: 'broken', line: 1, detail: 'its content does not have its digest' });
    expect(inspect([ledger()], [], [forged])).toMatchObject({
      status: 'fail',
      because: `${forged.path} is not the verdict that it was written as.`,
      gaps: [{ path: forged.path, line: 1, note: forged.detail }],
    });
  });

  test('is unknown where such a file cannot be read', () => {
    const unreadable = 'it cannot be read: not in this clone';
    expect(inspect([ledger()], [], [document({ protection: 'broken', unreadable })])).toMatchObject({
      status: 'unknown',
    });
  });

  test('fails where only documents without a digest are, and says so of each', () => {
    const ratchet = document({ dialect: 'ratchet-chain', protection: 'none', detail: 'it is not hash-chained' });
    expect(inspect([], [], [ratchet])).toMatchObject({ status: 'fail', gaps: [{ note: 'it is not hash-chained' }] });
  });
});
