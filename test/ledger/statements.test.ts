import { describe, expect, test } from 'vitest';
import { provenanceDialect } from '../../checker/src/ledger/provenance.ts';
import { readStatements } from '../../checker/src/ledger/read-statements.ts';
import type { Statement } from '../../checker/src/ledger/statement.ts';
import { chained, jsonl, verdict, verified, WRITERS } from '../support/verdicts.ts';

const COMMIT = 'ab'.repeat(20);
const edge = {
  from_id: 'demo-1@abababa',
  from_type: 'verdict',
  to_id: COMMIT,
  to_type: 'commit',
  evidence_ref: 'pawl-verdict demo-1 disposition=CONFIRMED',
  ts: '2026-01-02T03:04:05Z',
};
const said = (members: object) => provenanceDialect.statement({ ...edge, ...members }, 7);

describe('the provenance ledger', () => {
  test('names a commit and the families that judged, and no author', () => {
    expect(said({ reviewer_family: 'claude+gpt' })).toEqual({
      line: 7,
      verdict: 'pass',
      subject: { commit: COMMIT },
      judges: [
        { kind: 'agent', family: 'claude' },
        { kind: 'agent', family: 'gpt' },
      ],
      independence: { grade: 'unshown', because: 'this ledger does not record who the author was' },
      time: '2026-01-02T03:04:05Z',
    });
  });

  test.for<[reference: string | undefined, verdict: string | undefined]>([
    ['disposition=REFUTED', 'fail'],
    ['x disposition=ESCALATE y', 'not-proven'],
    ['disposition=HOLD', 'not-proven'],
    ['disposition=REBOUND', 'not-proven'],
    ['disposition=CONFIRMED disposition=REFUTED', 'not-proven'],
    ['disposition=CONFIRMEDLY', undefined],
    ['xdisposition=CONFIRMED', undefined],
    ['disposition=confirmed', undefined],
    ['disposition= CONFIRMED', undefined],
    [undefined, undefined],
  ])('takes %j for %s', ([reference, expected]) => {
    expect(said({ evidence_ref: reference })?.verdict).toBe(expected);
  });

  test('says nothing by edges that are no verdict on a commit', () => {
    expect(said({ from_type: 'bead' })).toBeUndefined();
    expect(said({ to_type: 'pr' })).toBeUndefined();
  });

  test('names no commit where the record names a branch', () => {
    expect(said({ to_id: 'feat/demo' })?.subject).toEqual({});
    expect(said({ to_id: 'ABABABA' })?.subject).toEqual({ commit: 'abababa' });
  });

  test.for<[members: object, odd: readonly string[]]>([
    [{}, []],
    [{ to_id: 'feat/demo' }, ['its commit is no object name']],
    [{ from_id: 'demo-1' }, ['its id names no commit after an @']],
    [{ evidence_path: '/Users/ada/evidence.txt' }, ['its evidence lies at a path of one machine']],
    [{ evidence_path: 'C:\\evidence.txt' }, ['its evidence lies at a path of one machine']],
    [{ evidence_path: '.agents/evidence.txt' }, []],
    [{ from_type: 'bead', from_id: 'pre-mortem' }, []],
  ])('tolerates and notes %j', ([members, odd]) => {
    expect(provenanceDialect.oddities?.({ ...edge, ...members })).toEqual(odd);
  });
});

describe('statements', () => {
  const chain = chained([
    verdict({
      subject: {
        commit: COMMIT,
        base: '1'.repeat(40),
        difference: '4'.repeat(64),
        patch: '2'.repeat(40),
        tree: '3'.repeat(40),
      },
    }),
    verdict({ verdict: 'fail', judge: { kind: 'agent', id: 'judge "x"', context: 'c', family: 'gpt' } }),
    verdict({ author: { kind: 'agent', id: 'Grace', context: 'c' }, judge: { kind: 'human', id: 'Grace' } }),
  ]);

  test.for(WRITERS.map((write, index) => [index, write] as const))(
    'are the same whether a record was parsed or not, written way %i',
    async ([, write]) => {
      const [verifying, reading]: [Statement[], Statement[]] = [[], []];
      verified(jsonl(chain, write), 1 << 16, { onStatement: (statement) => void verifying.push(statement) });
      const bytes = new TextEncoder().encode(`\n${jsonl(chain, write)}`);
      await readStatements('agentops-verdict', [bytes], (statement) => void reading.push(statement));
      expect(
        verifying.map(({ line, verdict, judges, subject, time }) => ({ line, verdict, judges, subject, time })),
      ).toEqual(
        chain.map(({ verdict, judge, subject, time }, at) => ({
          line: at + 1,
          verdict,
          judges: [judge],
          subject,
          time,
        })),
      );
      expect(verifying.map(({ independence }) => independence.grade)).toEqual(['apart', 'apart', 'self']);
      expect(reading).toEqual(verifying.map((statement) => ({ ...statement, line: statement.line + 1 })));
    },
  );

  test('are of records of the right form only, intact or not', () => {
    const seen: number[] = [];
    const lines = jsonl(chain).split('\n');
    const file = [lines[0], '{"format":1}', lines[1]?.replace('fail', 'pass'), lines[2]].join('\n');
    verified(file, 1 << 16, { onStatement: ({ line }) => void seen.push(line) });
    expect(seen).toEqual([1, 3, 4]);
  });
});
