import { describe, expect, test } from 'vitest';
import { type Example, exampleSchema, repositoryOf } from '../../checker/src/document/example.ts';
import { runExample } from '../../checker/src/document/run-example.ts';
import { doctrineFrom } from '../../checker/src/node/doctrine-files.ts';
import { nodePlatform } from '../../checker/src/node/platform.ts';

const doctrine = await doctrineFrom(undefined);
const run = (example: Example, rule = 'learnings-present') => runExample(example, rule, doctrine, nodePlatform);
const LESSON = '## Carry before you print (2026-03-20)\n\n- Wait for the carry wheel, then print.\n';

describe('an example', () => {
  test('that does what it says has no lie', async () => {
    const { lie, finding, text } = await run({ outcome: 'pass', shows: 'A lesson', files: { 'learnings.md': LESSON } });
    expect(lie).toBeUndefined();
    expect(finding.rule.id).toBe('learnings-present');
    expect(text).toBe('✓ learnings-present  learnings.md:1');
  });

  test('that has another outcome is a lie, with what the checker answers', async () => {
    const { lie } = await run({ outcome: 'fail', shows: 'A lesson', files: { 'learnings.md': LESSON } });
    expect(lie).toBe('says fail, but the checker answers pass: ✓ learnings-present  learnings.md:1');
  });

  test('whose words are not printed is a lie', async () => {
    const { lie } = await run({ outcome: 'pass', shows: 'A', says: 'notes.md', files: { 'learnings.md': LESSON } });
    expect(lie).toMatch(/^says "notes.md", but the checker answers: /);
  });

  test('asks the forge that it describes, through the real client', async () => {
    const forge = { 'GET /repos/ada/engine/branches/main': 403, 'GET /repos/ada/engine/rules/branches/main': 403 };
    const example: Example = { outcome: 'unknown', shows: 'Refused', says: '403', files: { a: 'b' }, forge };
    expect((await run(example, 'default-branch-protected')).lie).toBeUndefined();
  });

  test('without a forge asks nothing', async () => {
    const example: Example = { outcome: 'unknown', shows: 'Offline', says: 'offline', files: { a: 'b' } };
    expect((await run(example, 'default-branch-protected')).lie).toBeUndefined();
  });
});

describe('the repository of an example', () => {
  test('a repeated commit is numbered in message, path and text, and only the first is dated', () => {
    const { commits } = repositoryOf({
      outcome: 'pass',
      shows: 'Many',
      commits: [
        { date: '2026-03-01', times: 2, message: 'Job {n}', files: { 'job-{n}.md': 'It is {n}', 'old.md': null } },
      ],
    });
    expect(commits).toEqual([
      { date: '2026-03-01', message: 'Job 1', files: { 'job-1.md': 'It is 1', 'old.md': null } },
      { message: 'Job 2', files: { 'job-2.md': 'It is 2', 'old.md': null } },
    ]);
  });

  test('files are text, filler, parts, links or executables', () => {
    const { commits } = repositoryOf({
      outcome: 'pass',
      shows: 'Files',
      files: {
        a: 'text',
        b: { lines: 2 },
        c: { joined: ['AK', 'IA'] },
        d: { symlink: 'a' },
        e: { executable: 'run' },
      },
    });
    expect(commits[0]?.files).toEqual({
      a: 'text',
      b: 'line 1\nline 2\n',
      c: 'AKIA',
      d: { symlink: 'a' },
      e: { executable: 'run' },
    });
  });

  test('what it withholds is withheld, by path', () => {
    const { withhold } = repositoryOf({
      outcome: 'unknown',
      shows: 'Hidden',
      files: { a: '', b: '' },
      withheld: { contents: ['a'] },
    });
    expect([withhold?.history, withhold?.contents?.('a'), withhold?.contents?.('b')]).toEqual([false, true, false]);
  });
});

describe('the form of an example refuses', () => {
  test.for<[what: string, value: object]>([
    ['an impossible date', { asOf: '2026-13-01' }],
    ['a date that no month has', { asOf: '2026-02-31' }],
    ['a leap day of another year', { files: undefined, commits: [{ date: '2026-02-29T10:00:00Z' }] }],
    ['an hour that no day has', { asOf: '2026-03-01T24:00:00Z' }],
    ['too many commits', { files: undefined, commits: Array(5).fill({ times: 500 }) }],
    ['too many bytes', { files: Object.fromEntries(Array.from({ length: 12 }, (_, n) => [n, { lines: 20_000 }])) }],
    ['a long file, again and again', { files: undefined, commits: [{ times: 500, files: { a: { lines: 20_000 } } }] }],
    ['a long message, again and again', { files: undefined, commits: [{ times: 500, message: 'a'.repeat(1000) }] }],
    [
      'a long history of many files',
      { files: undefined, commits: Array(3).fill({ times: 500, files: { 'a-{n}': '' } }) },
    ],
    ['a path that leaves the root', { files: { '/etc/passwd': '' } }],
    ['an author without an address', { files: undefined, commits: [{ author: 'Ada' }] }],
    ['an endless repetition', { files: undefined, commits: [{ times: 1_000_000 }] }],
    ['an endless file', { files: { a: { lines: 1e9 } } }],
    ['a call to another repository', { forge: { 'GET /repos/grace/engine': 200 } }],
  ])('%s', ([, change]) => {
    const good = { outcome: 'pass', shows: 'It is so', files: { a: '' } };
    expect(exampleSchema.safeParse(good).success).toBe(true);
    expect(exampleSchema.safeParse({ ...good, ...change }).success).toBe(false);
  });

  test.for<[what: string, change: object]>([
    ['the leap day of a leap year', { asOf: '2028-02-29' }],
    ['a time with its zone', { asOf: '2026-02-28T10:00:00+05:30' }],
    ['the longest file', { files: { a: { lines: 20_000 } } }],
    ['a long history', { files: undefined, commits: Array(4).fill({ times: 500 }) }],
    ['a commit of each day', { files: undefined, commits: [{ times: 365, files: { 'a-{n}.md': 'It is {n}' } }] }],
  ])('and takes %s', ([, change]) => {
    const { error } = exampleSchema.safeParse({ outcome: 'pass', shows: 'It is so', files: { a: '' }, ...change });
    expect(error?.issues).toBeUndefined();
  });
});
