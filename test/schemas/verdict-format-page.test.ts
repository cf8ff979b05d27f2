import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { differenceByHand } from '../support/difference-by-hand.ts';
import { gitRepository } from '../support/git-repository.ts';
import { verified } from '../support/verdicts.ts';
import { flaws } from './published.ts';

const page = readFileSync(new URL('../../src/content/docs/tool/verdict-format.md', import.meta.url), 'utf8');

/** Texts of the fenced blocks that open with these words. */
const blocks = (info: string): readonly string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${info}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, text = '']) => text);

const only = (info: string): string => {
  const [text, ...more] = blocks(info);
  if (text === undefined || more.length > 0) throw new Error(`the page has not one block ${info}`);
  return text;
};

const lane = `${only('jsonl verdict')}${only('jsonl signed')}`;
const records = lane
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { readonly hash: string; readonly signature?: string });

const folder = mkdtempSync(join(tmpdir(), 'agentops-page-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the examples of the page on the format of verdicts', () => {
  test('are of the schema, and form a chain that a changed letter breaks', () => {
    for (const record of records) expect(flaws('verdict', record)).toBe('');
    expect(verified(lane)).toMatchObject({ records: 2, breaks: { total: 0 } });
    expect(verified(lane.replace('session-41', 'session-42'))).toMatchObject({ breaks: { total: 1 } });
  });

  test('print the hashes that the records have', () => {
    expect(blocks('text')).toEqual([
      `${records[0]?.hash}  -\n`,
      `.agents/verdicts/carry.jsonl holds, up to ${records[1]?.hash}\n`,
      expect.stringMatching(/^grace@example\.org namespaces="agentops-verdict" ssh-ed25519 /),
      expect.stringMatching(/^Good "agentops-verdict" signature for grace@example\.org /),
    ]);
  });

  const has = (program: string) => spawnSync(program, ['--version']).error === undefined;

  test.runIf(has('python3'))('the Python of the page says the same of them', () => {
    const file = join(folder, 'lane.jsonl');
    const python = (text: string) => {
      writeFileSync(file, text);
      return spawnSync('python3', ['-c', only('python'), file], { encoding: 'utf8' });
    };
    expect(python(lane)).toMatchObject({ status: 0, stdout: `${file} holds, up to ${records[1]?.hash}\n` });
    expect(python(lane.replace('"pass"', '"fail"'))).toMatchObject({ status: 1, stderr: `${file}:1 is broken\n` });
    expect(python(lane.split('\n').slice(1).join('\n'))).toMatchObject({ status: 1, stderr: `${file}:1 is broken\n` });
  });

  test.runIf(has('python3'))('the Python of the page names a difference as the tool does', () => {
    const fixture = gitRepository();
    const names = ['one', 'two'].map((text, at) =>
      fixture.commit('Change', {
        'a b.txt': `${text}\n  kept\n`,
        'c.dat': Buffer.from([0, at]),
        '.agents/verdicts/main.jsonl': text,
      }),
    );
    const [base = '', commit = ''] = names;
    const named = (...ends: readonly string[]) =>
      spawnSync('python3', ['-c', only('python difference'), ...ends], { cwd: fixture.path, encoding: 'utf8' }).stdout;
    expect(named(base, commit)).toBe(`${differenceByHand(fixture, base, commit)?.difference}\n`);
    expect(named(base, base)).toBe('there is no difference\n');
  });

  test.runIf(has('ssh-keygen'))('ssh-keygen knows the signature', () => {
    const { hash: _hash, signature = '', ...rest } = records[1] ?? { hash: '' };
    const [signed, allowed] = [join(folder, 'record.sig'), join(folder, 'allowed_signers')];
    writeFileSync(signed, signature);
    writeFileSync(allowed, blocks('text')[2] ?? '');
    const verify = (text: string) =>
      spawnSync(
        'ssh-keygen',
        ['-Y', 'verify', '-f', allowed, '-I', 'grace@example.org', '-n', 'agentops-verdict', '-s', signed],
        { input: text, encoding: 'utf8' },
      );
    // The members are written in the canonical order, so that this is the canonical form.
    expect(verify(JSON.stringify(rest)).stdout.trim()).toBe(blocks('text')[3]?.trim());
    expect(verify(JSON.stringify(rest).replace('"pass"', '"fail"')).status).not.toBe(0);
  });
});
