import type { TestGate, Unfollowed } from '../../facts/gates.ts';
import type { Job, Script, Step, Workflow, WorkflowsFacts, Written } from '../../facts/workflows.ts';
import { stepOf } from '../workflows/parse.ts';
import { readYaml } from '../workflows/yaml-node.ts';
import { type Situation, type Truth, truthOf } from './condition.ts';
import type { Follower } from './follow.ts';
import type { Followed } from './followed.ts';
import { isWithheld, type ReadText } from './manifests.ts';
import type { Reach } from './reach.ts';
import { both, type Fate, KEPT, swallowed, unsure } from './shell-fate.ts';
import { scriptOfAction, shellStart, variantsOf } from './step-script.ts';

/** A gate, and the filter that decides which changed paths start it. */
export interface WalkedGate extends TestGate {
  readonly covers: ((path: string) => boolean) | undefined;
}

const MOST_GATES = 300;
const MOST_CALLS = 3;

/** Where a walk stands: under which event, behind which conditions. */
interface Standing {
  readonly reach: Reach;
  readonly situation: Situation;
  /** A condition on the way that could not be told. */
  readonly under: string | undefined;
  readonly fate: Fate;
  readonly via: readonly string[];
  readonly calls: number;
}

/** Walks one workflow under one event, into the workflows and actions of this repository that it uses. */
export class GateWalk {
  readonly gates: WalkedGate[] = [];
  readonly unfollowed: Unfollowed[] = [];
  readonly #follower: Follower;
  readonly #read: ReadText;
  readonly #facts: WorkflowsFacts;

  constructor(follower: Follower, read: ReadText, facts: WorkflowsFacts) {
    this.#follower = follower;
    this.#read = read;
    this.#facts = facts;
  }

  async workflow(workflow: Workflow, reach: Reach, repository: string | undefined): Promise<void> {
    const situation = { event: reach.event, repository };
    await this.#jobs(workflow, { reach, situation, under: undefined, fate: KEPT, via: [], calls: 0 });
  }

  async #jobs(workflow: Workflow, standing: Standing): Promise<void> {
    const skipped = skippedJobs(workflow.jobs, standing.situation);
    for (const job of workflow.jobs) {
      if (skipped.has(job.id)) continue;
      if (this.gates.length > MOST_GATES) return;
      const proposed = readsBase(job, standing.situation)
        ? { ...standing, reach: { ...standing.reach, ...BASE } }
        : standing;
      const here = behind(proposed, job.if, truthOf(job.if?.text, standing.situation), job.continueOnError);
      if (here === undefined) continue;
      if (job.uses !== undefined) await this.#call(workflow, job.uses, here);
      else await this.#steps(workflow, job, job.steps, here);
    }
  }

  async #call(workflow: Workflow, uses: Written, standing: Standing): Promise<void> {
    const path = uses.text.startsWith('./') ? uses.text.slice(2) : undefined;
    const called = this.#facts.workflows.find((other) => other.path === path);
    if (called !== undefined && standing.calls < MOST_CALLS) {
      await this.#jobs(called, { ...standing, calls: standing.calls + 1, via: [...standing.via, workflow.path] });
    } else {
      this.#open(workflow.path, uses.line, `calls \`${uses.text}\`, which is not read`, standing);
    }
  }

  async #steps(
    workflow: Workflow,
    job: Job,
    steps: readonly Step[],
    standing: Standing,
    place?: { path: string; line: number },
  ): Promise<void> {
    for (const step of steps) {
      const here = behind(standing, step.if, truthOf(step.if?.text, standing.situation), step.continueOnError);
      if (here === undefined) continue;
      const path = place?.path ?? workflow.path;
      if (step.run !== undefined) await this.#run(workflow, job, step, step.run, here, place);
      else if (step.uses?.text.startsWith('./'))
        await this.#action(workflow, job, step.uses, here, place ?? { path, line: step.uses.line });
      else {
        const script = scriptOfAction(step);
        if (script === undefined) continue;
        const followed = await this.#follower.script(script.text, { errexit: true, pipefail: false, folder: '' });
        this.#add(followed, job, here, () => place ?? { path, line: script.line });
      }
    }
  }

  async #run(
    workflow: Workflow,
    job: Job,
    step: Step,
    script: Script,
    standing: Standing,
    place: { path: string; line: number } | undefined,
  ): Promise<void> {
    const start = shellStart(step, job, workflow);
    const env = [...workflow.env, ...job.env, ...step.env];
    for (const text of variantsOf(script.text, job, env)) {
      const followed = await this.#follower.script(text, start);
      // Other shells go on after a failure; the step's result is that of the last command.
      const last = text.trimEnd().split('\n').length - 1;
      const { foreign } = start;
      const given = foreign === undefined ? KEPT : unsure(`\`${foreign}\` is given its script`);
      const fate = (line: number) =>
        both(given, start.posix || line >= last ? KEPT : unsure('its shell goes on after a failure'));
      const aligned = script.aligned && text.split('\n').length === script.text.split('\n').length;
      const at = (line: number) => place ?? { path: workflow.path, line: script.line + (aligned ? line : 0) };
      this.#add(followed, job, standing, at, fate);
    }
  }

  async #action(
    workflow: Workflow,
    job: Job,
    uses: Written,
    standing: Standing,
    place: { path: string; line: number },
  ): Promise<void> {
    const folder = uses.text.slice(2).replace(/\/$/, '');
    const places = ['action.yml', 'action.yaml'].map((name) => (folder === '' ? name : `${folder}/${name}`));
    for (const path of places) {
      const text = await this.#read(path);
      if (text === undefined) continue;
      const steps = isWithheld(text)
        ? undefined
        : readYaml(text, (root) => (root.get('runs')?.get('steps')?.items ?? []).map(stepOf));
      if (steps === undefined || 'because' in steps || standing.calls >= MOST_CALLS) {
        this.#open(place.path, place.line, `uses \`${uses.text}\`, which could not be read`, standing);
      } else {
        await this.#steps(
          workflow,
          job,
          steps,
          { ...standing, calls: standing.calls + 1, via: [...standing.via, path] },
          place,
        );
      }
      return;
    }
    this.#open(place.path, place.line, `uses \`${uses.text}\`, which is not in this tree`, standing);
  }

  #add(
    followed: Followed,
    job: Job,
    standing: Standing,
    at: (line: number) => { path: string; line: number },
    fateAt: (line: number) => Fate = () => KEPT,
  ): void {
    for (const { command, fate, via, line } of followed.tests) {
      const failure = both(both(fate, fateAt(line)), standing.fate);
      const { covers } = standing.reach;
      this.gates.push({
        ...at(line),
        job: job.id,
        command,
        narrow: namesFiles(command),
        via: [...standing.via, ...via],
        failure,
        reach: partOf(command) ?? reachOf(standing),
        covers,
      });
    }
    for (const { line, because } of followed.open) {
      const place = at(line);
      this.#open(place.path, place.line, because, standing);
    }
  }

  #open(path: string, line: number, because: string, { reach }: Standing): void {
    if (reach.of !== 'none') this.unfollowed.push({ path, line, because });
  }
}

