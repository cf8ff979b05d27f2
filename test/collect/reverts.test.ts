import { describe, expect, test } from 'vitest';
import { reverts } from '../../checker/src/collect/reverts/index.ts';
import { readRevert } from '../../checker/src/collect/reverts/message.ts';
import type { CollectContext } from '../../checker/src/collector.ts';
import { type MemoryRepositorySpec, memoryRepository } from '../../checker/src/source/memory.ts';

const ID = '0bce9fb8ed0fbaeba0901ff9778756e4e037cd47';
const OTHER = 'c0ffee00ed0fbaeba0901ff9778756e4e037cd47';

const read = (message: string) => {
  const [, subject = '', body = ''] = /^([^\n]*)(?:\n\n([\s\S]*))?$/.exec(message) ?? [];
  return readRevert({ subject, body });
};

test.for<[name: string, message: string, of: readonly string[]]>([
  ['git', `Revert "Round up"\n\nThis reverts commit ${ID}.`, [ID]],
  ['git, of a merge', `Revert "Merge x"\n\nThis reverts commit ${ID}, reversing\nchanges made to ${OTHER}.`, [ID]],
  ['git, with the subject changed', `Round down again\n\nThis reverts commit ${ID}.`, [ID]],
  ['git, of two commits', `Round down\n\nThis reverts commits ${ID} and\n${OTHER}.`, [ID, OTHER]],
  ['GitHub', 'Revert "Round up" (#12)\n\nReverts ada/engine#9', ['ada/engine#9']],
  [
    'GitHub, with an address',
    'Revert "Round up"\n\nReverts https://github.com/ada/engine/pull/9.',
    ['https://github.com/ada/engine/pull/9'],
  ],
  ['GitHub, with a title of its own', 'Round down (#12)\n\nReverts ada/engine#9', ['ada/engine#9']],
  ['GitHub, with a long title', 'Revert "Round up every number in the table, whatever its si…" (#12)', []],
  ['GitLab', 'Revert "Round up"\n\nThis reverts merge request group/engine!9', ['group/engine!9']],
  ['a conventional type', 'revert: fix(parser): round up', []],
  ['a conventional type before the quotation', 'fix(parser)!: Revert "Round up"', []],
  ['a conventional type with a quotation', 'revert(parser): "Round up"', []],
  ['a backport', '[release/9.4] Revert "Round up"', []],
])('a revert is known as written by %s', ([, message, of]) => {
  expect(read(message)).toMatchObject({ kind: 'revert', of });
});

test.for<[name: string, message: string]>([
  ['a subject in free words', 'Revert the rounding'],
  ['a word of another meaning', 'Revert debugging changes to the printer'],
  ['a mention', `Print again\n\nThe change ${ID} reverts #12 in part.`],
  ['an earlier revert in the middle of a text', `Round up\n\nIt was tried before. See the commit that reverts ${ID}.`],
  [
    'a squash that took back a commit of its own',
    `Add a printer (#9)\n\n* Print\n\n* Revert "Print"\n\nThis reverts commit ${ID}.`,
  ],
  ['a list that names reverts', `Release\n\n- Reverts #12`],
])('%s is no revert', ([, message]) => {
  expect(read(message)).toBeUndefined();
});

test.for<[subject: string, kind: 'revert' | 'reapply']>([
  ['Reapply "Round up"', 'reapply'],
  ['Revert "Revert "Round up""', 'reapply'],
  ['Revert "fix(parser): Revert "Round up" (#12)" (#13)', 'reapply'],
  ['Revert "Reapply "Round up""', 'revert'],
  ['Revert "Revert "Revert "Round up"""', 'revert'],
  ['Reapply "Revert "Round up""', 'revert'],
  ['Revert^2 "Round up"', 'reapply'],
  ['Revert^3 "Round up"', 'revert'],
])('%s is a %s', ([subject, kind]) => {
  expect(read(subject)).toMatchObject({ kind });
});

const PLAIN = `Revert "Round up (#9)" (#12)\n\nThis reverts commit ${ID}`;

