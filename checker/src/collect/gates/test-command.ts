import { nameOf } from '../../tree.ts';
import {
  ANY_WORD,
  CHECKS,
  DRY,
  GENERIC,
  INSTALLS,
  OPAQUE,
  RUNNERS,
  SKIPPED,
  SUBCOMMANDS,
  TASKS,
  WRAPPERS,
} from './test-programs.ts';

/** What a command is to the question whether tests run. */
export type Meaning =
  /** A test runner, or a task that the project's own tool calls a test. */
  | { readonly is: 'test' }
  /** A script of a package manifest. `anywhere`: of some package of the workspace, not of the folder it runs in. */
  | {
      readonly is: 'script';
      readonly name: string;
      readonly folder?: string;
      readonly anywhere: boolean;
      readonly packages?: readonly string[];
    }
  | {
      readonly is: 'make' | 'just' | 'task';
      readonly targets: readonly string[];
      readonly folder?: string;
      readonly file?: string;
    }
  /** A file of the tree; `shell` when it is surely run by a shell. */
  | { readonly is: 'file'; readonly path: string; readonly shell: boolean }
  /** The command cannot be told: it starts with a variable or an expression. */
  | { readonly is: 'open' }
  | { readonly is: 'other' };

const TEST: Meaning = { is: 'test' };
const OTHER: Meaning = { is: 'other' };
const OPEN: Meaning = { is: 'open' };

/** A name that calls itself a test: `test`, `tests`, `test:unit`, `e2e-test`, `unit_tests`, `spec`; not `test-setup`. */
export function isTestName(name: string): boolean {
  const words = nameOf(name)
    .replace(/\.[a-z]{1,4}$/i, '')
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  // A name begins or ends with what it is: `test-all` is a test, `ci-test-groups` is about tests.
  const isTest = [words[0], words.at(-1)].some((word) => word !== undefined && TEST_WORDS.test(word));
  return isTest && !words.some((word) => AROUND_TESTS.test(word));
}

const TEST_WORDS = /^(?:e2e|(?:run|unit|all)?tests?(?:all|suites?)?|specs?|unit)$/;
/** What is done for tests, or to them, is no test. */
const AROUND_TESTS =
  /^(?:install|setup|prepare|build|compile|generate|gen|upload|download|reports?|publish|deps|dependencies|matrix|data|list|clean|create|comment|lint|format|fmt|types?|typecheck|watch|debug|update|seed|fixtures?|config|results?|summary|detect|shards?|lanes?|image|docker|container|server|utils?|helpers?|deploy|start|stop|smoke|upgrade|load|stress|bench(?:mark)?s?|perf(?:ormance)?)$/;

const FARTHEST = 14;

