import { describe, expect, test } from 'vitest';
import { ledgers } from '../../checker/src/collect/ledgers.ts';
import type { CollectContext } from '../../checker/src/collector.ts';
import type { LedgersFacts } from '../../checker/src/facts/ledgers.ts';
import { nodePlatform } from '../../checker/src/node/platform.ts';
import type { SignatureAnswer, SignedText } from '../../checker/src/platform.ts';
import type { Repository } from '../../checker/src/repository.ts';
import { type MemoryFile, memoryRepository } from '../../checker/src/source/memory.ts';
import { chained, jsonl, verdict } from '../support/verdicts.ts';

const LEDGER = jsonl(chained([verdict(), verdict({ verdict: 'fail' })]));
const OTHER = jsonl(chained([verdict({ time: '2026-01-03T03:04:05Z' }), verdict()]));
const MAIN = '.agents/verdicts/main.jsonl';

async function collect(repository: Repository): Promise<LedgersFacts> {
  const collected = await ledgers.collect({ repository, platform: nodePlatform } as unknown as CollectContext);
  if (!collected.known) throw new Error(collected.because);
  return collected.value;
}

const collectFrom = (files: Record<string, MemoryFile>, withheld?: string) =>
  collect(memoryRepository({ commits: [{ files }], withhold: { contents: (path) => path === withheld } }));

describe('ledgers', () => {
  test('verifies each lane by itself, and the ledgers of known tools', async () => {
    const facts = await collectFrom({
      '.agents/verdicts/worker-2.jsonl': OTHER,
      [MAIN]: LEDGER.replace('"fail"', '"pass"'),
      'docs/provenance/ledger.jsonl': '',
      '.agents/verdicts/README.md': 'prose',
      '.agents/verdicts/old/main.jsonl': LEDGER,
      'packages/a/.agents/verdicts/main.jsonl': LEDGER,
    });
    expect(facts.lookalikes).toMatchObject([{ path: '.agents/verdicts/old/main.jsonl' }]);
    expect(facts.ledgers).toMatchObject([
      { path: MAIN, records: 2, breaks: { total: 1, first: [{ line: 2, kind: 'hash' }] } },
      { path: '.agents/verdicts/worker-2.jsonl', dialect: 'agentops-verdict', records: 2, breaks: { total: 0 } },
      { path: 'docs/provenance/ledger.jsonl', records: 0, breaks: { total: 0 } },
    ]);
  });

  test('says of a lane that begins as another one that it is a copy', async () => {
    const facts = await collectFrom({ [MAIN]: LEDGER, '.agents/verdicts/worker.jsonl': `${LEDGER}${'{}\n'}` });
    expect(facts.ledgers.map(({ breaks }) => breaks.first)).toMatchObject([
      [],
      [
        { line: 1, kind: 'duplicate', detail: `it begins with the same record as ${MAIN}` },
        { line: 3, kind: 'schema' },
      ],
    ]);
  });

  test('finds none where there is none', async () => {
    expect(await collectFrom({ 'README.md': 'hello' })).toEqual({
      ledgers: [],
      documents: { first: [], total: 0 },
      lookalikes: [],
    });
  });

  test('tells a ratchet record from a hash chain', async () => {
    const { ledgers: found, documents } = await collectFrom({ '.agents/ao/chain.jsonl': '{"id":"chain-1"}\n' });
    expect(found).toEqual([]);
    expect(documents).toMatchObject({
      first: [{ path: '.agents/ao/chain.jsonl', protection: 'none', verdicts: 0, detail: 'it is not hash-chained' }],
      total: 1,
    });
  });

  test.for<[what: string, files: Record<string, MemoryFile>, because: string]>([
    ['a symbolic link', { [MAIN]: { symlink: '../other.jsonl' } }, 'symbolic link'],
    ['a submodule', { [MAIN]: { submodule: '0'.repeat(40) } }, 'submodule'],
    ['a folder', { [`${MAIN}/part-1.jsonl`]: LEDGER }, 'folder'],
    ['contents that this clone lacks', { [MAIN]: LEDGER }, 'cannot be read from this clone'],
  ])('says that it cannot read %s', async ([what, files, because]) => {
    const facts = await collectFrom(files, what.startsWith('contents') ? MAIN : undefined);
    expect(facts.ledgers).toMatchObject([{ path: MAIN, records: 0, unreadable: expect.stringContaining(because) }]);
  });

  test('keeps what it saw before the contents ended', async () => {
    const repository = memoryRepository({ commits: [{ files: { [MAIN]: LEDGER } }] });
    const broken: Repository = {
      ...repository,
      async *stream() {
        yield new TextEncoder().encode(LEDGER.replace('the tests pass', 'the tests fail'));
        throw new Error('the object is damaged');
      },
    };
    expect((await collect(broken)).ledgers).toMatchObject([
      { records: 2, breaks: { total: 1 }, unreadable: 'cannot be read from this clone' },
    ]);
  });

  test.for<[what: string, piece: Uint8Array, because: string, most: number]>([
    ['bytes', new Uint8Array(32 << 20).fill(0x20), '512 MiB', 17],
    ['lines', new Uint8Array(1 << 18).fill(0x0a), '1000000 lines', 4],
    ['breaks', new TextEncoder().encode(`${LEDGER}${'{}\n'.repeat(6000)}`), '10000 breaks', 2],
  ])('stops when there are too many %s', async ([, piece, because, most]) => {
    const repository = memoryRepository({ commits: [{ files: { [MAIN]: LEDGER } }] });
    let pieces = 0;
    const endless: Repository = {
      ...repository,
      async *stream() {
        while (pieces < 100) {
          pieces += 1;
          yield piece;
        }
      },
    };
    expect((await collect(endless)).ledgers).toMatchObject([{ unreadable: expect.stringContaining(because) }]);
    expect(pieces).toBe(most);
  });

  test('reads so many ledgers and no more', async () => {
    const names = Array.from(
      { length: 10_001 },
      (_, index) => `.agents/verdicts/lane-${String(index).padStart(5, '0')}.jsonl`,
    );
    const { ledgers: found } = await collectFrom(Object.fromEntries(names.map((name) => [name, LEDGER])));
    expect(found.filter(({ records }) => records === 2)).toHaveLength(10_000);
    expect(found.at(-1)).toMatchObject({ records: 0, unreadable: expect.stringContaining('10000 ledgers') });
  });

  test('does not take its own failure for missing contents', async () => {
    const repository = memoryRepository({ commits: [{ files: { [MAIN]: LEDGER } }] });
    const platform = {
      sha256: () => {
        throw new Error('a bug');
      },
    };
    await expect(ledgers.collect({ repository, platform } as unknown as CollectContext)).rejects.toThrow('a bug');
  });

  test('reads what could change the facts', () => {
    const paths = [
      MAIN,
      `${MAIN}/x`,
      'docs/provenance/ledger.jsonl',
      '.agents/ao/chain.jsonl',
      '.agents/verdicts/a.md',
    ];
    expect(paths.map(ledgers.reads)).toEqual([true, true, true, true, false]);
  });
});

