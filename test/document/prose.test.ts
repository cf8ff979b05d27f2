import { describe, expect, test } from 'vitest';
import { factor, GOOD, lineOf, problemsOf } from '../support/factor-document.ts';

const SOURCES = '## Sources\n\n';
const withText = (text: string) => GOOD.replace(SOURCES, `${SOURCES}${text}\n\n`);

describe('in the text of a factor document', () => {
  test.for<[what: string, text: string, at: string, message: RegExp]>([
    [
      'a script',
      '<script>alert(1)</script>',
      '<script',
      /holds HTML, <script>alert\(1\)<\/script>: write it in markdown/,
    ],
    ['a tag in a line', 'Give <topic> here.', 'Give', /holds HTML, <topic>/],
    ['a tag in a table', '| a |\n|---|\n| <b>x</b> |', '| <b>', /holds HTML, <b>/],
    ['a tag behind a comment', '<!-- so --><img src=x>', '<!--', /holds HTML/],
    ['a tag behind an empty comment', '<!--><img src=x> -->', '<!--', /holds HTML/],
    ['a tag behind a comment that ends early', '<!-- a --!><img src=x> -->', '<!--', /holds HTML/],
    ['a link that runs', '[a](javascript:alert(1))', '[a]', /begins with "javascript:": use https, http or mailto/],
    ['one that is written apart', '[a](java&#x09;script:alert(1))', '[a]', /begins with "javascript:"/],
    ['an address between angles', '<data:text/html,x>', '<data', /begins with "data:"/],
    ['a definition', '[a]\n\n[a]: vbscript:x', '[a]: ', /begins with "vbscript:"/],
    ['a link to nowhere', '[a](https://[)', '[a]', /links to https:\/\/\[, which is no address/],
    ['an image from elsewhere', '![a](https://example.org/a.png)', '![a]', /the image https:\S+ from elsewhere/],
    ['one without a scheme', '![a](//example.org/a.png)', '![a]', /from elsewhere/],
    ['one in its own address', '![a](data:image/png;base64,AA==)', '![a]', /from elsewhere/],
    ['one by a definition', '![a]\n\n[a]: https://example.org/a.png', '[a]: ', /from elsewhere/],
    ['a control', 'Ring \u0007 it.', 'Ring', /holds the character U\+0007, which does not show/],
    ['a turn of direction', 'Turn \u202e it.', 'Turn', /U\+202E/],
    ['a lost character', 'Caf\ufffd.', 'Caf', /U\+FFFD, the mark of a character that was lost/],
    ['a character by its number', 'Turn &#x202e; it.', 'Turn', /U\+202E/],
    ['one in a title', '[a](b.md "&#x202e;")', '[a]', /U\+202E/],
    ['a control in code', '```sh\nprintf \u001b\n```', 'printf', /U\+001B/],
  ])('%s is named where it stands', ([, text, at, message]) => {
    const problems = problemsOf(withText(text));
    expect(problems[0]?.message).toMatch(message);
    expect(problems[0]).toMatchObject({ path: factor.path, line: lineOf(withText(text), at) });
  });

  test.for<[what: string, text: string]>([
    ['a comment', '<!-- why\n\nand how -->'],
    ['two comments', '<!-- a --> <!-- b -->'],
    ['a tag in code', '`<topic>`\n\n```html\n<script>\n```'],
    [
      'links',
      '[a](03-scope.md#why) [b](../docs/a.md) <https://example.org> [c](mailto:ada@example.org) www.example.org',
    ],
    ['an image of the repository', '![a](../public/a.png)\n\n![b]\n\n[b]: b.svg'],
    ['accents, signs and tabs', 'Café — „so“ 👩‍💻\n\n\tcode'],
  ])('%s may stand', ([, text]) => {
    expect(problemsOf(withText(text))).toEqual([]);
  });

  test('examples may hold anything', () => {
    const data = 'a.md: "\u202e <script> [a](javascript:x) \ufffd"';
    expect(problemsOf(GOOD.replaceAll('a.md: text', data))).toEqual([]);
  });
});
