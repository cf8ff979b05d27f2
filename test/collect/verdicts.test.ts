import { describe, expect, test } from 'vitest';
import { history } from '../../checker/src/collect/history.ts';
import { ledgers } from '../../checker/src/collect/ledgers.ts';
import { verdicts } from '../../checker/src/collect/verdicts/index.ts';
import type { CollectContext } from '../../checker/src/collector.ts';
import type { VerdictsFacts } from '../../checker/src/facts/verdicts.ts';
import { nodePlatform } from '../../checker/src/node/platform.ts';
import { type Collected, known, withheld } from '../../checker/src/outcome.ts';
import type { Forge } from '../../checker/src/source/forge.ts';
import { type MemoryFile, type MemoryRepositorySpec, memoryRepository } from '../../checker/src/source/memory.ts';
import { strictForge } from '../support/exemplary-repository.ts';
import { chained, jsonl, type Members, verdict } from '../support/verdicts.ts';

const MAIN = '.agents/verdicts/main.jsonl';
const OFFLINE = withheld('Offline.', 'Run it online.');
const ADA = { kind: 'human', id: 'Ada' };
const ledger = (...records: readonly Members[]) => jsonl(chained(records.map((each) => verdict(each))));
const self = (more: Members = {}): Members => ({ author: ADA, judge: { ...ADA, id: ' ADA' }, ...more });

async function collect(spec: MemoryRepositorySpec, forge: Collected<Forge> = OFFLINE): Promise<VerdictsFacts> {
  const context = {
    repository: memoryRepository(spec),
    platform: nodePlatform,
    asOf: '2026-03-01T00:00:00Z',
    since: '2026-01-01T00:00:00Z',
    forge,
    notice: () => {},
    facts: (kind: string) => (kind === 'history' ? history : ledgers).collect(context),
  } as unknown as CollectContext;
  const collected = await verdicts.collect(context);
  if (!collected.known) throw new Error(collected.because);
  return collected.value;
}

const collectFrom = (files: Record<string, MemoryFile>) => collect({ commits: [{ date: '2026-02-01', files }] });
const filesOf = async (files: Record<string, MemoryFile>) => (await collectFrom(files)).files;

