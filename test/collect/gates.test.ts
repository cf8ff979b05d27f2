import { describe, expect, test } from 'vitest';
import { gates } from '../../checker/src/collect/gates/index.ts';
import { workflows } from '../../checker/src/collect/workflows/index.ts';
import type { CollectContext } from '../../checker/src/collector.ts';
import type { GatesFacts } from '../../checker/src/facts/gates.ts';
import { type MemoryFile, type MemoryRepositorySpec, memoryRepository } from '../../checker/src/source/memory.ts';

const CI = '.github/workflows/ci.yml';

async function collect(
  files: Record<string, MemoryFile>,
  spec: Partial<MemoryRepositorySpec> = {},
): Promise<GatesFacts> {
  const context = {
    repository: memoryRepository({ commits: [{ files: { 'go.mod': '', 'Cargo.toml': '', ...files } }], ...spec }),
    facts: () => workflows.collect(context),
  } as unknown as CollectContext;
  const collected = await gates.collect(context);
  if (!collected.known) throw new Error(collected.because);
  return collected.value;
}

/** A workflow of one job; `run` may have several lines. */
const workflow = (run: string, { on = 'pull_request', job = '', step = '' } = {}) =>
  [
    `on: ${on}`,
    'jobs:',
    '  test:',
    ...(job === '' ? [] : [`    ${job}`]),
    '    steps:',
    '      - run: |',
    ...run.split('\n').map((line) => `          ${line}`),
    ...(step === '' ? [] : [`        ${step}`]),
  ].join('\n');

const scripts = (map: Record<string, string>, name = 'example') => JSON.stringify({ name, scripts: map }, null, '\t');

async function gate(files: Record<string, MemoryFile>, spec?: Partial<MemoryRepositorySpec>) {
  const [first] = (await collect(files, spec)).gates;
  return first;
}

describe('what triggers a gate', () => {
  test.for<[on: string, of: string]>([
    ['pull_request', 'every'],
    ['[push, pull_request]', 'every'],
    ['pull_request_target', 'every'],
    ['merge_group', 'every'],
    ['{ pull_request: { branches: [main] } }', 'every'],
    ['{ pull_request: { branches: ["release/**"] } }', 'none'],
    ['{ pull_request: { types: [opened, synchronize] } }', 'every'],
    ['{ pull_request: { types: [opened] } }', 'some'],
    ['{ pull_request: { types: [closed] } }', 'none'],
    ['{ pull_request: { paths: ["src/**"] } }', 'paths'],
    ['push', 'some'],
    ['{ push: { branches: ["**"] } }', 'some'],
    ['{ push: { branches-ignore: [docs] } }', 'some'],
    ['{ push: { branches: [main] } }', 'none'],
    ['{ push: { tags: ["v*"] } }', 'none'],
    ['schedule', 'none'],
  ])('on: %s reaches %s', async ([on, of]) => {
    expect((await gate({ [CI]: workflow('go test ./...', { on }) }))?.reach.of).toBe(of);
  });

  test.for<[condition: string, of: string | undefined]>([
    ['false', undefined],
    ["github.event_name == 'push'", undefined],
    ["github.ref == 'refs/heads/main'", undefined],
    ['failure()', undefined],
    ["github.event_name == 'pull_request'", 'every'],
    ["${{ github.event_name != 'push' && !github.event.pull_request.draft }}", 'every'],
    ["github.actor != 'dependabot[bot]'", 'every'],
    ["!contains(github.event.head_commit.message, '[skip ci]')", 'every'],
    ["matrix.os == 'ubuntu-latest'", 'every'],
    ["github.repository == 'ada/example'", 'every'],
    ["github.repository == 'ada/other'", 'some'],
    ["needs.changes.outputs.code == 'true'", 'some'],
    ['github.event.pull_request.head.repo.full_name == github.repository', 'some'],
    ["contains(github.event.pull_request.labels.*.name, 'run-ci')", undefined],
  ])('if: %s reaches %s', async ([condition, of]) => {
    const files = { [CI]: workflow('go test ./...', { step: `if: ${JSON.stringify(condition)}` }) };
    expect((await gate(files, { name: 'ada/example' }))?.reach.of).toBe(of);
  });

  test('a path filter is measured by the tested sources it lets through', async () => {
    const on = '{ pull_request: { paths: ["src/**", "!src/b.ts"] } }';
    const files = {
      [CI]: workflow('go test', { on }),
      'src/a.ts': '',
      'src/b.ts': '',
      'src/a.test.ts': '',
      'main.ts': '',
    };
    expect((await collect(files)).coverage).toBe(0.5);
    const site = { 'site/package.json': '{}', 'site/a.ts': '', 'package.json': '{}' };
    expect((await collect({ ...files, ...site })).coverage).toBe(0.5);
  });
});