const SIGNATURE = '-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----\n';
const SIGNERS = '.agents/allowed_signers';
const signed = (many: number) =>
  jsonl(
    chained([
      verdict(),
      ...Array.from({ length: many }, (_, at) => verdict({ checked: [`${at}`], signature: SIGNATURE })),
    ]),
  );

describe('signatures', () => {
  async function check(files: Record<string, MemoryFile>, answer?: SignatureAnswer, withheld?: string) {
    const asked: SignedText[] = [];
    const checkSignature = async (text: SignedText) => {
      asked.push(text);
      return answer ?? ({ state: 'good' } as const);
    };
    const platform = { ...nodePlatform, checkSignature };
    const repository = memoryRepository({ commits: [{ files }], withhold: { contents: (path) => path === withheld } });
    const found = await ledgers.collect({ repository, platform, notice() {} } as unknown as CollectContext);
    const [ledger] = found.known ? found.value.ledgers : [];
    return { ledger, asked };
  }

  test('are made over the canonical record without its hash and signature, by its judge', async () => {
    const { ledger, asked } = await check({ [MAIN]: signed(1), [SIGNERS]: 'keys' });
    expect(ledger).toMatchObject({ breaks: { total: 0 }, signatures: { signed: 1, good: 1 } });
    expect(ledger?.signatures).not.toHaveProperty('unchecked');
    const { hash: _, signature: __, ...record } = JSON.parse(signed(1).split('\n')[1] ?? '') as Record<string, unknown>;
    expect(asked).toMatchObject([
      { namespace: 'agentops-verdict', principal: 'Grace', allowedSigners: 'keys', time: '2026-01-02T03:04:05Z' },
    ]);
    expect(JSON.parse(asked[0]?.text ?? '')).toEqual(record);
  });

  test.for<[state: 'bad' | 'not-allowed', kind: string]>([
    ['bad', 'signature'],
    ['not-allowed', 'signer'],
  ])('that are %s break the ledger', async ([state, kind]) => {
    const { ledger } = await check({ [MAIN]: signed(2), [SIGNERS]: '' }, { state, key: 'SHA256:x' });
    expect(ledger?.breaks).toMatchObject({
      total: 2,
      first: [
        { line: 2, kind },
        { line: 3, kind },
      ],
    });
  });

  test('of nobody in particular are said to be, where no list is tracked', async () => {
    const { ledger } = await check({ [MAIN]: signed(1) }, { state: 'not-allowed' });
    expect(ledger).toMatchObject({ breaks: { total: 0 }, signatures: { signed: 1, good: 0 } });
    expect(ledger?.signatures?.unchecked).toMatchObject({ because: expect.stringContaining('is not tracked') });
    expect(ledger?.signatures?.unchecked).not.toHaveProperty('withheld');
    expect((await check({ [MAIN]: signed(1) }, { state: 'bad' })).ledger?.breaks.total).toBe(1);
  });

  test.for<[what: string, answer: SignatureAnswer | undefined, withheld: string | undefined]>([
    ['a list that cannot be read', undefined, SIGNERS],
    [
      'an answer that was not had',
      { state: 'unknown', because: 'ssh-keygen was not found', decide: 'Install it' },
      undefined,
    ],
  ])('stay open by %s', async ([, answer, withheld]) => {
    const { ledger } = await check({ [MAIN]: signed(1), [SIGNERS]: 'keys' }, answer, withheld);
    expect(ledger?.signatures).toMatchObject({ good: 0, unchecked: { withheld: true } });
  });

  test('stay open where the platform cannot check them', async () => {
    const repository = memoryRepository({ commits: [{ files: { [MAIN]: signed(1) } }] });
    const { checkSignature: _, ...platform } = nodePlatform;
    const found = await ledgers.collect({ repository, platform } as unknown as CollectContext);
    expect(found).toMatchObject({ value: { ledgers: [{ signatures: { signed: 1, unchecked: { withheld: true } } }] } });
  });

  test('are checked of the newest two hundred records', async () => {
    const { ledger, asked } = await check({ [MAIN]: signed(203), [SIGNERS]: 'keys' });
    expect(asked).toHaveLength(200);
    expect(JSON.parse(asked[0]?.text ?? '')).toMatchObject({ checked: ['3'] });
    expect(ledger?.signatures).toMatchObject({
      signed: 203,
      good: 200,
      unchecked: { because: 'Only the newest 200 of 203 signatures were checked.' },
    });
  });
});

