import { describe, expect, test } from 'vitest';
import { ignoreRules, isIgnored } from '../../checker/src/collect/gitignore.ts';

describe('ignore files', () => {
  test.for<[rules: string, yes: string[], no: string[]]>([
    ['*.log', ['a.log', 'x/y/a.log'], ['a.log.md']],
    ['/build', ['build', 'build/x'], ['x/build']],
    ['tmp/', ['tmp/a', 'x/tmp/a'], ['tmps/a']],
    ['docs/*.txt', ['docs/a.txt'], ['docs/x/a.txt', 'x/docs/a.txt']],
    ['docs/**/a', ['docs/a', 'docs/x/y/a'], ['a']],
    ['**/logs', ['logs', 'x/logs/a'], ['xlogs']],
    ['logs/**', ['logs/a', 'logs/x/a'], ['logs']],
    ['a?c', ['abc'], ['ac', 'a/c']],
    ['v[0-9]', ['v1'], ['va']],
    ['v[!0-9]', ['va'], ['v1']],
    ['# x\n\n!x\n\\#y', ['#y'], ['x', '# x']],
    ['*.md\n!README.md', ['a.md'], ['README.md']],
    ['docs/\n!docs/a.md', ['docs/a.md'], []],
    ['a.md   ', ['a.md'], []],
  ])('%j', ([text, yes, no]) => {
    const rules = ignoreRules(text);
    expect(yes.filter((path) => !isIgnored(path, rules))).toEqual([]);
    expect(no.filter((path) => isIgnored(path, rules))).toEqual([]);
  });

  test('a pattern made to explode is matched like any other', () => {
    expect(isIgnored('a'.repeat(3000), ignoreRules(`${'*a'.repeat(200)}b`))).toBe(false);
  });
});
