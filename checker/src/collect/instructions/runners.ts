/** What a command asks of a tool: a script of a package manifest, or a target of a build file. */
export interface Asked {
  readonly tool: Tool;
  readonly name: string;
  /** The folder that the command itself names, as in `make -C docs`. */
  readonly folder: string | undefined;
  /** False where the tool would also run something else of that name: a built-in command or an installed program. */
  readonly certain: boolean;
}

export type Tool = 'package' | 'make' | 'just' | 'task' | 'mise';

const LIFECYCLE = new Set(['test', 't', 'tst', 'start', 'stop', 'restart']);
const FULL_NAME: Readonly<Record<string, string>> = { t: 'test', tst: 'test' };
const NPM_RUN = new Set(['run', 'run-script', 'rum', 'urn']);

/** Commands that package managers have themselves, or that need no script. */
const BUILT_IN = new Set(
  `a access add adduser approve-builds audit auth bin bugs build-only c cache catalog ci clean clean-install completion config
  constraints create dedupe deploy deprecate diff dist-tag dlx docs doctor edit env exec explain explore fetch find-dupes
  fund generate-lockfile get global help help-search hook i ignored-builds import info init install install-test it
  licenses link list ll ln login logout ls node npm org outdated owner pack patch patch-commit patch-remove ping pkg plugin
  pm policies prefix profile prune publish query rb rebuild recursive remove repo repl rm root run-many s search
  self-update server set setup show shrinkwrap stage star store team token un unlink unplug unpublish up update upgrade
  upgrade-interactive v version versions view why workspace workspaces x`.split(/\s+/),
);

const TAKES_VALUE =
  /^(?:-C|-F|-w|--dir|--prefix|--cwd|--filter|--workspace|--loglevel|--reporter|-f|--file|--makefile|--directory|-d|--justfile|--working-directory|-t|--taskfile|-j|--jobs)$/;
const FOLDER_FLAG = /^(?:-C|--dir|--prefix|--cwd|--directory|-d|--working-directory)$/;

/** Reads one command; empty when it asks nothing of a tool known here. */
export function askedOf(words: readonly string[]): readonly Asked[] {
  const [program = '', ...rest] = words;
  const { folder, args, other } = split(rest);
  const [first, second] = args;
  if (first === undefined || !isName(first) || other) return [];
  const asked = (tool: Tool, name: string | undefined, certain = true): readonly Asked[] =>
    name !== undefined && isName(name) ? [{ tool, name, folder, certain }] : [];
  switch (program) {
    case 'npm':
      if (NPM_RUN.has(first)) return asked('package', second);
      // `npm start` runs server.js where there is no script of that name, and the other two need none.
      return LIFECYCLE.has(first)
        ? asked('package', FULL_NAME[first] ?? first, (FULL_NAME[first] ?? first) === 'test')
        : [];
    case 'pnpm':
      if (NPM_RUN.has(first)) return asked('package', second);
      if (BUILT_IN.has(first)) return [];
      return asked('package', FULL_NAME[first] ?? first, first === 'test' || first.includes(':'));
    case 'yarn':
    case 'bun': {
      const runs = first === 'run';
      if (first === 'workspace' && program === 'yarn')
        return asked('package', args[2] === 'run' ? args[3] : args[2], false);
      const name = runs ? second : first;
      if (name === undefined || (!runs && (BUILT_IN.has(name) || (program === 'bun' && /^(?:test|build)$/.test(name)))))
        return [];
      // Both also run installed programs and, bun, files; none of these has a colon in its name.
      return /[./]/.test(name) ? [] : asked('package', name, name.includes(':'));
    }
    case 'make':
    case 'gmake':
      return args.filter((name) => isName(name) && !/[./]/.test(name)).flatMap((name) => asked('make', name));
    case 'just':
      return asked('just', first, !first.includes('::'));
    case 'task':
    case 'go-task':
      return args.filter(isName).flatMap((name) => asked('task', name, !name.includes(':')));
    case 'mise':
      return first === 'run' || first === 'r' ? asked('mise', second) : [];
    default:
      return [];
  }
}

/** Flags apart from the words that count. `other`: the command names a file or workspace that cannot be followed here. */
function split(words: readonly string[]): { folder: string | undefined; args: readonly string[]; other: boolean } {
  const args: string[] = [];
  let folder: string | undefined;
  let other = false;
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (word === '--') break;
    const [flag = '', inline] = word.split('=', 2);
    if (word.startsWith('-')) {
      const value = inline ?? (TAKES_VALUE.test(flag) ? words[++index] : undefined);
      if (FOLDER_FLAG.test(flag)) folder = value;
      if (/^(?:-f|--file|--makefile|--justfile|--taskfile|-g|--global|-h|--help|-l|--list|--version)$/.test(flag))
        other = true;
    } else if (!/^[A-Z_]+:?=/.test(word)) args.push(word);
  }
  return { folder, args, other };
}

const isName = (word: string) =>
  /^[A-Za-z0-9][\w.:@/-]*$/.test(word) && !/^(?:XXX+|NAME|TARGET|SCRIPT|TASK|COMMAND|\.\.\.)$/.test(word);
