import { type CollectContext, defineCollector } from '../../collector.ts';
import type { LearningEntry, LearningsFacts } from '../../facts/learnings.ts';
import { known } from '../../outcome.ts';
import type { Content } from '../../repository.ts';
import { signaturesOf } from '../../signatures.ts';
import { nameOf, type Tree, type TreeEntry } from '../../tree.ts';
import { recognise } from '../instructions/harnesses.ts';
import { oneEntryAtSight } from './at-sight.ts';
import { findDay, withoutDay } from './dates.ts';
import { introductions, type LearningsHistory } from './introductions.ts';
import { entriesOfJson, entriesOfJsonLines } from './json.ts';
import { entriesOfDocument, entriesOfList, type Found } from './markdown.ts';
import { type Candidate, candidate, isArchived, isInstruction, names } from './places.ts';

const MOST_FILES = 5_000;
const LARGEST_FILE = 512 * 1024;
/** Characters that the parsers are given in one audit, over all files. */
const MOST_PARSED = 4 << 20;
const OVER_BUDGET = `is beyond the ${MOST_PARSED >> 20} MiB of learnings that are parsed`;
const MOST_INSTRUCTIONS = 50;
const MOST_EMPTY = 5;

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
    const guides = candidates.length === 0 ? [] : guidesIn(tree, context);
    const contents = await context.repository.read(
      [...candidates, ...guides].map(({ path }) => path),
      LARGEST_FILE,
    );
    const budget = new Budget(MOST_PARSED);
    const documents = candidates.map((found) => ({
      ...found,
      ...entriesIn(found, contents.get(found.path), budget, context),
    }));
    const guideTexts = guides.flatMap(({ path }) => textOf(contents.get(path)) ?? []);
    const standing = placesOf(documents, guideTexts);
    const found = documents.flatMap(({ path, place, kind, found }) =>
      found.map((entry) => ({
        path,
        place,
        support: supportOf(standing.get(place), entry),
        alone: kind === 'folder' && found.length === 1,
        entry,
      })),
    );
    const places = [...new Set(found.map(({ place }) => place))].sort();
    const history =
      found.length === 0 ? known(NO_HISTORY) : await introductions(context.repository, places, found.map(asked));
    const isOpen = found.some(({ support }) => support === 'none');
    const unreadGuides = isOpen ? guides.map(({ path }) => ({ path, unread: whyUnread(contents.get(path)) })) : [];
    const needsAgents = found.length > 0 && found.every(({ support }) => support === 'none');
    const agents = agentsShownBy(guides) ?? (needsAgents ? await agentsSeen(context) : undefined);
    const facts: LearningsFacts = {
      entries: found.map((each, index) => entryOf(each, index, history.known ? history.value : NO_HISTORY)),
      places,
      withoutEntries: documents
        .filter(isEmpty)
        .map(({ path }) => path)
        .slice(0, MOST_EMPTY),
      asOf: context.asOf,
      unread: [...documents, ...unreadGuides].flatMap(({ path, unread }) =>
        unread === undefined ? [] : [{ path, because: unread }],
      ),
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

/** Instructions and hooks, those nearest to the root first. */
function guidesIn(tree: Tree, { notice }: CollectContext): readonly TreeEntry[] {
  const depth = ({ path }: TreeEntry) => path.split('/').length;
  const guides = tree.filter(isInstruction).toSorted((a, b) => depth(a) - depth(b));
  if (guides.length > MOST_INSTRUCTIONS)
    notice(
      `Only ${MOST_INSTRUCTIONS} of ${guides.length} instruction files were searched for the places of learnings.`,
    );
  return guides.slice(0, MOST_INSTRUCTIONS);
}

class Budget {
  #left: number;

  constructor(characters: number) {
    this.#left = characters;
  }

  /** False, and nothing taken, when that much is not left. */
  take(characters: number): boolean {
    if (characters > this.#left) return false;
    this.#left -= characters;
    return true;
  }
}

interface Read {
  readonly found: readonly Found[];
  readonly unread?: string;
}

function entriesIn(
  { path, kind, format }: Candidate,
  content: Content | undefined,
  budget: Budget,
  { notice }: CollectContext,
): Read {
  const unread = whyUnread(content);
  if (unread !== undefined) return { found: [], unread };
  if (content?.state !== 'text') return { found: [] };
  const stem = nameOf(path).replace(/\.\w+$/, '');
  const title = withoutDay(stem).replace(/[-_]+/g, ' ').trim() || stem;
  if (format === 'markdown') {
    const atSight = kind === 'folder' ? oneEntryAtSight(content.text) : undefined;
    if (atSight !== undefined) return { found: atSight };
    if (!budget.take(content.text.length)) return { found: [], unread: OVER_BUDGET };
    const found = kind === 'file' ? entriesOfList(content.text) : entriesOfDocument(content.text, title);
    if (found === undefined) return { found: [], unread: 'is nested or marked up beyond what a person writes' };
    const named = kind === 'folder' ? findDay(stem)?.day : undefined;
    return {
      found: named === undefined ? found : found.map((entry) => ({ ...entry, written: entry.written ?? named })),
    };
  }
  if (!budget.take(content.text.length)) return { found: [], unread: OVER_BUDGET };
  const { entries, pretty, broken } =
    format === 'json' ? entriesOfJson(content.text, title) : entriesOfJsonLines(content.text, title);
  if (pretty) notice(`${path} is one formatted JSON value, not one value a line; it was read as what it is.`);
  if (broken.length > 0) notice(`${path}:${broken[0]} is not JSON; ${broken.length} such line(s) were left out.`);
  return { found: entries };
}

const isEmpty = ({ found, unread }: Read) => found.length === 0 && unread === undefined;

/** Why the contents could not be had; `undefined` when they were, though they may not be text. */
function whyUnread(content: Content | undefined): string | undefined {
  if (content === undefined || content.state === 'missing') return content?.because ?? 'was not handed over';
  return content.state === 'too-large' ? `is larger than ${content.limit / 1024} KiB` : undefined;
}

interface Place {
  readonly support: 'folder' | 'pointer' | 'none';
  /** False where the name also means other things, so that a date alone does not tell a lesson. */
  readonly dateTells: boolean;
}

/** `docs/solutions` also holds product pages: it is a folder of lessons once one of its documents is dated, as lessons are. */
function placesOf(documents: readonly (Candidate & Read)[], guides: readonly string[]): ReadonlyMap<string, Place> {
  const dated = new Set(documents.filter(({ found }) => found.some(isDated)).map(({ place }) => place));
  const places = new Map<string, Place>();
  for (const { place, claim } of documents) {
    if (places.has(place)) continue;
    const isMade = claim === 'made' || (claim === 'solutions' && dated.has(place));
    const support = isMade ? 'folder' : guides.some((text) => names(text, place)) ? 'pointer' : 'none';
    places.set(place, { support, dateTells: claim !== 'shared' });
  }
  return places;
}

const isDated = ({ written }: Found) => written !== undefined;

function supportOf(place: Place | undefined, entry: Found): LearningEntry['support'] {
  if (place === undefined) return 'none';
  const isTold = place.dateTells && isDated(entry) && entry.onlyDate === undefined;
  return place.support === 'none' && isTold ? 'date' : place.support;
}

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
    ...((retired || isArchived(path)) && { retired: touched === undefined ? {} : { touched } }),
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
