import { describe, expect, test } from 'vitest';
import type { LedgerHistoryFacts, LossKind } from '../../checker/src/facts/ledger-history.ts';
import type { BreakKind, Ledger, LedgersFacts } from '../../checker/src/facts/ledgers.ts';
import type { VerdictFile, VerdictsFacts } from '../../checker/src/facts/verdicts.ts';
import { BREAKS, FINDINGS, LOSSES } from '../../checker/src/ledger/problem.ts';
import type { VerificationInput } from '../../checker/src/ledger/verification.ts';
import { verificationOf } from '../../checker/src/ledger/verification-of.ts';
import { known, withheld } from '../../checker/src/outcome.ts';
import { renderVerification, renderVerificationJson } from '../../checker/src/report/verification.ts';
import { flaws } from '../schemas/published.ts';

const PATH = '.agents/verdicts/main.jsonl';
const COMMIT = 'c'.repeat(40);
const EVIL = '\u001b]0;owned\u0007\u202e\u009bFAKE\nLINE';

const ledger = (members: Partial<Ledger> = {}): Ledger => ({
  path: PATH,
  dialect: 'agentops-verdict',
  records: 12,
  blank: 0,
  breaks: { first: [], total: 0 },
  tip: { line: 12, hash: 'a'.repeat(64) },
  unprotected: [],
  ...members,
});

const facts = (ledgers: readonly Ledger[], members: Partial<LedgersFacts> = {}): LedgersFacts => ({
  ledgers,
  documents: { first: [], total: 0 },
  lookalikes: [],
  ...members,
});

const input = (members: Partial<VerificationInput> = {}): VerificationInput => ({
  tool: { name: 'agentops-audit', version: '0.0.0' },
  target: { kind: 'repository', name: 'ada/engine', commit: COMMIT, branch: 'main', workTree: false, shallow: false },
  ledgers: known(facts([ledger()])),
  history: known({ ledgers: [] }),
  ...members,
});

const growth = (kind: LossKind, undone = false): LedgerHistoryFacts => ({
  ledgers: [
    {
      path: PATH,
      present: true,
      versions: 3,
      first: { commit: COMMIT, date: '2026-01-01T12:00:00Z' },
      losses: {
        first: [{ kind, commit: 'd'.repeat(40), date: '2026-01-02T12:00:00Z', line: 3, undone }],
        total: 1,
        standing: undone || kind === 'renamed' ? 0 : 1,
      },
      misdated: { first: [], total: 0 },
    },
  ],
});

const of = (members: Partial<VerificationInput> = {}) => {
  const verification = verificationOf(input(members));
  expect(flaws('verification', JSON.parse(renderVerificationJson(verification)))).toBe('');
  return verification;
};
const kinds = (members: Partial<VerificationInput>) =>
  of(members).ledgers.flatMap(({ problems }) => problems.first.map(({ severity, kind }) => `${severity} ${kind}`));

