import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { verdictDialect } from '../../checker/src/ledger/verdict.ts';
import { anyVerdict, type Members, sealed, verdict } from '../support/verdicts.ts';

const schema = JSON.parse(readFileSync(new URL('../../schemas/verdict.schema.json', import.meta.url), 'utf8'));
const ajv = new Ajv2020({ strict: true, strictRequired: false });
ajv.addFormat('date-time', true);
const validate = ajv.compile(schema);

const record = sealed(
  verdict({
    subject: {
      commit: 'a'.repeat(40),
      base: 'd'.repeat(40),
      tree: 'b'.repeat(40),
      patch: 'c'.repeat(40),
      difference: 'e'.repeat(64),
    },
    signature: '-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----\n',
  }),
  null,
);
const VALUES = [
  undefined,
  null,
  '',
  'a',
  0,
  1,
  true,
  [],
  {},
  ['a'],
  [''],
  'a'.repeat(64),
  'A'.repeat(64),
  'a'.repeat(40),
  'pass',
];

/** Every record that differs from a sound one in one place, at any depth. */
function* variants(value: unknown): Generator<unknown> {
  yield* VALUES;
  if (Array.isArray(value)) {
    yield [...value, ...value];
    for (const [index, item] of value.entries()) for (const other of variants(item)) yield value.with(index, other);
  } else if (typeof value === 'object' && value !== null) {
    yield { ...value, extra: 1 };
    for (const [name, member] of Object.entries(value)) {
      for (const other of variants(member)) yield { ...value, [name]: other };
    }
  }
}

describe('the published schema and the checker', () => {
  test('accept any sound record', () => {
    fc.assert(
      fc.property(anyVerdict, (members) => {
        const any = sealed(members, null);
        expect(validate(any), JSON.stringify(validate.errors)).toBe(true);
        expect(verdictDialect.flaw(any)).toBeUndefined();
      }),
    );
  });

  test('agree on every record that differs from a sound one in one place', () => {
    const judged = { accepted: 0, refused: 0 };
    for (const variant of variants(record)) {
      const json = JSON.parse(JSON.stringify(variant ?? null)) as Members;
      const accepted = validate(json);
      judged[accepted ? 'accepted' : 'refused'] += 1;
      expect(verdictDialect.flaw(json) === undefined, JSON.stringify(json)).toBe(accepted);
    }
    expect(judged.accepted).toBeGreaterThan(20);
    expect(judged.refused).toBeGreaterThan(200);
  });

  test.for([
    '2026-01-02T03:04:05Z',
    '2026-12-31T23:59:59.123456789Z',
    '2026-01-02T03:04:05+00:00',
    '2026-13-02T03:04:05Z',
    '2026-01-02 03:04:05Z',
    '2026-01-02T24:04:05Z',
    '2026-01-02T03:04:05.Z',
    '2026-01-02',
  ])('agree on the time %s', (time) => {
    const json = { ...record, time };
    expect(verdictDialect.flaw(json) === undefined).toBe(validate(json));
  });

  test('every member is described', () => {
    for (const [name, member] of Object.entries<Members>(schema.properties)) {
      expect(member.description, name).toBeTypeOf('string');
    }
  });
});