describe('how a test command is found', () => {
  test('through a package script', async () => {
    const files = { [CI]: workflow('npm ci && npm test'), 'package.json': scripts({ test: 'xo && vitest run' }) };
    expect(await gate(files)).toMatchObject({
      line: 6,
      command: 'vitest run',
      via: ['package.json'],
      failure: { is: 'kept' },
    });
  });

  test('not through the placeholder, a linter, or a script that is not there', async () => {
    for (const body of ['echo "Error: no test specified" && exit 1', 'eslint .', 'echo ok']) {
      expect((await collect({ [CI]: workflow('npm test'), 'package.json': scripts({ test: body }) })).gates).toEqual(
        [],
      );
    }
    expect((await collect({ [CI]: workflow('npm test'), 'package.json': scripts({}) })).gates).toEqual([]);
  });

  test('through a script that the project calls a test', async () => {
    const files = { [CI]: workflow('npm test'), 'package.json': scripts({ test: 'node check-everything.js' }) };
    expect(await gate(files)).toMatchObject({ command: 'npm test', failure: { is: 'kept' } });
  });

  test('through the package that a filter names', async () => {
    const files = {
      [CI]: workflow('pnpm --filter b run test:ci'),
      'package.json': scripts({ 'test:ci': 'pnpm -r test:ci' }),
      'packages/a/package.json': scripts({ 'test:ci': 'jest' }, 'a'),
      'packages/b/package.json': scripts({ 'test:ci': 'vitest run' }, 'b'),
    };
    expect(await gate(files)).toMatchObject({ command: 'vitest run', via: ['packages/b/package.json'] });
  });

  test('through make, its variables and its prerequisites', async () => {
    const makefile = 'GO ?= go\n.PHONY: check unit\ncheck: unit\nunit:\n\t@$(GO) test ./...\n';
    expect(await gate({ [CI]: workflow('make check'), Makefile: makefile })).toMatchObject({
      command: 'go test ./...',
      via: ['Makefile'],
    });
  });

  test.for<[run: string, path: string, text: string]>([
    ['just test', 'justfile', 'test *args: build\n    cargo test {{args}}\n\nbuild:\n    cargo build\n'],
    ['task test', 'Taskfile.yml', 'tasks:\n  test:\n    cmds:\n      - task: unit\n  unit:\n    cmds: [cargo test]\n'],
    ['./scripts/ci.sh', 'scripts/ci.sh', '#!/bin/bash -e\ncargo build\ncargo test\necho done\n'],
    ['bash scripts/ci.sh', 'scripts/ci.sh', 'set -e\nrun() { cargo test; }\nrun\necho done\n'],
  ])('through %s', async ([run, path, text]) => {
    expect(await gate({ [CI]: workflow(run), [path]: text })).toMatchObject({
      command: expect.stringMatching(/^cargo test/),
      via: [path],
      failure: { is: 'kept' },
    });
  });

  test('through a reusable workflow and a composite action of the repository', async () => {
    const files = {
      [CI]: 'on: pull_request\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n',
      '.github/workflows/b.yml': 'on: workflow_call\njobs:\n  t:\n    steps:\n      - uses: ./.github/actions/run\n',
      '.github/actions/run/action.yml': 'runs:\n  using: composite\n  steps:\n    - run: pytest\n      shell: bash\n',
    };
    expect(await gate(files)).toMatchObject({
      path: '.github/workflows/b.yml',
      line: 5,
      command: 'pytest',
      via: [CI, '.github/actions/run/action.yml'],
    });
  });

  test('for each leg of a matrix, and with the environment filled in', async () => {
    const text = workflow('${{ env.CARGO }} ${{ matrix.what }}', {
      job: 'strategy: { matrix: { what: [build, test] } }',
    });
    expect(await gate({ [CI]: `env: { CARGO: cargo }\n${text}` })).toMatchObject({ command: 'cargo test' });
  });

  test('in the folder where the step works', async () => {
    const files = {
      [CI]: workflow('npm test', { step: 'working-directory: web' }),
      'web/package.json': scripts({ test: 'ava' }),
    };
    expect(await gate(files)).toMatchObject({ command: 'ava', via: ['web/package.json'] });
  });

  test('through the input of an action', async () => {
    const text =
      'on: pull_request\njobs:\n  a:\n    steps:\n      - uses: nick-fields/retry@v3\n        with:\n          command: go test ./...\n';
    expect(await gate({ [CI]: text })).toMatchObject({ line: 7, command: 'go test ./...' });
  });

  test('scripts that call one another without end come to an end', async () => {
    const files = {
      [CI]: workflow('npm run a'),
      'package.json': scripts({ a: 'npm run b && npm run b', b: 'npm run a && npm run a' }),
    };
    expect((await collect(files)).gates).toEqual([]);
  });
});

