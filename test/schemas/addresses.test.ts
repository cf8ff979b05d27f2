import { describe, expect, test } from 'vitest';
import { ADDRESS, SCHEMAS, schemaOf } from './published.ts';

describe('the published schemas', () => {
  test('hold what is promised', () => {
    expect([...SCHEMAS.keys()]).toEqual(
      expect.arrayContaining(['citation', 'factor', 'learning', 'scorecard', 'verdict']),
    );
  });

  test.for([...SCHEMAS])('%s names the address at which it is served', ([name, schema]) => {
    expect(schema.$id).toBe(`${ADDRESS}${name}.schema.json`);
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(schema.title).toBeTypeOf('string');
    expect(schema.description).toBeTypeOf('string');
    expect(schemaOf(name)).toBeTypeOf('function');
  });
});
