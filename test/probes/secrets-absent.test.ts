import { describe, expect, test } from 'vitest';
import type { SecretsFacts } from '../../checker/src/facts/secrets.ts';
import probe from '../../checker/src/probes/secrets-absent.ts';

const NOTHING: SecretsFacts = {
  scanned: [],
  found: [],
  foundTotal: 0,
  placeholders: 0,
  partly: [],
  unread: [],
  unreadTotal: 0,
};
const SCANNED: SecretsFacts['scanned'] = [{ scope: 'agent state', files: 12, path: '.agents/a.md' }];

const inspect = (facts: Partial<SecretsFacts>) => probe.inspect({ secrets: { ...NOTHING, ...facts } }, {});

describe('secrets-absent', () => {
  test('passes when everything in scope was scanned and nothing was found', () => {
    expect(inspect({ scanned: SCANNED, placeholders: 2 })).toEqual({
      status: 'pass',
      evidence: [
        {
          at: 'file',
          path: '.agents/a.md',
          note: 'agent state: this file and 11 more hold no credential that the scanner knows; 2 examples left out',
        },
      ],
    });
  });

  test('names a ledger of which only the beginning was searched', () => {
    const partly = [{ path: '.agents/verdicts/main.jsonl', because: 'only its first 1 MiB were searched' }];
    expect(inspect({ scanned: SCANNED, partly })).toMatchObject({
      status: 'pass',
      evidence: [{}, { at: 'file', path: '.agents/verdicts/main.jsonl', note: 'only its first 1 MiB were searched' }],
    });
  });

  test('fails on one credential, by place and kind', () => {
    const found = [{ path: '.env', line: 3, kind: 'GitHub token' }];
    expect(inspect({ scanned: SCANNED, found, foundTotal: 1 })).toEqual({
      status: 'fail',
      because: '1 place looks like a credential, in 1 file.',
      gaps: [{ at: 'file', path: '.env', line: 3, note: 'looks like a GitHub token' }],
    });
  });

  test('does not know while a file in scope is unread', () => {
    const unread = [{ path: '.env', because: 'is not in this clone' }];
    expect(inspect({ scanned: SCANNED, unread, unreadTotal: 1 })).toMatchObject({
      status: 'unknown',
      because: '1 file in scope could not be scanned: .env is not in this clone.',
    });
    expect(inspect({ unread, unreadTotal: 1 })).toMatchObject({ status: 'unknown' });
  });

  test('does not apply when nothing is in scope', () => {
    expect(inspect({})).toMatchObject({ status: 'not-applicable' });
  });
});
