import type { StateDates, StateDocument, StateKind } from '../facts/work-state.ts';
import type { Content, Repository } from '../repository.ts';
import { FEWEST_WORDS, ownWords, wordsBelowHeadings } from './placeholder-text.ts';
import { readWithin } from './read-within.ts';

/** The kinds that one rule judges together; of each group the newest are read. */
const GROUPS: readonly ReadonlySet<StateKind>[] = [
  new Set(['issue', 'plan', 'spec', 'decision', 'handoff', 'research', 'review']),
  new Set(['research', 'plan', 'spec', 'design']),
  new Set(['list', 'design']),
];
const NEWEST = 20;
const BOUNDS = { each: 256 << 10, total: 4 << 20 };

/**
 * The documents, those marked that hold nothing or whose contents could not be had. Read are the newest of each group,
 * because one of them is enough; where they all hold nothing, those after them count as unread. A file beyond the
 * bounds holds something.
 */
export async function withContents(
  repository: Pick<Repository, 'read'>,
  documents: readonly StateDocument[],
  dates: Readonly<Record<string, StateDates>>,
): Promise<readonly StateDocument[]> {
  const touched = ({ path }: StateDocument) => Date.parse(dates[path]?.touched.date ?? '') || 0;
  const groups = GROUPS.map((kinds) =>
    documents.filter(({ kind }) => kinds.has(kind)).toSorted((a, b) => touched(b) - touched(a)),
  );
  const chosen = new Map(
    groups.flatMap((group) => group.slice(0, NEWEST)).map((document) => [document.path, document]),
  );
  const contents = await readWithin(repository, [...chosen.keys()], BOUNDS);
  const marked = new Map<string, StateDocument>();
  for (const [path, document] of chosen) marked.set(path, { ...document, ...markOf(document, contents.get(path)) });
  for (const group of groups) {
    const isEmpty = group.slice(0, NEWEST).every(({ path }) => marked.get(path)?.nothing !== undefined);
    if (!isEmpty) continue;
    const unread = `comes after the ${NEWEST} newest, none of which holds anything, and was not read`;
    for (const document of group.slice(NEWEST))
      if (!marked.has(document.path)) marked.set(document.path, { ...document, unread });
  }
  return documents.map((document) => marked.get(document.path) ?? document);
}

function markOf(document: StateDocument, content: Content | undefined): Pick<StateDocument, 'nothing' | 'unread'> {
  if (content === undefined || content.state === 'missing')
    return { unread: content?.because ?? 'was not handed over' };
  if (content.state === 'binary') return { unread: 'is not text' };
  const nothing = content.state === 'text' ? nothingIn(document, content.text) : undefined;
  return nothing === undefined ? {} : { nothing };
}

/** Why a text is no record of anything. The title of an issue says what is to be done, that of a plan does not. */
function nothingIn({ path, kind }: StateDocument, text: string): string | undefined {
  if (path.endsWith('.jsonl'))
    return text.split('\n').some(isRecord) || isRecord(text) ? undefined : 'holds no line of JSON';
  if (path.endsWith('.json')) return isRecord(text) ? undefined : 'holds no JSON';
  const isTold = kind === 'issue' || kind === 'list' || /\.ya?ml$/.test(path);
  const words = isTold ? ownWords(text) : wordsBelowHeadings(text);
  return words < FEWEST_WORDS ? 'holds a title at most, or marks that nobody filled in' : undefined;
}

/** A mapping or a list that is not empty. */
function isRecord(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    return Object.keys(Object(JSON.parse(text))).length > 0;
  } catch {
    return false;
  }
}
