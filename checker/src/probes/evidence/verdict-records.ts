import type { VerdictFile, VerdictsFacts } from '../../facts/verdicts.ts';
import { type Evidence, isSome, type Outcome, partial, pass, unknown } from '../../outcome.ts';
import { quantity } from './quantity.ts';

/** What the records alone show; undefined where there are none. */
export function judgeRecords(files: readonly VerdictFile[], passAt: number): Outcome | undefined {
  const apart = files.reduce((sum, file) => sum + file.apart, 0);
  const silent = files.filter(({ unshown }) => unshown.total > 0);
  const unshown = silent.reduce((sum, file) => sum + file.unshown.total, 0);
  const evidence = files.flatMap(cite);
  if (!isSome(evidence)) {
    const [first] = silent;
    if (first === undefined) return undefined;
    return unknown(
      `No verdict shows that somebody other than the author judged: in ${first.path}, ${first.unshown.first[0]?.because}.`,
      'Record verdicts that name author and judge: agentops-audit verdict record.',
    );
  }
  const ratio = apart / (apart + unshown);
  if (ratio >= passAt) return pass(evidence);
  const because = `${apart} of ${apart + unshown} verdicts show that somebody other than the author judged; the rest do not say.`;
  return partial(ratio, because, evidence);
}

/** What is worth knowing and does not count. */
export function notesOn({ files, neverRefusing }: Pick<VerdictsFacts, 'files' | 'neverRefusing'>): readonly Evidence[] {
  const note = (path: string, text: string): Evidence => ({ at: 'file', path, note: text });
  const weak = files.flatMap(({ path, broken, contextOnly, sameFamily, selfAndOthers }) => [
    ...(broken === undefined ? [] : [note(path, `${broken}, so its verdicts do not count`)]),
    ...(contextOnly === 0
      ? []
      : [note(path, `${quantity(contextOnly, 'verdict')} by a fresh session only, perhaps of the author itself`)]),
    ...(sameFamily === 0
      ? []
      : [note(path, `${quantity(sameFamily, 'verdict')} by the author's own family of models`)]),
    ...(selfAndOthers === 0
      ? []
      : [note(path, `${quantity(selfAndOthers, 'change')} passed by the author, and judged by somebody else too`)]),
  ]);
  const lenient = neverRefusing.map(({ judge, passes, path }) =>
    note(path, `${judge} gave ${passes} verdicts, and never any but a pass`),
  );
  return [...weak, ...lenient, ...citeSilent(files)];
}

const cite = ({ path, lastApart, apart, verdicts }: VerdictFile): readonly Evidence[] =>
  lastApart === undefined
    ? []
    : [
        {
          at: 'file',
          path,
          line: lastApart,
          note: `${apart} of ${quantity(verdicts, 'verdict')} by somebody other than the author`,
        },
      ];

/** A dialect that names nobody says so in each of its files: once is enough. */
function citeSilent(files: readonly VerdictFile[]): readonly Evidence[] {
  const reasons = new Map<string, { readonly path: string; readonly line: number; total: number; files: number }>();
  for (const { path, unshown } of files) {
    const [first] = unshown.first;
    if (first === undefined) continue;
    const known = reasons.get(first.because) ?? { path, line: first.line, total: 0, files: 0 };
    reasons.set(first.because, { ...known, total: known.total + unshown.total, files: known.files + 1 });
  }
  return [...reasons].map(([because, { path, line, total, files: count }]) => {
    const many = count > 1 ? ` of ${count} files` : '';
    return { at: 'file', path, line, note: total === 1 ? because : `${because}; so in ${total} verdicts${many}` };
  });
}
