import { type CollectContext, defineCollector } from '../../collector.ts';
import type { LearningEntry, LearningsFacts } from '../../facts/learnings.ts';
import { known } from '../../outcome.ts';
import type { Content } from '../../repository.ts';
import { signaturesOf } from '../../signatures.ts';
import { nameOf, type Tree, type TreeEntry } from '../../tree.ts';
import { recognise } from '../instructions/harnesses.ts';
import { findDay, withoutDay } from './dates.ts';
import { introductions, type LearningsHistory } from './introductions.ts';
import { entriesOfJson, entriesOfJsonLines } from './json.ts';
import { entriesOfDocument, entriesOfList, type Found } from './markdown.ts';
import { type Candidate, candidate, isInstruction, names } from './places.ts';

const MOST_FILES = 5_000;
const LARGEST_FILE = 512 * 1024;
const MOST_INSTRUCTIONS = 50;

/**
 * Finds the lessons written down in the repository, and the commit that introduced each.
 *
 * Read by parsers, at the audited commit; an entry is a lesson, not a file. Of files with the same content, wherever
 * they lie, the first counts: the others are copies.
 */
export const learnings = defineCollector({
  kind: 'learnings',
  reads: (path) => candidate(path) !== undefined || isInstruction(path),
  async collect(context) {
    const tree = await context.repository.tree();
    const candidates = candidatesIn(tree, context);
    const guides =
      candidates.length === 0 ? [] : tree.filter((path) => isInstruction(path)).slice(0, MOST_INSTRUCTIONS);
    const contents = await context.repository.read(
      [...candidates, ...guides].map(({ path }) => path),
      LARGEST_FILE,
    );
    const documents = candidates.map((found) => ({ ...found, ...entriesIn(found, contents.get(found.path), context) }));
    const guideTexts = guides.flatMap(({ path }) => textOf(contents.get(path)) ?? []);
    const supported = documents.map((document) => ({ ...document, place: placeOf(document, documents, guideTexts) }));
    const found = supported.flatMap(({ path, place, kind, found }) =>
      found.map((entry) => ({
        path,
        place: place.path,
        support: supportOf(place, entry),
        alone: kind === 'folder' && found.length === 1,
        entry,
      })),
    );
    const places = [...new Set(found.map(({ place }) => place))].sort();
    const history =
      found.length === 0 ? known(NO_HISTORY) : await introductions(context.repository, places, found.map(asked));
    const needsAgents = found.length > 0 && found.every(({ support }) => support === 'none');
    const agents = agentsShownBy(guides) ?? (needsAgents ? await agentsSeen(context) : undefined);
    const facts: LearningsFacts = {
      entries: found.map((each, index) => entryOf(each, index, history.known ? history.value : NO_HISTORY)),
      places,
      asOf: context.asOf,
      unread: documents.flatMap(({ path, unread }) => (unread === undefined ? [] : [{ path, because: unread }])),
      removed: history.known ? history.value.removed : [],
      ...(!history.known && { historyWithheld: { because: history.because, decide: history.decide } }),
      ...(agents !== undefined && { agents }),
    };
    return known(facts);
  },
});

function candidatesIn(tree: Tree, { notice }: CollectContext): readonly Candidate[] {
  const seen = new Set<string>();
  const candidates: Candidate[] = [];
  for (const { path, id, kind } of tree.entries) {
    const found = candidate(path);
    if (found === undefined) continue;
    if (kind === 'symlink') notice(`${path} is a symbolic link and was not read as learnings.`);
    if (!tree.isFile(path) || seen.has(id)) continue;
    seen.add(id);
    candidates.push(found);
  }
  if (candidates.length > MOST_FILES)
    notice(`Only the first ${MOST_FILES} of ${candidates.length} files of learnings were read.`);
  return candidates.slice(0, MOST_FILES);
}

const NO_HISTORY: LearningsHistory = { introduced: [], touched: new Map(), removed: [] };

