import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { renderJson } from '../../checker/src/report/json.ts';
import { scorecard } from '../support/scorecard.ts';

const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
addFormats.default(ajv);
const validate = ajv.compile(
  JSON.parse(readFileSync(new URL('../../schemas/scorecard.schema.json', import.meta.url), 'utf8')),
);

describe('renderJson', () => {
  test('obeys the published schema', () => {
    expect(validate(JSON.parse(renderJson(scorecard()))), ajv.errorsText(validate.errors)).toBe(true);
  });

  test('the schema refuses what is not promised', () => {
    const good = JSON.parse(renderJson(scorecard()));
    expect(validate({ ...good, colour: 'red' })).toBe(false);
    expect(validate({ ...good, schema: 2 })).toBe(false);
    const unproven = structuredClone(good);
    unproven.factors[0].findings[0].outcome = { status: 'pass', evidence: [] };
    expect(validate(unproven)).toBe(false);
  });

  test('loses nothing and prints no control character', () => {
    const hostile = scorecard({ hostile: '\u001b[31m\u009b\u202e\ud800' });
    const json = renderJson(hostile);
    expect(json).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(JSON.parse(json)).toEqual(hostile);
  });
});
