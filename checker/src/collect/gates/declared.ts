import type { DeclaredTest, GatesFacts } from '../../facts/gates.ts';
import type { Tree } from '../../tree.ts';
import type { ReadText } from './manifests.ts';
import { justTargets, makeTargets, scriptsOf, type Targets, taskTargets } from './targets.ts';
import { isTestName } from './test-command.ts';

const MOST = 20;

/** Files that name their targets, and how a target is run. */
const NAMING: readonly (readonly [path: string, prefix: string, read: (text: string) => Targets | undefined])[] = [
  ['package.json', 'npm run ', (text) => scriptsOf(text)],
  ['composer.json', 'composer ', (text) => scriptsOf(text)],
  ['deno.json', 'deno task ', (text) => scriptsOf(text, 'tasks')],
  ['Makefile', 'make ', makeTargets],
  ['justfile', 'just ', justTargets],
  ['Taskfile.yml', 'task ', taskTargets],
];

/** Manifests whose tool has a test command of its own. */
const BUILT_IN: readonly (readonly [path: string, command: string])[] = [
  ['Cargo.toml', 'cargo test'],
  ['go.mod', 'go test ./...'],
  ['tox.ini', 'tox'],
  ['noxfile.py', 'nox'],
  ['pytest.ini', 'pytest'],
  ['conftest.py', 'pytest'],
  ['tests/conftest.py', 'pytest'],
  ['mix.exs', 'mix test'],
  ['pom.xml', 'mvn test'],
  ['build.gradle', 'gradle test'],
  ['build.gradle.kts', 'gradle test'],
  ['Package.swift', 'swift test'],
  ['pubspec.yaml', 'dart test'],
  ['.rspec', 'rspec'],
  ['phpunit.xml', 'phpunit'],
  ['phpunit.xml.dist', 'phpunit'],
  ['build.sbt', 'sbt test'],
  ['stack.yaml', 'stack test'],
  ['build.zig', 'zig build test'],
];

/** Test commands that the root of the tree declares. */
export async function declaredTests(tree: Tree, read: ReadText): Promise<readonly DeclaredTest[]> {
  const declared: DeclaredTest[] = BUILT_IN.filter(([path]) => tree.isFile(path)).map(([path, command]) => ({
    command,
    path,
    line: undefined,
  }));
  for (const [path, prefix, parse] of NAMING) {
    if (!tree.isFile(path)) continue;
    const text = await read(path);
    if (typeof text !== 'string') continue;
    for (const [name, { line, commands }] of parse(text) ?? []) {
      if (!isTestName(name) || commands.some(({ text }) => /no test specified/i.test(text))) continue;
      declared.push({ command: `${prefix}${name}`, path, line });
    }
  }
  return declared.slice(0, MOST);
}

const SYSTEMS: readonly (readonly [name: string, path: RegExp])[] = [
  ['GitLab CI', /^\.gitlab-ci\.ya?ml$/],
  ['CircleCI', /^\.circleci\/config\.ya?ml$/],
  ['Travis CI', /^\.travis\.ya?ml$/],
  ['Azure Pipelines', /^\.?azure-pipelines[^/]*\.ya?ml$|^\.azure-pipelines\/.*\.ya?ml$/],
  ['Jenkins', /^Jenkinsfile/],
  ['Buildkite', /^\.buildkite\/.*\.ya?ml$/],
  ['Bitbucket Pipelines', /^bitbucket-pipelines\.ya?ml$/],
  ['Drone', /^\.drone\.(?:ya?ml|star|jsonnet)$/],
  ['Woodpecker', /^\.woodpecker(?:\.ya?ml$|\/)/],
  ['AppVeyor', /^\.?appveyor\.ya?ml$/],
  ['Cirrus CI', /^\.cirrus\.(?:ya?ml|star)$/],
  ['Semaphore', /^\.semaphore\/semaphore\.ya?ml$/],
  ['builds.sr.ht', /^\.build(?:s\/.*)?\.ya?ml$/],
  ['TeamCity', /^\.teamcity\//],
  ['Cloud Build', /^cloudbuild\.ya?ml$/],
  ['Tekton', /^\.tekton\/.*\.ya?ml$/],
  ['Prow', /^\.prow(?:\.ya?ml$|\/)/],
  ['Zuul', /^\.?zuul(?:\.ya?ml$|\.d\/)/],
];

export const isOtherSystem = (path: string) => SYSTEMS.some(([, pattern]) => pattern.test(path));

/** The first definition of each CI system that is not read. */
export function otherSystems(tree: Tree): GatesFacts['otherSystems'] {
  return SYSTEMS.flatMap(([name, pattern]) => {
    const entry = tree.entries.find(({ path }) => pattern.test(path));
    return entry === undefined ? [] : [{ name, path: entry.path }];
  });
}
