import { folderOf, nameOf, resolvePath, type Tree } from '../../tree.ts';
import { type Followed, type FoundTest, merged, NOTHING, opened, shown, tests, tooFar, unread } from './followed.ts';
import { isWithheld, manifestsAbove, nameIs, type ReadText, targetFile } from './manifests.ts';
import { both, commandsOf, type Fate, KEPT, type Ran, type ShellStart, swallowed, unsure } from './shell-fate.ts';
import { justTargets, makeTargets, scriptsOf, type Target, type Targets, taskTargets } from './targets.ts';
import { isTestName, type Meaning, meaningOf } from './test-command.ts';
import { GENERIC } from './test-programs.ts';

/** A test behind more hops than this is not followed. */
const MOST_HOPS = 4;
/** Commands that all workflows together may come to, however their scripts call one another. */
const MOST_COMMANDS = 20_000;
/** Targets that they may come to, counted each time that one is needed: a few layers that need all of the next one grow without end. */
const MOST_TARGETS = 5_000;
/** Targets that may need one another in a row. */
const MOST_NEEDS = 100;

/** Programs that look at code and run none of it: a script named `test` that only runs these is no test. */
const CHECKERS =
  /^(?:eslint|prettier|tsc|vue-tsc|tsgo|standard|xo|biome|oxlint|stylelint|markdownlint.*|ruff|black|flake8|mypy|pyright|pylint|isort|golangci-lint|gofmt|shellcheck|actionlint|yamllint|rubocop|phpstan|echo|printf|true|:|exit|rimraf|rm|mkdir|cd|cp|sleep)$/;

/** Tools that make something of the code. */
const BUILDERS =
  /^(?:webpack|rollup|esbuild|tsup|tsdown|unbuild|babel|swc|rspack|rslib|microbundle|parcel|ncc|del-cli|cpy|copyfiles|shx|mkdirp)$/;
const BUILDS =
  /^(?:(?:vite|next|astro|nuxt|nuxi|go|cargo|swift|zig|dotnet|mix|deno) (?:build|vet|check|compile)|svelte-check)\b/;
/** Scripts whose name says that they test nothing. */
const NOT_TESTS =
  /^(?:pre|post)?(?:build|compile|lint|format|fmt|types?|typecheck|type-check|tsc|clean|prepare|bundle|install|prettier)(?:[:_-].*)?$/;

/** True when it is known what a command does, and that it tests nothing. */
function isNoTest(words: readonly string[]): boolean {
  const own = ['npx', 'bunx', 'pnpx'].includes(words[0] ?? '') ? words.slice(1) : words;
  const program = nameOf(own[0] ?? '');
  if (CHECKERS.test(program) || BUILDERS.test(program) || BUILDS.test([program, ...own.slice(1)].join(' ')))
    return true;
  if (program === 'node') {
    const inline = own.findIndex((word) => /^(?:-e|-p|--eval|--print)$/.test(word));
    // What an inline program loads may be a test.
    return inline !== -1 && !/require|import|assert|process|throw/.test(own.slice(inline).join(' '));
  }
  const meaning = meaningOf(own);
  return meaning.is === 'script' && NOT_TESTS.test(meaning.name);
}

/** Tools whose tests belong to a manifest, without which they find nothing to run. */
const MANIFESTS: Readonly<Record<string, string>> = { cargo: 'Cargo.toml', cross: 'Cargo.toml', go: 'go.mod' };

/** Follows commands to the tests they run: package scripts, make, just and task targets, shell scripts of the tree. */
export class Follower {
  readonly #tree: Tree;
  readonly #read: ReadText;
  readonly #packages: readonly string[];
  readonly #parsed = new Map<string, Targets | undefined>();
  readonly #manifests = new Map<string, boolean>();
  #commands = 0;
  #visited = 0;

  constructor(tree: Tree, read: ReadText, packages: readonly string[]) {
    this.#tree = tree;
    this.#read = read;
    this.#packages = packages;
  }

  async script(text: string, start: ShellStart, hops = 0): Promise<Followed> {
    const tests: FoundTest[] = [];
    const open: { line: number; because: string }[] = [];
    for (const ran of commandsOf(text, start)) {
      if (++this.#commands > MOST_COMMANDS) {
        open.push({ line: ran.line, because: 'comes to too many commands to follow' });
        break;
      }
      const found = await this.#command(ran, hops);
      tests.push(...found.tests.map((test) => ({ ...test, line: ran.line })));
      // Inside followed files only the place where the trail starts matters.
      open.push(...found.open.map(({ because }) => ({ line: ran.line, because })));
    }
    return { tests, open };
  }

