import { describe, expect, test } from 'vitest';
import { parseCodeowners } from '../../checker/src/collect/owners/codeowners.ts';

/**
 * Input that a stranger wrote to keep an audit busy. None of these tests looks at a clock: what each feeds would take a careless
 * reader far longer than a test may last.
 */

describe('CODEOWNERS', () => {
  test('an owner of many parts that is none is refused at once', () => {
    const { skipped } = parseCodeowners(`* @${'a/'.repeat(60)}!`, 'github');
    expect(skipped).toHaveLength(1);
  });

  test('an owner may name groups within groups', () => {
    expect(parseCodeowners('* @group/inner/team', 'gitlab').rules[0]?.owners).toEqual(['@group/inner/team']);
  });
});
