import { describe, expect, test } from 'vitest';
import { isTestName, meaningOf } from '../../../checker/src/collect/gates/test-command.ts';

const meaning = (command: string) => meaningOf(command.split(' ')).is;

describe('meaningOf', () => {
  test.for([
    'pytest -q',
    'python -m pytest',
    'python3.12 -m unittest discover',
    'python manage.py test',
    'coverage run -m pytest',
    'uv run --locked tox run',
    'tox -e py312',
    'go test ./...',
    'cargo test --workspace',
    'cargo nextest run',
    'npx vitest run',
    'pnpm exec playwright test',
    'xvfb-run -a npx jest',
    'env CI=1 bundle exec rspec',
    'timeout 5m bats tests',
    'docker run --rm image pytest',
    './gradlew --no-daemon build',
    './mvnw -B verify',
    'dotnet test',
    'mix test',
    'deno test -A',
    'bun test',
    'node --test',
    'turbo run test',
  ])('%s is a test', (command) => {
    expect(meaning(command)).toBe('test');
  });

  test.for([
    'npm install -g bats',
    'sudo npm install -g jest',
    'pip install pytest',
    'uv pip install pytest',
    'uv tool install tox',
    'npx playwright install',
    'go build ./...',
    'go test -c -o x',
    'cargo test --no-run',
    'pytest --collect-only',
    'tox -e lint,typing',
    './mvnw package -DskipTests',
    'gradle build -x test',
    'echo pytest',
    'vitest bench',
  ])('%s is none', (command) => {
    expect(meaning(command)).toBe('other');
  });

  test('a command that is only known when it runs is open', () => {
    expect(meaning('$RUNNER test')).toBe('open');
    expect(meaning('nix flake check')).toBe('open');
  });

  test.for<[command: string, name: string, rest: object]>([
    ['npm test', 'test', { anywhere: false }],
    ['npm t', 'test', {}],
    ['yarn run unit', 'unit', {}],
    ['pnpm test:ci', 'test:ci', {}],
    ['npm --prefix web run test', 'test', { folder: 'web' }],
    ['pnpm --filter ./packages/a run test', 'test', { anywhere: true, packages: ['./packages/a'] }],
    ['yarn workspace a test', 'test', { anywhere: true, packages: ['a'] }],
  ])('%s runs a script of a manifest', ([command, name, rest]) => {
    expect(meaningOf(command.split(' '))).toMatchObject({ is: 'script', name, ...rest });
  });

  test('knows targets and files', () => {
    expect(meaningOf(['make', '-C', 'cli', 'test', 'V=1'])).toEqual({ is: 'make', targets: ['test'], folder: 'cli' });
    expect(meaningOf(['just', 'test'])).toEqual({ is: 'just', targets: ['test'] });
    expect(meaningOf(['bash', '-e', 'scripts/test.sh'])).toEqual({ is: 'file', path: 'scripts/test.sh', shell: true });
    expect(meaningOf(['./scripts/test.sh'])).toEqual({ is: 'file', path: 'scripts/test.sh', shell: false });
  });
});

describe('isTestName', () => {
  test.for(['test', 'tests', 'test:unit', 'unit-test', 'run_tests.py', 'e2e', 'spec', 'runTests'])('%s', (name) => {
    expect(isTestName(name)).toBe(true);
  });
  test.for([
    'latest',
    'contest',
    'test-setup',
    'install-test-deps',
    'test:lint',
    'upload-test-results',
    'ci-test-groups',
    'build',
    'inspect',
  ])('not %s', (name) => {
    expect(isTestName(name)).toBe(false);
  });
});
