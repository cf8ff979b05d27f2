import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { flaws } from '../../schemas/published.ts';
import { temporaryFolder } from '../../support/git-repository.ts';
import { runCli } from '../../support/run-cli.ts';
import { judgedRepository, LANE, passOn } from '../../support/verdict-repository.ts';
import { chained, jsonl } from '../../support/verdicts.ts';

const NOW = () => new Date('2026-01-02T00:00:00Z');
const WORK = '.agents/verdicts/work.jsonl';

/** A repository with two lanes, whose verdicts lie between each other in time. */
function twoLanes() {
  const { fixture, commits } = judgedRepository();
  const [first = '', second = ''] = commits;
  const fail = passOn(first, { verdict: 'fail', time: '2026-01-01T11:20:00Z', judge: { kind: 'ci', id: 'nightly' } });
  const self = passOn(second, { judge: { kind: 'human', id: 'Ada' }, time: '2026-01-01T11:40:00Z' });
  fixture.commit('Record more', { [WORK]: jsonl(chained([fail, self])) });
  return { fixture, commits };
}

describe('verdict list', () => {
  test('looks like this at 80 columns, the newest last', async () => {
    const { fixture } = twoLanes();
    const { code, out } = await runCli(['verdict', 'list', fixture.path, '--no-color'], { now: NOW, terminal: true });
    expect(code).toBe(0);
    for (const line of out.split('\n')) expect([...line].length).toBeLessThanOrEqual(80);
    expect(out).toMatchSnapshot();
  });

  test('cuts no name for a pipe or a file, and does for a terminal', async () => {
    const { fixture, commits } = judgedRepository();
    const id = `${'a-long-name-of-'.repeat(12)}grace@example.org`;
    const lane = `.agents/verdicts/${'long-'.repeat(12)}lane.jsonl`;
    fixture.commit('Record', {
      [lane]: jsonl(chained([passOn(commits[0] ?? '', { judge: { kind: 'human', id } })])),
    });
    const file = join(temporaryFolder(), 'list.txt');
    const argv = ['verdict', 'list', fixture.path, '--no-color'];
    const shown = await runCli(argv, { terminal: true });
    expect(shown.out).not.toContain(id);
    expect((await runCli(argv)).out).toContain(`${id} ← Ada · ${'long-'.repeat(12)}lane:1\n`);
    await runCli([...argv, '--output', file], { terminal: true });
    expect(readFileSync(file, 'utf8')).toContain(id);
  });

  test('as JSON is one document, each verdict of the published form', async () => {
    const { fixture, commits } = twoLanes();
    const { out } = await runCli(['verdict', 'list', fixture.path, '--format', 'json'], { now: NOW });
    const { version, verdicts } = JSON.parse(out);
    expect(version).toBe(1);
    for (const each of verdicts) expect(flaws('verdict-statement', each)).toBe('');
    expect(verdicts.map(({ path, line }: { path: string; line: number }) => `${path}:${line}`)).toEqual([
      `${WORK}:1`,
      `${LANE}:1`,
      `${LANE}:2`,
      `${LANE}:3`,
      `${WORK}:2`,
    ]);
    expect(verdicts[0]).toMatchObject({ verdict: 'fail', intact: true, subject: { commit: commits[0] } });
  });

  test('lists one lane, says that there is none, and writes to a file', async () => {
    const { fixture } = twoLanes();
    const file = join(temporaryFolder(), 'list.txt');
    const { out } = await runCli(['verdict', 'list', fixture.path, '--lane', 'work', '--output', file]);
    expect(out).toBe('');
    expect(readFileSync(file, 'utf8').trimEnd().split('\n').at(-1)).toBe('2 verdicts');
    const none = await runCli(['verdict', 'list', fixture.path, '--lane', 'none']);
    expect([none.code, none.err]).toEqual([
      3,
      expect.stringContaining('no verdict in the lane none. See all lanes with'),
    ]);
  });

  test('lists what a broken ledger holds, and says that it is broken', async () => {
    const { fixture } = twoLanes();
    const text = fixture.git('show', `HEAD:${WORK}`);
    fixture.write({ [WORK]: `${text.replace('"fail"', '"pass"')}\nno json\n` });
    const { out } = await runCli(['verdict', 'list', fixture.path], { now: NOW });
    expect(out).toContain(`✗ ${WORK} does not verify`);
    expect(out).toContain('✗ work:1');
    expect(out).not.toContain('✗ main:1');
  });
});