describe('what only looks like a gate', () => {
  const ava = { 'package.json': scripts({ test: 'ava' }) };

  test.for<[what: string, run: string]>([
    ['an exit before it', 'exit 0; npm test'],
    ['an exit on the line before', 'exit 0\nnpm test'],
    ['behind `false &&`', 'false && npm test'],
    ['behind `true ||`', 'true || npm test'],
    ['in a loop that never runs', 'while false; do npm test; done'],
    ['in a branch that is never taken', 'if false; then npm test; fi'],
    ['help', 'npm test -- --help'],
    ['a list of tests', 'npx vitest list'],
  ])('%s runs no test', async ([, run]) => {
    expect((await collect({ [CI]: workflow(run), ...ava })).gates).toEqual([]);
  });

  test.for<[run: string]>([
    ['[ -n "$SKIP" ] && exit 0\nnpm test'],
    ['(exit 0); npm test'],
    ['usage() { exit 1; }\nnpm test'],
    ['[ -d src ] || exit 1; npm test'],
    ['true && npm test'],
    ['false || npm test'],
    ["trap 'rm -rf tmp' EXIT; npm test"],
    ["trap 'code=$?; rm -rf tmp; exit $code' EXIT\nnpm test"],
    ['while true; do npm test; break; done'],
  ])('%j is one', async ([run]) => {
    expect((await gate({ [CI]: workflow(run), ...ava }))?.failure.is).toBe('kept');
  });

  test('a trap that ends well, and another meaning of the program', async () => {
    expect((await gate({ [CI]: workflow('trap "exit 0" EXIT; npm test'), ...ava }))?.failure.is).toBe('swallowed');
    expect((await gate({ [CI]: workflow('alias npm=true; npm test'), ...ava }))?.failure.is).toBe('unsure');
  });

  test('an option that the package manager may heed leaves it open', async () => {
    const facts = await collect({ [CI]: workflow('npm test --dry-run'), ...ava });
    expect([facts.gates.length, facts.unfollowed.length]).toEqual([0, 1]);
  });

  test('a filter by name takes a part, also behind a wrapper', async () => {
    expect((await gate({ [CI]: workflow('npx vitest --passWithNoTests -t nothing') }))?.reach.of).toBe('some');
  });

  test.for<[shell: string, is: string]>([
    ['true {0}', 'unsure'],
    ['bash -n {0}', 'unsure'],
    ['bash -euo pipefail {0}', 'kept'],
    ['nix develop -c bash -e {0}', 'kept'],
    ['alpine.sh {0}', 'kept'],
  ])('given to `%s` a failure is %s', async ([shell, is]) => {
    const text = workflow('npm test', { step: `shell: ${JSON.stringify(shell)}` });
    expect((await gate({ [CI]: text, ...ava }))?.failure.is).toBe(is);
  });

  test.for<[needed: string, own: string, gates: number]>([
    ['false', 'success()', 0],
    ["github.event_name == 'push'", 'success()', 0],
    ['false', 'always()', 1],
    ['true', 'success()', 1],
  ])('behind a job with `if: %s`, with its own `if: %s`', async ([needed, own, count]) => {
    const text = [
      'on: pull_request',
      'jobs:',
      `  b: { needs: a, if: "${own}", steps: [{ run: npm test }] }`,
      `  a: { needs: [z], if: "always() && ${needed}", steps: [{ run: echo }] }`,
      '  z: { steps: [{ run: echo }] }',
    ].join('\n');
    expect((await collect({ [CI]: text, ...ava })).gates).toHaveLength(count);
  });

  test.for<[checkout: string, of: string]>([
    ['{ uses: actions/checkout@v4 }', 'none'],
    ["{ uses: actions/checkout@v4, with: { ref: '${{ github.event.pull_request.head.sha }}' } }", 'every'],
    ['{ uses: actions/checkout@v4 }, { run: gh pr checkout 1 }', 'every'],
  ])('`pull_request_target` with %s reaches %s', async ([checkout, of]) => {
    const text = `on: pull_request_target\njobs: { a: { steps: [${checkout}, { run: npm test }] } }`;
    expect((await gate({ [CI]: text, ...ava }))?.reach.of).toBe(of);
  });

  test.for<[body: string, gates: number]>([
    ['npm run build', 0],
    ['node -e 0', 0],
    ['tsc', 0],
    ['npx tsc && rollup -c', 0],
    ['npm run build && node check.js', 1],
    ['node -e "require(\'./check\')"', 1],
  ])('a script `test` that is `%s`', async ([body, count]) => {
    const files = { 'package.json': scripts({ test: body, build: 'tsc' }) };
    expect((await collect({ [CI]: workflow('npm test'), ...files })).gates).toHaveLength(count);
  });

  test('without a manifest nothing is known to be tested', async () => {
    const bare = (run: string) => ({ commits: [{ files: { [CI]: workflow(run) } }] });
    for (const run of ['cargo test', 'go test ./...']) expect((await gate({}, bare(run)))?.failure.is).toBe('unsure');
    expect((await gate({}, bare('pytest')))?.failure.is).toBe('kept');
  });

  test('a manifest that is not committed could change that', () => {
    expect(['go.mod', 'a/Cargo.toml', 'go.sum'].map((path) => gates.reads(path))).toEqual([true, true, false]);
  });

  test.for<[condition: string, gates: number]>([
    ['${{ 1 == 2 }}', 0],
    ['0', 0],
    ["${{ 1 == '1' }}", 1],
    ['${{ 1 != 2 }}', 1],
  ])('under `%s`', async ([condition, count]) => {
    const text = workflow('npm test', { step: `if: ${JSON.stringify(condition)}` });
    expect((await collect({ [CI]: text, ...ava })).gates).toHaveLength(count);
  });
});