/** Says what a command means, seeing through wrappers such as `env A=b`, `timeout 5m`, `uv run` and `docker run`. */
export function meaningOf(words: readonly string[], depth = 0): Meaning {
  const [first = '', ...rest] = words;
  if (/^\$[{(]?|^`/.test(first)) return { is: 'open' };
  const name =
    first.includes('/') && !first.startsWith('./node_modules')
      ? first
      : nameOf(first).replace(/\.(?:exe|cmd|bat)$/, '');
  if (rest.some((word) => DRY.has(word)) && !/^(?:npm|pnpm|yarn|bun)$/.test(nameOf(name))) return OTHER;
  if (OPAQUE.test([nameOf(name), ...rest].join(' '))) return { is: 'open' };
  const program = nameOf(name);
  if (RUNNERS.has(program))
    return program === 'vitest' && /^(?:bench|list|init)$/.test(rest[0] ?? '')
      ? OTHER
      : program === 'karma' && rest[0] !== 'start'
        ? OTHER
        : TEST;
  if (program === 'tox' || program === 'nox') return environments(rest);
  if (/^(?:npm|pnpm|yarn|bun)$/.test(program) && rest.some((word) => DRY.has(word))) {
    const handedOn = rest.indexOf('--');
    // Before `--` it depends on the package manager whether it heeds the option or hands it on.
    return handedOn !== -1 && rest.slice(handedOn).some((word) => DRY.has(word)) ? OTHER : mayTest(rest) ? OPEN : OTHER;
  }
  if (/^(?:npm|pnpm|yarn|bun)$/.test(program)) return ofPackageManager(program, rest, depth);
  if (/^(?:make|gmake|just|task|go-task)$/.test(program)) return ofTargets(program, rest);
  if (program === 'composer')
    return { is: 'script', name: plain(rest).find((word) => !/^run(?:-script)?$/.test(word)) ?? '', anywhere: false };
  if (program === 'deno' && rest[0] === 'task') return { is: 'script', name: rest[1] ?? '', anywhere: false };
  if (/^(?:python|pypy)[\d.]*$|^py$/.test(program)) return ofPython(rest, depth);
  if (program === 'node') return rest.includes('--test') ? TEST : ofFile(rest, false);
  if (/^(?:ruby|perl|php|lua|Rscript|julia|racket|guile|pwsh|powershell|ts-node|tsx|bun)$/.test(program)) {
    if (program === 'php' && rest[0] === 'artisan') return rest[1] === 'test' ? TEST : OTHER;
    return ofFile(rest, false);
  }
  if (/^(?:ba|z|da)?sh$/.test(program)) return ofFile(rest, true);
  if (program === 'source' || program === '.') return ofFile(rest, true);
  if (program === 'R' && rest.slice(0, 2).join(' ') === 'CMD check') return TEST;
  if (program === 'zig' && rest[0] === 'build') return rest.includes('test') ? TEST : OTHER;
  if (program === 'clojure' || program === 'clj')
    return rest.some((word) => /^-[XMT]:.*test/.test(word)) ? TEST : OTHER;
  if (program === 'cargo' && /^(?:make|xtask|hack|careful|\+.*)$/.test(rest[0] ?? ''))
    return rest.slice(1).some((word) => /^(?:test|nextest|t)$/.test(word)) ? TEST : OTHER;
  const subcommand = SUBCOMMANDS[program];
  if (
    subcommand !== undefined &&
    !(program === 'go' && rest.some((word) => /^(?:-c|-list(?:=.*)?|-run=\^\$|\^\$)$/.test(word)))
  ) {
    if (rest.some((word) => SKIPPED.test(word)) || excludesTests(rest)) return OTHER;
    const candidates = ANY_WORD.has(program) ? plain(rest) : plain(rest).slice(0, 1);
    if (candidates.some((word) => subcommand.test(word))) return TEST;
  }
  if (TASKS.has(program)) {
    const run = plain(rest).filter((word) => !/^(?:run|run-many|run-script|exec|x|affected|call)$/.test(word));
    if (run[0] !== undefined && isTestName(run[0])) return TEST;
    if (rest.some((word, index) => /^(?:-t|--targets?)$/.test(rest[index - 1] ?? '') && isTestName(word))) return TEST;
    if (rest.some((word) => /^--targets?=/.test(word) && isTestName(word))) return TEST;
    if (run[0] !== undefined && GENERIC.test(run[0])) return { is: 'open' };
  }
  if (/^(?:rake|mage|ant)$/.test(program) && plain(rest).some((word) => GENERIC.test(word))) return { is: 'open' };
  if (isWrapper(program, rest) && depth < 4) return behind(rest, depth);
  if (first.includes('/') && !first.startsWith('/'))
    return { is: 'file', path: first.replace(/^\.\//, ''), shell: false };
  return OTHER;
}

/** `uv run`, `bundle exec` and the like are wrappers only with that word. */
function isWrapper(program: string, rest: readonly string[]): boolean {
  if (WRAPPERS.has(program)) return true;
  return (
    /^(?:uv|poetry|pdm|pipenv|rye|hatch|conda|mamba|micromamba|pixi|bundle|bundler|mise|asdf|rbenv|opam|nix|cabal|stack|lerna|volta|fnm|rustup|devbox)$/.test(
      program,
    ) && rest.some((word) => /^(?:run|exec|x|develop|--)$/.test(word))
  );
}

/** The command that a wrapper runs: the first of its words from which something is recognised. */
function behind(rest: readonly string[], depth: number): Meaning {
  for (let index = 0; index < Math.min(rest.length, FARTHEST); index++) {
    const word = rest[index] ?? '';
    // Quoted commands are arguments of `concurrently`, `start-server-and-test` and `docker run … sh -c`.
    const words = word.includes(' ') ? word.split(/\s+/) : rest.slice(index);
    if (word.startsWith('-') || word.includes('=')) continue;
    if (INSTALLS.test(word)) return OTHER;
    const meaning = meaningOf(words, depth + 1);
    if (meaning.is === 'file' && !meaning.shell && !isTestName(meaning.path)) continue;
    if (meaning.is !== 'other' && meaning.is !== 'open') return meaning;
  }
  return OTHER;
}

const plain = (words: readonly string[]) => words.filter((word) => !/^[-+]/.test(word) || /^\+\w/.test(word));

const mayTest = (words: readonly string[]) => words.some((word) => word === 't' || isTestName(word));

/** `gradle build -x test`. */
const excludesTests = (words: readonly string[]) =>
  words.some((word, index) => /^(?:-x|--exclude-task)$/.test(words[index - 1] ?? '') && /test|check/.test(word));

function environments(rest: readonly string[]): Meaning {
  const named = rest.flatMap((word, index) =>
    /^(?:-e|-s|--session|--sessions|--env)$/.test(rest[index - 1] ?? '') ? word.split(',') : [],
  );
  if (rest.some((word) => /^(?:-l|--list|--listenvs|config|devenv)$/.test(word))) return OTHER;
  return named.length > 0 && named.every((name) => CHECKS.test(name)) ? OTHER : TEST;
}

function ofPython(rest: readonly string[], depth: number): Meaning {
  const module = rest.indexOf('-m');
  if (module !== -1) {
    const name = rest[module + 1] ?? '';
    if (/^(?:unittest|doctest|nose|test|django)$/.test(name)) return TEST;
    return meaningOf(rest.slice(module + 1), depth + 1);
  }
  const [script = '', command = ''] = plain(rest);
  if (/(?:^|\/)(?:manage|setup)\.py$/.test(script)) return /^(?:test|pytest)$/.test(command) ? TEST : OTHER;
  return ofFile(rest, false);
}

function ofFile(rest: readonly string[], shell: boolean): Meaning {
  const path = rest.find((word) => !word.startsWith('-') && !word.startsWith('+'));
  if (path === undefined || path.startsWith('/')) return OTHER;
  return /[$`]/.test(path) ? { is: 'open' } : { is: 'file', path: path.replace(/^\.\//, ''), shell };
}

const FOLDER_OPTIONS = /^(?:-C|--dir|--prefix|--cwd)$/;
const VALUE_OPTIONS =
  /^(?:-C|--dir|--prefix|--cwd|-F|--filter|-w|--workspace|--workspace-concurrency|--reporter|--loglevel)$/;
const ANYWHERE = /^(?:-r|--recursive|-F|--filter|-w|-ws|--workspaces?|--workspace=.*|--filter=.*|-F=.*)$/;
const BUILT_IN =
  /^(?:install|i|ci|add|remove|rm|audit|publish|pack|link|config|init|version|update|up|outdated|list|ls|why|info|view|login|whoami|cache|set|store|prune|dedupe|import|patch|deploy|create|env|rebuild|root|bin|start-server)$/;

function ofPackageManager(program: string, rest: readonly string[], depth: number): Meaning {
  const args: string[] = [];
  let folder: string | undefined;
  let anywhere = false;
  const packages: string[] = [];
  for (let index = 0; index < rest.length; index++) {
    const word = rest[index] ?? '';
    if (word === '--' && args.length > 0) break;
    if (ANYWHERE.test(word) && args.length < 2) anywhere = true;
    if (/^(?:-F|--filter|-w|--workspace)$/.test(word)) packages.push(rest[index + 1] ?? '');
    if (/^(?:--filter|-F|--workspace)=/.test(word)) packages.push(word.slice(word.indexOf('=') + 1));
    if (FOLDER_OPTIONS.test(word)) folder = rest[index + 1];
    if (/^(?:--prefix|--dir|--cwd)=/.test(word)) folder = word.slice(word.indexOf('=') + 1);
    if (VALUE_OPTIONS.test(word)) index++;
    else if (!word.startsWith('-')) args.push(word);
  }
  if (args[0] === 'workspace' || args[0] === 'workspaces') {
    anywhere = true;
    if (args[0] === 'workspace' && args[1] !== undefined) packages.push(args[1]);
    args.splice(0, args[0] === 'workspace' ? 2 : 1);
    if ((args[0] as string | undefined) === 'foreach') args.shift();
  }
  const [command = '', second = ''] = args;
  const place = { anywhere, packages, ...(folder === undefined ? {} : { folder }) };
  if (/^(?:run|run-script)$/.test(command)) return second === '' ? OTHER : { is: 'script', name: second, ...place };
  if (program === 'bun' && command === 'test') return TEST;
  if (/^(?:exec|dlx|x|node)$/.test(command))
    return depth < 4 ? behind(rest.slice(rest.indexOf(command) + 1), depth) : OTHER;
  if (/^(?:test|t|tst|it|install-test|cit|install-ci-test)$/.test(command))
    return { is: 'script', name: 'test', ...place };
  if (command === '' || BUILT_IN.test(command) || program === 'npm') return OTHER;
  return { is: 'script', name: command, ...place };
}

function ofTargets(program: string, rest: readonly string[]): Meaning {
  const targets: string[] = [];
  let folder: string | undefined;
  let file: string | undefined;
  for (let index = 0; index < rest.length; index++) {
    const word = rest[index] ?? '';
    if (/^(?:-C|--directory|-d|--dir|--working-directory)$/.test(word)) folder = rest[++index];
    else if (/^(?:-f|--file|--justfile|--taskfile|-t)$/.test(word)) file = rest[++index];
    else if (/^-C./.test(word)) folder = word.slice(2);
    else if (/^-j$/.test(word) && /^\d+$/.test(rest[index + 1] ?? '')) index++;
    else if (!word.startsWith('-') && !word.includes('=')) targets.push(word);
  }
  const is = /make$/.test(program) ? 'make' : program === 'just' ? 'just' : 'task';
  return { is, targets, ...(folder === undefined ? {} : { folder }), ...(file === undefined ? {} : { file }) };
}
