import { expect, test } from 'vitest';
import { placeholderOf, placeholdersIn } from '../../checker/src/document/placeholders.ts';

const TODO = placeholderOf('a-rule');

test.for<[what: string, line: string, column: number, message: string]>([
  ['in a value', `    claim: ${TODO} what is true`, 12, 'is still to be written: what is true'],
  ['in a remark', `weight: must # ${TODO} must or should`, 16, 'is still to be written: must or should'],
  ['in a comment of HTML', `<!-- ${TODO} move it -->`, 6, 'is still to be written: move it'],
  ['in a string', `    because: '${TODO} what is missing',`, 15, 'is still to be written: what is missing'],
  ['in a list', `  [{ path: '${TODO} the file' }],`, 13, 'is still to be written: the file'],
  ['that ends with a call', `// ${TODO} such as z.int()`, 4, 'is still to be written: such as z.int()'],
  ['that lost its words', `do: ${TODO}`, 5, 'is still to be written: replace the mark'],
])('names a placeholder %s', ([, line, column, message]) => {
  expect(placeholdersIn('a.md', `first\n${line}\r\n`)).toEqual([{ path: 'a.md', line: 2, column, message }]);
});

test('does not take a list of things to do for one', () => {
  expect(placeholdersIn('a.md', 'TODO.md\nTODO: write\n- TODO (later)\n')).toEqual([]);
});
