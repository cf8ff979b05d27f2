import type { Root } from 'mdast';
import { describe, expect, test } from 'vitest';
import { parseMarkdown } from '../../checker/src/collect/safe-markdown.ts';
import { portable } from '../../src/markdown/portable.ts';
import { fenced, inline, markdownOf } from '../../src/markdown/to-markdown.ts';

const parsed = (text: string): Root => parseMarkdown(text) ?? { type: 'root', children: [] };

describe('a text that is put into markdown', () => {
  test.for(['a | b', '<b>bold</b>', '*stars* and _lines_', '[a](b)', '`code`', '1. one', '# one'])(
    '%s means only itself',
    (text) => {
      const [paragraph] = parsed(inline(text)).children;
      expect(paragraph).toMatchObject({ type: 'paragraph', children: [{ type: 'text', value: text }] });
      const [table] = parsed(`| x | y |\n|---|---|\n| ${inline(text)} | z |`).children;
      expect(table).toMatchObject({
        type: 'table',
        children: [{}, { children: [{ children: [{ value: text }] }, {}] }],
      });
    },
  );

  test.for(['plain', '```\nfence\n```', '~~~~\n````'])('%s is held by its fence', (value) => {
    expect(parsed(fenced('sh', value, 'title="x"')).children).toMatchObject([
      { type: 'code', lang: 'sh', meta: 'title="x"', value },
    ]);
  });
});

describe('a part of a document on a page of its own', () => {
  const document = parsed('See [one][src], [the why](#why) and [two](b.md).\n\n[src]: https://example.org "A title"\n');

  test('writes out what it refers to, and leads back to headings of the document', () => {
    expect(markdownOf(portable(document.children, document, '/factors/01-context/'))).toBe(
      'See [one](https://example.org "A title"), [the why](/factors/01-context/#why) and [two](b.md).',
    );
  });

  test('leaves the document as it was', () => {
    const before = structuredClone(document);
    portable(document.children, document, '/x/');
    expect(document).toEqual(before);
  });
});
