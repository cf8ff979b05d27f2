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
  await eachStatement(ledgers, repository, ({ subject, independence }) => {
    if (independence.grade !== 'apart') return;
    for (const name of namesOf(subject)) {
      for (const own of asked.get(name) ?? []) if (isCoveredBy(own, subject)) judged.add(own);
    }
  });
  return judged;
}

/** Under what a change is looked up. A commit may be abbreviated to its first seven digits. */
const namesOf = ({ commit, tree, patch }: Subject): readonly string[] => [
  ...(commit === undefined ? [] : [`commit ${commit.slice(0, 7)}`]),
  ...(tree === undefined ? [] : [`tree ${tree}`]),
  ...(patch === undefined ? [] : [`patch ${patch}`]),
];

/** The same change by one of its names. A verdict on a range holds for its last commit, but not the other way round. */
function isCoveredBy(own: Subject, other: Subject): boolean {
  if (own.patch !== undefined && own.patch === other.patch) return true;
  if (own.base !== undefined && own.base !== other.base) return false;
  if (own.tree !== undefined && own.tree === other.tree) return true;
  const [a, b] = [own.commit ?? '', other.commit ?? ''];
  return a !== '' && b !== '' && (a.startsWith(b) || b.startsWith(a));
}
