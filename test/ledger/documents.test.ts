import { describe, expect, test } from 'vitest';
import { readDocument, readerOf } from '../../checker/src/ledger/documents.ts';
import { pythonJson } from '../../checker/src/ledger/python-json.ts';
import { nodePlatform } from '../../checker/src/node/platform.ts';
import { type Members, sha256 } from '../support/verdicts.ts';

function read(path: string, text: string, files: readonly string[] = []) {
  const reader = readerOf(path);
  if (reader === undefined) throw new Error(`nobody reads ${path}`);
  return readDocument(reader, { path, text, platform: nodePlatform, isFile: (other) => files.includes(other) });
}

test('each dialect has its places, right in their folders', () => {
  const names = [
    `.agents/ao/verdicts/sha256/${'a'.repeat(64)}.json`,
    '.agents/pawl-verdicts/bead-1.json',
    '.agents/ao/chain.jsonl',
    '.agents/council/2026-02-15-review.md',
    '.agents/vibe/recent.md',
    '.agents/council/old/review.md',
    '.agents/verdicts/main.jsonl',
  ].map((path) => readerOf(path)?.name);
  expect(names).toEqual(['verdict-file', 'pawl-verdict', 'ratchet-chain', 'council', 'council', undefined, undefined]);
});

const PASSED: Members = {
  schema_version: 'verdict.v2',
  acceptance_digest: 'a'.repeat(64),
  subject_manifest_digest: 'b'.repeat(64),
  author_context_id: 'ctx-author',
  validator_context_id: 'ctx-validator',
  freshness_attestation: { source: 'runtime', attester_identity: 'harness' },
  verdict: 'PASS',
  criteria: [{ id: 'c1', result: 'PASS', evidence_refs: ['r1'] }],
  findings: [],
  evidence_refs: ['r1'],
  checked: ['c1'],
  not_checked: [],
  validated_at: '2026-09-01T10:00:00Z',
};
/** As Python 3 computes it of the record above. */
const PASSED_DIGEST = '9f0ee9fb18300aeccafdfe731f61568cd486548c7cc4e7f60676f829bb72bdad';

/** A file whose digest is right. */
function stored(members: Members, digest = sha256(pythonJson(JSON.stringify(members), 'artifact_digest'))) {
  return read(`.agents/ao/verdicts/sha256/${digest}.json`, JSON.stringify({ ...members, artifact_digest: digest }));
}

