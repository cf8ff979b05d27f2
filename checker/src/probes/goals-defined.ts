import * as z from 'zod/mini';
import type { Goal } from '../facts/goals.ts';
import { type Evidence, fail, graded, unknown } from '../outcome.ts';
import { defineProbe } from '../probe.ts';

/**
 * Does every goal have a command that checks it?
 *
 * Goals are what the file itself calls goals, gates or directives. A directive that names a gate of the same file has
 * that gate's check. Whether the command measures the goal, or passes, is not judged: nothing is run.
 */
export default defineProbe({
  rule: 'goals-defined',
  needs: ['goals'],
  params: z.strictObject({}),

  inspect({ goals: { goals, files, unread, broken } }) {
    const [missing] = unread;
    if (missing !== undefined) return unknown(`${missing.path} ${missing.because}.`, `Read ${missing.path}.`);
    if (files.length === 0) {
      return fail('No goals are written down. Looked for GOALS.md and GOALS.yaml at the root, in docs and in .agents.');
    }
    const errors = broken.map(
      ({ path, line, because }): Evidence => ({ at: 'file', path, line, note: `does not parse: ${because}` }),
    );
    if (goals.length === 0) {
      const form = 'a row of a table with a column Check, or a heading or point under Goals, Gates or Directives';
      return fail(`${files.join(' and ')} holds no goal that could be read: ${form}.`, errors);
    }
    const met = goals.filter(isChecked).map((goal) => cite(goal, goal.check ?? `checked by ${goal.gate}`));
    const gaps = [
      ...errors,
      ...goals
        .filter((goal) => !isChecked(goal))
        .map((goal) =>
          cite(goal, goal.absent === undefined ? 'no command checks it' : `${goal.absent} is not tracked`),
        ),
    ];
    const all = met.length + gaps.length;
    const because =
      all === 1
        ? 'The only goal has no command that checks it.'
        : `${met.length} of ${all} goals ${met.length === 1 ? 'has' : 'have'} a command that checks ${met.length === 1 ? 'it' : 'them'}.`;
    return graded(met, gaps, because);
  },
});

const isChecked = ({ check, gate }: Goal) => check !== undefined || gate !== undefined;

const LONGEST = 120;
const cite = ({ path, line, name }: Goal, note: string): Evidence => ({
  at: 'file',
  path,
  line,
  note: `${name}: ${note.length > LONGEST ? `${note.slice(0, LONGEST)}…` : note}`,
});
