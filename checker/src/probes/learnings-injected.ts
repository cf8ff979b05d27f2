import * as z from 'zod/mini';
import type { Miss, Pointer } from '../facts/injection.ts';
import { type Evidence, fail, isSome, type Outcome, partial, pass, unknown } from '../outcome.ts';
import { defineProbe } from '../probe.ts';

/**
 * Does a session start with what was learned here?
 *
 * It takes one pointer that leads to a tracked place with at least one lesson: an always-loaded text that says to read
 * the place, or a session hook whose tracked script names it. Half an answer: single lessons are named and not where
 * they are kept, the place is mentioned or drawn and nothing says to read it, the agent is told to write there, or only
 * an older version of a harness loads the text. Words of ten languages are known; an instruction in another one is half
 * an answer too, unless it imports the file. Whether an agent obeys cannot be seen.
 */
export default defineProbe({
  rule: 'learnings-injected',
  needs: ['injection', 'learnings'],
  params: z.strictObject({}),

  inspect({ injection: { pointers, misses, unseen, unread }, learnings }): Outcome {
    if (learnings.entries.length === 0) {
      const [hidden] = learnings.unread;
      return hidden === undefined
        ? fail('There are no lessons that a session could start with: see learnings-present.')
        : unknown(`${hidden.path} ${hidden.because}, and nothing else holds a lesson.`, `Read ${hidden.path}.`);
    }
    const leading = pointers.filter(({ reach }) => reach === 'place');
    const whole = leading.filter(({ onlyIn }) => onlyIn === undefined).map(cite);
    if (isSome(whole)) return pass(whole);
    const weak = pointers.map(cite);
    if (isSome(weak)) {
      const [former] = leading;
      return partial(
        0.5,
        former === undefined
          ? 'The lessons are only touched upon; nothing says to read where they are kept.'
          : `Only ${former.onlyIn} starts with the lessons; the version after it ignores the setting that brings in ${former.path}.`,
        weak,
        misses.map(citeMiss),
      );
    }
    const [hidden] = [...unread, ...learnings.unread];
    if (hidden !== undefined) {
      return unknown(
        `No pointer to the lessons was found, and ${hidden.path} ${hidden.because}.`,
        'Audit a clone that holds this file, at a size and in a form that can be read.',
      );
    }
    const [deep] = unseen;
    if (deep !== undefined) {
      return unknown(
        `The session hook in ${deep.path} ${deep.because}: whether it hands over the lessons cannot be seen.`,
        `Name ${learnings.places[0] ?? 'their place'} in an instruction file, or in the hook's own tracked script.`,
      );
    }
    const places = learnings.places.slice(0, 5).join(', ');
    return fail(`No always-loaded instruction and no session hook names ${places}.`, misses.map(citeMiss));
  },
});

const SAID: Readonly<Record<Pointer['reach'], string>> = {
  place: '',
  entry: ', a single lesson',
  written: ', to write to it',
  named: ', without a word to read it',
  drawn: ', in a drawn tree',
};

function cite({ path, line, by, to, reach }: Pointer): Evidence {
  const verb =
    by === 'loaded' ? 'is always loaded itself' : by === 'hook' ? `the session hook names ${to}` : `names ${to}`;
  return { at: 'file', path, ...(line === undefined ? {} : { line }), note: `${verb}${SAID[reach]}` };
}

const citeMiss = ({ path, line, because }: Miss): Evidence => ({
  at: 'file',
  path,
  ...(line === undefined ? {} : { line }),
  note: because,
});
