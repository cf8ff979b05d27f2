import type { JudgedLine, JudgedLines, VerdictFile } from '../../facts/verdicts.ts';
import { familiesOf } from '../../ledger/independence.ts';
import { ownSubject } from '../../ledger/own-text.ts';
import type { Statement, Subject } from '../../ledger/statement.ts';

const MOST_LINES = 20;
/**
 * Own passes of all files that are remembered until the end, to see whether somebody else judged the same change. Of
 * further ones that is not known, so that they accuse nobody.
 */
const MOST_SUBJECTS = 10_000;

/** How many more are remembered; one for all files. */
export interface Room {
  left: number;
}

export const room = (): Room => ({ left: MOST_SUBJECTS });

/** Counts what one file says, line by line, and keeps only the first lines of a kind. */
export class FileTally {
  readonly path: string;
  readonly self: SelfJudged[] = [];
  readonly #room: Room;
  #verdicts = 0;
  #apart = 0;
  #contextOnly = 0;
  #sameFamily = 0;
  #lastApart: number | undefined;
  #selfUncompared = 0;
  readonly #unshown = new Lines();

  constructor(path: string, room: Room) {
    this.path = path;
    this.#room = room;
  }

  add({ line, verdict, subject, author, judges, independence }: Statement): void {
    this.#verdicts += 1;
    switch (independence.grade) {
      case 'apart':
        this.#apart += 1;
        this.#lastApart = line;
        if (independence.by === 'context') this.#contextOnly += 1;
        if (judges.length > 0 && judges.every((judge) => familiesOf(author, judge) === 'same')) this.#sameFamily += 1;
        return;
      case 'self':
        // Who refuses their own work has not let it through.
        if (verdict !== 'pass') return;
        if (this.#room.left > 0) this.self.push({ line, because: independence.because, subject: ownSubject(subject) });
        else this.#selfUncompared += 1;
        this.#room.left -= 1;
        return;
      case 'unshown':
        this.#unshown.add({ line, because: independence.because });
    }
  }

  /** @param othersJudged those subjects of `self` that somebody else judged too. */
  end(othersJudged: ReadonlySet<Subject>): VerdictFile {
    const alone = this.self.filter(({ subject }) => !othersJudged.has(subject));
    return {
      path: this.path,
      verdicts: this.#verdicts,
      apart: this.#apart,
      contextOnly: this.#contextOnly,
      sameFamily: this.#sameFamily,
      ...(this.#lastApart !== undefined && { lastApart: this.#lastApart }),
      self: {
        first: alone.slice(0, MOST_LINES).map(({ line, because }) => ({ line, because })),
        total: alone.length,
      },
      selfAndOthers: this.self.length - alone.length,
      selfUncompared: this.#selfUncompared,
      unshown: this.#unshown.all,
    };
  }
}

interface SelfJudged extends JudgedLine {
  readonly subject: Subject;
}

class Lines {
  readonly #first: JudgedLine[] = [];
  #total = 0;

  add(line: JudgedLine): void {
    this.#total += 1;
    if (this.#first.length < MOST_LINES) this.#first.push(line);
  }

  get all(): JudgedLines {
    return { first: this.#first, total: this.#total };
  }
}
