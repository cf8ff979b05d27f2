import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { type DoctrineProblem, readCheckedYaml } from '../../checker/src/checked-yaml.ts';

const schema = z.partial(
  z.strictObject({
    count: z.int().check(z.minimum(2), z.maximum(500)),
    share: z.number().check(z.gt(0), z.lt(1)),
    name: z.string().check(z.minLength(3), z.maxLength(5)),
    list: z.array(z.string()).check(z.minLength(1), z.maxLength(2)),
    parts: z.record(z.string().check(z.regex(/^[a-z]+$/, 'must be in lower case')), z.string()),
    on: z.boolean(),
  }),
);

function problemsOf(text: string): readonly string[] {
  const problems: DoctrineProblem[] = [];
  readCheckedYaml({ path: 'a.md', text, firstLine: 3, indent: 2 }, schema, problems);
  return problems.map(({ path, line, column, message }) => `${path}:${line}:${column} ${message}`);
}

test.for<[text: string, problem: string]>([
  ['count: 5000', 'a.md:3:10 count: must be at most 500'],
  ['count: 1', 'a.md:3:10 count: must be at least 2'],
  ['count: 2.5', 'a.md:3:10 count: must be a whole number'],
  ['count: many', 'a.md:3:10 count: must be a number'],
  ['share: 0', 'a.md:3:10 share: must be more than 0'],
  ['share: 1', 'a.md:3:10 share: must be less than 1'],
  ['name: ab', 'a.md:3:9 name: must have at least 3 characters'],
  ['name: abcdef', 'a.md:3:9 name: must have at most 5 characters'],
  ['name: 5', 'a.md:3:9 name: must be a text'],
  ['list: []', 'a.md:3:9 list: must not be empty'],
  ['list: [a, b, c]', 'a.md:3:9 list: must have at most 2 entries'],
  ['list: a', 'a.md:3:9 list: must be a list'],
  ['parts:\n  A: b', 'a.md:4:8 parts.A: this name must be in lower case'],
  ['parts: a', 'a.md:3:10 parts: must be fields with values'],
  ['on: 1', 'a.md:3:7 on: must be true or false'],
  ['name: "abc\nlist: [a]\n', 'a.md:3:9 is not valid YAML: Missing closing "quote'],
  ["list: ['a', 'b]\non: true\n", "a.md:3:15 is not valid YAML: Missing closing 'quote"],
])('%j is refused with what to do', ([text, problem]) => {
  expect(problemsOf(text)[0]).toBe(problem);
});
