import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  anyVerdict,
  breaksOf,
  chained,
  jsonl,
  type Members,
  sealed,
  sha256,
  verified,
  WRITERS,
} from '../support/verdicts.ts';

/** Cases of each attack, by dialect. The seed makes a failure the same on every machine. */
const CASES = { numRuns: 150, seed: 4 };

type Chain = readonly Members[];
interface Dialect {
  readonly name: string;
  /** Records of any content, chained. */
  readonly chains: (least: number) => fc.Arbitrary<Members[]>;
  readonly lines: (chain: Chain) => string;
  /** Gives a record the hashes that its content has, after a record with that hash. */
  readonly reseal: (record: Members, previous: Members | undefined) => Members;
  /** The kind of break that changed content is. */
  readonly changed: string;
  /** A member that the hash covers. */
  readonly member: string;
  /** The member that names the record before. */
  readonly link: string;
}

/** Two records are never the same, as their time or id tells them apart. */
const different = <T extends Members>(records: readonly T[]): T[] =>
  records.map((record, index) => ({ ...record, unchecked: [`number ${index}`] }));

const goHash = (payload: string, previous: string) => {
  const payloadHash = hash('sha256', payload);
  return { payload_hash: payloadHash, hash: hash('sha256', `${payloadHash}\n${previous}`) };
};
const link = (records: readonly Members[], reseal: Dialect['reseal']): Members[] => {
  const chain: Members[] = [];
  for (const record of records) chain.push(reseal(record, chain.at(-1)));
  return chain;
};
/** Without what Go would escape: that has tests of its own. */
const word = fc.stringMatching(/^[a-z0-9 ./@-]{0,12}[a-z]$/);
const instant = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  .map((date) => `${date.toISOString().slice(0, 19)}Z`);

const PROVENANCE_ORDER =
  'schema_version from_id from_type to_id to_type relation evidence_ref trust_tier ts reviewer_family rounds'.split(
    ' ',
  );
const resealProvenance: Dialect['reseal'] = (record, previous) => {
  const payload: Members = {};
  for (const name of PROVENANCE_ORDER) if (record[name]) payload[name] = record[name];
  const before = (previous?.hash as string | undefined) ?? '';
  return { ...record, prev_hash: before, ...goHash(JSON.stringify(payload), before) };
};
const anyEdge = fc.record(
  {
    schema_version: fc.constant('agentops-sdlc-provenance.v1'),
    from_id: word,
    from_type: fc.constantFrom('verdict', 'bead', 'commit'),
    to_id: fc.stringMatching(/^[0-9a-f]{40}$/),
    to_type: fc.constantFrom('commit', 'artifact'),
    relation: fc.constantFrom('wasDerivedFrom', 'resolves'),
    evidence_ref: word,
    bead_id: word,
    trust_tier: fc.constantFrom('authored', 'inferred', 'mined'),
    ts: instant,
    reviewer_family: fc.constantFrom('gpt', 'claude+gpt', ''),
    rounds: fc.nat(5),
  },
  { requiredKeys: ['schema_version', 'from_id', 'from_type', 'to_id', 'to_type', 'relation', 'trust_tier', 'ts'] },
);

const resealEvent: Dialect['reseal'] = (record, previous) => {
  const before = (previous?.hash as string | undefined) ?? '';
  const { event_id, run_id, ts, phase, action, details } = record;
  const payload = { schema_version: 1, event_id, run_id, ts, phase, action, details, prev_hash: before };
  return { ...record, prev_hash: before, ...goHash(JSON.stringify(payload), before) };
};
const anyEvent = fc.record({
  schema_version: fc.constant(1),
  event_id: word,
  run_id: word,
  ts: instant,
  phase: word,
  action: word,
  details: fc.record({ a: fc.nat(), b: word }),
});

