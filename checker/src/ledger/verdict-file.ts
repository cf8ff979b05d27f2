import { DIGEST, isObject, type JsonObject } from './dialect.ts';
import { broken, type DocumentReader, type DocumentReading, type DocumentText, filesIn } from './document.ts';
import { independenceOf } from './independence.ts';
import { hiddenIn } from './lossless.ts';
import { pythonJson } from './python-json.ts';
import type { Party, Statement } from './statement.ts';

/**
 * A verdict file of the AgentOps reference implementation, version 2 or 3: `.agents/ao/verdicts/sha256/<digest>.json`.
 *
 * Its name and its `artifact_digest` are the SHA-256 of its content without that member, in Python's JSON with sorted
 * names. So a file is whole or it is not; that a file was taken away, nothing shows. It names its subject by the digest
 * of a list of files, and no commit.
 */
export const verdictFileReader: DocumentReader = {
  name: 'verdict-file',
  places: [filesIn('.agents/ao/verdicts/sha256', '.json')],

  read(document): DocumentReading {
    const record = objectIn(document.text);
    if (typeof record === 'string') return broken(record);
    const wrong = digestFlaw(record, document) ?? formFlaw(record);
    if (wrong !== undefined) return broken(wrong);
    const lacking = record.verdict === 'PASS' ? lackingForPass(record) : undefined;
    if (lacking !== undefined) return broken(`it says PASS, and ${lacking}`);
    const [author, judge] = [partyIn(record.author_context_id), partyIn(record.validator_context_id)];
    const statement: Statement = {
      line: 1,
      verdict: VERDICTS.get(record.verdict as string) ?? 'not-proven',
      subject: {},
      ...(author && { author }),
      judges: judge === undefined ? [] : [judge],
      independence: independenceOf(author, judge),
      ...(isText(record.validated_at) && { time: record.validated_at }),
    };
    return { statements: [statement], protection: 'self-digest' };
  },
};

const VERDICTS: ReadonlyMap<string, Statement['verdict']> = new Map([
  ['PASS', 'pass'],
  ['FAIL', 'fail'],
  ['NOT_PROVEN', 'not-proven'],
]);

function digestFlaw(record: JsonObject, { path, text, platform }: DocumentText): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1, -'.json'.length);
  if (!DIGEST.test(name)) return 'its name is no digest';
  if (record.artifact_digest !== name) return 'its name is not the digest that it states';
  return platform.sha256(pythonJson(text, 'artifact_digest')) === name
    ? undefined
    : 'its content does not have its digest';
}

function formFlaw(record: JsonObject): string | undefined {
  if (!VERDICTS.has(record.verdict as string)) return 'its verdict is none of PASS, FAIL and NOT_PROVEN';
  const ids = [record.author_context_id ?? null, record.validator_context_id ?? null];
  return ids.every((id) => id === null || isText(id)) ? undefined : 'the context of its author or validator is no text';
}

/** What the format demands of a passing verdict, that author and validator differ apart: that is another rule's question. */
function lackingForPass(record: JsonObject): string | undefined {
  if (!isText(record.author_context_id) || !isText(record.validator_context_id)) {
    return 'does not name the contexts of author and validator';
  }
  if (!isObject(record.freshness_attestation)) return 'attests no fresh context';
  const criteria = Array.isArray(record.criteria) ? record.criteria : [];
  if (criteria.length === 0 || !criteria.every(isMet)) return 'not every criterion passed with evidence';
  if (!isFilled(record.checked)) return 'names nothing that was checked';
  return isFilled(record.not_checked) ? 'names what was not checked' : undefined;
}

/** Version 3 may leave criteria out of a judgment. */
const isMet = (criterion: unknown): boolean =>
  isObject(criterion) &&
  (criterion.result === 'EXCLUDED' || (criterion.result === 'PASS' && isFilled(criterion.evidence_refs)));

const partyIn = (context: unknown): Party | undefined => (isText(context) ? { context } : undefined);

const isFilled = (value: unknown): boolean => Array.isArray(value) && value.length > 0;
const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

/** The one JSON object that a file is, or a clause: why it is none that every reader understands alike. */
export function objectIn(text: string): JsonObject | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'it is not JSON';
  }
  return isObject(value) ? (hiddenIn(text, { numbers: false }) ?? value) : 'it is not a JSON object';
}
