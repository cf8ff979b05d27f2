import type { Job, Setting, Step, Workflow } from '../../facts/workflows.ts';
import { resolvePath } from '../../tree.ts';
import type { ShellStart } from './shell-fate.ts';

/** Legs of a matrix that one script is read for. */
const MOST_VARIANTS = 24;
/** Environment variables that are filled in. */
const MOST_SETTINGS = 200;

/** The script for each leg of the matrix that changes it, with plain environment variables filled in. */
export function variantsOf(script: string, job: Job, env: readonly Setting[]): readonly string[] {
  const filled = withEnvironment(script, env);
  let variants = [filled];
  for (const name of new Set(
    [...filled.matchAll(/\$\{\{\s*matrix\.([\w.-]+)\s*\}\}/g)].map(([, name]) => name ?? ''),
  )) {
    const values = [...new Set(job.matrix.filter((setting) => setting.name === name).map(({ value }) => value))];
    if (values.length === 0) continue;
    const expression = new RegExp(`\\$\\{\\{\\s*matrix\\.${name.replaceAll('.', '\\.')}\\s*\\}\\}`, 'g');
    variants = variants
      .flatMap((variant) => values.map((value) => variant.replace(expression, () => value)))
      .slice(0, MOST_VARIANTS);
  }
  return variants;
}

function withEnvironment(script: string, env: readonly Setting[]): string {
  let text = script;
  for (const { name, value } of text.includes('$') ? env.slice(0, MOST_SETTINGS) : []) {
    if (!text.includes(name)) continue;
    if (!/^[\w./ -]+$/.test(value) || !/^\w+$/.test(name)) continue;
    text = text.replace(
      new RegExp(`\\$\\{\\{\\s*env\\.${name}\\s*\\}\\}|\\$\\{${name}\\}|\\$${name}\\b`, 'g'),
      () => value,
    );
  }
  return text;
}

/** How GitHub starts a step's shell: it stops at the first failure, and sees into pipes only where `bash` is asked for. */
export function shellStart(
  step: Step,
  job: Job,
  workflow: Workflow,
): ShellStart & { readonly posix: boolean; readonly foreign?: string } {
  const shell = step.shell ?? job.shell ?? workflow.shell;
  const windows = job.runsOn.some((label) => /^windows/i.test(label));
  const folder = folderOf(step, job, workflow);
  if (shell === undefined) return { posix: !windows, errexit: true, pipefail: false, folder };
  if (shell === 'bash') return { posix: true, errexit: true, pipefail: true, folder };
  if (shell === 'sh') return { posix: true, errexit: true, pipefail: false, folder };
  const words = shell.split(/\s+/);
  const posix = /^(?:.*\/)?(?:ba|z|da)?sh$/.test(words[0] ?? '');
  return {
    posix,
    // What other shells make of a failure is judged where the step is.
    errexit: !posix || words.some((word) => /^-[a-z]*e/.test(word)),
    pipefail: words.includes('pipefail'),
    folder,
    ...(!words.some((word) => SHELLS.test(word)) || (posix && words.includes('-n')) ? { foreign: shell } : {}),
  };
}

/** Programs that run the script they are given, by themselves or within an environment that they set up. */
const SHELLS =
  /^(?:.*[\\/])?(?:[\w-]*sh|[\w.-]+\.sh|[\w-]*shell|cmd|python[\d.]*|node|deno|bun|ruby|perl|php|Rscript|julia|msys2|cygwin|wsl[\w-]*|nu)(?:\.exe)?$/i;

function folderOf(step: Step, job: Job, workflow: Workflow): string | undefined {
  const written = step.workingDirectory ?? job.workingDirectory ?? workflow.workingDirectory;
  if (written === undefined) return '';
  const relative = written.replace(/^\$\{\{\s*github\.workspace\s*\}\}\/?/, '').replace(/^\.\//, '');
  if (/[$`]/.test(relative) || relative.startsWith('/')) return undefined;
  // A checkout into a folder puts the tree there.
  const places = job.steps.flatMap(({ uses, with: settings }) =>
    uses?.text.startsWith('actions/checkout@') && !settings.some(({ name }) => name === 'repository')
      ? settings.filter(({ name }) => name === 'path').map(({ value }) => value.replace(/^\.\/|\/$/g, ''))
      : [],
  );
  const place = places.find((place) => relative === place || relative.startsWith(`${place}/`));
  return resolvePath('', place === undefined ? relative : relative.slice(place.length + 1));
}

/** Inputs by which actions are told a command. */
const COMMAND_INPUTS = /^(?:run|commands?|cmd|script|test[-_]command|tests?)$/;
const ARGUMENT_INPUTS = /^(?:args|arguments|command|cmd|goals|maven-args|tasks?|targets?)$/;
const TOOLS: readonly (readonly [RegExp, string])[] = [
  [/gradle/i, 'gradle'],
  [/maven|mvn/i, 'mvn'],
  [/yarn/i, 'yarn'],
  [/cargo|rust-cross/i, 'cargo'],
  [/\bnx\b/i, 'nx'],
  [/bazel/i, 'bazel'],
];
/** Actions that run tests without being told how. */
const TEST_ACTIONS =
  /^(?:cypress-io\/github-action|julia-actions\/julia-runtest|r-lib\/actions\/check-r-package|pavelzw\/pytest-action|game-ci\/unity-test-runner)@/;

/** The script that an action of another repository is known to run; undefined when it runs none of the project's. */
export function scriptOfAction(step: Step): { readonly text: string; readonly line: number } | undefined {
  const uses = step.uses?.text ?? '';
  const line = step.uses?.line ?? step.line;
  if (TEST_ACTIONS.test(uses)) return { text: uses.startsWith('cypress') ? 'cypress run' : 'pytest', line };
  const tool = TOOLS.find(([name]) => name.test(uses))?.[1];
  if (tool !== undefined) {
    const settings = step.with
      .filter(({ name }) => ARGUMENT_INPUTS.test(name))
      .sort((a, b) => (a.name === 'command' ? -1 : b.name === 'command' ? 1 : 0));
    const [first] = settings;
    return first === undefined
      ? undefined
      : { text: `${tool} ${settings.map(({ value }) => value).join(' ')}`, line: first.line };
  }
  const command = step.with.find(
    ({ name, value }) => COMMAND_INPUTS.test(name) && value !== '' && value !== 'true' && value !== 'false',
  );
  return command === undefined ? undefined : { text: command.value, line: command.line };
}
