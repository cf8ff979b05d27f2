import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
type Permissions = Readonly<Record<string, string>>;
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Permissions;
  readonly jobs: Readonly<Record<string, Job>>;
}
interface Job {
  readonly permissions?: Permissions;
  readonly 'timeout-minutes'?: number;
  readonly steps: readonly Step[];
}

const folder = new URL('../.github/workflows/', import.meta.url);
const texts = readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), 'utf8')] as const);

/** What a job may do beyond reading the repository. */
const WIDER: Readonly<Record<string, Permissions>> = {
  'deploy.yml deploy': { pages: 'write', 'id-token': 'write' },
  'release.yml publish': { 'id-token': 'write' },
  'release.yml announce': { contents: 'write' },
};

describe.for(texts)('%s', ([name, text]) => {
  const workflow = parse(text) as Workflow;
  const jobs = Object.entries(workflow.jobs);
  const steps = jobs.flatMap(([, job]) => job.steps);

  test('names every action by its commit, with the version beside it', () => {
    const lines = text.split('\n').filter((line) => /^\s*(- )?uses:/.test(line));
    expect(lines).toHaveLength(steps.filter(({ uses }) => uses !== undefined).length);
    for (const line of lines) expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test('starts from no more than reading, and widens only the jobs that are known to need it', () => {
    expect([{}, { contents: 'read' }]).toContainEqual(workflow.permissions);
    for (const [job, { permissions = workflow.permissions }] of jobs)
      expect(permissions, job).toEqual(WIDER[`${name} ${job}`] ?? { contents: 'read' });
  });

  test('checks nothing out and runs no package where a job may do more', () => {
    for (const [job, { steps }] of jobs.filter(([job]) => `${name} ${job}` in WIDER)) {
      expect(JSON.stringify(steps), job).not.toMatch(/actions\/checkout|npm (ci|install|run|exec|test)|npx/);
    }
  });

  test('puts no expression into a script', () => {
    for (const { run = '' } of steps) expect(run).not.toContain('${{');
  });

  test('leaves no token in a checkout, and no job without an end', () => {
    for (const { uses, with: inputs } of steps)
      if (uses?.startsWith('actions/checkout@')) expect(inputs).toMatchObject({ 'persist-credentials': false });
    for (const [job, definition] of jobs) expect(definition['timeout-minutes'], job).toBeGreaterThan(0);
  });

  test('is not started with rights by what a stranger writes', () => {
    for (const event of ['pull_request_target', 'workflow_run', 'issue_comment', 'issues'])
      expect(workflow.on).not.toHaveProperty(event);
  });
});
