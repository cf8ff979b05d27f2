import * as z from 'zod/mini';
import type { StateDates, StateDocument } from '../facts/work-state.ts';
import { type Evidence, fail, isSome, partial, pass, unknown } from '../outcome.ts';
import { defineProbe } from '../probe.ts';

/**
 * Does research leave a document behind?
 *
 * A plan, a specification or a design counts like research: it is what the research came to. What it says is not judged, and a
 * document that is only touched in the window counts, because plans are worked on while the code is written. One that no
 * commit dates, because a merge added it, may be of the window.
 */
export default defineProbe({
  rule: 'research-recorded',
  needs: ['research'],
  params: z.strictObject({ windowDays: z.int().check(z.positive()) }),

  inspect({ research: { lastCommit, documents, dates } }, { windowDays }) {
    if (documents.length === 0) {
      return fail(
        'No research, plan, specification or design document is tracked. Looked in folders such as .agents/research, .agents/plans, docs/research, docs/plans, docs/specs, docs/design, specs and openspec/changes.',
      );
    }
    if (!dates.known) return unknown(dates.because, dates.decide);
    const from = Date.parse(lastCommit) - windowDays * 86_400_000;
    const touched = ({ path }: StateDocument) => Date.parse(dates.value[path]?.touched.date ?? '');
    const undated = documents.find((document) => Number.isNaN(touched(document)));
    const newest = documents
      .filter((document) => !Number.isNaN(touched(document)))
      .toSorted((a, b) => touched(b) - touched(a));
    const cited = newest.map((document) => cite(document, dates.value[document.path]));
    const recent = newest.filter((document) => touched(document) >= from);
    const evidence = cited.slice(0, recent.length);
    if (isSome(evidence)) return pass(evidence);
    if (undated !== undefined) {
      const { path } = undated;
      return unknown(
        `No commit shows when ${path} was touched.`,
        `Commit ${path} outside a merge, so that history shows it.`,
      );
    }
    const because = `None of the ${documents.length} tracked documents of research, plans, specifications and designs was touched in the last ${windowDays} days of work.`;
    return isSome(cited) ? partial(0.5, because, cited) : fail(because);
  },
});

const cite = ({ path, kind }: StateDocument, dates: StateDates | undefined): Evidence => ({
  at: 'file',
  path,
  note:
    dates === undefined
      ? kind
      : `${kind}, introduced ${dates.introduced.date.slice(0, 10)}, last touched ${dates.touched.date.slice(0, 10)}`,
});
