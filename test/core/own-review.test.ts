import { expect, test } from 'vitest';
import { ownReviewIn } from '../../checker/src/own-review.ts';

const person = (name: string, email: string) => ({ name, email, date: '2026-03-01T00:00:00Z' });
const ADA = person('Ada Lovelace', 'ada@example.org');
const BOT = person('renovate[bot]', '29139614+renovate[bot]@users.noreply.github.com');

test.for<[what: string, author: typeof ADA, body: string, own: boolean]>([
  ['the same address', ADA, 'Reviewed-by: Ada Lovelace <ada@example.org>', true],
  ['the same address in capitals, under another name', ADA, 'approved-by: A. L. <ADA@example.org>', true],
  ['the same full name without an address', ADA, 'Reviewed-by: ada lovelace', true],
  ['the account that the address names', person('Ada L', '7+ada@users.noreply.github.com'), 'Reviewed-by: @ada', true],
  ['the account that the author calls themselves', person('ada', 'a@example.org'), 'Reviewed-by: @Ada', true],
  ['a bot', BOT, 'Approved-by: renovate[bot]', true],
  ['one of several', ADA, 'Reviewed-by: Grace <grace@example.org>\nReviewed-by: Ada <ada@example.org>', true],
  ['somebody else', ADA, 'Reviewed-by: Grace Hopper <grace@example.org>', false],
  ['the same name at another address', ADA, 'Reviewed-by: Ada Lovelace <al@example.com>', false],
  ['a part of the name', ADA, 'Reviewed-by: Ada', false],
  ['an empty value', ADA, 'Reviewed-by:', false],
  ['where a change comes from', ADA, 'Signed-off-by: Ada Lovelace <ada@example.org>', false],
  ['who tested', ADA, 'Tested-by: Ada Lovelace <ada@example.org>', false],
  ['a quotation', ADA, '> Reviewed-by: Ada Lovelace <ada@example.org>', false],
  ['prose', ADA, 'It says\nReviewed-by: Ada Lovelace <ada@example.org>\nbut that is no trailer.', false],
  [
    'what an agent wrote at the machine of its reviewer',
    ADA,
    'Reviewed-by: Ada Lovelace <ada@example.org>\nCo-authored-by: Claude <noreply@anthropic.com>',
    false,
  ],
])('%s', ([, author, body, own]) => {
  expect(ownReviewIn({ author, committer: author, body }) !== undefined).toBe(own);
});

test('tells the trailer as it is written', () => {
  expect(
    ownReviewIn({ author: ADA, committer: ADA, body: 'Why.\n\nReviewed-By:  Ada Lovelace <ada@example.org>' }),
  ).toBe('Reviewed-By: Ada Lovelace <ada@example.org>');
});
