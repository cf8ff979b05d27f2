import * as z from 'zod/mini';
import type { Reference } from '../facts/instructions.ts';
import { type Evidence, fail, graded, notApplicable, type Outcome, unknown } from '../outcome.ts';
import { defineProbe } from '../probe.ts';

/**
 * Do the paths, scripts and targets that the instructions name exist at the audited commit?
 *
 * Judged is the share that does, each once per file; every dead one is cited, on a pass too. It is graded and not a
 * guard: one stale path among many misleads once, a stale file misleads always. Paths in plain prose are not counted,
 * for a tracked one there proves no care and an untracked one no fault. Instructions that name nothing that could be
 * looked up have nothing to be wrong about: the rule does not apply. Where a file could not be read, what it names is
 * taken for dead and for alive; only where both give the same answer is it given.
 */
export default defineProbe({
  rule: 'instructions-true',
  needs: ['instructions'],
  params: z.strictObject({}),

  inspect({ instructions: { files, unread, references } }): Outcome {
    const [hidden] = unread;
    if (hidden !== undefined) return cannotTell(`Instructions could not be read: ${hidden.path} ${hidden.because}.`);
    if (files.length === 0)
      return fail('There are no instructions, so they name nothing that is true: see instructions-present.');
    const judged = once(references.filter(({ kind, said }) => kind !== 'prose' && said !== 'refused'));
    const alive = judged.filter(({ state }) => state === 'resolved');
    const dead = judged.filter(({ state }) => state === 'dead');
    const open = judged.filter(({ state }) => state === 'unread');
    if (judged.length === 0)
      return notApplicable(
        'The instructions name nothing in a form that could be looked up: no path, script or target.',
      );
    const missing = dead.length + open.length;
    const because =
      judged.length === 1
        ? 'The only path, script or target that the instructions name does not exist.'
        : `${missing} of ${judged.length} paths, scripts and targets that the instructions name ${missing === 1 ? 'does' : 'do'} not exist.`;
    const worst = graded(alive.map(cite), [...dead, ...open].map(cite), because);
    const best = graded([...alive, ...open].map(cite), dead.map(cite), because);
    const [first] = open;
    if (first !== undefined && worst.status !== best.status)
      return cannotTell(`${first.text} in ${first.path} ${first.because ?? 'could not be looked up'}.`);
    return worst;
  },
});

const cannotTell = (because: string) =>
  unknown(because, 'Audit a clone that holds this file, at a size and in a form that can be read.');

/** Each thing once per file, however often and in whatever form the file names it. */
function once(references: readonly Reference[]): readonly Reference[] {
  const seen = new Map<string, Reference>();
  for (const reference of references) {
    const { path, kind, text, to, state } = reference;
    const thing = kind === 'script' || kind === 'target' ? text : (to ?? text.replace(/^\.\//, ''));
    const key = JSON.stringify([path, state, thing]);
    if (!seen.has(key)) seen.set(key, reference);
  }
  return [...seen.values()];
}

const cite = ({ path, line, text, to, state, because }: Reference): Evidence => ({
  at: 'file',
  path,
  line,
  note: state === 'resolved' ? (to === text ? text : `${text}: ${to}`) : `${text} ${because ?? ''}`.trim(),
});