describe('verdict files', () => {
  test('a known answer of another language', () => {
    expect(stored(PASSED, PASSED_DIGEST)).toMatchObject({
      protection: 'self-digest',
      verdicts: 1,
      statements: [{ line: 1, verdict: 'pass', independence: { grade: 'apart', by: 'context' } }],
    });
  });

  test('numbers and names are written as Python does', () => {
    const text = String.raw`{"n": [1, 1.0, -0.0, -0, 12345678901234567890123, 1e16, 1E15, 123456789.125, 0.0001, 0.00001, 1.5e-7, 1e22, 5e-324, 1e400],
      "s": "<\u00e9\u2028\u007f\n\/\b", "\ue000": 1, "\ud83d\ude00": 2, "Z": 3, "a": {"b": null, "a": true}}`;
    expect(pythonJson(text, 'x')).toBe(
      '{"Z":3,"a":{"a":true,"b":null},"n":[1,1.0,-0.0,0,12345678901234567890123,1e+16,1000000000000000.0,' +
        '123456789.125,0.0001,1e-05,1.5e-07,1e+22,5e-324,Infinity],"s":"<é\u2028\u007f\\n/\\b","\ue000":1,"😀":2}',
    );
  });

  test.for<[what: string, members: Members, verdict: string, grade: string]>([
    ['a fail', { verdict: 'FAIL', author_context_id: null, criteria: [] }, 'fail', 'unshown'],
    ['not proven', { verdict: 'NOT_PROVEN', not_checked: ['c2'] }, 'not-proven', 'apart'],
    ['a judge of their own work', { validator_context_id: 'ctx-author' }, 'pass', 'self'],
    [
      'an excluded criterion',
      { criteria: [{ result: 'EXCLUDED' }, { result: 'PASS', evidence_refs: ['r'] }] },
      'pass',
      'apart',
    ],
  ])('says %s', ([, members, verdict, grade]) => {
    expect(stored({ ...PASSED, ...members })).toMatchObject({
      protection: 'self-digest',
      statements: [{ verdict, independence: { grade } }],
    });
  });

  test.for<[members: Members, because: string]>([
    [{ author_context_id: null }, 'contexts'],
    [{ freshness_attestation: null }, 'fresh'],
    [{ criteria: [{ result: 'FAIL', evidence_refs: ['r'] }] }, 'criterion'],
    [{ criteria: [{ result: 'PASS', evidence_refs: [] }] }, 'criterion'],
    [{ criteria: [] }, 'criterion'],
    [{ checked: [] }, 'nothing that was checked'],
    [{ not_checked: ['c2'] }, 'not checked'],
    [{ verdict: 'GOOD' }, 'none of PASS'],
  ])('does not take %j for a pass', ([members, because]) => {
    expect(stored({ ...PASSED, ...members })).toMatchObject({
      protection: 'broken',
      statements: [],
      detail: expect.stringContaining(because),
    });
  });

  test.for<[what: string, text: string, because: string]>([
    ['a changed member', JSON.stringify({ ...PASSED, checked: ['c9'], artifact_digest: PASSED_DIGEST }), 'digest'],
    ['another digest', JSON.stringify({ ...PASSED, artifact_digest: 'c'.repeat(64) }), 'not the digest'],
    ['a member twice', `{"verdict":"FAIL",${JSON.stringify(PASSED).slice(1)}`, 'two members'],
    ['half a surrogate pair', String.raw`{"verdict":"\ud800"}`, 'surrogate'],
    ['no JSON', '{', 'not JSON'],
    ['a list', '[]', 'not a JSON object'],
    ['deep nesting', `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`, 'nested'],
  ])('finds %s', ([, text, because]) => {
    const found = read(`.agents/ao/verdicts/sha256/${PASSED_DIGEST}.json`, text);
    expect(found).toMatchObject({ protection: 'broken', detail: expect.stringContaining(because) });
  });
});

const PAWL: Members = {
  schema_version: 'pawl-verdict.v1',
  bead_id: 'demo-1',
  pr: 0,
  head_sha: 'ABCDEF1',
  disposition: 'CONFIRMED',
  generated_at: '2026-05-01T10:00:00Z',
  author_context_id: 'a',
  refuters: [{ family: 'codex', verdict: 'CONFIRMED', context_id: 'b', evidence: 'docs/review.txt' }],
};
const refuter = (family: string, context: string, verdict = 'CONFIRMED') => ({ family, verdict, context_id: context });
const pawl = (members: Members = {}, files: readonly string[] = []) =>
  read('.agents/pawl-verdicts/demo-1.json', JSON.stringify({ ...PAWL, ...members }), files);