const DIALECTS: readonly Dialect[] = [
  {
    name: 'agentops-verdict',
    chains: (least) =>
      fc
        .array(anyVerdict, { minLength: least, maxLength: least + 5 })
        .map(different)
        .map(chained),
    lines: (chain) => jsonl(chain),
    reseal: (record, previous) => {
      const { hash: _, prev: __, ...members } = record;
      return sealed(members, (previous?.hash as string | undefined) ?? null);
    },
    changed: 'hash',
    member: 'verdict',
    link: 'prev',
  },
  {
    name: 'agentops-sdlc-provenance',
    chains: (least) =>
      fc.array(anyEdge, { minLength: least, maxLength: least + 5 }).map((edges) =>
        link(
          edges.map((edge, index) => ({ ...edge, from_id: `${edge.from_id}${index}` })),
          resealProvenance,
        ),
      ),
    lines: (chain) => jsonl(chain, WRITERS[1]),
    reseal: resealProvenance,
    changed: 'payload-hash',
    member: 'from_id',
    link: 'prev_hash',
  },
  {
    name: 'rpi-events',
    chains: (least) =>
      fc.array(anyEvent, { minLength: least, maxLength: least + 5 }).map((events) =>
        link(
          events.map((event, index) => ({ ...event, event_id: `${event.event_id}${index}` })),
          resealEvent,
        ),
      ),
    lines: (chain) => jsonl(chain, WRITERS[1]),
    reseal: resealEvent,
    changed: 'payload-hash',
    member: 'action',
    link: 'prev_hash',
  },
];

/** Another value than the one that a record has. */
const another = (value: unknown): unknown =>
  value === 'pass' ? 'fail' : value === 'fail' ? 'pass' : value === 'not-proven' ? 'fail' : `${value}x`;

