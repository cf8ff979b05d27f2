import { isObject, type JsonObject } from './dialect.ts';
import { broken, type DocumentReader, type DocumentReading, filesIn, MOST_NOTES } from './document.ts';
import { independenceOfAll } from './independence.ts';
import type { Independence, Party, Statement } from './statement.ts';
import { objectIn } from './verdict-file.ts';

/**
 * A verdict on the head of a pull request, as older versions of the AgentOps reference implementation wrote it:
 * `.agents/pawl-verdicts/<bead>.json`. One author and one or more refuters, by their contexts; no digest.
 */
export const pawlReader: DocumentReader = {
  name: 'pawl-verdict',
  places: [filesIn('.agents/pawl-verdicts', '.json')],

  read({ text, isFile }): DocumentReading {
    const record = objectIn(text);
    if (typeof record === 'string') return broken(record);
    const flaw = flawOf(record);
    if (flaw !== undefined) return broken(flaw);
    const refuters = record.refuters as readonly JsonObject[];
    const author: Party = { kind: 'agent', context: record.author_context_id as string };
    const statement: Statement = {
      line: 1,
      verdict: verdictOf(record, refuters),
      subject: { commit: (record.head_sha as string).toLowerCase() },
      author,
      judges: refuters.map(judgeOf),
      independence: independence(record, refuters),
      time: record.generated_at as string,
    };
    const paths = [record.council_artifact, ...refuters.map(({ evidence }) => evidence)].filter(isText);
    const absent = paths.filter((path) => !isFile(path)).map((path) => `its evidence ${path} is not in git`);
    return {
      statements: [statement],
      protection: 'none',
      detail: 'it is not hash-chained, and has no digest',
      ...(absent.length > 0 && { notes: absent.slice(0, MOST_NOTES) }),
    };
  },
};

const VERSION = 'pawl-verdict.v1';
const DISPOSITIONS = new Set(['CONFIRMED', 'REFUTED', 'ESCALATE', 'HOLD']);
const MODES = new Set([undefined, 'fresh-context', 'multi-model']);

/** Names under which the families of models go. */
const FAMILIES: ReadonlyMap<string, string> = new Map([
  ...['claude', 'fable', 'anthropic'].map((name) => [name, 'claude'] as const),
  ...['gpt', 'codex', 'openai'].map((name) => [name, 'gpt'] as const),
  ...['gemini', 'agy', 'google'].map((name) => [name, 'gemini'] as const),
]);

const familyOf = (refuter: JsonObject): string | undefined => FAMILIES.get(String(refuter.family).trim().toLowerCase());

function flawOf(record: JsonObject): string | undefined {
  const { refuters } = record;
  const isRefuter = (refuter: unknown) =>
    isObject(refuter) && familyOf(refuter) !== undefined && isText(refuter.context_id) && isAnswer(refuter.verdict);
  const checks: Readonly<Record<string, boolean>> = {
    schema_version: record.schema_version === VERSION,
    bead_id: isText(record.bead_id),
    // The schema asks for one and more; the tests of the tool that writes it use zero.
    pr: Number.isInteger(record.pr) && (record.pr as number) >= 0,
    head_sha: isText(record.head_sha) && /^[0-9a-f]{7,64}$/i.test(record.head_sha),
    disposition: DISPOSITIONS.has(record.disposition as string),
    generated_at: isText(record.generated_at),
    author_context_id: isText(record.author_context_id),
    mode: MODES.has(record.mode as string | undefined),
    refuters: Array.isArray(refuters) && refuters.length > 0 && refuters.every(isRefuter),
  };
  const wrong = Object.entries(checks).find(([, isRight]) => !isRight)?.[0];
  return wrong === undefined ? undefined : `"${wrong}" is missing or not of the form that the format demands`;
}

const isAnswer = (verdict: unknown): boolean => verdict === 'CONFIRMED' || verdict === 'REFUTED';
const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

/** One refuter who did not confirm is enough against a pass, whatever the file concludes. */
function verdictOf({ disposition }: JsonObject, refuters: readonly JsonObject[]): Statement['verdict'] {
  if (disposition === 'REFUTED') return 'fail';
  const isConfirmed = disposition === 'CONFIRMED' && refuters.every(({ verdict }) => verdict === 'CONFIRMED');
  return isConfirmed ? 'pass' : 'not-proven';
}

function judgeOf(refuter: JsonObject): Party {
  const family = familyOf(refuter);
  return {
    kind: 'agent',
    context: refuter.context_id as string,
    ...(isText(refuter.reviewer) && { id: refuter.reviewer }),
    ...(family !== undefined && { family }),
  };
}

/** The rule of the format: one fresh context, or in the mode `multi-model` two families. Nobody else at all is nobody else in both. */
function independence(record: JsonObject, refuters: readonly JsonObject[]): Independence {
  const contexts = refuters.map(({ context_id }): Party => ({ context: context_id as string }));
  const byContext = independenceOfAll({ context: record.author_context_id as string }, contexts);
  if (byContext.grade !== 'apart' || record.mode !== 'multi-model') return byContext;
  const families = new Set(refuters.map(familyOf));
  return families.size > 1
    ? { grade: 'apart', by: 'family' }
    : { grade: 'unshown', because: 'it asks for two families of models, and one judged' };
}
