import * as z from 'zod/mini';
import type { StateDates, StateDocument } from '../facts/work-state.ts';
import { type Evidence, fail, isSome, partial, pass, unknown } from '../outcome.ts';
import { defineProbe } from '../probe.ts';
import { quantity } from './evidence/quantity.ts';

/**
 * Does research leave a document behind?
 *
 * A plan, a specification or a design counts like research: it is what the research came to. What it says is not judged, only that it says something, and a
 * document that is only touched in the window counts, because plans are worked on while the code is written. One that no
 * commit dates, because a merge added it, may be of the window.
 */
export default defineProbe({
  rule: 'research-recorded',
  needs: ['research'],
  params: z.strictObject({ windowDays: z.int().check(z.positive()) }),

  inspect({ research: { asOf, documents: all, dates } }, { windowDays }) {
    const documents = all.filter(({ nothing }) => nothing === undefined);
    if (documents.length === 0 && all.length > 0)
      return fail(
        'The tracked documents of research, plans, specifications and designs hold nothing.',
        all.slice(0, 20).map(citeNothing),
      );
    if (documents.length === 0) {
      return fail(
        'No research, plan, specification or design document is tracked. Looked in folders such as .agents/research, .agents/plans, docs/research, docs/plans, docs/specs, docs/design, specs and openspec/changes.',
      );
    }
    if (!dates.known) return unknown(dates.because, dates.decide);
    const from = Date.parse(asOf) - windowDays * 86_400_000;
    const touched = ({ path }: StateDocument) => Date.parse(dates.value[path]?.touched.date ?? '');
    const undated = documents.find((document) => Number.isNaN(touched(document)));
    const newest = documents
      .filter((document) => !Number.isNaN(touched(document)))
      .toSorted((a, b) => touched(b) - touched(a));
    const cited = (found: readonly StateDocument[]) =>
      found.map((document) => cite(document, dates.value[document.path]));
    const evidence = cited(newest.filter((document) => document.unread === undefined && touched(document) >= from));
    if (isSome(evidence)) return pass(evidence);
    if (undated !== undefined) {
      const { path } = undated;
      return unknown(
        `No commit shows when ${path} was touched.`,
        `Commit ${path} outside a merge, so that history shows it.`,
      );
    }
    const hidden = documents.find(({ unread }) => unread !== undefined);
    if (hidden !== undefined) {
      return unknown(
        `Whether ${hidden.path} holds anything cannot be told: it ${hidden.unread}.`,
        `Read ${hidden.path}, or audit a clone that holds it.`,
      );
    }
    const which =
      documents.length === 1
        ? 'The only tracked document of research, plans, specifications and designs was not'
        : `None of the ${documents.length} tracked documents of research, plans, specifications and designs was`;
    const because = `${which} touched in the last ${quantity(windowDays, 'day')} of work.`;
    const still = cited(newest);
    return isSome(still) ? partial(0.5, because, still) : fail(because);
  },
});

const citeNothing = ({ path, nothing }: StateDocument): Evidence => ({ at: 'file', path, note: `${nothing}` });

const cite = ({ path, kind }: StateDocument, dates: StateDates | undefined): Evidence => ({
  at: 'file',
  path,
  note:
    dates === undefined
      ? kind
      : `${kind}, introduced ${dates.introduced.date.slice(0, 10)}, last touched ${dates.touched.date.slice(0, 10)}`,
});
