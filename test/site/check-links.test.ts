import { expect, test } from 'vitest';
import { checkLinks } from '../../src/markdown/check-links.ts';
import { parsePage } from '../../src/site/parse-page.ts';

const files = new Set(['SECURITY.md', 'docs']);
const served = new Set(['all/', 'rules.json', '']);

/** What is wrong with the links of one page, beside a factor that has the headings Why and Why. */
function problemsOf(markdown: string, path = 'src/content/docs/why.md') {
  const pages = [
    parsePage('why', path, markdown),
    parsePage('factors/03-scope', 'factors/03-scope.md', '# Scope\n\n## Why\n\n## Why\n'),
  ];
  return checkLinks(pages, {
    inRepository: (file) => files.has(file),
    onSite: (address) => served.has(address),
  }).map(({ line, column, message }) => `${line}:${column} ${message}`);
}

test.each([
  ['a page and its headings', '[a](/factors/03-scope/) [b](/factors/03-scope/#why) [c](/factors/03-scope/#why-1)'],
  ['a file that is a page', '[a](../../../factors/03-scope.md#why)'],
  ['a file of the repository', '[a](../../../SECURITY.md#report) [b](../../../docs)'],
  ['what the site serves besides its pages', '[a](/all/#any) [b](/rules.json) [c](/)'],
  ['a heading of the same page', '[a](#here)\n\n## Here'],
  ['other sites', '[a](https://example.org/x#y) <mailto:a@example.org> [b](//example.org)'],
])('follows a link to %s', (_what, markdown) => {
  expect(problemsOf(`# Why\n\n${markdown}\n`)).toEqual([]);
});

test.each([
  ['a page that is not there', '[a](/nope/)', '/nope/, which is no page of the site'],
  ['a heading that is not there', '[a](/factors/03-scope/#how)', 'choose one of its own (#why, #why-1)'],
  ['the title of a page, which has no anchor', '[a](/factors/03-scope/#scope)', 'no such heading'],
  ['a file that is not there', '[a](../../../NOPE.md)', 'NOPE.md, which is not in the repository'],
  ['a factor that is not there', '[a](../../../factors/13-more.md)', '/factors/13-more/, which is no page'],
  ['a place outside the repository', '[a](../../../../x.md)', 'outside the repository'],
  ['an address without its last slash', '[a](/why)', 'write /why/'],
  ['a file that the site does not serve', '[a](/nope.json)', '/nope.json, which the site does not serve'],
  ['a badly encoded address', '[a](/%E0%A4%A/)', 'badly encoded'],
  ['an image that is not there', '![a](/nope.svg)', '/nope.svg, which the site does not serve'],
])('names %s by line and column', (_what, markdown, message) => {
  expect(problemsOf(`# Why\n\nSee ${markdown}.\n`)).toEqual([expect.stringContaining(message)]);
  expect(problemsOf(`# Why\n\nSee ${markdown}.\n`)[0]).toMatch(/^3:5 /);
});

test('names every dead link, and that of a definition where it is defined', () => {
  const problems = problemsOf('# Why\n\n[a] [b](/y/)\n\n[a]: /x/\n');
  expect(problems).toEqual([expect.stringMatching(/^3:5 .*\/y\//), expect.stringMatching(/^5:1 .*\/x\//)]);
});
