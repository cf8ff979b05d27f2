import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { familiesOf, foldedName, independenceOf, independenceOfAll } from '../../checker/src/ledger/independence.ts';
import type { Independence, Party } from '../../checker/src/ledger/statement.ts';

const agent = (id: string, context?: string, family?: string): Party => ({
  kind: 'agent',
  id,
  ...(context !== undefined && { context }),
  ...(family !== undefined && { family }),
});
const human = (id: string, context?: string): Party => ({ ...agent(id, context), kind: 'human' });
const ci = (id: string, context?: string): Party => ({ ...agent(id, context), kind: 'ci' });

const said = (independence: Independence) =>
  independence.grade === 'apart' ? `apart by ${independence.by}` : `${independence.grade}: ${independence.because}`;

const SAME = 'self: author and judge are the same';
const SESSION = 'self: author and judge worked in the same session';
const NO_AUTHOR = 'unshown: the author is not recorded';
const NO_JUDGE = 'unshown: the judge is not recorded';

describe('two parties', () => {
  test.for<[what: string, author: Party | undefined, judge: Party | undefined, answer: string]>([
    ['a person after an agent', agent('worker'), human('Ada'), 'apart by kind'],
    ['a check after an agent', agent('worker'), ci('tests'), 'apart by kind'],
    ['another agent', agent('worker'), agent('reviewer'), 'apart by identity'],
    ['another agent of another family', agent('a', 's1', 'claude'), agent('b', 's2', 'gpt'), 'apart by family'],
    ['another agent of the same family', agent('a', 's1', 'claude'), agent('b', 's2', 'Claude'), 'apart by identity'],
    ['another person', human('Ada'), human('Grace'), 'apart by identity'],
    ['the same agent in a fresh session', agent('worker', 's1'), agent('worker', 's2'), 'apart by context'],
    ['sessions alone', { context: 's1' }, { context: 's2' }, 'apart by context'],
    ['the same agent, sessions not told', agent('worker'), agent('worker'), SAME],
    ['the same agent, one session not told', agent('worker', 's1'), agent('worker'), SAME],
    ['the same person in another session', human('Ada', 's1'), human('Ada', 's2'), SAME],
    ['a check that bears the name of the author', agent('worker', 's1'), ci('worker', 's2'), SAME],
    ['a check that judges what it wrote', ci('format', 'run-1'), ci('format', 'run-2'), SAME],
    ['a person that bears the name of the agent', agent('Ada', 's1'), human('Ada', 's2'), SAME],
    ['another name in the same session', agent('worker', 's1'), agent('reviewer', 's1'), SESSION],
    ['another kind in the same session', agent('worker', 's1'), human('Ada', ' s1 '), SESSION],
    ['no author', undefined, human('Ada'), NO_AUTHOR],
    ['an author of whom only the family is told', { family: 'claude' }, human('Ada'), NO_AUTHOR],
    ['no judge', human('Ada'), undefined, NO_JUDGE],
    ['an empty judge', human('Ada'), { id: ' ' }, NO_JUDGE],
    ['words that name nobody', { id: 'unknown' }, { id: 'Unknown' }, NO_AUTHOR],
    ['sessions that name nothing', agent('a', 'n/a'), agent('b', 'N/A'), 'apart by identity'],
    [
      'a name against a session',
      { id: 'Ada' },
      { context: 's1' },
      'unshown: author and judge are not recorded in the same way',
    ],
  ])('%s', ([, author, judge, answer]) => {
    expect(said(independenceOf(author, judge))).toBe(answer);
  });

  test.for<[a: string, b: string]>([
    ['Ada', ' ada\t'],
    ['ADA@example.org', 'Ada Lovelace <ada@example.org>'],
    ['caf\u00e9', 'cafe\u0301'],
    ['Ａｄａ', 'ada'],
    ['Ada', 'A\u200bda'],
    ['Ada', '\u202eAda'],
    ['stra\u00dfe', 'STRASSE'],
    ['@ada', 'ada'],
    ['renovate[bot]', 'renovate'],
    ['123+ada@users.noreply.github.com', '@Ada'],
    ['Ada  Lovelace', 'ada lovelace'],
    ['mailto:ada@example.org', 'ada@example.org'],
    ['Ada <MAILTO:ada@example.org>', 'ada@example.org'],
    ['mailto:123+ada@users.noreply.github.com', 'ada'],
  ])('%j is %j', ([a, b]) => {
    expect(foldedName(a)).toBe(foldedName(b));
  });

  test.for<[a: string, b: string]>([
    ['ada', 'adam'],
    ['ada@example.org', 'ada@example.com'],
    ['Ada <ada@example.org>', 'Ada <lovelace@example.org>'],
    ['agent-1', 'agent-2'],
    ['al\u0131', 'ali'],
    ['AL\u0131', 'ALI'],
  ])('%j is not %j', ([a, b]) => {
    expect(foldedName(a)).not.toBe(foldedName(b));
  });

  const anyParty = fc.record(
    {
      kind: fc.constantFrom('human', 'agent', 'ci'),
      id: fc.constantFrom('Ada', 'ada ', 'Grace', 'worker', '', 'unknown'),
      context: fc.constantFrom('s1', 's2', ' s1', '', 'none'),
      family: fc.constantFrom('claude', 'gpt', 'anthropic'),
    },
    { requiredKeys: [] },
  );

  test('nobody is apart from themselves, however they are written', () => {
    fc.assert(
      fc.property(anyParty, fc.boolean(), (party, loud) => {
        const twin = loud ? { ...party, ...(party.id !== undefined && { id: ` ${party.id.toUpperCase()} ` }) } : party;
        expect(independenceOf(party, twin).grade).not.toBe('apart');
      }),
    );
  });

  test('it does not matter which of the two wrote and which judged', () => {
    fc.assert(
      fc.property(anyParty, anyParty, (one, other) => {
        expect(independenceOf(one, other).grade).toBe(independenceOf(other, one).grade);
      }),
    );
  });
});

describe('several judges', () => {
  const worker = agent('worker', 's1', 'claude');
  test.for<[what: string, judges: readonly Party[], answer: string]>([
    ['one of whom is somebody else', [agent('worker', 's1'), human('Ada')], 'apart by kind'],
    ['the furthest is told', [agent('b', 's2', 'claude'), agent('c', 's3', 'gpt')], 'apart by family'],
    ['none of whom is', [agent('worker', 's1'), agent('reviewer', 's1')], SESSION],
    ['one of whom is not told', [agent('worker', 's1'), {}], NO_JUDGE],
    ['of whom there are none', [], NO_JUDGE],
  ])('%s', ([, judges, answer]) => {
    expect(said(independenceOfAll(worker, judges))).toBe(answer);
  });
});

test.for<[author: string | undefined, judge: string | undefined, answer: string]>([
  ['claude', 'anthropic/claude-opus-4', 'same'],
  ['gpt-5', 'OpenAI Codex', 'same'],
  ['claude', 'gpt-5', 'other'],
  ['claude', 'claude+gpt', 'other'],
  ['claude+gpt', 'claude', 'same'],
  ['qwen', 'Qwen', 'same'],
  ['qwen', 'llama', 'other'],
  ['claude', undefined, 'unshown'],
  ['unknown', 'claude', 'unshown'],
])('families %j and %j: %s', ([author, judge, answer]) => {
  const of = (family: string | undefined): Party => (family === undefined ? {} : { family });
  expect(familiesOf(of(author), of(judge))).toBe(answer);
});