describe('what swallows a failure', () => {
  test.for<[what: string, file: string]>([
    ['|| true', workflow('go test || true')],
    ['continue-on-error of the step', workflow('go test', { step: 'continue-on-error: true' })],
    ['continue-on-error of the job', workflow('go test', { job: 'continue-on-error: true' })],
    ['a pipe without pipefail', workflow('go test | tee log')],
    ['make -i', workflow('make -i test')],
    ['a dash in the makefile', workflow('make lax')],
    ['the package script', workflow('npm run lax')],
  ])('%s', async ([, text]) => {
    const files = {
      [CI]: text,
      Makefile: 'test:\n\tgo test\nlax:\n\t-go test\n',
      'package.json': scripts({ lax: 'go test; echo done' }),
    };
    expect((await gate(files))?.failure.is).toBe('swallowed');
  });

  test('`shell: bash` looks into pipes', async () => {
    expect((await gate({ [CI]: workflow('go test | tee log', { step: 'shell: bash' }) }))?.failure.is).toBe('kept');
  });

  test('other shells go on after a failure', async () => {
    const step = 'shell: pwsh';
    expect((await gate({ [CI]: workflow('go test\nWrite-Host done', { step }) }))?.failure.is).toBe('unsure');
    expect((await gate({ [CI]: workflow('Write-Host start\ngo test', { step }) }))?.failure.is).toBe('kept');
  });
});