describe('a reason', () => {
  test.for<[name: string, message: string, reason: string]>([
    ['below the template', `${PLAIN}.\n\nThe table no longer adds up.`, 'The table no longer adds up.'],
    ['in the same sentence', `${PLAIN} as it\naffects normal completion`, 'as it affects normal completion'],
    ['behind the title', 'Revert "Round up" (wrong branch pushed)', '(wrong branch pushed)'],
    ['as a trailer', `${PLAIN}.\n\nReason: the table is wrong`, 'the table is wrong'],
    ['beside an issue', `${PLAIN}.\n\nThe fix for #986 caused #988.`, 'The fix for #986 caused #988.'],
    ['that begins with a number', `${PLAIN}.\n\n#986 breaks the last row.`, '#986 breaks the last row.'],
    ['in a script without spaces', `${PLAIN}.\n\n表の合計が合わないため元に戻す。`, '表の合計が合わないため元に戻す。'],
    ['in Cyrillic', `${PLAIN}.\n\nЛомает сборку на Windows`, 'Ломает сборку на Windows'],
    ['below its own list', `${PLAIN}.\n\n- tables were wrong in print`, '- tables were wrong in print'],
  ])('is found %s', ([, message, reason]) => {
    expect(read(message)).toMatchObject({ reason });
  });

  test.for<[name: string, message: string]>([
    ['the template', `${PLAIN}.`],
    [
      'a signature and trailers',
      `${PLAIN}.\n\n🤖 Generated with [Claude Code](https://claude.ai/code)\n\nChange-Id: I0bce9f\nSigned-off-by: Ada Augusta King Lovelace <ada@example.org>`,
    ],
    ['a cherry-pick note', `${PLAIN}.\n\n(cherry picked from commit ${OTHER})`],
    ['conflicts', `${PLAIN}.\n\nConflicts:\n\tlib/cache.js\n# Conflicts:\n#\tpackage.json`],
    ['the headings of a template', `${PLAIN}.\n\n## Summary of the change\n\n<!-- Say what it\ndoes and why. -->`],
    [
      'the subject again',
      `Revert "Round up every number"\n\nRound up every number\n\nRevert "Round up every number (#9)"`,
    ],
    [
      'the commits of a squash',
      `Revert "Round up"\n\n* Revert "Round up (#9)"\n\nThis reverts commit ${ID}.\n\n* Update the list of changes`,
    ],
    ['a place to fill in', `${PLAIN}.\n\nReason for revert: <INSERT REASONING HERE>`],
    ['the proposal it belongs to', `${PLAIN}.\n\nhttps://github.com/ada/engine/pull/12`],
    ['what a forge cut off the title', 'Revert "Round up every number…" (#9)\n\n…in the table of primes"'],
  ])('is not found in %s', ([, message]) => {
    expect(read(message)).toEqual({ kind: 'revert', of: expect.anything() });
  });

  test.for<[name: string, message: string, unclear: string]>([
    ['words after the conventional type', 'revert: rounding, the table is wrong', 'subject'],
    ['a subject of its own', `Round down again\n\nThis reverts commit ${ID}.`, 'subject'],
    ['an issue', `${PLAIN}.\n\nFixes #4360\nFixes ada/engine#4359`, 'pointer'],
    ['an issue as a trailer', `${PLAIN}.\n\nFixes: #19883`, 'pointer'],
    ['a comment', `${PLAIN}.\n\nhttps://github.com/ada/engine/pull/12#issuecomment-740551383`, 'pointer'],
    ['a run', `${PLAIN}.\n\nhttps://github.com/ada/engine/actions/runs/185`, 'pointer'],
    ['two words', `${PLAIN}.\n\nStill failing.`, 'words'],
  ])('cannot be told from %s', ([, message, unclear]) => {
    const found = read(message);
    expect(found).toMatchObject({ unclear });
    expect(found).not.toHaveProperty('reason');
  });

  test('is shortened between characters', () => {
    const reason = read(`${PLAIN}.\n\nThe table is wrong: ${'🧮'.repeat(300)}`)?.reason ?? '';
    expect([...reason]).toHaveLength(162);
    expect(reason).toMatch(/🧮 …$/u);
  });
});