describe('documents', () => {
  const facts = async (files: Record<string, MemoryFile>, withheld?: string) =>
    (await collectFrom(files, withheld)).documents;
  const COUNCIL = '.agents/council/2026-01-01-review.md';

  test('are read, sorted by path, with what they say', async () => {
    const found = await facts({
      [COUNCIL]: '## Council Verdict: PASS\n',
      '.agents/ao/chain.jsonl': '{"id":"chain-1"}\n',
    });
    expect(found).toMatchObject({
      total: 2,
      first: [
        { dialect: 'ratchet-chain' },
        { dialect: 'council', verdicts: 1, statements: [{ verdict: 'pass', line: 1 }] },
      ],
    });
  });

  test('that cannot be read are not taken for whole, nor for absent', async () => {
    expect(await facts({ [COUNCIL]: 'x' }, COUNCIL)).toMatchObject({
      total: 1,
      first: [{ protection: 'broken', verdicts: 0, unreadable: expect.stringContaining('cannot be read') }],
    });
  });

  test('of prose are read up to 256 KiB, and a larger one is said not to be', async () => {
    const prose = '## Verdict: PASS\n'.padEnd(256 << 10, ' ');
    expect((await facts({ [COUNCIL]: prose })).first).toMatchObject([{ verdicts: 1 }]);
    const unreadable = 'it is larger than 262144 bytes';
    expect((await facts({ [COUNCIL]: `${prose} ` })).first).toMatchObject([{ verdicts: 0, unreadable }]);
    const verdict = '.agents/ao/chain.jsonl';
    const chain = '{"id":"chain-1"}\n'.padEnd(300 << 10, '\n');
    expect((await facts({ [verdict]: chain })).first).toMatchObject([{ dialect: 'ratchet-chain' }]);
    expect((await facts({ [verdict]: chain })).first[0]).not.toHaveProperty('unreadable');
  });

  test('of prose are read as far as the last forty, and the others said to be left out', async () => {
    const names = Array.from({ length: 42 }, (_, at) => `.agents/council/2026-01-${`${at}`.padStart(2, '0')}.md`);
    const { first } = await facts(Object.fromEntries(names.map((name) => [name, '## Verdict: PASS\n'])));
    expect(first.map(({ verdicts }) => verdicts)).toEqual([0, 0, ...Array.from({ length: 40 }, () => 1)]);
    expect(first[0]?.detail).toContain('only the last 40');
  });
});