describe('what cannot be seen', () => {
  test('a workflow of another repository', async () => {
    const text = 'on: pull_request\njobs:\n  a:\n    uses: org/ci/.github/workflows/test.yml@v1\n';
    expect((await collect({ [CI]: text })).unfollowed).toEqual([
      { path: CI, line: 4, because: expect.stringContaining('org/ci') },
    ]);
  });

  test('a manifest or script that is withheld is neither a test nor its absence', async () => {
    const files = {
      [CI]: workflow('npm test\nbash ci/all.sh'),
      'package.json': scripts({ test: 'ava' }),
      'ci/all.sh': 'go vet',
    };
    const facts = await collect(files, { withhold: { contents: (path) => path !== CI } });
    expect(facts.gates).toMatchObject([{ command: 'npm test', failure: { is: 'unsure' } }]);
    expect(facts.unfollowed).toMatchObject([{ line: 7, because: expect.stringContaining('ci/all.sh') }]);
  });

  test('a command that is known only when it runs', async () => {
    const facts = await collect({ [CI]: workflow('${{ inputs.command }}') });
    expect(facts.unfollowed).toMatchObject([{ path: CI, line: 6 }]);
  });

  test('other CI systems are named, and what the tree declares is listed', async () => {
    const files = { '.gitlab-ci.yml': 'test: {}', 'package.json': scripts({ test: 'ava' }), 'go.mod': '' };
    expect(await collect(files)).toMatchObject({
      hasWorkflows: false,
      otherSystems: [{ name: 'GitLab CI', path: '.gitlab-ci.yml' }],
      declared: [
        { command: 'cargo test', path: 'Cargo.toml' },
        { command: 'go test ./...', path: 'go.mod' },
        { command: 'npm run test', path: 'package.json', line: 4 },
      ],
    });
  });
});

describe('files that were made to be expensive', () => {
  test.for<[what: string, files: Record<string, string>]>([
    [
      'variables that name one another',
      {
        Makefile: `${['A', 'B', 'C', 'D', 'E'].map((name, i, all) => `${name} = ${`$(${all[i + 1] ?? 'Z'})`.repeat(200)}`).join('\n')}\ntest:\n\t$(A)\n`,
      },
    ],
    ['a header of blanks', { Makefile: `test${' '.repeat(200_000)}\n` }],
    [
      'functions that call one another',
      { 'ci.sh': `${'f() { g; g; }\n'}${`g() { f; f; ${'echo x;'.repeat(500)} }\n`}f\n` },
    ],
    ['substitutions without end', { 'ci.sh': '"$('.repeat(50_000) }],
  ])('%s', async ([, files]) => {
    const facts = await collect({ [CI]: workflow('make test\nbash ci.sh'), ...files });
    expect(facts.gates.length).toBeLessThan(2);
  });
});
