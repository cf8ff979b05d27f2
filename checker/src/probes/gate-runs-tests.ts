import * as z from 'zod/mini';
import type { GatesFacts, TestGate } from '../facts/gates.ts';
import { type Evidence, fail, isSome, type Outcome, partial, pass, unknown } from '../outcome.ts';
import { defineProbe } from '../probe.ts';

/** A filter that lets this share of the source files through covers the tested code. */
const COVERED = 0.9;
/** Where the share of proposed changes that are tested cannot be counted. */
const SOME = 0.5;

/**
 * Would CI show, on every proposed change, that a test fails?
 *
 * A gate runs on pull requests or merge groups, comes to a test command, and hands on its failure. A path filter counts
 * by the share of source files it lets through. Tests that run for branches of this repository alone, or under a
 * condition that the tree does not decide, are half. A run after the change has landed is no gate; nor is one whose
 * exit code is swallowed. Where the trail cannot be followed the answer is open. Gates of services outside the tree
 * cannot be seen, and whether a red result stops the merge is what `default-branch-protected` asks.
 */
export default defineProbe({
  rule: 'gate-runs-tests',
  needs: ['gates'],
  params: z.strictObject({}),

  inspect({ gates: facts }): Outcome {
    const proposed = facts.gates.filter(({ reach }) => reach.of !== 'none');
    const kept = proposed.filter(({ failure }) => failure.is === 'kept');
    // A few files that are always tested are no gate where the suite itself runs for some changes only.
    const always = kept.filter(({ reach }) => reach.of === 'every');
    const suite = always.some(({ narrow }) => !narrow) || kept.every(({ narrow }) => narrow);
    const { coverage } = facts;
    const covered = coverage !== undefined && coverage >= COVERED;
    const full = suite ? always : [];
    const gates = covered ? [...full, ...kept.filter(({ reach }) => reach.of === 'paths')] : full;
    const evidence = gates.map(cite);
    if (isSome(evidence)) return pass(evidence);

    const tested = kept.map(cite);
    if (isSome(tested)) {
      const half = kept.find(({ reach }) => reach.of === 'some');
      const isHalf = half !== undefined && (coverage ?? 0) < SOME;
      const because = isHalf
        ? `The tests run for some proposed changes: ${half.reach.because}.`
        : `The tests run for changes to ${Math.floor((coverage ?? 0) * 100)} % of the tested source files.`;
      return partial(isHalf ? SOME : (coverage ?? 0), because, tested);
    }
    return openOf(facts, proposed) ?? fail(whyNone(facts, proposed), [...facts.gates.map(cite), ...declared(facts)]);
  },
});

function cite({ path, line, command, via, failure, reach, job }: TestGate): Evidence {
  const through = via.length > 0 ? ` through ${via.join(', ')}` : '';
  const but = [reach.because, failure.how].filter((text) => text !== '').join('; ');
  return { at: 'file', path, line, note: `job ${job} runs \`${command}\`${through}${but === '' ? '' : `: ${but}`}` };
}

/** What keeps the question open, the nearest to an answer first. */
function openOf(
  { unfollowed, unreadable, otherSystems }: GatesFacts,
  proposed: readonly TestGate[],
): Outcome | undefined {
  const doubtful = proposed.find(({ failure }) => failure.is === 'unsure');
  if (doubtful !== undefined) {
    return unknown(
      `${doubtful.path}:${doubtful.line} runs \`${doubtful.command}\` on proposed changes, but whether its failure counts is not clear: ${doubtful.failure.how}.`,
      `Read there what a failing \`${doubtful.command}\` comes to, or let it fail the step by itself.`,
    );
  }
  const [other] = otherSystems;
  if (other !== undefined) {
    return unknown(
      `${other.path} defines ${other.name}, which is not read yet.`,
      `Read in ${other.path} what runs on a proposed change.`,
    );
  }
  const [broken] = unreadable;
  if (broken !== undefined) {
    return unknown(
      `${broken.path}:${broken.line} ${broken.because}.`,
      `Make ${broken.path} readable, then audit again.`,
    );
  }
  const [open] = unfollowed;
  if (open !== undefined) {
    return unknown(
      `${open.path}:${open.line} ${open.because}; it may run the tests.`,
      'Read there what runs on a proposed change.',
    );
  }
  return undefined;
}

function whyNone({ gates, hasWorkflows, declared }: GatesFacts, proposed: readonly TestGate[]): string {
  if (!hasWorkflows)
    return 'The tree defines no CI: no workflow of GitHub, Forgejo or Gitea, and no other system that is known.';
  if (proposed.length > 0) return 'CI runs tests on proposed changes, but a failing test does not fail the run.';
  if (gates.length > 0) return 'CI runs tests, but not when a change is proposed.';
  if (declared.length > 0) return 'No workflow runs a test command on a proposed change, although the project has one.';
  return 'No workflow runs a test command on a proposed change, and the tree declares none that is known.';
}

const declared = ({ declared: list, gates }: GatesFacts): readonly Evidence[] =>
  gates.length > 0
    ? []
    : list.map(({ command, path, line }) => ({
        at: 'file',
        path,
        ...(line === undefined ? {} : { line }),
        note: `\`${command}\` is declared here`,
      }));
