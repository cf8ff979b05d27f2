import type { VerdictsFacts } from '../../facts/verdicts.ts';
import { foldedName } from '../../ledger/independence.ts';
import { ownText } from '../../ledger/own-text.ts';
import type { Statement } from '../../ledger/statement.ts';

/** Fewer passes in a row say nothing about a judge. */
const ENOUGH = 10;
const MOST_SHOWN = 10;
/** Judges that are told apart; a ledger with more names none of them often. */
const MOST_JUDGES = 10_000;

/** Counts for each judge how often it passed, and whether it ever did anything else. */
export class Judges {
  readonly #judges = new Map<
    string,
    { readonly judge: string; readonly path: string; passes: number; refused: boolean }
  >();

  add({ verdict, judges }: Statement, path: string): void {
    for (const { id } of judges) {
      const name = foldedName(id);
      if (id === undefined || name === undefined) continue;
      let known = this.#judges.get(name);
      if (known === undefined) {
        if (this.#judges.size >= MOST_JUDGES) continue;
        known = { judge: ownText(id), path, passes: 0, refused: false };
        this.#judges.set(name, known);
      }
      if (verdict === 'pass') known.passes += 1;
      else known.refused = true;
    }
  }

  get neverRefusing(): VerdictsFacts['neverRefusing'] {
    return [...this.#judges.values()]
      .filter(({ passes, refused }) => !refused && passes >= ENOUGH)
      .toSorted((a, b) => b.passes - a.passes)
      .slice(0, MOST_SHOWN)
      .map(({ judge, passes, path }) => ({ judge, passes, path }));
  }
}
