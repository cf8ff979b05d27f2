import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

/** What runs every test. */
const TESTS = 'bash .ci/run';

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
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly permissions?: Permissions;
  readonly 'timeout-minutes'?: number;
  readonly steps?: readonly Step[];
  /** The workflow that it calls, instead of steps. */
  readonly uses?: string;
  readonly secrets?: unknown;
}

const folder = new URL('../.github/workflows/', import.meta.url);
const texts = readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), 'utf8')] as const);
const workflowAt = (path: string) =>
  parse(readFileSync(new URL(path, new URL('../', import.meta.url)), 'utf8')) as Workflow;

/** What a job may do beyond reading the repository. */
const WIDER: Readonly<Record<string, Permissions>> = {
  'deploy.yml deploy': { pages: 'write', 'id-token': 'write' },
  'release.yml publish': { 'id-token': 'write' },
  'release.yml announce': { contents: 'write' },
};

describe.for(texts)('%s', ([name, text]) => {
  const workflow = parse(text) as Workflow;
  const jobs = Object.entries(workflow.jobs);
  const steps = jobs.flatMap(([, job]) => job.steps ?? []);

  test('names every action by its commit, with the version beside it', () => {
    const lines = text.split('\n').filter((line) => /^\s*(- )?uses: (?!\.\/)/.test(line));
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
      expect(steps, job).toBeDefined();
      expect(JSON.stringify(steps), job).not.toMatch(/actions\/checkout|npm (ci|install|run|exec|test)|npx/);
    }
  });

  test('puts no expression into a script', () => {
    for (const { run = '' } of steps) expect(run).not.toContain('${{');
  });

  test('leaves no token in a checkout, and no job without an end', () => {
    for (const { uses, with: inputs } of steps)
      if (uses?.startsWith('actions/checkout@')) expect(inputs).toMatchObject({ 'persist-credentials': false });
    for (const [job, definition] of jobs)
      if (definition.uses === undefined) expect(definition['timeout-minutes'], job).toBeGreaterThan(0);
  });

  test('calls only workflows of this commit, with no secret and with as little as they ask for', () => {
    for (const [job, { uses, secrets, permissions }] of jobs) {
      if (uses === undefined) continue;
      expect(uses, job).toMatch(/^\.\/\.github\/workflows\/[\w-]+\.yml$/);
      expect(secrets, job).toBeUndefined();
      expect(workflowAt(uses).on).toHaveProperty('workflow_call');
      expect(permissions, job).toEqual(workflowAt(uses).permissions);
    }
  });

  test('lets nothing out before the tests have passed in the same run', () => {
    /** The job and all that has to succeed before it. */
    const upTo = (name: string): readonly Job[] => {
      const job = workflow.jobs[name];
      return job === undefined ? [] : [job, ...[job.needs ?? []].flat().flatMap(upTo)];
    };
    for (const [job] of jobs.filter(([job]) => `${name} ${job}` in WIDER)) {
      const before = upTo(job);
      const run = before.flatMap(({ steps, uses }) => [
        ...(steps ?? []),
        ...Object.values(uses === undefined ? {} : workflowAt(uses).jobs).flatMap(({ steps }) => steps ?? []),
      ]);
      expect(
        run.map(({ run }) => run),
        job,
      ).toContain(TESTS);
      // A condition with one of these would go on where a job before was not successful.
      for (const { if: condition = '' } of before) expect(condition).not.toMatch(/always|failure|cancelled/);
    }
  });

  test('has all of history where the site is built or tested, and where commits are compared', () => {
    for (const [job, { steps = [] }] of jobs) {
      if (!steps.some(({ run = '' }) => /npm run site|\.ci\/run|check-change|npm run .*audit/.test(run))) continue;
      const checkout = steps.find(({ uses }) => uses?.startsWith('actions/checkout@'));
      expect(checkout?.with, job).toMatchObject({ 'fetch-depth': 0 });
    }
  });

  test('is not started with rights by what a stranger writes', () => {
    for (const event of ['pull_request_target', 'workflow_run', 'issue_comment', 'issues'])
      expect(workflow.on).not.toHaveProperty(event);
  });
});

test('a called workflow skips no job, for GitHub skips what needs a skipped job', () => {
  const called = texts.filter(([, text]) => 'workflow_call' in (parse(text) as Workflow).on);
  expect(called.map(([name]) => name)).toEqual(['ci.yml']);
  for (const [, text] of called)
    for (const job of Object.values((parse(text) as Workflow).jobs)) expect(job.if).toBeUndefined();
});

test('what is pushed to main is tested once, and its site is published by that run', () => {
  const ofMain = texts.filter(
    ([, text]) => 'push' in (parse(text) as Workflow).on && text.includes('branches: [main]'),
  );
  expect(ofMain.map(([name]) => name).toSorted()).toEqual(['deploy.yml', 'self-audit.yml']);
  const { jobs } = parse(texts.find(([name]) => name === 'deploy.yml')?.[1] ?? '') as Workflow;
  expect(jobs).toMatchObject({
    test: { uses: './.github/workflows/ci.yml' },
    build: { needs: 'test', if: expect.stringContaining("github.ref == 'refs/heads/main'") },
    deploy: { needs: 'build' },
  });
});