describe('what a verification makes of facts', () => {
  test('an intact ledger is verified, and nothing is nothing', () => {
    expect(of()).toMatchObject({ result: 'verified', ledgers: [{ records: 12 }] });
    expect(of({ ledgers: known(facts([])) }).result).toBe('nothing');
    expect(of({ ledgers: withheld('There is no tree.', 'git fsck') }).result).toBe('not-verified');
  });

  test('own passes too many to look up who else judged the same keep it from being verified, and are no problem', () => {
    const none = { first: [], total: 0 };
    const file: VerdictFile = {
      path: PATH,
      verdicts: 20_000,
      apart: 9_950,
      contextOnly: 0,
      sameFamily: 0,
      self: none,
      selfAndOthers: 10_000,
      selfUncompared: 50,
      unshown: none,
    };
    const verdicts: VerdictsFacts = {
      asOf: '2026-02-01T00:00:00Z',
      files: [file],
      unread: 0,
      neverRefusing: [],
      selfReviewed: known(none),
      approvals: withheld('Offline.', 'Run it online.'),
    };
    const found = of({ verdicts: known(verdicts) });
    expect(found).toMatchObject({ result: 'not-verified', ledgers: [{ problems: none }] });
    expect(found.notShown[0]?.because).toContain('Of 50 further passes');
    expect(of({ verdicts: known({ ...verdicts, files: [{ ...file, selfUncompared: 0 }] }) }).result).toBe('verified');
  });

  test.for(Object.keys(BREAKS) as BreakKind[])('a break of the kind %s is an error at its line', (kind) => {
    const breaks = { first: [{ line: 7, kind, detail: 'why' }], total: 1 };
    const found = of({ ledgers: known(facts([ledger({ breaks })])) });
    expect(found.result).toBe('problems');
    expect(found.ledgers[0]?.problems.first).toMatchObject([{ kind, line: 7, severity: 'error', detail: 'why' }]);
  });

  test.for(Object.keys(LOSSES) as LossKind[])(
    'a loss of the kind %s names its commit; undone it is a warning',
    (kind) => {
      const found = of({ history: known(growth(kind)) });
      expect(found.result).toBe(kind === 'renamed' ? 'verified' : 'problems');
      expect(found.ledgers[0]?.problems.first).toMatchObject([{ kind, commit: 'd'.repeat(40), line: 3 }]);
      expect(of({ history: known(growth(kind, true)) }).result).toBe('verified');
    },
  );

  test('an empty ledger is called empty, which is a warning and no open question', () => {
    const { tip: _tip, ...empty } = ledger({ records: 0 });
    expect(kinds({ ledgers: known(facts([empty])) })).toEqual(['warning empty']);
  });

  test('what is only counted weighs as much as what is listed', () => {
    const breaks = { first: [{ line: 1, kind: 'hash' as const }], total: 50 };
    const found = of({ ledgers: known(facts([ledger({ breaks })])) });
    expect(found.ledgers[0]?.problems).toMatchObject({ total: 50 });
    const [lost] = growth('truncated').ledgers;
    const hidden = { ...lost, losses: { first: [], total: 1, standing: 1 } } as LedgerHistoryFacts['ledgers'][number];
    expect(of({ history: known({ ledgers: [hidden] }) }).result).toBe('problems');
  });

  test('what could not be looked at is never verified', () => {
    expect(of({ history: withheld('This clone is shallow.', 'git fetch --unshallow') }).result).toBe('not-verified');
    expect(kinds({ ledgers: known(facts([ledger({ unreadable: 'is a folder' })])) })).toEqual(['unknown unverifiable']);
    const signatures = { signed: 2, good: 0, unchecked: { because: 'No keys.', decide: 'Track keys.' } };
    expect(of({ ledgers: known(facts([ledger({ signatures })])) }).result).toBe('not-verified');
    const orphans = withheld('This clone is shallow.', 'git fetch --unshallow');
    expect(of({ orphans }).result).toBe('not-verified');
    const unread = [{ because: 'It is a link.', decide: 'Put the file there.' }];
    expect(of({ unread }).result).toBe('not-verified');
  });

  test('errors come first, then what is unknown, then warnings', () => {
    const breaks = { first: [{ line: 9, kind: 'hash' as const }], total: 1 };
    const oddities = { first: [{ line: 1, detail: 'odd' }], total: 1 };
    expect(kinds({ ledgers: known(facts([ledger({ breaks, oddities, unreadable: 'was cut' })])) })).toEqual([
      'error hash',
      'unknown unverifiable',
      'warning odd',
    ]);
  });

  test('a verdict file whose digest is wrong is an error, one that nothing protects is told', () => {
    const document = { path: 'a.md', dialect: 'council', verdicts: 1, statements: [] } as const;
    const loose = facts([], { documents: { first: [{ ...document, protection: 'none' }], total: 1 } });
    expect(of({ ledgers: known(loose) }).result).toBe('nothing');
    expect(of({ ledgers: known(loose) }).notShown[0]?.because).toContain('1 council document, such as a.md');
    const wrong = facts([], { documents: { first: [{ ...document, protection: 'broken' }], total: 1 } });
    expect(of({ ledgers: known(wrong) })).toMatchObject({ result: 'problems', documents: { files: 1 } });
  });
});

test('every meaning is a sentence, and so is what to do', () => {
  for (const { meaning, todo } of Object.values({ ...BREAKS, ...LOSSES, ...FINDINGS })) {
    for (const text of [meaning, todo]) expect(text).toMatch(/^[A-Z].*\.$/);
  }
});

describe('the text of a verification', () => {
  const full = (text = 'why'): VerificationInput =>
    input({
      target: { kind: 'repository', name: text, commit: COMMIT, branch: text, workTree: true, shallow: true },
      ledgers: known(
        facts(
          [
            ledger({ breaks: { first: [{ line: 7, kind: 'link', detail: text }], total: 3 }, unprotected: [text] }),
            ledger({ path: `.agents/verdicts/${text}.jsonl`, signatures: { signed: 2, good: 2 } }),
          ],
          { lookalikes: [{ path: `${text}/chain.jsonl`, because: 'is no chain' }] },
        ),
      ),
      history: known(growth('re-sealed')),
      uncommitted: new Map([[`.agents/verdicts/${text}.jsonl`, 'added']]),
      unread: [{ because: `${text} was not read.`, decide: text }],
    });
  const text = renderVerification(verificationOf(full()), { width: 80, colour: false });

  test('looks like this at 80 columns', () => {
    expect(text).toMatchSnapshot();
  });

  test('stays inside the width', () => {
    for (const width of [60, 80, 120])
      for (const line of renderVerification(verificationOf(full()), { width, colour: false }).split('\n'))
        expect([...line].length).toBeLessThanOrEqual(width);
  });

  test('with colour says the same', () => {
    const coloured = renderVerification(verificationOf(full()), { width: 80, colour: true });
    expect(coloured).toContain('\u001b[31m');
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(text);
  });

  test('lets no control character through, in no format', () => {
    const hostile = verificationOf(full(EVIL));
    for (const out of [renderVerification(hostile, { width: 80, colour: false }), renderVerificationJson(hostile)]) {
      expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
      expect(out.split('\n').some((line) => line.startsWith('LINE'))).toBe(false);
    }
  });
});
