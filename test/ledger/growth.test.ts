import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyDeeds, appended, Growing, joined, laneNamed, linesOf, lossesOf } from '../support/ledger-histories.ts';
import { sealed } from '../support/verdicts.ts';

const LANE = laneNamed(0);

describe('honest growth', () => {
  test('is never accused, whatever branches, merges and lanes there are', async () => {
    await fc.assert(
      fc.asyncProperty(anyDeeds(40), async (deeds) => {
        const history = new Growing();
        history.run(deeds);
        history.close();
        expect(await lossesOf(history.points)).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  test('may stop in the middle of a line and go on', async () => {
    const history = new Growing();
    const whole = appended('', 3, 'a');
    let on = 0;
    for (const size of [10, 10, 200, whole.length - 1, whole.length])
      on = history.write(on, LANE, whole.slice(0, size));
    expect(await lossesOf(history.points)).toEqual([]);
  });

  test('may drop half a line that was committed, which is no record', async () => {
    const history = new Growing();
    const whole = appended('', 2, 'a');
    const half = appended(whole, 1, 'b').slice(0, -20);
    const cut = history.write(history.write(0, LANE, whole), LANE, half);
    history.write(cut, LANE, whole);
    expect(await lossesOf(history.points)).toEqual([]);
    history.write(cut, LANE, appended(whole, 2, 'c'));
    history.close();
    expect(await lossesOf(history.points)).toEqual([]);
  });

  test('may not drop a whole record that lacks its line feed, nor anything before half a line', async () => {
    const whole = appended('', 2, 'a');
    const [first] = linesOf(whole);
    for (const before of [whole.slice(0, -1), `${whole}{"author":`]) {
      const history = new Growing();
      history.write(history.write(0, LANE, before), LANE, `${first}\n`);
      expect(await lossesOf(history.points)).toEqual([`c2 ${LANE} truncated 2`]);
    }
  });
});

interface Attack {
  readonly what: string;
  /** The ledger afterwards, what it is called and at which line. `at` picks one of its lines, from 0. */
  readonly run: (lines: readonly string[], at: number) => { readonly text: string | undefined; readonly told: string };
}

const edited = (line: string): string => line.replace('"verdict":"pass"', '"verdict":"fail"');
const parsed = (line: string) => JSON.parse(line) as Record<string, unknown>;

const ATTACKS: readonly Attack[] = [
  { what: 'truncates it', run: (lines, at) => ({ text: joined(lines.slice(0, at)), told: `truncated ${at + 1}` }) },
  {
    what: 'cuts it within a line',
    run: (lines, at) => ({ text: joined(lines.slice(0, at)) + lines[at]?.slice(0, 30), told: `truncated ${at + 1}` }),
  },
  {
    what: 'edits a record',
    run: (lines, at) => ({
      text: joined(lines.map((line, index) => (index === at ? edited(line) : line))),
      told: `rewritten ${at + 1}`,
    }),
  },
  {
    what: 'edits a record and hashes it anew',
    run(lines, at) {
      const { hash: _hash, ...record } = parsed(lines[at] ?? '');
      const forged = JSON.stringify(sealed({ ...record, verdict: 'fail' }, record.prev as string | null));
      const text = joined(lines.map((line, index) => (index === at ? forged : line)));
      // Of the last record nothing names the hash: the chain alone verifies.
      return { text, told: `${at === lines.length - 1 ? 're-sealed' : 'rewritten'} ${at + 1}` };
    },
  },
  {
    what: 'removes a record',
    run: (lines, at) => ({
      text: joined(lines.filter((_, index) => index !== at)),
      told: `${at === lines.length - 1 ? 'truncated' : 'rewritten'} ${at + 1}`,
    }),
  },
  {
    what: 'seals everything anew from one record on',
    run(lines, at) {
      let prev = (parsed(lines[at] ?? '').prev ?? null) as string | null;
      const forged = lines.slice(at).map((line, index) => {
        const { hash: _hash, ...record } = parsed(line);
        const again = sealed({ ...record, ...(index === 0 && { verdict: 'fail' }) }, prev);
        prev = again.hash as string;
        return JSON.stringify(again);
      });
      return { text: joined([...lines.slice(0, at), ...forged]), told: `re-sealed ${at + 1}` };
    },
  },
  {
    what: 'changes white space that no hash covers',
    run: (lines, at) => ({
      text: joined(lines.map((line, index) => (index === at ? line.replace('"author":', '"author": ') : line))),
      told: `unprotected ${at + 1}`,
    }),
  },
  {
    what: 'changes the ends of lines',
    run: (lines) => ({ text: lines.map((line) => `${line}\r\n`).join(''), told: 'unprotected 1' }),
  },
  {
    what: 'drops records and changes white space above them',
    run: (lines, at) => ({
      text: joined([lines[0]?.replace('{', '{ ') ?? '', ...lines.slice(1, at)]),
      told: lines.length === 1 ? 'unprotected 1' : `truncated ${Math.max(1, at) + 1}`,
    }),
  },
  {
    what: 'takes the last line feed away',
    run: (lines) => ({ text: lines.join('\n'), told: `unprotected ${lines.length}` }),
  },
  { what: 'empties it', run: () => ({ text: '', told: 'truncated 1' }) },
  { what: 'deletes it', run: () => ({ text: undefined, told: 'deleted' }) },
];

/** A history that somebody attacks at a random place, and that goes on from there. */
const anyCase = fc.record({
  before: anyDeeds(15),
  records: fc.integer({ min: 1, max: 8 }),
  at: fc.nat(7),
  after: anyDeeds(15),
  grows: fc.boolean(),
});

/** A lane with some records on top of a random history, and the commit that holds them. */
function prepared({ before, records }: { before: Parameters<Growing['run']>[0]; records: number }) {
  const history = new Growing();
  history.run(before);
  const on = history.close();
  const text = appended(history.filesOf(on).get(LANE) ?? '', records, 'prepared');
  return { history, text, on: history.write(on, LANE, text) };
}

describe('an attack is found, and named by commit, kind and line', () => {
  test.for(ATTACKS.map((attack) => [attack.what, attack] as const))('that %s', async ([, { run }]) => {
    await fc.assert(
      fc.asyncProperty(anyCase, async (input) => {
        const { history, text, on } = prepared(input);
        const lines = linesOf(text);
        const { text: forged, told } = run(lines, input.at % lines.length);
        const attack = history.write(on, LANE, forged);
        if (input.grows && forged?.endsWith('}\n')) history.write(attack, LANE, appended(forged, 2, 'later'));
        history.run(input.after);
        history.close();
        const found = await lossesOf(history.points);
        // A merge with an older branch may bring a deleted ledger back.
        expect(found.map((each) => each.replace(/ undone$/, ''))).toContain(`c${attack} ${LANE} ${told}`);
        // A branch that began before it can only take it over.
        const others = found
          .filter((each) => !each.startsWith(`c${attack} `))
          .map((each) => Number(/\d+/.exec(each)?.[0]));
        expect(others.filter((id) => history.points[id]?.parents.length !== 2)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('what was undone', () => {
  test('is told from what stands, whatever the attack was', async () => {
    await fc.assert(
      fc.asyncProperty(anyCase, fc.constantFrom(...ATTACKS), async (input, { run }) => {
        const { history, text, on } = prepared(input);
        const lines = linesOf(text);
        const { text: forged, told } = run(lines, input.at % lines.length);
        const attack = history.write(on, LANE, forged);
        const restored = history.write(attack, LANE, input.grows ? appended(text, 2, 'later') : text);
        history.run(input.after);
        history.close();
        expect(restored).toBe(attack + 1);
        expect(await lossesOf(history.points)).toEqual([`c${attack} ${LANE} ${told} undone`]);
      }),
      { numRuns: 1000 },
    );
  });

  test('holds for a forgery of a forgery', async () => {
    const history = new Growing();
    const text = appended('', 4, 'a');
    const [one = '', two = ''] = linesOf(text);
    const on = history.write(0, LANE, text);
    const first = history.write(on, LANE, joined([one, edited(two)]));
    const second = history.write(first, LANE, joined([edited(one)]));
    history.write(second, LANE, text);
    expect(await lossesOf(history.points)).toEqual([`c${first} ${LANE} rewritten 2 undone`]);
  });

  test('does not hide records that were added to the forgery, and went with it', async () => {
    const history = new Growing();
    const text = appended('', 4, 'a');
    const forged = joined(linesOf(text).map((line, at) => (at === 1 ? line.replace('{', '{ ') : line)));
    const on = history.write(0, LANE, text);
    const attack = history.write(on, LANE, forged);
    const honest = history.write(attack, LANE, appended(forged, 1, 'b'));
    const back = history.write(honest, LANE, text);
    expect(await lossesOf(history.points)).toEqual([
      `c${attack} ${LANE} unprotected 2 undone`,
      `c${back} ${LANE} truncated 5`,
    ]);
  });

  test('does not hide a former loss of what somebody put back in the wrong place', async () => {
    const history = new Growing();
    const base = appended('', 2, 'a');
    const [ours, theirs] = [appended(base, 1, 'ours'), appended(base, 1, 'theirs')];
    const on = history.write(history.write(0, LANE, base), LANE, ours);
    const cut = history.write(on, LANE, base);
    const swap = history.write(history.write(cut, LANE, theirs), LANE, ours);
    const back = history.write(swap, LANE, theirs);
    expect(await lossesOf(history.points)).toEqual([
      `c${cut} ${LANE} truncated 3`,
      `c${swap} ${LANE} re-sealed 3 undone`,
      `c${back} ${LANE} re-sealed 3`,
    ]);
  });

  test('does not hide the loss of what others wrote, because a branch forged it and undid that', async () => {
    const history = new Growing();
    const base = appended('', 1, 'a');
    const [honest, wanted] = [appended(base, 1, 'honest'), appended(base, 1, 'wanted')];
    const on = history.write(0, LANE, base);
    // Listed as older than the record that it copies, as a commit with a false date is.
    const feint = history.write(history.write(on, LANE, wanted), LANE, honest);
    const merge = history.add([history.write(on, LANE, honest), feint], new Map([[LANE, honest]]));
    const attack = history.write(merge, LANE, wanted);
    expect(await lossesOf(history.points)).toContain(`c${attack} ${LANE} re-sealed 2`);
  });

  test('does not hide the loss of what a merge added, because a branch forged it and undid that', async () => {
    const history = new Growing();
    const base = appended('', 1, 'a');
    const [honest, wanted] = [appended(base, 1, 'honest'), appended(base, 1, 'wanted')];
    const on = history.write(0, LANE, base);
    const feint = history.write(history.write(on, LANE, wanted), LANE, honest);
    const record = history.add([on, history.add([on], history.filesOf(on))], new Map([[LANE, honest]]));
    const merge = history.add([record, feint], new Map([[LANE, honest]]));
    const attack = history.write(merge, LANE, wanted);
    expect(await lossesOf(history.points)).toContain(`c${attack} ${LANE} re-sealed 2`);
  });

  test('holds when a forgery was merged before it was undone', async () => {
    const history = new Growing();
    const short = appended('', 2, 'a');
    const long = appended(short, 2, 'b');
    const on = history.write(0, LANE, short);
    const grown = history.write(on, LANE, long);
    const forged = history.write(grown, LANE, joined([...linesOf(long).slice(0, 3), edited(linesOf(long)[3] ?? '')]));
    const merge = history.add([on, forged], history.filesOf(forged));
    history.write(merge, LANE, long);
    expect(await lossesOf(history.points)).toEqual([`c${forged} ${LANE} rewritten 4 undone`]);
  });
});

describe('places', () => {
  const OTHER = 'docs/provenance/ledger.jsonl';
  const text = appended('', 3, 'a');
  /** Moves the lane, with another text at its new place. */
  function moved(to: string) {
    const history = new Growing();
    const on = history.write(0, LANE, text);
    const files = new Map([[OTHER, to]]);
    return { history, commit: history.add([on], files) };
  }

  test('a ledger that was moved and went on growing is a rename', async () => {
    const { history, commit } = moved(appended(text, 1, 'b'));
    history.write(commit, OTHER, appended(appended(text, 1, 'b'), 2, 'c'));
    expect(await lossesOf(history.points)).toEqual([`c${commit} ${LANE} renamed to ${OTHER}`]);
  });

  test('one that lost a record on the way was deleted', async () => {
    const { history, commit } = moved(joined(linesOf(text).slice(0, 2)));
    expect(await lossesOf(history.points)).toEqual([`c${commit} ${LANE} deleted`]);
  });

  test('one that was moved in two commits is undone', async () => {
    const history = new Growing();
    const gone = history.write(history.write(0, LANE, text), LANE, undefined);
    history.write(gone, OTHER, text);
    expect(await lossesOf(history.points)).toEqual([`c${gone} ${LANE} deleted undone`]);
  });

  test('what was lost at a place, brought back and then moved, is undone', async () => {
    const history = new Growing();
    const cut = history.write(history.write(0, LANE, text), LANE, joined(linesOf(text).slice(0, 1)));
    const back = history.write(cut, LANE, text);
    const commit = history.add([back], new Map([[OTHER, text]]));
    expect(await lossesOf(history.points)).toEqual([
      `c${cut} ${LANE} truncated 2 undone`,
      `c${commit} ${LANE} renamed to ${OTHER}`,
    ]);
  });

  test('one that was deleted and begun anew lost what it held', async () => {
    const history = new Growing();
    const gone = history.write(history.write(0, LANE, text), LANE, undefined);
    history.write(gone, LANE, appended('', 5, 'z'));
    expect(await lossesOf(history.points)).toEqual([`c${gone} ${LANE} deleted`]);
  });
});

describe('merges', () => {
  const base = appended('', 2, 'base');
  const [ours, theirs] = [appended(base, 1, 'ours'), appended(base, 2, 'theirs')];
  function forked() {
    const history = new Growing();
    const on = history.write(0, LANE, base);
    return { history, sides: [history.write(on, LANE, ours), history.write(on, LANE, theirs)] as const };
  }

  test('of two branches that wrote to one lane lose what one of them wrote', async () => {
    const { history, sides } = forked();
    const merge = history.add(sides, new Map([[LANE, theirs]]));
    expect(await lossesOf(history.points)).toEqual([`c${merge} ${LANE} re-sealed 3`]);
  });

  test('that put both one below the other break the chain', async () => {
    const { history, sides } = forked();
    const both = ours + joined(linesOf(theirs).slice(2));
    const merge = history.add(sides, new Map([[LANE, both]]));
    expect(await lossesOf(history.points)).toEqual([`c${merge} ${LANE} rewritten 3`]);
  });

  test('that drop records of both sides are named once', async () => {
    const { history, sides } = forked();
    const merge = history.add(sides, new Map([[LANE, joined(linesOf(base).slice(0, 1))]]));
    expect(await lossesOf(history.points)).toEqual([`c${merge} ${LANE} truncated 2`]);
  });

  test('that throw away a branch with a lane of its own are found', async () => {
    const history = new Growing();
    const main = history.write(0, LANE, base);
    const side = history.write(0, laneNamed(1), ours);
    const merge = history.add([main, side], history.filesOf(main));
    expect(await lossesOf(history.points)).toEqual([`c${merge} ${laneNamed(1)} deleted`]);
  });

  test('that take over a loss of one side do not count it again', async () => {
    const history = new Growing();
    const on = history.write(0, LANE, ours);
    const cut = history.write(on, LANE, base);
    const merge = history.add([history.add([on], history.filesOf(on)), cut], history.filesOf(cut));
    expect(merge).toBe(history.points.length - 1);
    expect(await lossesOf(history.points)).toEqual([`c${cut} ${LANE} truncated 3`]);
  });
});