describe('pawl verdicts', () => {
  test('name a commit, an author and judges, and have no digest', () => {
    expect(pawl({}, ['docs/review.txt'])).toEqual({
      path: '.agents/pawl-verdicts/demo-1.json',
      dialect: 'pawl-verdict',
      verdicts: 1,
      protection: 'none',
      detail: 'it is not hash-chained, and has no digest',
      statements: [
        {
          line: 1,
          verdict: 'pass',
          subject: { commit: 'abcdef1' },
          author: { kind: 'agent', context: 'a' },
          judges: [{ kind: 'agent', context: 'b', family: 'gpt' }],
          independence: { grade: 'apart', by: 'context' },
          time: '2026-05-01T10:00:00Z',
        },
      ],
    });
    expect(pawl().notes).toEqual(['its evidence docs/review.txt is not in git']);
  });

  test.for<[what: string, members: Members, verdict: string, independence: string]>([
    ['one refuter refuses', { refuters: [refuter('gpt', 'b'), refuter('gpt', 'c', 'REFUTED')] }, 'not-proven', 'apart'],
    ['refuted', { disposition: 'REFUTED' }, 'fail', 'apart'],
    ['escalated', { disposition: 'ESCALATE' }, 'not-proven', 'apart'],
    ['the same session', { refuters: [refuter('gpt', 'a')] }, 'pass', 'self'],
    [
      'one family of two',
      { mode: 'multi-model', refuters: [refuter('gpt', 'b'), refuter('openai', 'c')] },
      'pass',
      'unshown',
    ],
    ['two families', { mode: 'multi-model', refuters: [refuter('gpt', 'b'), refuter('fable', 'c')] }, 'pass', 'apart'],
  ])('%s', ([, members, verdict, grade]) => {
    expect(pawl(members).statements).toMatchObject([{ verdict, independence: { grade } }]);
  });

  test.for<Members>([
    { schema_version: 'x' },
    { pr: -1 },
    { head_sha: 'abc' },
    { refuters: [] },
    { refuters: [refuter('llama', 'b')] },
    { author_context_id: '' },
    { mode: 'other' },
  ])('is none with %j', (members) => {
    expect(pawl(members)).toMatchObject({ protection: 'broken', statements: [] });
  });
});

describe('ratchet chains', () => {
  const ratchet = (text: string, files: readonly string[] = []) => read('.agents/ao/chain.jsonl', text, files);
  const ABOUT = '{"id":"chain-1","started":"2026-02-15T07:44:51Z"}\n';
  const step = (output: string) =>
    `{"step":"vibe","timestamp":"2026-02-15T08:00:00Z","output":"${output}","locked":true}\n`;

  test('are not hash-chained, and hold no verdicts', () => {
    const text = ABOUT + step('.agents/council/a.md') + step('commit:0032045') + step('epic:demo-1');
    expect(ratchet(text, ['.agents/council/a.md'])).toEqual({
      path: '.agents/ao/chain.jsonl',
      dialect: 'ratchet-chain',
      verdicts: 0,
      statements: [],
      protection: 'none',
      detail: 'it is not hash-chained',
    });
  });

  test('malformed lines and outputs that are gone are reported', () => {
    expect(
      ratchet(`${ABOUT}prose\n${step('.agents/council/gone.md')}{"step":"dance","locked":true}\n{"step":`).notes,
    ).toEqual([
      'line 2: it is not a JSON object',
      'line 5: it is not a JSON object',
      'line 3: its output .agents/council/gone.md is not in git',
      'line 4: it names no step that is known',
    ]);
  });

  test('records over several lines are read as what they are', () => {
    const text = `{\n  "id": "chain-1"\n}\n{\n  "step": "plan",\n  "locked": true\n}\n`;
    expect(ratchet(text)).toMatchObject({ protection: 'none', notes: ['its records lie over several lines each'] });
    expect(ratchet('[{"id":"chain-1"}]')).toMatchObject({ notes: [expect.stringContaining('one JSON list')] });
  });

  test.for(['', 'prose\n', '{"step":"plan","locked":true}\n'])('%j is none', (text) => {
    expect(ratchet(text)).toMatchObject({ protection: 'broken' });
  });
});

