import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import canonicalize from 'canonicalize';
import { describe, expect, test } from 'vitest';
import { gitRepository, temporaryFolder } from '../../support/git-repository.ts';
import { runCli } from '../../support/run-cli.ts';
import { sshKey, sshSign } from '../../support/ssh-key.ts';
import { LANE, passOn } from '../../support/verdict-repository.ts';
import { chained, jsonl } from '../../support/verdicts.ts';

const TRACKED = '.agents/allowed_signers';

/** A signed pass, and before the change a list of keys whose second line is this one. */
function signed(line: string) {
  const key = sshKey();
  const fixture = gitRepository();
  const base = fixture.commit('Begin', { [TRACKED]: `Grace ${key.publicKey}\n${line}\n` });
  const change = fixture.commit('Add a', { 'a.txt': 'a\n' });
  const pass = passOn(change);
  const signature = sshSign(key.file, canonicalize({ ...pass, prev: null }) ?? '', 'agentops-verdict');
  fixture.commit('Record', { [LANE]: jsonl(chained([{ ...pass, signature }])) });
  return { path: fixture.path, base };
}

describe('a list of keys with a line that allows nobody', () => {
  const line = 'grace@example.org ssh-ed25519 AAAAc2VjcmV0';
  const said = `${TRACKED}:2 allows nobody`;

  test('is named by verify, a signed gate and an audit, never with its content', async () => {
    const { path, base } = signed(line);
    for (const argv of [
      ['verdict', 'verify', path],
      ['gate', path, '--base', base, '--signed'],
    ]) {
      const { code, out, err } = await runCli(argv);
      expect([code, err]).toEqual([0, expect.stringContaining(said)]);
      expect(out + err).not.toContain('AAAAc2VjcmV0');
      expect((await runCli([...argv, '--quiet'])).err).toBe('');
    }
    expect((await runCli(['gate', path, '--base', base])).err).toBe('');
    const audit = await runCli([path, '--offline', '--only', 'verdict-chain-intact']);
    expect(audit.out.replace(/\s+/g, ' ')).toContain(said);
  });

  test('may come from elsewhere', async () => {
    const { path } = signed('');
    const file = join(temporaryFolder(), 'keys');
    writeFileSync(file, `${line}\n`);
    const { err } = await runCli(['verdict', 'verify', path, '--allowed-signers', file]);
    expect(err).toContain(`${file}:1 allows nobody`);
  });
});

test('a private key is no list of keys, and nothing of it is printed', async () => {
  const { file } = sshKey();
  const text = readFileSync(file, 'utf8').trim();
  const { path } = signed(text);
  const tracked = await runCli(['verdict', 'verify', path]);
  expect(tracked.err).toContain(`${TRACKED}:2 is a private key`);
  const named = await runCli(['verdict', 'verify', path, '--allowed-signers', file]);
  expect([named.code, named.err]).toEqual([2, expect.stringContaining(`${file}:1 is a private key`)]);
  for (const secret of text.split('\n').slice(1, -1))
    expect(tracked.err + tracked.out + named.err).not.toContain(secret);
});