test.for(['a', 'a/', '[', 'Reverts ', '<!--', '(#', '\n* ', 'a: ', `${ID}, `])(
  'a message of nothing but %j is read in reasonable time',
  (filler) => {
    const long = filler.repeat(20_000);
    expect(readRevert({ subject: `Revert "${long}`, body: `Reverts #1\n${long}` })).toMatchObject({ kind: 'revert' });
    expect(readRevert({ subject: long, body: `${long}\n\nThis reverts #1` })).toBeUndefined();
  },
);

describe('the reverts of a window', () => {
  const collect = (spec: MemoryRepositorySpec, since = '2026-01-01T00:00:00Z') =>
    reverts.collect({
      repository: memoryRepository(spec),
      since,
      asOf: '2026-03-31T00:00:00Z',
      notice: () => {},
    } as unknown as CollectContext);

  test('come with their commits, newest first', async () => {
    const collected = await collect({
      commits: [
        { date: '2026-03-01', message: 'Round up', files: { a: '1' } },
        { date: '2026-03-02', message: 'Revert "Round up"', files: { a: '0' } },
        { date: '2026-03-03', message: 'Reapply "Round up"\n\nIt was the printer.', files: { a: '1' } },
      ],
    });
    expect(collected).toMatchObject({
      known: true,
      value: {
        complete: true,
        asOf: '2026-03-31T00:00:00Z',
        reverts: [
          { kind: 'reapply', subject: 'Reapply "Round up"', reason: 'It was the printer.' },
          { kind: 'revert', subject: 'Revert "Round up"', date: expect.stringContaining('2026-03-02') },
        ],
      },
    });
  });

  test('are counted once, and explained where a merge brought them', async () => {
    const collected = await collect({
      commits: [
        { label: 'base', files: { a: '1' } },
        { label: 'plain', parents: ['base'], message: 'Revert "Round up"', files: { a: '0' } },
        {
          label: 'merge',
          parents: ['base', 'plain'],
          message: 'Merge pull request #9 from ada/revert-8\n\nRevert "Round up"\n\nThe table no longer adds up.',
          files: { a: '0' },
        },
        { label: 'again', parents: ['merge'], message: 'Revert "Print"', files: { a: '2' } },
        { label: 'second', parents: ['merge', 'again'], message: 'Revert "Print" (#10)', files: { a: '2' } },
        { label: 'free', parents: ['second'], message: 'Take the banner away', files: { a: '3' } },
        { label: 'third', parents: ['second', 'free'], message: 'Revert "Banner" (#11)', files: { a: '3' } },
      ],
    });
    expect(collected.known && collected.value.reverts.map(({ subject, reason }) => [subject, reason])).toEqual([
      ['Revert "Banner" (#11)', undefined],
      ['Revert "Print"', undefined],
      ['Revert "Round up"', 'The table no longer adds up.'],
    ]);
  });

  test('a merge titled in its own words explains nothing', async () => {
    const collected = await collect({
      commits: [
        { label: 'base', files: { a: '1' } },
        { label: 'plain', parents: ['base'], message: 'Revert "Round up"', files: { a: '0' } },
        {
          parents: ['base', 'plain'],
          message:
            "Merge branch 'x' into 'main'\n\nRound down all the numbers again\n\nSee merge request group/engine!9",
          files: { a: '0' },
        },
      ],
    });
    expect(collected).not.toMatchObject({ value: { reverts: [{ reason: expect.anything() }] } });
  });

  test('a subject of its own does not hide that a revert was taken back', async () => {
    const repository = memoryRepository({
      commits: [{ files: { a: '1' } }, { message: 'Revert "Round up"', files: { a: '0' } }],
    });
    const spec: MemoryRepositorySpec = {
      commits: [
        { files: { a: '1' } },
        { message: 'Revert "Round up"', files: { a: '0' } },
        { message: `Round up after all\n\nThis reverts commit ${repository.target.commit}.`, files: { a: '1' } },
      ],
    };
    expect(await collect(spec)).toMatchObject({ value: { reverts: [{ kind: 'reapply' }, { kind: 'revert' }] } });
  });

  test('are withheld where history is', async () => {
    expect(await collect({ commits: [{}], withhold: { history: true } })).toMatchObject({ known: false });
  });
});
