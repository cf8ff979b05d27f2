import * as z from 'zod/mini';
import type { InstructionFile } from '../facts/instructions.ts';
import { type Evidence, fail, isSome, type Outcome, partial, pass, unknown } from '../outcome.ts';
import { defineProbe } from '../probe.ts';
import { quantity } from './evidence/quantity.ts';

/** Below this a file says next to nothing; headings, comments and placeholders do not count. */
const LEAST_WORDS = 10;
/** A template counts as filled in when this many words stand for each placeholder that is left. */
const WORDS_A_PLACEHOLDER = 50;

/**
 * Are agents told how to work here, in a file that some known harness loads in every session?
 *
 * One such file that says something is enough: which harness reads it is the team's choice. A template that nobody
 * filled in, files that only an older version of a harness loads, and files that are only loaded for parts of the
 * repository count half.
 */
export default defineProbe({
  rule: 'instructions-present',
  needs: ['instructions'],
  params: z.strictObject({}),

  inspect({ instructions: { files, unread } }): Outcome {
    const telling = files.filter(({ words }) => words >= LEAST_WORDS);
    const always = telling.filter(({ loading }) => loading === 'always');
    const filled = always.filter(isFilled).map(cite);
    const holes = always.flatMap(placeholders);
    if (isSome(filled)) return pass(filled, holes);
    const [hidden] = unread;
    if (hidden !== undefined) {
      return unknown(
        `Instructions could not be read: ${hidden.path} ${hidden.because}.`,
        'Audit a clone that holds this file, at a size and in a form that can be read.',
      );
    }
    const template = always.map(cite);
    if (isSome(template))
      return partial(0.5, 'The instructions are a template that is not filled in.', template, holes);
    const former = telling.filter(({ loading }) => loading === 'formerly');
    const formerly = former.filter(isFilled).map(cite);
    if (isSome(formerly))
      return partial(
        0.5,
        `Only ${[...new Set(former.flatMap(({ harnesses }) => harnesses))].join(', ')} loads the instructions; the version after it ignores the setting that brings them in.`,
        formerly,
      );
    const scoped = telling.filter(isFilled).map(cite);
    if (isSome(scoped))
      return partial(0.5, 'Only parts of the repository have instructions; none is loaded in every session.', scoped);
    const little = files.map(
      (file): Evidence => ({ at: 'file', path: file.path, note: `says ${quantity(file.words, 'word')}` }),
    );
    return files.length > 0
      ? fail('The instruction files say next to nothing.', [...little, ...files.flatMap(placeholders)])
      : fail(
          'No file is tracked that a known agent harness loads: no AGENTS.md, CLAUDE.md, GEMINI.md, rules of an editor or the like.',
        );
  },
});

const isFilled = ({ words, placeholders }: InstructionFile) => words >= placeholders.length * WORDS_A_PLACEHOLDER;

const placeholders = ({ path, placeholders }: InstructionFile): readonly Evidence[] =>
  placeholders.map(({ line, text }) => ({ at: 'file', path, line, note: `${text} is not filled in` }));

function cite({ path, words, harnesses, importedBy, twins }: InstructionFile): Evidence {
  const by = importedBy === undefined ? `loaded by ${harnesses.join(', ')}` : `brought in by ${importedBy}`;
  const also = twins.length === 0 ? '' : `; also as ${twins.join(', ')}`;
  return { at: 'file', path, note: `${quantity(words, 'word')}, ${by}${also}` };
}
