import type { CoverageFacts, OrphanVerdict } from '../../facts/coverage.ts';
import type { LedgersFacts } from '../../facts/ledgers.ts';
import type { CommitGraph } from '../../ledger/commit-graph.ts';
import { differenceKeys, type Judgement } from '../../ledger/judgements.ts';
import { ownSubject, ownText } from '../../ledger/own-text.ts';
import type { Statement } from '../../ledger/statement.ts';
import type { Repository } from '../../repository.ts';
import { eachStatement } from '../statements.ts';

/** For all ledgers together: more than that many verdicts are not held in memory. */
const MOST_JUDGEMENTS = 200_000;
const MOST_ORPHANS = 20;
/** A change may land so long after its verdict: 90 days. */
const LANDING = 90 * 86_400_000;

/** A recent verdict whose commit and tree are in no history that was read, but that names what was changed. */
interface Stray extends Placed {
  /** The key of that, white space left out where it can be: an orphan is one that leads nowhere. */
  readonly key: string;
}

/** An orphan, and how many verdicts were read before it. */
interface Placed extends OrphanVerdict {
  readonly at: number;
}

/** The verdicts that may cover something, and those of which that is not so. */
export class JudgementsRead {
  readonly kept: Judgement[] = [];
  /** Verdicts that name nothing. */
  unnamed = 0;
  /** True when some were left out for their number. */
  cut = false;
  readonly #strays: Stray[] = [];
  /** The first of those that are orphans whatever is found out later, and how many there are. */
  readonly #orphans: Placed[] = [];
  #lost = 0;
  #read = 0;

  /**
   * A verdict on a commit that the history does not hold is an orphan, unless what it judged is what a change did, or
   * what a verdict names that found one. An old one that names a difference is not called so: those of old changes are
   * not computed.
   */
  orphans(found: ReadonlySet<string>): CoverageFacts['orphans'] {
    const strays = this.#strays.filter(({ key }) => !found.has(key));
    const first = [...this.#orphans, ...strays.slice(0, MOST_ORPHANS)]
      .sort((a, b) => a.at - b.at)
      .slice(0, MOST_ORPHANS)
      .map(({ path, line, commit }) => ({ path, line, commit }));
    return { first, total: this.#lost + strays.length };
  }

  add(judgement: Judgement, graph: CommitGraph, since: number): void {
    this.#read += 1;
    const { commit, tree } = judgement.subject;
    const key = differenceKeys(judgement.subject).at(-1);
    if (commit === undefined && tree === undefined && key === undefined) {
      this.unnamed += 1;
      return;
    }
    const found =
      (commit !== undefined && graph.resolve(commit) !== undefined) ||
      (tree !== undefined && graph.withTree(tree).length > 0);
    const given = judgement.time === undefined ? Number.NaN : Date.parse(judgement.time);
    const isFull = this.kept.length >= MOST_JUDGEMENTS;
    if (!found && commit !== undefined) {
      if (key === undefined) this.#lose(judgement, commit);
      else if (!isFull && !(given < since))
        this.#strays.push({ ...this.#placed(judgement, commit), key: ownText(key) });
    }
    if (!found && (key === undefined || given < since - LANDING)) return;
    if (isFull) this.cut = true;
    else this.kept.push(owned(judgement));
  }

  #lose(judgement: Judgement, commit: string): void {
    this.#lost += 1;
    if (this.#orphans.length < MOST_ORPHANS) this.#orphans.push(this.#placed(judgement, commit));
  }

  #placed({ path, line }: Judgement, commit: string): Placed {
    return { path, line, commit: ownText(commit), at: this.#read };
  }
}

const owned = ({ subject, time, ...rest }: Judgement): Judgement => ({
  ...rest,
  subject: ownSubject(subject),
  ...(time !== undefined && { time: ownText(time) }),
});

/** Reads the verdicts of every intact ledger and document once, and keeps those that name something of this history. */
export async function readJudgements(
  ledgers: LedgersFacts,
  repository: Repository,
  graph: CommitGraph,
  {
    since,
    counts = () => true,
  }: { readonly since: string; readonly counts?: (statement: Statement, path: string) => boolean },
): Promise<JudgementsRead> {
  const read = new JudgementsRead();
  const start = Date.parse(since);
  await eachStatement(ledgers, repository, (statement, { path }) => {
    const { line, verdict, subject, independence, time } = statement;
    if (!counts(statement, path)) return;
    read.add({ path, line, verdict, subject, independence, ...(time !== undefined && { time }) }, graph, start);
  });
  return read;
}