interface Read {
  readonly found: readonly Found[];
  readonly unread?: string;
}

function entriesIn({ path, kind, format }: Candidate, content: Content | undefined, { notice }: CollectContext): Read {
  if (content === undefined || content.state === 'missing')
    return { found: [], unread: content?.because ?? 'was not handed over' };
  if (content.state === 'binary') return { found: [] };
  if (content.state === 'too-large') return { found: [], unread: `is larger than ${content.limit / 1024} KiB` };
  const stem = nameOf(path).replace(/\.\w+$/, '');
  const title = withoutDay(stem).replace(/[-_]+/g, ' ').trim() || stem;
  if (format === 'markdown') {
    const found = kind === 'file' ? entriesOfList(content.text) : entriesOfDocument(content.text, title);
    const named = kind === 'folder' ? findDay(stem)?.day : undefined;
    return {
      found: named === undefined ? found : found.map((entry) => ({ ...entry, written: entry.written ?? named })),
    };
  }
  const { entries, pretty, broken } =
    format === 'json' ? entriesOfJson(content.text, title) : entriesOfJsonLines(content.text, title);
  if (pretty) notice(`${path} is one formatted JSON value, not one value a line; it was read as what it is.`);
  if (broken.length > 0) notice(`${path}:${broken[0]} is not JSON; ${broken.length} such line(s) were left out.`);
  return { found: entries };
}

interface Place {
  readonly path: string;
  readonly support: 'folder' | 'pointer' | 'none';
  /** False where the name also means other things, so that a date alone does not tell a lesson. */
  readonly dateTells: boolean;
}

/** `docs/solutions` also holds product pages: it is a folder of lessons once one of its documents is dated, as lessons are. */
function placeOf(
  { place, claim }: Candidate,
  documents: readonly (Candidate & Read)[],
  guides: readonly string[],
): Place {
  const made =
    claim === 'made' ||
    (claim === 'solutions' &&
      documents.some((other) => other.place === place && other.found.some(({ written }) => written !== undefined)));
  const support = made ? 'folder' : guides.some((text) => names(text, place)) ? 'pointer' : 'none';
  return { path: place, support, dateTells: claim !== 'shared' };
}

const supportOf = ({ support, dateTells }: Place, { written, onlyDate }: Found): LearningEntry['support'] =>
  support === 'none' && dateTells && written !== undefined && onlyDate === undefined ? 'date' : support;

interface Placed {
  readonly path: string;
  readonly support: LearningEntry['support'];
  readonly alone: boolean;
  readonly entry: Found;
}

const asked = ({ path, alone, entry }: Placed) => ({ path, alone, source: entry.source });

function entryOf({ path, support, alone, entry }: Placed, index: number, history: LearningsHistory): LearningEntry {
  const { line, title, id, written, retired } = entry;
  const introduced = history.introduced[index];
  const touched = alone ? history.touched.get(path) : undefined;
  return {
    path,
    line,
    title,
    ...(id !== undefined && { id }),
    ...(written !== undefined && { written }),
    ...(introduced !== undefined && { introduced }),
    support,
    ...(retired && { retired: touched === undefined ? {} : { touched } }),
  };
}

/** An instruction file says more plainly than a hook that agents work here. */
function agentsShownBy(guides: readonly TreeEntry[]): LearningsFacts['agents'] {
  const shown = guides.find(({ path }) => recognise(path) !== undefined) ?? guides[0];
  return shown && { path: shown.path };
}

/** A commit of the window that an agent signed. */
async function agentsSeen({ repository, since }: CollectContext): Promise<LearningsFacts['agents']> {
  const commits = await repository.commits({ since });
  const signed = commits.known ? commits.value.find((commit) => signaturesOf(commit).length > 0) : undefined;
  return signed && { commit: signed.id };
}

const textOf = (content: Content | undefined) => (content?.state === 'text' ? content.text : undefined);