describe.for(DIALECTS)('$name', ({ name, chains, lines, reseal, changed, member, link }) => {
  const breaks = (chain: Chain) => breaksOf(verified(lines(chain)));
  /** Runs an attack on any chain of `least` records or more, at a place before its last `spare` ones. */
  const attack = (least: number, spare: number, run: (chain: Members[], at: number) => void) =>
    fc.assert(
      fc.property(chains(least), fc.nat(), (chain, where) => run(chain, where % (chain.length - spare))),
      CASES,
    );

  test('an untouched ledger is never accused', () => {
    attack(1, 0, (chain) => {
      const ledger = verified(lines(chain));
      expect(ledger).toMatchObject({ dialect: name, records: chain.length, breaks: { total: 0, first: [] } });
      expect(ledger).not.toHaveProperty('unreadable');
    });
  });

  test('a changed member is a wrong hash, there and nowhere else', () => {
    attack(1, 0, (chain, at) => {
      const record = { ...chain[at], [member]: another(chain[at]?.[member]) };
      expect(breaks(chain.with(at, record))).toEqual([`${at + 1} ${changed}`]);
    });
  });

  test('a record that was changed and hashed again leaves a gap after it', () => {
    attack(2, 1, (chain, at) => {
      const record = reseal({ ...chain[at], [member]: another(chain[at]?.[member]) }, chain[at - 1]);
      const found = verified(lines(chain.with(at, record)));
      expect(breaksOf(found)).toEqual([`${at + 2} gap`]);
      expect(found.breaks.first[0]?.detail).toContain(`line ${at + 1} was written anew`);
    });
  });

  test('removed records leave one gap, however many they were', () => {
    attack(3, 1, (chain, at) => {
      for (let many = 1; at + many < chain.length; many += 1) {
        expect(breaks(chain.toSpliced(at, many))).toEqual([`${at + 1} gap`]);
      }
    });
  });

  test('a record that goes on from the chain and was put in is named by the one that it pushed away', () => {
    attack(2, 1, (chain, at) => {
      const extra = reseal({ ...chain[at + 1], [member]: another(chain[at + 1]?.[member]) }, chain[at]);
      const found = verified(lines(chain.toSpliced(at + 1, 0, extra)));
      expect(breaksOf(found)).toEqual([`${at + 3} link`]);
      expect(found.breaks.first[0]?.detail).toContain(`it goes on from line ${at + 1}, and so does another`);
    });
  });

  test('a record of another chain that was put in is said to be', () => {
    attack(2, 0, (chain, at) => {
      const foreign = reseal(reseal({ ...chain[0], [member]: another(chain[0]?.[member]) }, undefined), {
        hash: sha256('another chain'),
      });
      const found = verified(lines(chain.toSpliced(at, 0, foreign)));
      expect(breaksOf(found)).toEqual([`${at + 1} link`]);
      expect(found.breaks.first[0]?.detail).toContain('it was put in');
    });
  });

  test('a second copy of a record is a duplicate, wherever it stands', () => {
    attack(2, 0, (chain, from) => {
      for (let to = 0; to <= chain.length; to += 1) {
        const found = breaks(chain.toSpliced(to, 0, chain[from] as Members));
        // Right before or after itself the second of the two is the copy.
        expect(found).toEqual([`${to === from ? to + 2 : to + 1} duplicate`]);
      }
    });
  });

  test('the whole ledger twice is a duplicate at its second beginning', () => {
    attack(1, 0, (chain) => {
      expect(breaks([...chain, ...chain])).toEqual([`${chain.length + 1} duplicate`]);
    });
  });

  test('two records that changed places are out of order, and the first is told where it belongs', () => {
    attack(3, 1, (chain, at) => {
      const [left, right] = [chain[at] as Members, chain[at + 1] as Members];
      const found = verified(lines(chain.with(at, right).with(at + 1, left)));
      expect(breaksOf(found)).toEqual([`${at + 1} order`]);
      expect(found.breaks.first[0]?.detail).toBe(`it belongs after line ${at + 2}`);
    });
  });

  test('blocks that changed places are out of order once', () => {
    fc.assert(
      fc.property(chains(3), fc.tuple(fc.nat(), fc.nat(), fc.nat()), (chain, cuts) => {
        const [a = 0, b = 0, c = 0] = cuts.map((cut) => cut % (chain.length + 1)).sort((x, y) => x - y);
        fc.pre(a < b && b < c);
        const moved = [...chain.slice(0, a), ...chain.slice(b, c), ...chain.slice(a, b), ...chain.slice(c)];
        expect(breaks(moved)).toEqual([`${a + 1} order`]);
      }),
      CASES,
    );
  });

  test('a changed link is a wrong hash, and a link that proves nothing', () => {
    attack(2, 0, (chain, at) => {
      fc.pre(at > 0);
      const found = breaks(chain.with(at, { ...chain[at], [link]: sha256('elsewhere') }));
      expect(found[0]).toMatch(new RegExp(`^${at + 1} (payload-)?hash$`));
      expect(found.slice(1)).toEqual([`${at + 1} link`]);
    });
  });

  test('a second beginning is a broken link', () => {
    attack(2, 0, (chain, at) => {
      fc.pre(at > 0);
      const record = reseal({ ...chain[at], [member]: another(chain[at]?.[member]) }, undefined);
      const found = breaks([...chain.slice(0, at), record]);
      expect(found).toEqual([`${at + 1} link`]);
    });
  });

  test('a last line that was cut at any byte is half a record', () => {
    fc.assert(
      fc.property(chains(1), fc.nat(), (chain, where) => {
        const bytes = new TextEncoder().encode(lines(chain));
        const last = new TextEncoder().encode(lines(chain.slice(0, -1))).length;
        // At least one byte of the line is there, and its closing bracket is not.
        const end = last + 1 + (where % (bytes.length - last - 2));
        const ledger = verified(bytes.slice(0, end));
        if (chain.length > 1) expect(breaksOf(ledger)).toEqual([`${chain.length} truncated`]);
        else expect(ledger.unreadable).toContain('no record of a known ledger');
      }),
      CASES,
    );
  });

  test('the file alone cannot show that its end was cut off', () => {
    attack(2, 1, (chain, at) => {
      expect(breaks(chain.slice(0, at + 1))).toEqual([]);
    });
  });

  test('the file alone cannot show that all of it was sealed anew', () => {
    attack(1, 0, (chain, at) => {
      const forged: Members[] = [];
      for (const [index, record] of chain.entries()) {
        const edited = index === at ? { ...record, [member]: another(record[member]) } : record;
        forged.push(reseal(edited, forged.at(-1)));
      }
      expect(breaks(forged)).toEqual([]);
    });
  });
});

describe('what no hash covers', () => {
  test('is named, and its change is not seen in the file', () => {
    const [, provenance = DIALECTS[0] as Dialect] = DIALECTS;
    fc.assert(
      fc.property(provenance.chains(1), fc.nat(), word, (chain, where, value) => {
        const at = where % chain.length;
        const edited = chain.with(at, { ...chain[at], merge_sha: value, note: value });
        const ledger = verified(provenance.lines(edited));
        expect(breaksOf(ledger)).toEqual([]);
        expect(ledger.unprotected).toEqual(expect.arrayContaining(['merge_sha', 'note']));
      }),
      CASES,
    );
  });
});
