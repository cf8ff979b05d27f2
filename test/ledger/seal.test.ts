import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Draft, seal, textToSign } from '../../checker/src/ledger/seal.ts';
import { nodePlatform } from '../../checker/src/node/platform.ts';
import { temporaryFolder } from '../support/git-repository.ts';
import { anyVerdict, type Members, verified } from '../support/verdicts.ts';

const ajv = new Ajv2020({ strict: true, strictRequired: false });
ajv.addFormat('date-time', true);
const obeysSchema = ajv.compile(
  JSON.parse(readFileSync(new URL('../../schemas/verdict.schema.json', import.meta.url), 'utf8')),
);

/** Any verdict as a draft, some with a signature. */
const anyDraft = anyVerdict.map(({ format: _, version: __, signature, ...draft }: Members) => ({
  draft: draft as unknown as Draft,
  signature: signature as string | undefined,
}));

/** Seals drafts one after the other, as a lane holds them. */
function lane(drafts: readonly { readonly draft: Draft; readonly signature: string | undefined }[]) {
  let previous: string | null = null;
  return drafts.map(({ draft, signature }) => {
    const sealed = seal(draft, previous, nodePlatform, signature);
    previous = sealed.hash;
    return sealed;
  });
}

describe('a sealed record', () => {
  test('obeys the schema, and chains of them verify', () => {
    fc.assert(
      fc.property(fc.array(anyDraft, { minLength: 1, maxLength: 8 }), (drafts) => {
        const records = lane(drafts);
        for (const { text } of records) {
          expect(obeysSchema(JSON.parse(text)), ajv.errorsText(obeysSchema.errors)).toBe(true);
          expect(text).not.toContain('\n');
        }
        const ledger = verified(records.map(({ text }) => `${text}\n`).join(''));
        expect(ledger).toMatchObject({ records: drafts.length, breaks: { total: 0 } });
        expect(ledger.tip?.hash).toBe(records.at(-1)?.hash);
      }),
    );
  });

  test('signs all but its hash and the signature', () => {
    fc.assert(
      fc.property(anyDraft, ({ draft, signature }) => {
        const record = JSON.parse(seal(draft, null, nodePlatform, signature).text) as Members;
        const { hash: _, signature: __, ...rest } = record;
        expect(JSON.parse(textToSign(draft, null))).toEqual(rest);
        expect(textToSign(draft, 'a'.repeat(64))).not.toBe(textToSign(draft, null));
      }),
    );
  });

  test('is refused where it would be none', () => {
    const draft = fc.sample(anyDraft, { numRuns: 1, seed: 1 })[0]?.draft as Draft;
    const attempt = (change: Partial<Draft>) => () => seal({ ...draft, ...change }, null, nodePlatform);
    expect(attempt({ verdict: 'pass', evidence: [] })).toThrow(/"evidence"/);
    expect(attempt({ time: '2026-01-01' })).toThrow(/"time"/);
    expect(attempt({ checked: ['\ud800'] })).toThrow(/surrogate/);
    expect(() => seal(draft, 'x', nodePlatform)).toThrow(/"prev"/);
  });
});

/** A second implementation in another language. */
function python(text: string) {
  const file = join(temporaryFolder(), 'lane.jsonl');
  writeFileSync(file, text);
  const script = fileURLToPath(new URL('verify_lane.py', import.meta.url));
  const { error, stdout, stderr } = spawnSync('python3', [script, file], { encoding: 'utf8' });
  if (error) throw new Error('This test needs Python 3: install it so that python3 is on the PATH.', { cause: error });
  return `${stdout}${stderr}`.trim();
}

describe('a verifier in Python', () => {
  const records = lane(fc.sample(anyDraft, { numRuns: 500, seed: 7 }));
  const text = records.map((record) => `${record.text}\n`).join('');

  test('agrees on 500 random records', () => {
    expect(python(text)).toBe(`500 records, ${records.at(-1)?.hash}`);
    // They hold what RFC 8785 is particular about.
    expect(text).toMatch(/\\u00[01][0-9a-f]/);
    expect(text).toMatch(/[\u{10000}-\u{10ffff}]/u);
  });

  test.for<[what: string, edit: (lines: string[]) => string[], message: RegExp]>([
    ['a line that is gone', (lines) => lines.toSpliced(9, 1), /^line 10: the link is broken$/],
    [
      'a word that is another',
      (lines) => lines.with(4, (lines[4] ?? '').replace('"version":1', '"version":2')),
      /^line 5: the hash is wrong$/,
    ],
    ['half a line', (lines) => [...lines.slice(0, 3), (lines[3] ?? '').slice(0, 50)], /^line 4: /],
  ])('and sees %s', ([, edit, message]) => {
    expect(python(edit(text.trimEnd().split('\n')).join('\n'))).toMatch(message);
  });
});
