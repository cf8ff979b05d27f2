import { describe, expect, onTestFinished, test } from 'vitest';
import { checkSignature } from '../../../checker/src/node/ssh/check-signature.ts';
import type { SignedText } from '../../../checker/src/platform.ts';
import { temporaryFolder } from '../../support/git-repository.ts';
import { sshKey, sshSign } from '../../support/ssh-key.ts';

const TEXT = '{"format":"agentops-verdict","id":"Zoë 𝄞"}';

function signed(change: Partial<SignedText> = {}, namespace = 'agentops-verdict'): SignedText {
  const key = sshKey();
  return {
    text: TEXT,
    signature: sshSign(key.file, TEXT, namespace),
    namespace: 'agentops-verdict',
    principal: 'grace@example.org',
    allowedSigners: `grace@example.org ${key.publicKey}\n`,
    time: '2026-01-31T12:00:00.000Z',
    ...change,
  };
}

describe('checkSignature', () => {
  test('knows a good one, and tells the key', async () => {
    const { state, ...rest } = await checkSignature(signed());
    expect(state).toBe('good');
    expect(rest).toMatchObject({ key: expect.stringMatching(/^SHA256:/) });
  });

  test('tells a key that is not allowed from a text that was not signed', async () => {
    const other = sshKey();
    expect(await checkSignature(signed({ allowedSigners: `grace@example.org ${other.publicKey}\n` }))).toMatchObject({
      state: 'not-allowed',
      key: expect.stringMatching(/^SHA256:/),
    });
    expect(await checkSignature(signed({ principal: 'ada@example.org' }))).toMatchObject({ state: 'not-allowed' });
    expect(await checkSignature(signed({ allowedSigners: '' }))).toMatchObject({ state: 'not-allowed' });
    expect(await checkSignature(signed({ text: `${TEXT} ` }))).toEqual({ state: 'bad' });
    expect(await checkSignature(signed({}, 'git'))).toEqual({ state: 'bad' });
  });

  test('minds for which purpose and time a key is allowed', async () => {
    const key = sshKey();
    const signature = sshSign(key.file, TEXT, 'agentops-verdict');
    const check = async (options: string, time = '2026-01-31T12:00:00Z') =>
      (
        await checkSignature(
          signed({ signature, allowedSigners: `grace@example.org ${options} ${key.publicKey}\n`, time }),
        )
      ).state;
    expect(await check('namespaces="agentops-verdict"')).toBe('good');
    expect(await check('namespaces="git"')).toBe('not-allowed');
    expect(await check('valid-before="20260101"')).toBe('not-allowed');
    expect(await check('valid-before="20260101"', '2025-06-01T00:00:00Z')).toBe('good');
    expect(await check('valid-after="20260131120000Z"', '2026-01-31T12:00:01Z')).toBe('good');
    expect(await check('valid-after="20260131120000Z"', '2026-01-31T11:59:59Z')).toBe('not-allowed');
  });

  test.for<[what: string, signature: (good: string) => string]>([
    ['nothing', () => ''],
    ['no armour', () => 'garbage'],
    ['half of it', (good) => good.slice(0, 120)],
    ['other bytes', () => '-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----\n'],
    ['no base64', () => '-----BEGIN SSH SIGNATURE-----\n=====\n-----END SSH SIGNATURE-----\n'],
    ['one flipped byte', (good) => good.replace(/(.)\n-----END/, (_, last) => `${last === 'A' ? 'B' : 'A'}\n-----END`)],
    ['a megabyte', () => `-----BEGIN SSH SIGNATURE-----\n${'QUFB\n'.repeat(200_000)}-----END SSH SIGNATURE-----\n`],
  ])('a signature that is %s is never good', async ([, change]) => {
    const given = signed();
    const { state } = await checkSignature({ ...given, signature: change(given.signature) });
    expect(state).toBe('bad');
  });

  test.for([
    '-x',
    '-Y sign',
    '--',
    '*',
    '?race@example.org',
    '$(touch x)',
    'a,b',
    'a b',
    '!ada',
    'Zoë',
    '\n',
    '../../x',
  ])('a principal like %j is a name and nothing else', async (principal) => {
    const given = signed();
    expect(await checkSignature({ ...given, principal })).toMatchObject({ state: 'not-allowed' });
  });

  test('a principal that stands in a file of patterns is found there', async () => {
    const given = signed({ principal: '-x' });
    const everyone = given.allowedSigners.replace('grace@example.org', '*');
    expect(await checkSignature({ ...given, allowedSigners: everyone })).toMatchObject({ state: 'good' });
  });

  test.for(['', 'a\0b', 'a'.repeat(2000)])('what cannot be handed over is unknown', async (principal) => {
    expect(await checkSignature(signed({ principal }))).toMatchObject({ state: 'unknown' });
    expect(await checkSignature(signed({ time: 'yesterday' }))).toMatchObject({ state: 'unknown' });
  });

  test('without ssh-keygen it says what to install', async () => {
    const given = signed();
    const path = process.env.PATH;
    onTestFinished(() => {
      process.env.PATH = path;
    });
    process.env.PATH = temporaryFolder();
    expect(await checkSignature(given)).toEqual({
      state: 'unknown',
      because: 'ssh-keygen was not found',
      decide: expect.stringContaining('OpenSSH'),
    });
  });
});
