import * as z from 'zod/mini';
import type { LearningEntry } from '../facts/learnings.ts';
import { type Evidence, fail, isSome, partial, pass, unknown } from '../outcome.ts';
import { defineProbe } from '../probe.ts';
import { cite, isLesson } from './evidence/learnings.ts';

const LOOKED_FOR =
  'Looked for entries in learnings.md, .agents/learnings, docs/learnings and docs/solutions, and for the same in the folders of other agents.';

/**
 * Are lessons written down in the repository?
 *
 * One lesson is enough: whether they keep up with the work is another rule. What nothing tells from course notes or a
 * diary (undated, in no folder made for lessons, named by no instruction) is half an answer where agents work, and none
 * elsewhere.
 */
export default defineProbe({
  rule: 'learnings-present',
  needs: ['learnings'],
  params: z.strictObject({}),

  inspect({ learnings: { entries, withoutEntries, agents, unread, historyWithheld } }) {
    const lessons = newestFirst(entries.filter(isLesson)).map((entry) => cite(entry));
    if (isSome(lessons)) return pass(lessons);
    const [first] = unread;
    if (first !== undefined)
      return unknown(`${first.path} ${first.because}, and nothing else holds a lesson.`, `Read ${first.path}.`);
    const notes = newestFirst(entries).map((entry) => cite(entry));
    if (!isSome(notes)) {
      const files = withoutEntries.map(
        (path): Evidence => ({ at: 'file', path, note: 'holds nothing that reads as an entry' }),
      );
      return fail(`No lesson was found where lessons are looked for. ${LOOKED_FOR}`, files);
    }
    // A date does not tell a lesson where the name of the file also means other things, or the title is only a day.
    const doubt = entries.some(({ written }) => written !== undefined)
      ? 'may be a course note or a diary: it is dated, but no instruction file points there'
      : 'carries no date, and no instruction file points there: it may be a course note or a diary';
    if (agents === undefined && historyWithheld !== undefined)
      return unknown(historyWithheld.because, historyWithheld.decide);
    if (agents === undefined) return fail(`What is written down ${doubt}, and no sign of agents was seen here.`, notes);
    return partial(0.5, `What is written down ${doubt}.`, notes);
  },
});

const newestFirst = (entries: readonly LearningEntry[]) => entries.toSorted((a, b) => dated(b).localeCompare(dated(a)));
const dated = ({ written, introduced }: LearningEntry) => written ?? introduced?.date ?? '';
