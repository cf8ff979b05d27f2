import type { RecordedWorktree } from '../../facts/workers.ts';
import { instantOf } from '../../instant.ts';
import { parseJson } from '../safe-json.ts';
import { parseMarkdown } from '../safe-markdown.ts';
import { valueOfYaml } from '../safe-yaml.ts';
import { isStatePath, statePlaceOf } from '../state-places.ts';

/** Handoffs, and the verdicts and events of known tools: the places where work says which worktree it was done in. */
export const isRecordPath = (path: string): boolean =>
  /^\.agents\/(?:verdicts|pawl-verdicts|ao\/verdicts|yield|ledger)\/.+\.jsonl?$/.test(path) ||
  path === 'docs/provenance/ledger.jsonl' ||
  (isStatePath(path) && (statePlaceOf(path)?.kind === 'handoff' || /^\.agents\/rpi\/.+\.jsonl?$/.test(path)));

/** The worktrees that one record file names. `touched` dates those that carry no date of their own. */
export function worktreesIn(path: string, text: string, touched: string | undefined): readonly RecordedWorktree[] {
  if (!/worktree|-wt[/\\]/i.test(text)) return [];
  const records = /\.jsonl?$/.test(path) ? jsonRecords(path, text) : frontmatter(text);
  return records.flatMap(({ line, value }) => {
    const written = firstText(value, DATES) ?? touched ?? '';
    const instant = instantOf(written);
    const worker = workerOf(value);
    if (instant === undefined) return [];
    // A day alone stays one: it does not say at what time.
    const date = DAY.test(written) ? written : new Date(instant).toISOString().replace('.000Z', 'Z');
    return namedBy(value).map((worktree) => ({
      path,
      line,
      worktree,
      isLinked: !MAIN.has(worktree.toLowerCase()),
      date,
      ...(worker === undefined ? {} : { worker }),
    }));
  });
}

type Fields = Readonly<Record<string, unknown>>;
interface JsonRecord {
  readonly line: number;
  readonly value: Fields;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DATES = ['time', 'ts', 'timestamp', 'validated_at', 'generated_at', 'created_at', 'date'];
const WORKTREES = ['worktree', 'worktree_path', 'worktreePath'];
const WORKERS = ['author_context_id', 'author', 'agent', 'worker', 'actor', 'session_id'];
const MAIN = new Set(['.', 'main', 'root', 'none']);

function jsonRecords(path: string, text: string): readonly JsonRecord[] {
  const whole = path.endsWith('.jsonl') ? undefined : fieldsOf(text);
  if (whole !== undefined) return [{ line: 1, value: whole }];
  return text.split('\n').flatMap((line, index) => {
    const value = /worktree|-wt[/\\]/i.test(line) ? fieldsOf(line) : undefined;
    return value === undefined ? [] : [{ line: index + 1, value }];
  });
}

function frontmatter(text: string): readonly JsonRecord[] {
  const first = parseMarkdown(text)?.children[0];
  if (first?.type !== 'yaml') return [];
  const value = valueOfYaml(first.value);
  return isFields(value) ? [{ line: first.position?.start.line ?? 1, value }] : [];
}

function fieldsOf(text: string): Fields | undefined {
  try {
    const value: unknown = parseJson(text);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A worktree by its own field, else by the folder that a path of evidence lies in. Each once. */
function namedBy(record: Fields): readonly string[] {
  const nested = [record, record.state, record.author].filter(isFields);
  const fields = nested
    .flatMap((each) => firstText(each, WORKTREES) ?? [])
    .map((text) => text.replace(/[/\\]+$/, '') || '.');
  if (fields.length > 0) return [...new Set(fields)];
  const evidence = Array.isArray(record.evidence) ? record.evidence.filter(isFields) : [];
  const paths = [record.evidence_path, ...evidence.map(({ path }) => path)];
  return [...new Set(paths.flatMap((path) => (typeof path === 'string' ? (worktreeOf(path) ?? []) : [])))];
}

/**
 * The worktree that a path lies in, by the names in use for the folder that holds them: `<repository>-wt`, `.worktrees`,
 * `.claude/worktrees`, `<repository>.worktrees`.
 */
export function worktreeOf(path: string): string | undefined {
  const parts = path.split(/[/\\]/);
  const folder = parts.findIndex(
    (part, index) => index < parts.length - 1 && /^(?:.+[-.]wt|(?:.*[-.])?worktrees)$/i.test(part),
  );
  return folder === -1 || parts[folder + 1] === '' ? undefined : parts.slice(0, folder + 2).join('/');
}

function workerOf(record: Fields): string | undefined {
  const author = record.author;
  if (isFields(author)) return firstText(author, ['context', 'id']);
  return firstText(record, WORKERS);
}

function firstText(record: Fields, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = Object.hasOwn(record, key) ? record[key] : undefined;
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}
