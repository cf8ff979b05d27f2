import { type CollectContext, defineCollector } from '../../collector.ts';
import type { RecordedWorktree, WorkersFacts } from '../../facts/workers.ts';
import { known } from '../../outcome.ts';
import type { Content } from '../../repository.ts';
import { readWithin } from '../read-within.ts';
import { creationIn, mayAutomate } from './automation.ts';
import { concurrencyIn } from './concurrency.ts';
import { isRecordPath, worktreeOf, worktreesIn } from './records.ts';
import { sharedAmong } from './shared.ts';

const MOST_RECORDS = 2_000;
const RECORDS = { each: 16 << 20, total: 32 << 20 };
const MOST_SCRIPTS = 1_000;
const SCRIPTS = { each: 256 << 10, total: 16 << 20 };
const MOST_LISTED = 200;

/** Looks for agents at work at the same time, and for the worktrees they had. */
export const workers = defineCollector({
  kind: 'workers',
  reads: (path) => isRecordPath(path) || mayAutomate(path),
  async collect(context) {
    const history = await context.facts('history');
    if (!history.known) return history;
    const { commits, complete } = history.value;
    const concurrency = concurrencyIn(commits);
    const [records, automation, clone] = await Promise.all([
      recordsOf(context),
      // What prepares worktrees says something only where there is concurrent work to prepare for.
      concurrency.length === 0 ? [] : automationOf(context),
      context.repository.clone(),
    ]);
    return known({
      asOf: context.asOf,
      concurrency,
      recorded: records.found.slice(0, MOST_LISTED),
      shared: sharedAmong(records.found),
      linked: clone.known
        ? known(
            clone.value.worktrees
              .filter(({ prunable }) => !prunable)
              .map(({ name, branch }) => ({ name, ...(branch === undefined ? {} : { branch }) })),
          )
        : clone,
      automation,
      ...(records.unseen ?? (complete ? {} : TOO_MANY_COMMITS)),
    });
  },
});

const TOO_MANY_COMMITS = {
  unseen: { because: 'Not every commit of the window was read.', decide: 'Set a shorter window (windowDays).' },
};

async function recordsOf({ repository, facts }: CollectContext) {
  const tree = await repository.tree();
  const all = tree.filter(isRecordPath).filter(({ kind }) => kind === 'file' || kind === 'executable');
  // File names of records begin with a date more often than not, so the newest come last.
  const paths = all.slice(-MOST_RECORDS).map(({ path }) => path);
  const [contents, state] = await Promise.all([readWithin(repository, paths, RECORDS), facts('workState')]);
  const dates = state.known && state.value.dates.known ? state.value.dates.value : {};
  const found = paths.flatMap((path) => worktreesIn(path, textOf(contents.get(path)) ?? '', dates[path]?.touched.date));
  const gitlinks = tree.entries.flatMap(({ path, kind }): RecordedWorktree[] =>
    kind === 'submodule' && worktreeOf(`${path}/`) !== undefined
      ? [{ path, worktree: path, isLinked: true, date: repository.target.date }]
      : [],
  );
  if (
    state.known &&
    !state.value.dates.known &&
    paths.some((path) => isUndated(path, textOf(contents.get(path)) ?? ''))
  ) {
    return { found: [], unseen: { unseen: { because: state.value.dates.because, decide: state.value.dates.decide } } };
  }
  const unread =
    paths.find((path) => textOf(contents.get(path)) === undefined && !isLongLedger(path, contents.get(path))) ??
    all.at(-MOST_RECORDS - 1)?.path;
  return {
    found: [...found, ...gitlinks].sort((a, b) => Date.parse(b.date) - Date.parse(a.date)),
    ...(unread === undefined ? {} : { unseen: unreadable(unread) }),
  };
}

/** The neutral verdict has no member for a worktree, so a ledger too long to be read here hides none. */
const isLongLedger = (path: string, content: Content | undefined) =>
  content?.state === 'too-large' && path.startsWith('.agents/verdicts/');

/** True when only git can date a worktree that the file names. */
const isUndated = (path: string, text: string) =>
  worktreesIn(path, text, '2000-01-01').length > worktreesIn(path, text, undefined).length;

const unreadable = (path: string): Pick<WorkersFacts, 'unseen'> => ({
  unseen: {
    because: `${path} may record worktrees, and was not read.`,
    decide:
      'Audit a clone that holds every file, and keep records of work below 16 MiB each, 32 MiB together and 2,000 files.',
  },
});

async function automationOf({ repository, notice }: CollectContext) {
  const tree = await repository.tree();
  const all = tree.filter(mayAutomate).filter(({ kind }) => kind === 'file' || kind === 'executable');
  if (all.length > MOST_SCRIPTS)
    notice(`Of ${all.length} scripts and settings ${MOST_SCRIPTS} were searched for worktrees.`);
  const paths = all.slice(0, MOST_SCRIPTS).map(({ path }) => path);
  const contents = await readWithin(repository, paths, SCRIPTS);
  return paths
    .flatMap((path) => {
      const text = textOf(contents.get(path));
      const found = text === undefined ? undefined : creationIn(path, text);
      return found === undefined ? [] : [{ path, ...found }];
    })
    .slice(0, MOST_LISTED);
}

const textOf = (content: Content | undefined): string | undefined =>
  content?.state === 'text' ? content.text : undefined;