/** Jobs that never run, and those that need one of them and say nothing else. */
function skippedJobs(jobs: readonly Job[], situation: Situation): ReadonlySet<string> {
  const skipped = new Set(jobs.filter((job) => truthOf(job.if?.text, situation) === 'no').map(({ id }) => id));
  for (let before = 0; skipped.size > before; ) {
    before = skipped.size;
    for (const job of skipped.size === 0 ? [] : jobs) {
      const isOwn = /\b(?:always|failure|cancelled)\s*\(/i.test(job.if?.text ?? '');
      if (!isOwn && job.needs.some((need) => skipped.has(need))) skipped.add(job.id);
    }
  }
  return skipped;
}

const BASE = {
  of: 'none',
  because: '`pull_request_target` checks out the base, not the proposed change',
} as const;

/** True when a job has the base checked out and nothing in it names the proposed change. */
function readsBase({ steps }: Job, { event }: Situation): boolean {
  if (event !== 'pull_request_target') return false;
  const checkouts = steps.filter(({ uses }) => /^actions\/checkout@/.test(uses?.text ?? ''));
  const isPlain = checkouts.every(
    ({ with: settings }) => !settings.some(({ name }) => name === 'ref' || name === 'repository'),
  );
  const fetches = steps.some(({ run }) =>
    /\bhead\b|head_ref|head_sha|pull\/|pr checkout|git (?:fetch|checkout|switch|merge|pull)/i.test(run?.text ?? ''),
  );
  return checkouts.length > 0 && isPlain && !fetches;
}

/** `vitest run src/a.test.ts`, `pytest tests/test_a.py::test_b`. */
const namesFiles = (command: string) =>
  /\s\S+(?:[._-](?:test|spec)\.[cm]?[jt]sx?|_test\.\w+|\.py::\S*)(?:\s|$)|\s(?:\S*\/)?test_\w+\.py(?:\s|$)/.test(
    command,
  );

/** A filter by name takes a part of the suite, whatever the part is called. `-k "not slow"` leaves most of it. */
const FILTERED =
  /^go test\b.*\s-run[ =](?!['"]?\.['"]?(?:\s|$))|^(?:\S+ ){0,9}?(?:\S*(?:pytest|jest|vitest|mocha))\b.*\s(?:-k|-t|-g|--grep|--testNamePattern)[ =](?!['"]?not )/;

const partOf = (command: string): TestGate['reach'] | undefined =>
  FILTERED.test(command) ? { of: 'some', because: 'a filter takes a part of the suite' } : undefined;

function reachOf({ reach, under }: Standing): TestGate['reach'] {
  if (reach.of === 'none') return { of: 'none', because: reach.because };
  if (reach.of === 'branches') return { of: 'some', because: reach.because };
  if (under !== undefined) return { of: 'some', because: `it runs only if \`${under}\`` };
  return reach.covers === undefined
    ? { of: 'every', because: '' }
    : { of: 'paths', because: 'a path filter leaves changes out' };
}

/** One condition further; undefined when it never holds for the proposed change. */
function behind(
  standing: Standing,
  condition: Written | undefined,
  truth: Truth,
  continueOnError: Written | undefined,
): Standing | undefined {
  if (truth === 'no') return undefined;
  const under = truth === 'open' ? (standing.under ?? shortened(condition?.text ?? '')) : standing.under;
  const goesOn = continueOnError === undefined ? 'no' : truthOf(continueOnError.text, standing.situation);
  const fate =
    goesOn === 'yes'
      ? swallowed('`continue-on-error` swallows its failure')
      : goesOn === 'open'
        ? unsure('`continue-on-error` depends on an expression')
        : KEPT;
  return { ...standing, under, fate: both(fate, standing.fate) };
}

function shortened(condition: string): string {
  const text = condition.replace(/\s+/g, ' ').trim();
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}
