import type { LedgersFacts } from '../../facts/ledgers.ts';
import type { Subject } from '../../ledger/statement.ts';
import type { Repository } from '../../repository.ts';
import { eachStatement } from '../statements.ts';

/**
 * Those of these changes that somebody other than their author judged as well, in any file, before or after. The files
 * are read once more, and only where an author has judged: what must be held is then known, and little.
 */
export async function othersJudged(
  subjects: readonly Subject[],
  ledgers: LedgersFacts,
  repository: Repository,
): Promise<ReadonlySet<Subject>> {
  const judged = new Set<Subject>();
  if (subjects.length === 0) return judged;
  const asked = new Map<string, Subject[]>();
  for (const subject of subjects) {
    for (const name of namesOf(subject)) {
      const same = asked.get(name);
      if (same === undefined) asked.set(name, [subject]);
      else same.push(subject);
    }
  }
  const lengths = [...new Set(subjects.flatMap(({ commit }) => commit?.length ?? []))];
  await eachStatement(ledgers, repository, ({ subject, independence }) => {
    if (independence.grade !== 'apart') return;
    for (const name of coveredBy(subject, lengths)) {
      const found = asked.get(name);
      if (found === undefined) continue;
      for (const own of found) judged.add(own);
      // However often it is judged again, it is looked at once.
      asked.delete(name);
    }
  });
  return judged;
}

/** Under what a change is looked up. A range is one only with its beginning; a patch tells a change by itself. */
function namesOf({ commit, base = '', tree, patch }: Subject): readonly string[] {
  return [
    ...(commit === undefined ? [] : [`commit ${commit} ${base}`]),
    ...(tree === undefined ? [] : [`tree ${tree} ${base}`]),
    ...(patch === undefined ? [] : [`patch ${patch}`]),
  ];
}

/**
 * The names of what a verdict covers: a range its last commit too, but not the other way round. A commit in full also
 * covers its abbreviations, of the lengths that were asked; an abbreviated one covers only itself, as it is written.
 */
function coveredBy(subject: Subject, lengths: readonly number[]): readonly string[] {
  const { commit } = subject;
  const short = commit === undefined ? [] : lengths.filter((length) => length < commit.length);
  const written = [
    subject,
    ...short.map((length): Subject => ({ ...subject, commit: commit?.slice(0, length) ?? '' })),
  ];
  return written.flatMap(({ base, ...last }) => [
    ...namesOf({ ...last, ...(base !== undefined && { base }) }),
    ...namesOf(last),
  ]);
}