  async #command(ran: Ran, hops: number): Promise<Followed> {
    const meaning = meaningOf(ran.words);
    const written = shown(ran.words);
    switch (meaning.is) {
      case 'test':
        return tests(written, both(ran.fate, this.#manifestOf(ran.words)));
      case 'open':
        return {
          tests: [],
          open: [{ line: ran.line, because: `runs \`${written}\`, which is not known before it runs` }],
        };
      case 'other':
        return this.#unknown(ran, hops);
      case 'file':
        return this.#file(meaning, ran, hops);
      case 'script':
        return this.#packageScript(meaning, ran, hops);
      case 'make':
      case 'just':
      case 'task':
        return this.#targets(meaning, ran, hops);
    }
  }

  /** Whether the manifest is tracked that a test command is run by. */
  #manifestOf(words: readonly string[]): Fate {
    const name = words.map((word) => MANIFESTS[nameOf(word)]).find((manifest) => manifest !== undefined);
    if (name === undefined) return KEPT;
    const known = this.#manifests.get(name) ?? this.#tree.entries.some(({ path }) => nameOf(path) === name);
    this.#manifests.set(name, known);
    return known ? KEPT : unsure(`no ${name} is tracked`);
  }

  /** A program that is not known may run what follows `--`; that it hands on the failure is not sure. */
  async #unknown(ran: Ran, hops: number): Promise<Followed> {
    const rest = ran.words.indexOf('--');
    if (rest === -1 || CHECKERS.test(ran.words[0] ?? '')) return NOTHING;
    const fate = both(unsure(`\`${ran.words[0]}\` runs it`), ran.fate);
    return this.#command({ ...ran, words: ran.words.slice(rest + 1), fate }, hops + 1);
  }

  async #packageScript(
    { name, folder, anywhere, packages = [] }: Extract<Meaning, { is: 'script' }>,
    ran: Ran,
    hops: number,
  ): Promise<Followed> {
    const from = folder === undefined ? ran.folder : inside(ran.folder, folder);
    const inWorkspace = anywhere || from === undefined;
    const paths = inWorkspace
      ? await this.#named(packages, this.#workspace(ran.folder))
      : manifestsAbove(from, this.#tree);
    for (const path of paths) {
      const text = await this.#read(path);
      // Most packages of a large workspace do not have the script; parsing them all would be slow.
      if (text === undefined || (!isWithheld(text) && inWorkspace && !text.includes(`"${name}"`))) continue;
      const scripts = isWithheld(text) ? undefined : this.#targetsIn('script', path, text);
      if (scripts === undefined) return unread(path, ran, isTestName(name));
      const target = scripts.get(name);
      if (target === undefined) continue;
      const where = { path, folder: folderOf(path), kind: 'script' } as const;
      const followed = await this.#target(name, target, scripts, where, ran, hops);
      // Another package of the workspace may hold the tests.
      if (!inWorkspace || followed.tests.length > 0 || followed.open.length > 0) return followed;
    }
    return NOTHING;
  }

  async #targets(
    meaning: Extract<Meaning, { is: 'make' | 'just' | 'task' }>,
    ran: Ran,
    hops: number,
  ): Promise<Followed> {
    const from = meaning.folder === undefined ? ran.folder : inside(ran.folder, meaning.folder);
    const path = from === undefined ? undefined : targetFile(meaning, from, this.#tree);
    if (path === undefined) {
      // What configure or CMake generates is not tracked; its targets `test` and `check` are the tools' own.
      const generated = ['CMakeLists.txt', 'configure.ac', 'Makefile.am', 'Makefile.in', 'Makefile.PL'].some((name) =>
        this.#tree.has(name),
      );
      const isTest = meaning.targets.some((target) => isTestName(target) || target === 'check');
      return meaning.is === 'make' && generated && isTest ? tests(shown(ran.words), ran.fate) : NOTHING;
    }
    const text = await this.#read(path);
    if (text === undefined) return NOTHING;
    const isTest = meaning.targets.some(isTestName);
    if (isWithheld(text)) return unread(path, ran, isTest);
    const targets = this.#targetsIn(meaning.is, path, text);
    if (targets === undefined) return unread(path, ran, isTest);
    const names =
      meaning.targets.length > 0
        ? meaning.targets
        : [...targets.keys()].filter((name) => !name.startsWith('.')).slice(0, 1);
    const where = { path, folder: folderOf(path), kind: meaning.is };
    const ignored = meaning.is === 'make' && ran.words.some((word) => /^-[a-z]*i[a-z]*$|^--ignore-errors$/.test(word));
    const outer = ignored ? { ...ran, fate: swallowed('`make -i` goes on after a failure') } : ran;
    const followed: Followed[] = [];
    for (const name of names) {
      const target = targets.get(name);
      if (target !== undefined) followed.push(await this.#target(name, target, targets, where, outer, hops));
      else if (meaning.is === 'make' && /^-?include\s/m.test(text) && isTestName(name))
        followed.push(tests(shown(ran.words), both(unsure(`${path} takes \`${name}\` from another file`), outer.fate)));
    }
    return merged(followed);
  }

  /** The tests of a named target, its own commands and those of the targets it needs. */
  async #target(
    name: string,
    target: Target,
    targets: Targets,
    where: Where,
    ran: Ran,
    hops: number,
    seen: ReadonlySet<string> = new Set(),
  ): Promise<Followed> {
    const { path } = where;
    if (hops >= MOST_HOPS) return tooFar(ran, isTestName(name), path);
    if (seen.has(name)) return NOTHING;
    if (seen.size >= MOST_NEEDS) return tooFar(ran, isTestName(name), path);
    this.#visited += 1;
    const followed: Followed[] = [];
    for (const need of new Set(target.needs)) {
      if (this.#visited >= MOST_TARGETS) {
        followed.push(opened(`needs more targets of ${path} than are followed`));
        break;
      }
      const needed = targets.get(need);
      if (needed !== undefined)
        followed.push(await this.#target(need, needed, targets, where, ran, hops, new Set([...seen, name])));
    }
    let onlyChecks = true;
    for (const { text, ignored, errexit } of target.commands) {
      if (/no test specified/i.test(text)) return NOTHING;
      const start = { errexit, pipefail: false, folder: where.folder };
      const inner = where.kind === 'script' ? await this.#runners(text, targets, where, ran, hops, seen) : undefined;
      const own = inner ?? (await this.script(text, start, hops + 1));
      if (commandsOf(text, start).some(({ words }) => !isNoTest(words))) onlyChecks = false;
      followed.push(
        ignored
          ? { ...own, tests: own.tests.map((test) => ({ ...test, fate: swallowed(`${path} ignores its failure`) })) }
          : own,
      );
    }
    const all = merged(followed);
    const through = all.tests.map((test) => ({
      ...test,
      fate: both(test.fate, ran.fate),
      via: [path, ...test.via.filter((other) => other !== path)],
    }));
    if (through.length > 0) return { tests: through, open: all.open };
    // The project calls it a test, and it runs something that is more than a look at the code.
    if (isTestName(name) && !onlyChecks) return tests(shown(ran.words), ran.fate, [path]);
    return { tests: [], open: all.open };
  }

  /** `run-s lint test:*` and `npm-run-all` name scripts of the same manifest. */
  async #runners(
    text: string,
    targets: Targets,
    where: Where,
    ran: Ran,
    hops: number,
    seen: ReadonlySet<string>,
  ): Promise<Followed | undefined> {
    const [program = '', ...rest] = text.trim().split(/\s+/);
    if (!/^(?:run-s|run-p|npm-run-all2?)$/.test(program)) return undefined;
    const names = rest.filter((word) => !word.startsWith('-')).map((word) => word.replace(/^["']|["']$/g, ''));
    const called = [...targets.keys()].filter((key) =>
      names.some((name) => name === key || (name.includes('*') && key.startsWith(name.split('*')[0] ?? ''))),
    );
    const followed: Followed[] = [];
    for (const key of called.slice(0, 20)) {
      const target = targets.get(key);
      if (target !== undefined) followed.push(await this.#target(key, target, targets, where, ran, hops + 1, seen));
    }
    return merged(followed);
  }

  async #file({ path: written, shell }: Extract<Meaning, { is: 'file' }>, ran: Ran, hops: number): Promise<Followed> {
    const path = this.#tracked(written, ran.folder);
    if (path === undefined) {
      const isLost = isTestName(written) && ran.folder === undefined;
      return isLost ? tests(shown(ran.words), both(unsure('its file is not found'), ran.fate)) : NOTHING;
    }
    // `./x.py test` asks the project's own tool for its tests.
    const [argument = ''] = argumentsAfter(ran.words, written);
    const isTest = isTestName(path) || (isTestName(argument) && !argument.includes('/'));
    if (hops >= MOST_HOPS) return tooFar(ran, isTest, path);
    const text = await this.#read(path);
    if (text === undefined) return NOTHING;
    if (isWithheld(text)) return unread(path, ran, isTest);
    const [interpreter = ''] = text.split('\n', 1);
    const isShell = shell || /\.(?:ba|z)?sh$/.test(path) || /^#!.*\b(?:ba|z|da)?sh\b/.test(interpreter);
    if (!isShell) {
      if (isTest) return tests(shown(ran.words), ran.fate, [path]);
      const [stem = ''] = nameOf(path).split('.');
      return GENERIC.test(stem) || GENERIC.test(argument)
        ? opened(`runs ${path}, a program that is not read`)
        : NOTHING;
    }
    const errexit = /^#!.*\s-[a-z]*e/.test(interpreter) || ran.words.some((word) => /^-[a-z]*e[a-z]*$/.test(word));
    const inner = await this.script(text, { errexit, pipefail: false, folder: ran.folder }, hops + 1);
    const through = inner.tests.map((test) => ({ ...test, fate: both(test.fate, ran.fate), via: [path, ...test.via] }));
    if (through.some(({ fate }) => fate.is === 'kept')) return { tests: through, open: [] };
    // A script that the project calls a test reports as it sees fit, unless what it runs is plainly let off.
    const letOff = through.some(({ fate }) => fate.is === 'swallowed');
    if (isTest && !letOff) return tests(shown(ran.words), ran.fate, [path]);
    return { tests: through, open: [] };
  }

  /** The packages that a filter means, by name or by folder; all where none is named or found. */
  async #named(names: readonly string[], paths: readonly string[]): Promise<readonly string[]> {
    const meant: string[] = [];
    for (const path of names.length === 0 ? [] : paths) {
      const text = await this.#read(path);
      const folder = folderOf(path);
      const isMeant = names.some((name) => {
        const place = name.replace(/^[./{]+|[}/.*]+$/g, '');
        if (name.includes('*')) return place === '' || folder.startsWith(place);
        return folder === place || (typeof text === 'string' && text.includes(`"${name}"`) && nameIs(text, name));
      });
      if (isMeant) meant.push(path);
    }
    return meant.length > 0 ? meant : paths;
  }

  #targetsIn(kind: Where['kind'], path: string, text: string): Targets | undefined {
    if (!this.#parsed.has(path)) this.#parsed.set(path, PARSERS[kind](text, path));
    return this.#parsed.get(path);
  }

  /** Packages other than the one that asks; the root is asked last. */
  #workspace(asking: string | undefined): readonly string[] {
    const others = this.#packages.filter((path) => path.includes('/') && folderOf(path) !== asking);
    return asking === '' || !this.#tree.isFile('package.json') ? others : [...others, 'package.json'];
  }

  #tracked(written: string, folder: string | undefined): string | undefined {
    const here = inside(folder, written);
    if (here !== undefined && this.#tree.isFile(here)) return here;
    const atRoot = resolvePath('', written);
    return folder === undefined && atRoot !== undefined && this.#tree.isFile(atRoot) ? atRoot : undefined;
  }
}

interface Where {
  readonly path: string;
  readonly folder: string;
  readonly kind: 'script' | 'make' | 'just' | 'task';
}

const PARSERS: Readonly<Record<Where['kind'], (text: string, path: string) => Targets | undefined>> = {
  script: (text, path) => scriptsOf(text, nameOf(path).startsWith('deno') ? 'tasks' : 'scripts'),
  make: makeTargets,
  just: justTargets,
  task: taskTargets,
};

/** Words after the file that are no options. */
function argumentsAfter(words: readonly string[], written: string): readonly string[] {
  const at = words.findIndex((word) => word.replace(/^\.\//, '') === written);
  return words.slice(at + 1).filter((word) => !word.startsWith('-'));
}

const inside = (folder: string | undefined, path: string) =>
  folder === undefined || /[$`]/.test(path) ? undefined : resolvePath(folder === '' ? '' : `${folder}/`, path);
