import { describe, expect, test } from 'vitest';
import { flawsOfSigners } from '../../checker/src/ledger/allowed-signers.ts';
import { sshKey } from '../support/ssh-key.ts';

const ED25519 = 'AAAAC3NzaC1lZDI1NTE5AAAAIOstcFYNhMj7Fhyklf2oCMZsAk5M19v1fFSODRTzyGDT';

describe('a list of allowed signers', () => {
  test.for([
    `ada@example.org ssh-ed25519 ${ED25519}`,
    `ada@example.org,*@example.net ssh-ed25519 ${ED25519} a comment`,
    `"Ada of Example" namespaces="agentops-verdict,git" ssh-ed25519 ${ED25519}`,
    `ada@example.org cert-authority,valid-before="20260101",namespaces="a b" ssh-ed25519 ${ED25519}`,
    `\tada@example.org\tssh-ed25519\t${ED25519}\r`,
    '# a comment',
    '   ',
  ])('is understood: %s', (line) => {
    expect(flawsOfSigners(line)).toEqual([]);
  });

  test.for([
    'ada@example.org',
    `ssh-ed25519 ${ED25519}`,
    `ada@example.org ssh-ed25519`,
    `ada@example.org ssh-ed25519 ${ED25519.slice(0, -9)}`,
    `ada@example.org ssh-rsa ${ED25519}`,
    `ada@example.org ${ED25519}`,
  ])('holds a line without a key: %s', (line) => {
    expect(flawsOfSigners(`# head\n${line}\n`)).toEqual([{ line: 2, kind: 'no-key' }]);
  });

  test('names a private key once, and none of its lines', () => {
    const key = '-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0\nc2VjcmV0\n-----END OPENSSH PRIVATE KEY-----\n';
    expect(flawsOfSigners(`ada@example.org ssh-ed25519 ${ED25519}\n${key}x\n`)).toEqual([
      { line: 2, kind: 'private-key' },
      { line: 6, kind: 'no-key' },
    ]);
  });

  test('knows keys as ssh-keygen makes them', () => {
    expect(flawsOfSigners(`ada ${sshKey().publicKey}`)).toEqual([]);
  });
});
