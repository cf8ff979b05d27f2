import * as z from 'zod/mini';
import type { StateDates, StateDocument, StateKind } from '../facts/work-state.ts';
import { type Evidence, fail, isSome, partial, pass, unknown } from '../outcome.ts';
import { defineProbe } from '../probe.ts';
import { quantity } from './evidence/quantity.ts';

/** They support a partial at most. */
const HINTS = new Set<StateKind>(['list', 'design']);
const LOOKED =
  'Looked for issues, plans, specifications, decisions and handoffs in folders such as .agents/plans, .beads, docs/plans, docs/decisions, docs/adr and specs.';

/**
 * Does the state of the work lie in git, and does it move with the work?
 *
 * Any kind will do: an issue export, a plan, a decision, a handoff. A root list of things to do and a design document
 * support a partial at most: they say what is wanted or how it is built, not what was decided or where the work stands.
 * Documents that nobody touched in the window are partial, because the state is then somewhere else by now. A document
 * that no commit dates, because a merge added it, may be of the window. One that holds a title at most is none.
 */
export default defineProbe({
  rule: 'work-state-tracked',
  needs: ['workState'],
  params: z.strictObject({ windowDays: z.int().check(z.positive()) }),

  inspect({ workState: { asOf, documents: all, dates, storedElsewhere } }, { windowDays }) {
    const documents = all.filter(({ nothing }) => nothing === undefined);
    const state = documents.filter(({ kind }) => !HINTS.has(kind));
    const hints = documents.filter(({ kind }) => HINTS.has(kind));
    if (state.length === 0 && storedElsewhere !== undefined) {
      return unknown(
        `${storedElsewhere.path} says that the issues are kept in ${storedElsewhere.store}, which this tree does not hold.`,
        'Commit an export of the issues, for example with bd export -o .beads/issues.jsonl.',
      );
    }
    if (documents.length === 0 && all.length > 0)
      return fail('The tracked documents of work state hold nothing.', all.slice(0, 20).map(citeNothing));
    if (documents.length === 0) return fail(`No work state is tracked. ${LOOKED}`);
    if (!dates.known) return unknown(dates.because, dates.decide);

    const from = Date.parse(asOf) - windowDays * 86_400_000;
    const touched = ({ path }: StateDocument) => Date.parse(dates.value[path]?.touched.date ?? '');
    const isUndated = (document: StateDocument) => Number.isNaN(touched(document));
    const cited = (found: readonly StateDocument[]) =>
      found.toSorted((a, b) => touched(b) - touched(a)).map((document) => cite(document, dates.value[document.path]));
    const recent = (found: readonly StateDocument[]) =>
      cited(found.filter((document) => document.unread === undefined && touched(document) >= from));

    const moving = recent(state);
    if (isSome(moving)) return pass(moving);
    const undatedState = state.find(isUndated);
    if (undatedState !== undefined) return cannotDate(undatedState);
    const unreadState = state.find(isUnread);
    if (unreadState !== undefined) return cannotRead(unreadState);
    const still = cited(state);
    if (isSome(still)) {
      const none =
        state.length === 1
          ? 'The tracked document of work state was not'
          : `None of the ${state.length} tracked documents of work state was`;
      const because = `${none} touched in the last ${quantity(windowDays, 'day')} of work.`;
      return partial(0.5, because, still);
    }
    const hinted = recent(hints);
    const because = 'Only lists of things to do or design documents are tracked';
    if (isSome(hinted)) return partial(0.5, `${because}. ${LOOKED}`, hinted);
    const undatedHint = hints.find(isUndated);
    if (undatedHint !== undefined) return cannotDate(undatedHint);
    const unreadHint = hints.find(isUnread);
    if (unreadHint !== undefined) return cannotRead(unreadHint);
    return fail(`${because}, untouched for ${quantity(windowDays, 'day')} of work. ${LOOKED}`, cited(hints));
  },
});

const cannotDate = ({ path }: StateDocument) =>
  unknown(`No commit shows when ${path} was touched.`, `Commit ${path} outside a merge, so that history shows it.`);

const isUnread = ({ unread }: StateDocument) => unread !== undefined;

const cannotRead = ({ path, unread }: StateDocument) =>
  unknown(
    `Whether ${path} holds anything cannot be told: it ${unread}.`,
    `Read ${path}, or audit a clone that holds it.`,
  );

const citeNothing = ({ path, nothing }: StateDocument): Evidence => ({ at: 'file', path, note: `${nothing}` });

const cite = ({ path, kind }: StateDocument, dates: StateDates | undefined): Evidence => ({
  at: 'file',
  path,
  note: dates === undefined ? kind : `${kind}, last touched ${dates.touched.date.slice(0, 10)}`,
});
