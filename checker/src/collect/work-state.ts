import { defineCollector } from '../collector.ts';
import type { StateDates, StateDocument } from '../facts/work-state.ts';
import { known } from '../outcome.ts';
import type { PathCommit } from '../repository.ts';
import type { Tree } from '../tree.ts';
import { withContents } from './state-contents.ts';
import { isStateDocument, isStatePath, statePlaceOf } from './state-places.ts';

const MOST_DOCUMENTS = 10_000;
/** A commit that changes or moves more documents than this, without adding them, is a sweep: nobody worked on each. */
const SWEEP = 25;

/** Finds the documents of work state by their place, and asks history when each last moved. Reads the newest. */
export const workState = defineCollector({
  kind: 'workState',
  early: true,
  reads: isStatePath,
  async collect({ repository, asOf, notice }) {
    const tree = await repository.tree();
    const entries = tree.entries.filter(isStateDocument);
    if (entries.length > MOST_DOCUMENTS)
      notice(`Of ${entries.length} documents of work state ${MOST_DOCUMENTS} were looked at.`);
    const documents = entries
      .slice(0, MOST_DOCUMENTS)
      .map(({ path }): StateDocument => ({ path, kind: statePlaceOf(path)?.kind ?? 'plan' }));
    const places = new Set(documents.map(({ path }) => statePlaceOf(path)?.place ?? path));
    const history = await (documents.length > 0
      ? repository.pathHistory({ paths: [...places], detail: 'names' })
      : known([]));
    const dates = history.known ? known(datesOf(documents, history.value)) : history;
    return known({
      asOf,
      documents: await withContents(repository, documents, dates.known ? dates.value : {}),
      dates,
      ...storedElsewhere(tree, documents),
    });
  },
});

function datesOf(
  documents: readonly StateDocument[],
  history: readonly PathCommit[],
): Readonly<Record<string, StateDates>> {
  const dates = new Map<string, StateDates>();
  /** What a document of today was called in the commit at hand. */
  const today = new Map(documents.map(({ path }) => [path, path]));
  for (const { id, author, changes } of history) {
    const at = { commit: id, date: author.date };
    const sweep = changes.filter(({ path, status }) => today.has(path) && status !== 'added').length > SWEEP;
    const renamed: [from: string, path: string][] = [];
    for (const change of changes) {
      const path = today.get(change.path);
      if (path === undefined) continue;
      const newer = dates.get(path);
      const counts = !sweep || change.status === 'added';
      dates.set(path, {
        introduced: at,
        touched: newer !== undefined && !isSwept(newer) ? newer.touched : counts ? at : SWEPT,
      });
      if (change.status === 'added' || change.status === 'renamed') today.delete(change.path);
      if (change.status === 'renamed' && change.from !== undefined) renamed.push([change.from, path]);
    }
    for (const [from, path] of renamed) today.set(from, path);
  }
  return Object.fromEntries(
    [...dates].map(([path, each]) => [path, isSwept(each) ? { ...each, touched: each.introduced } : each]),
  );
}

/** Stands for the last touch while only sweeps were met. */
const SWEPT = { commit: '', date: '' };
const isSwept = ({ touched }: StateDates) => touched === SWEPT;

/** Beads can keep its issues in a Dolt database, of which the tree holds the settings alone. */
function storedElsewhere(tree: Tree, documents: readonly StateDocument[]) {
  const settings = ['.beads/metadata.json', '.beads/config.yaml'].find((path) => tree.isFile(path));
  if (settings === undefined || documents.some(({ path }) => path.startsWith('.beads/'))) return {};
  return { storedElsewhere: { path: settings, store: 'a Beads database' } };
}
