import { describe, expect, test } from 'vitest';
import { trailersOf } from '../../checker/src/trailers.ts';

const keys = (body: string) => trailersOf(body).map(({ key, value }) => `${key}=${value}`);

describe('the trailers of a message', () => {
  test.for<[why: string, body: string, expected: string[]]>([
    ['a last paragraph of trailers', 'Why.\n\nCloses: #1\nReviewed-by: Ada', ['Closes=#1', 'Reviewed-by=Ada']],
    ['the only paragraph after the subject', 'Reviewed-by: Ada', ['Reviewed-by=Ada']],
    ['blank lines after it', 'Why.\n\nReviewed-by: Ada\n\n \n', ['Reviewed-by=Ada']],
    ['white space before the colon', 'Reviewed-by : Ada', ['Reviewed-by=Ada']],
    ['an empty value', 'Reviewed-by:', ['Reviewed-by=']],
    ['a folded value', 'Reviewed-by: Ada\n  of London\n\tand Paris', ['Reviewed-by=Ada of London and Paris']],
    ['carriage returns', 'Why.\r\n\r\nReviewed-by: Ada\r\n', ['Reviewed-by=Ada']],
    ['a comment between', 'Reviewed-by: Ada\n# not this\nAcked-by: Grace', ['Reviewed-by=Ada', 'Acked-by=Grace']],
    ['text beside a line that git writes', 'Text here\nSigned-off-by: Ada', ['Signed-off-by=Ada']],
    ['a cherry-pick', 'Reviewed-by: Ada\n(cherry picked from commit 1234)', ['Reviewed-by=Ada']],
    ['text beside other trailers', 'Text here\nReviewed-by: Ada', []],
    ['too little beside much text', 'one\ntwo\nthree\nfour\nSigned-off-by: Ada', []],
    ['a paragraph of text and one trailer that is not the last', 'Why: so\nand more\n\nText.', []],
    ['a key of two words', 'Reviewed by: Ada', []],
    ['an indented line', 'Text.\n\n  Reviewed-by: Ada', []],
    ['nothing', '', []],
  ])('%s', ([, body, expected]) => {
    expect(keys(body)).toEqual(expected);
  });

  test('all of them are those of paragraphs that hold nothing else', () => {
    const body = '* One\n\nCo-authored-by: Ada\n\n* Two\nAcked-by: Grace\n\n---------\n\nReviewed-by: Joan';
    expect(trailersOf(body).map(({ value }) => value)).toEqual(['Ada', 'Joan']);
  });
});
