import * as z from 'zod/mini';
import type { Gate } from '../facts/owners.ts';
import { type Evidence, fail, graded, type Outcome, unknown } from '../outcome.ts';
import { defineProbe } from '../probe.ts';

/**
 * Do people own what decides how agents work here: instructions, workflows, ledgers and rules?
 *
 * Judged is the share of gates that exist in the tree. A folder of ledgers or rules is one gate, owned when each of its
 * files is; with more files than are looked up, the share is not known. Teams are taken for people; bots and the accounts of agents are not. Whether an owner's review is required
 * is a setting of the forge, which nothing here asks about.
 */
export default defineProbe({
  rule: 'owners-defined',
  needs: ['owners'],
  params: z.strictObject({}),

  inspect({ owners: { file, gates, beyond } }): Outcome {
    if (file === undefined) {
      return fail('There is no CODEOWNERS file where the forge looks for one.', gates.map(unowned));
    }
    if (file.ignored !== undefined) return fail(`${file.path} ${file.ignored}.`, [{ at: 'file', path: file.path }]);
    if (gates.length === 0) {
      return fail('There are no instructions, workflows, ledgers or rules that people could own.', []);
    }
    const owned = gates.filter(isOwned);
    const because =
      gates.length === 1
        ? 'No person owns the one gate that was found.'
        : `People own ${owned.length} of ${gates.length} gates.`;
    const skipped = file.skipped.map(
      ({ line, because }): Evidence => ({ at: 'file', path: file.path, line, note: `this line ${because}` }),
    );
    const outcome = graded(
      owned.map((gate) => cite(file.path, gate)),
      gates.filter((gate) => !isOwned(gate)).map(unowned),
      because,
    );
    if (beyond !== undefined && outcome.status !== 'fail') {
      return unknown(
        `There are more files of gates than are looked up: ${beyond} and what follows it was not.`,
        `Read ${file.path} by hand.`,
      );
    }
    return withSkipped(outcome, skipped);
  },
});

const isOwned = ({ owners }: Gate) => owners.some(({ kind }) => kind !== 'bot');

const cite = (path: string, { line, path: gate, owners }: Gate): Evidence => ({
  at: 'file',
  path,
  ...(line === undefined ? {} : { line }),
  note: `${gate}: ${owners.map(({ name }) => name).join(', ')}`,
});

function unowned({ file, path, owners }: Gate): Evidence {
  const [bot] = owners;
  const which = file === path ? '' : `${path}: `;
  return {
    at: 'file',
    path: file,
    note: `${which}${bot === undefined ? 'nobody owns it' : `only ${bot.name} owns it, which is no person`}`,
  };
}

/** The lines that the forge skips, after the gates. */
function withSkipped(outcome: Outcome, skipped: readonly Evidence[]): Outcome {
  if (skipped.length === 0 || outcome.status === 'unknown' || outcome.status === 'not-applicable') return outcome;
  return { ...outcome, gaps: [...(outcome.gaps ?? []), ...skipped] };
}
