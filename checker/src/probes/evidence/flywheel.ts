import type { Citation, CitationsFacts } from '../../facts/citations.ts';
import type { LearningEntry, LearningsFacts } from '../../facts/learnings.ts';
import type { Evidence } from '../../outcome.ts';
import { cite, dayOf, daysBetween, isLesson } from './learnings.ts';
import { quantity } from './quantity.ts';

/** What happened to the lessons in one window: each is counted once, as used, as decayed, or as neither. */
export interface Tally {
  readonly total: number;
  /** How many were retrieved or used. */
  readonly retrieved: number;
  readonly used: readonly (Evidence & { readonly note: string })[];
  readonly decayed: readonly Evidence[];
  /** An unused lesson of which nothing shows whether it is older than the window. */
  readonly undated: LearningEntry | undefined;
}

const DAY = 86_400_000;

export function tally(
  { entries, removed, asOf }: LearningsFacts,
  { lessons }: CitationsFacts,
  windowDays: number,
): Tally {
  const start = Date.parse(asOf) - windowDays * DAY;
  const within = (time: string | undefined) => time !== undefined && Date.parse(time) >= start;
  const cited = new Map(lessons.map((lesson) => [`${lesson.path}\0${lesson.line}`, lesson]));

  // Notes that nothing tells from lessons are counted beside lessons: taking away what tells them must not help.
  const lasting = entries.filter(({ retired }) => retired?.touched === undefined || within(retired.touched));
  const present = entries.some(isLesson) ? lasting : [];
  const gone = removed.filter(({ date }) => within(date));
  const used: (Evidence & { note: string })[] = [];
  const decayed: Evidence[] = gone.flatMap(({ path, commit, lessons }) =>
    Array.from(
      { length: lessons },
      (): Evidence => ({ at: 'commit', id: commit, note: `removed a lesson with ${path}` }),
    ),
  );
  let retrieved = 0;
  let undated: LearningEntry | undefined;
  for (const entry of present) {
    const uses = cited.get(`${entry.path}\0${entry.line}`);
    const isUsed = within(uses?.used?.time);
    if (isUsed || within(uses?.retrieved?.time) || within(uses?.refuted?.time)) retrieved += 1;
    const day = dayOf(entry);
    const age = day === undefined ? undefined : daysBetween(day, asOf);
    if (entry.retired !== undefined) decayed.push(cite(entry, 'retired'));
    else if (isUsed && uses?.used !== undefined) used.push(citeUse(entry, uses.used));
    else if (age === undefined) undated ??= entry;
    else if (age > windowDays)
      decayed.push(cite(entry, `${quantity(age, 'day')} old, not used in the last ${windowDays}`));
  }
  const total = present.length + gone.reduce((sum, { lessons }) => sum + lessons, 0);
  return { total, retrieved, used, decayed, undated };
}

function citeUse({ title }: LearningEntry, { time, at }: Citation): Evidence & { note: string } {
  const note = `${title}: used ${time.slice(0, 10)}`;
  return 'commit' in at ? { at: 'commit', id: at.commit, note } : { at: 'file', path: at.path, line: at.line, note };
}