describe('records', () => {
  test('are counted by who judged whom', async () => {
    const worker = { kind: 'agent', id: 'worker', context: 's1', family: 'claude' };
    const files = await filesOf({
      [MAIN]: ledger(
        {},
        { author: worker, judge: { ...worker, context: 's2' } },
        { author: worker, judge: { kind: 'agent', id: 'reviewer', family: 'gpt' } },
        self({ verdict: 'fail' }),
        self({ subject: { commit: '2'.repeat(40) } }),
      ),
    });
    expect(files).toEqual([
      {
        path: MAIN,
        verdicts: 5,
        apart: 3,
        contextOnly: 1,
        sameFamily: 1,
        lastApart: 3,
        self: { first: [{ line: 5, because: 'author and judge are the same' }], total: 1 },
        selfAndOthers: 0,
        selfUncompared: 0,
        unshown: { first: [], total: 0 },
      },
    ]);
  });

  test.for<[what: string, own: Members, other: Members, isMended: boolean]>([
    ['the same commit', {}, {}, true],
    ['the same commit, refused', {}, { verdict: 'fail' }, true],
    ['another commit', {}, { subject: { commit: '2'.repeat(40) } }, false],
    [
      'the same patch, as another commit',
      { subject: { commit: '1'.repeat(40), patch: 'a'.repeat(40) } },
      { subject: { commit: '2'.repeat(40), patch: 'a'.repeat(40) } },
      true,
    ],
    [
      'the same tree',
      { subject: { commit: '1'.repeat(40), tree: 'a'.repeat(40) } },
      { subject: { commit: '2'.repeat(40), tree: 'a'.repeat(40) } },
      true,
    ],
    ['a range that ends there', {}, { subject: { commit: '1'.repeat(40), base: '3'.repeat(40) } }, true],
    ['only the end of a range', { subject: { commit: '1'.repeat(40), base: '3'.repeat(40) } }, {}, false],
  ])('an own pass is mended by a verdict of somebody else on %s: %s', async ([, own, other, isMended]) => {
    const lane = '.agents/verdicts/worker.jsonl';
    const expected = { self: { total: isMended ? 0 : 1 }, selfAndOthers: isMended ? 1 : 0 };
    const apart = [
      await filesOf({ [MAIN]: ledger(self(own)), [lane]: ledger(other) }),
      await filesOf({ [MAIN]: ledger(self(own), other) }),
      await filesOf({ [MAIN]: ledger(other, self(own)) }),
    ];
    for (const [first] of apart) expect(first).toMatchObject(expected);
  });

  test('keep the first lines of a kind and count them all', async () => {
    const [file] = await filesOf({ [MAIN]: ledger(...Array.from({ length: 30 }, () => self())) });
    expect(file?.self.total).toBe(30);
    expect(file?.self.first.map(({ line }) => line)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  test('of a ledger that breaks or cannot be read count for nothing', async () => {
    const { files } = await collect({
      commits: [
        {
          date: '2026-02-01',
          files: {
            [MAIN]: ledger({}).replace('the tests pass', 'nothing'),
            'docs/provenance/ledger.jsonl': ledger({}),
          },
        },
      ],
      withhold: { contents: (path) => path.startsWith('docs/') },
    });
    expect(files).toMatchObject([
      { path: MAIN, verdicts: 0, apart: 0, broken: 'breaks at line 1' },
      { path: 'docs/provenance/ledger.jsonl', verdicts: 0, unreadable: expect.stringContaining('cannot be read') },
    ]);
  });

  test('of files without a chain count too, but for those that are broken or cannot be read', async () => {
    const pawl = (more: Members) =>
      JSON.stringify({
        schema_version: 'pawl-verdict.v1',
        bead_id: 'bead-1',
        pr: 1,
        head_sha: '1'.repeat(40),
        disposition: 'CONFIRMED',
        generated_at: '2026-01-02T03:04:05Z',
        author_context_id: 'session-1',
        refuters: [{ family: 'gpt', verdict: 'CONFIRMED', context_id: 'session-2' }],
        ...more,
      });
    const { files } = await collect({
      commits: [
        {
          date: '2026-02-01',
          files: {
            '.agents/pawl-verdicts/apart.json': pawl({}),
            '.agents/pawl-verdicts/broken.json': '{"schema_version":"pawl-verdict.v1"',
            '.agents/pawl-verdicts/hidden.json': pawl({}),
            '.agents/pawl-verdicts/self.json': pawl({
              head_sha: '2'.repeat(40),
              refuters: [{ family: 'gpt', verdict: 'CONFIRMED', context_id: 'session-1' }],
            }),
          },
        },
      ],
      withhold: { contents: (path) => path.includes('hidden') },
    });
    expect(files).toMatchObject([
      { path: '.agents/pawl-verdicts/apart.json', verdicts: 1, apart: 1, contextOnly: 1 },
      { path: '.agents/pawl-verdicts/broken.json', verdicts: 0, broken: expect.stringMatching(/^is broken: /) },
      {
        path: '.agents/pawl-verdicts/hidden.json',
        verdicts: 0,
        unreadable: expect.stringMatching(/^cannot be read: /),
      },
      { path: '.agents/pawl-verdicts/self.json', verdicts: 1, apart: 0, self: { total: 1 } },
    ]);
  });

  test('name the judges that never refused, once there is enough to tell', async () => {
    const by = (id: string, count: number, more: Members = {}) =>
      Array.from({ length: count }, () => ({ judge: { kind: 'ci', id }, ...more }));
    const { neverRefusing } = await collectFrom({
      [MAIN]: ledger(...by('tests', 6), ...by('Tests', 5), ...by('lint', 9), ...by('fair', 10)),
      '.agents/verdicts/other.jsonl': ledger(...by('fair', 1, { verdict: 'not-proven' })),
    });
    expect(neverRefusing).toEqual([{ judge: 'tests', passes: 11, path: MAIN }]);
  });

  test('none of them is no file', async () => {
    expect(await collectFrom({ 'README.md': 'hello' })).toEqual({
      asOf: '2026-03-01T00:00:00Z',
      files: [],
      unread: 0,
      neverRefusing: [],
      selfReviewed: known({ first: [], total: 0 }),
      approvals: OFFLINE,
    });
  });
});

describe('trailers', () => {
  const commits = [
    { date: '2025-12-01', author: 'Ada <ada@example.org>', message: 'Long ago\n\nReviewed-by: Ada <ada@example.org>' },
    { date: '2026-02-01', author: 'Ada <ada@example.org>', message: 'Own\n\nReviewed-by: Ada <ada@example.org>' },
    { date: '2026-02-02', author: 'Ada <ada@example.org>', message: 'Fine\n\nReviewed-by: Grace <grace@example.org>' },
  ];

  test('by which authors reviewed their own commits, in the window', async () => {
    const { selfReviewed } = await collect({ commits });
    expect(selfReviewed).toEqual(
      known({
        first: [
          {
            commit: expect.any(String),
            date: expect.stringContaining('2026-02-01'),
            trailer: 'Reviewed-by: Ada <ada@example.org>',
          },
        ],
        total: 1,
      }),
    );
  });

  test('are withheld where history is', async () => {
    const { selfReviewed } = await collect({ commits, withhold: { history: true } });
    expect(selfReviewed).toMatchObject({ known: false });
  });
});

describe('approvals', () => {
  const request = (date: string) => ({
    url: 'https://github.com/ada/engine/pull/7',
    commit: '7'.repeat(40),
    date,
    author: { name: 'ada', isBot: false },
    approvers: [],
    commits: 1,
    authored: [],
  });
  const asked = (after: string | null): Collected<Forge> =>
    known({
      ...strictForge,
      mergedRequests: async (branch) => ({
        ok: true,
        call: branch,
        value: { requests: [request('2026-02-01T00:00:00Z'), request('2025-12-31T23:59:59Z')], after },
      }),
    });
  const of = async (forge: Collected<Forge>) =>
    (await collect({ commits: [{ date: '2026-02-01', files: { a: 'b' } }] }, forge)).approvals;

  test('are those of the window', async () => {
    expect(await of(asked(null))).toEqual(
      known({
        service: 'GitHub',
        page: 'https://github.com/ada/engine/pulls?q=is%3Apr+is%3Amerged',
        merged: [request('2026-02-01T00:00:00Z')],
        after: null,
      }),
    );
  });

  test('say when older ones of the window were not read', async () => {
    expect(await of(asked('2026-01-15T00:00:00Z'))).toMatchObject({ value: { after: '2026-01-15T00:00:00Z' } });
    expect(await of(asked('2025-12-15T00:00:00Z'))).toMatchObject({ value: { after: null } });
  });

  test('are withheld with the reason that the forge gave', async () => {
    const refusal = { ok: false, status: 403, call: '', because: 'Refused.', decide: 'Ask.' } as const;
    expect(await of(known({ ...strictForge, mergedRequests: async () => refusal }))).toEqual(
      withheld('Refused.', 'Ask.'),
    );
    expect(await of(known({ ...strictForge, defaultBranch: async () => refusal }))).toEqual(
      withheld('Refused.', 'Ask.'),
    );
    expect(await of(OFFLINE)).toEqual(OFFLINE);
  });
});