describe('council reports', () => {
  const council = (text: string) => read('.agents/council/2026-02-15-review.md', text);
  const TABLE = '\n\n| Judge | Verdict | Key Finding |\n|---|---|---|\n| Scope | FAIL | Too much. |\n';

  test.for<[what: string, text: string, told: readonly string[]]>([
    ['a heading', `# Review\n\n## Council Verdict: PASS${TABLE}`, ['3 pass']],
    ['a heading with a remark', '## Council Verdict: WARN (upgraded from v1 FAIL)\n', ['1 not-proven']],
    ['a judge', '# Judge: scope\n\n## Verdict: WARN\n## Confidence: HIGH\n', ['3 not-proven']],
    ['the word below a heading', '## Verdict\n\n`WARN`\n', ['3 not-proven']],
    ['a sentence below a heading', '## Verdict\n\n**FAIL:** it is too much.\n', ['3 fail']],
    ['frontmatter', '---\nid: x\nverdict: FAIL\n---\n\n# Review\n', ['3 fail']],
    ['JSON', '# Review\n\n```json\n{\n  "verdict": "FAIL",\n  "confidence": "HIGH"\n}\n```\n', ['5 fail']],
    ['a bold line', '# Review\n\n**Date:** 2026-02-11\n**Verdict:** WARN (all 3 judges)\n', ['4 not-proven']],
    ['a bold line with a sign', '**Verdict:** ❌ FAIL\n', ['1 fail']],
    ['bold in one', '**Verdict: WARN** — two bugs.\n', ['1 not-proven']],
    ['a plain line', '# Review\n\nVerdict: PASS with one bug filed.\n', ['3 pass']],
    ['the worst of its sections', '## A\n\n**Verdict:** PASS\n\n## B\n\n**Verdict:** FAIL\n', ['7 fail']],
    ['the heading, not a section', '**Verdict:** FAIL\n\n## Council Verdict: PASS\n', ['3 pass']],
    ['a template', '## Council Verdict: PASS / WARN / FAIL\n', []],
    ['a quote of another', '> Sessions: 1 | Last verdict: PASS\n', []],
    ['a sentence about one', '## The WARN Verdict: Why Not FAIL?\n\n**Verdict:** The pivot is slower.\n', []],
    ['a word that begins alike', '## Verdict: PASSING\n\n**Verdict:** FAILED\n', []],
    ['code', '    ## Verdict: PASS\n\n```\n## Verdict: PASS\n```\n', []],
    ['nothing', '# Sweep\n', []],
  ])('%s', ([, text, told]) => {
    const { statements, protection } = council(text);
    expect(statements.map(({ line, verdict }) => `${line} ${verdict}`)).toEqual(told);
    expect(protection).toBe('none');
  });

  test.for(['**Mode:** --quick (inline council)', '**Mode:** quick (single-agent)', '**Mode:** single-agent'])(
    'says of "%s" that one agent judged',
    (mode) => {
      const because = expect.stringContaining('a single agent judged');
      expect(council(`${mode}\n\n## Council Verdict: PASS\n`).statements).toMatchObject([
        { independence: { grade: 'unshown', because } },
      ]);
    },
  );

  test('independence is never shown', () => {
    expect(council('**Mode:** deep (3 judges)\n\n## Council Verdict: PASS\n').statements).toMatchObject([
      { judges: [], independence: { grade: 'unshown', because: 'it names no author, and its judges by role only' } },
    ]);
  });

  test('markdown that is built to exhaust a parser is refused', () => {
    expect(council(`${'>'.repeat(5000)} ## Verdict: PASS\n`)).toMatchObject({ protection: 'broken' });
  });
});

describe('a file of a megabyte that somebody made to keep a reader busy', () => {
  // A quadratic reader takes minutes, and a busy machine some seconds.
  const LIMIT = { timeout: 20_000 };

  test('a ratchet chain of short lines', LIMIT, () => {
    const { notes } = read('.agents/ao/chain.jsonl', `{"id":"chain-1"}\n${'x\n'.repeat(500_000)}`);
    expect(notes).toHaveLength(10);
  });

  test('a council report of nothing but verdicts', LIMIT, () => {
    const report = `${'## Verdict: PASS\n'.repeat(60_000)}## Verdict: FAIL\n`;
    expect(read('.agents/council/a.md', report)).toMatchObject({ statements: [{ verdict: 'fail' }] });
  });
});
