import { isObject, type JsonObject, objectIn, onlyFile } from './dialect.ts';
import { broken, type DocumentReader, type DocumentReading, MOST_NOTES } from './document.ts';

/**
 * The ratchet chain of the AgentOps reference implementation, `.agents/ao/chain.jsonl`: which steps of the work are
 * locked. In spite of its name nothing chains it: no record has a hash. Steps are no verdicts on a change.
 *
 * The first record is about the chain, the others are steps. Some tools have written the records over several lines each;
 * they are read as what they are.
 */
export const ratchetReader: DocumentReader = {
  name: 'ratchet-chain',
  places: [onlyFile('.agents/ao/chain.jsonl')],

  read({ text, isFile }): DocumentReading {
    const { records, notes } = recordsIn(text);
    const [about, ...steps] = records;
    if (about === undefined) return broken('it holds no record');
    if (typeof about.value.id !== 'string' || 'step' in about.value) {
      return broken('its first record does not name the chain', about.line);
    }
    for (const { line, value } of steps) {
      const flaw = flawOf(value, isFile);
      if (flaw !== undefined) note({ notes }, `line ${line}: ${flaw}`);
    }
    return {
      statements: [],
      protection: 'none',
      detail: 'it is not hash-chained',
      ...(notes.length > 0 && { notes }),
    };
  },
};

const STEPS = new Set(
  (
    'research premortem plan implement crank vibe postmortem pre-mortem pre_mortem post-mortem post_mortem formulate ' +
    'autopilot execute validate validation review discovery'
  ).split(' '),
);

function flawOf({ step, output, locked }: JsonObject, isFile: (path: string) => boolean): string | undefined {
  if (typeof step !== 'string' || !STEPS.has(step)) return 'it names no step that is known';
  if (typeof locked !== 'boolean') return 'it does not say whether the step is locked';
  // `commit:<id>` and `epic:<id>` are outputs too.
  const isPath = typeof output === 'string' && /^(?!\w+:)[^\s]*[/.]/.test(output);
  return isPath && !isFile(output.replace(/^\.\//, '')) ? `its output ${output} is not in git` : undefined;
}

interface Read {
  readonly records: { readonly line: number; readonly value: JsonObject }[];
  readonly notes: string[];
}

function recordsIn(text: string): Read {
  const whole = jsonOf(text);
  const lines = text.split('\n');
  if (Array.isArray(whole))
    return { records: spread(whole), notes: ['it is one JSON list, and not one record a line'] };
  const read: Read = { records: [], notes: [] };
  let [begun, over]: [number, string] = [0, ''];
  for (const [index, line] of lines.entries()) {
    if (over === '' && line.trim() === '') continue;
    if (over === '') begun = index + 1;
    // A record may go on over lines, as printers of JSON write it: until the lines together are an object.
    over += line;
    const value = recordIn(over);
    const alone = value ?? recordIn(line);
    if (value !== undefined) {
      read.records.push({ line: begun, value });
      if (begun !== index + 1) note(read, 'its records lie over several lines each');
      over = '';
    } else if (alone !== undefined || over.length > LONGEST_RECORD || !BEGINS.test(over)) {
      note(read, `line ${begun}: it is not a JSON object`);
      if (alone !== undefined) read.records.push({ line: index + 1, value: alone });
      over = '';
    }
  }
  if (over !== '') note(read, `line ${begun}: it is not a JSON object`);
  return read;
}

/** What is longer is no record over several lines; each line more is parsed again with those before it. */
const LONGEST_RECORD = 10_000;

/** Bounded where they are made: a file may have half a million lines, and something to say of each. */
const note = ({ notes }: Pick<Read, 'notes'>, text: string) =>
  void (notes.length >= MOST_NOTES || notes.includes(text) || notes.push(text));

const spread = (values: readonly unknown[]) => values.filter(isObject).map((value) => ({ line: 1, value }));

const BEGINS = /^\s*\{/;

/** To fail at parsing costs much more than a look at the first sign. */
const recordIn = (text: string): JsonObject | undefined => (BEGINS.test(text) ? objectIn(text) : undefined);

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