/** Written from the specification, https://github.com/in-toto/attestation/tree/main/spec/v1, for what it demands of a Statement. */
const isStatement = new Ajv2020({ strict: true, allErrors: true }).compile({
  type: 'object',
  required: ['_type', 'subject', 'predicateType'],
  properties: {
    _type: { const: 'https://in-toto.io/Statement/v1' },
    subject: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['digest'],
        properties: {
          name: { type: 'string' },
          uri: { type: 'string' },
          digest: {
            type: 'object',
            minProperties: 1,
            properties: {
              gitCommit: { type: 'string', pattern: '^([0-9a-f]{40}|[0-9a-f]{64})$' },
              gitTree: { type: 'string', pattern: '^([0-9a-f]{40}|[0-9a-f]{64})$' },
            },
            additionalProperties: { type: 'string', pattern: '^[0-9a-f]+$' },
          },
        },
      },
    },
    predicateType: { type: 'string', pattern: '^[a-z][a-z0-9+.-]*:.+' },
    predicate: { type: 'object' },
  },
});

describe('verdict export', () => {
  test('prints one Statement a line, the same bytes each time, with the record as its predicate', async () => {
    const { fixture, commits } = twoLanes();
    const { code, out } = await runCli(['verdict', 'export', fixture.path]);
    expect(code).toBe(0);
    expect((await runCli(['verdict', 'export', fixture.path, '--format', 'in-toto'])).out).toBe(out);
    const statements = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(statements).toHaveLength(5);
    for (const each of statements) expect(isStatement(each), JSON.stringify(isStatement.errors)).toBe(true);
    const [, first] = statements;
    expect(first.subject).toEqual([{ name: '_', digest: { gitCommit: commits[0] } }]);
    expect(first.predicate).toEqual(JSON.parse(fixture.git('show', `HEAD:${LANE}`).split('\n')[0] ?? ''));
    expect(flaws('verdict', first.predicate)).toBe('');
    expect(first.predicateType).toBe('https://boshu2.github.io/12-factor-agentops/schemas/v1/verdict.schema.json');
  });

  test('hands over what records of other dialects say, under a type of its own', async () => {
    const { fixture } = judgedRepository();
    const vectors = readFileSync(new URL('../../vectors/provenance-ledger.pair.jsonl', import.meta.url), 'utf8');
    fixture.git('remote', 'add', 'origin', 'https://example.org/ada/engine.git');
    fixture.commit('Bring it', {
      'docs/provenance/ledger.jsonl': vectors,
    });
    const { out } = await runCli(['verdict', 'export', fixture.path]);
    const others = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ predicate }) => predicate.dialect);
    expect(others).toHaveLength(2);
    for (const { predicate, predicateType, subject } of others) {
      expect(flaws('verdict-statement', predicate)).toBe('');
      expect(predicateType).toContain('verdict-statement.schema.json');
      expect(subject[0].name).toBe('ada/engine');
    }
  });

  test('exports nothing from a ledger that breaks, or that lost something', async () => {
    const { fixture, commits } = twoLanes();
    const file = join(temporaryFolder(), 'out.jsonl');
    fixture.commit('Tamper', { [WORK]: fixture.git('show', `HEAD:${WORK}`).replace('"fail"', '"pass"') });
    const broken = await runCli(['verdict', 'export', fixture.path, '--output', file]);
    expect([broken.code, broken.out, existsSync(file)]).toEqual([1, '', false]);
    expect(broken.err).toContain(`${WORK} does not verify`);
    expect((await runCli(['verdict', 'export', fixture.path, '--lane', 'main'])).code).toBe(0);
    fixture.git('reset', '--quiet', '--hard', 'HEAD~1');
    fixture.commit('Seal anew', { [LANE]: jsonl(chained([passOn(commits[0] ?? '', { checked: ['less'] })])) });
    expect((await runCli(['verdict', 'export', fixture.path])).code).toBe(1);
  });

  test('exports what is committed and nothing else', async () => {
    const { fixture, commits } = judgedRepository();
    fixture.write({ [WORK]: jsonl(chained([passOn(commits[0] ?? '')])) });
    expect((await runCli(['verdict', 'export', fixture.path])).out.trimEnd().split('\n')).toHaveLength(3);
    expect((await runCli(['verdict', 'export', fixture.path, '--lane', 'work'])).code).toBe(3);
  });
});
