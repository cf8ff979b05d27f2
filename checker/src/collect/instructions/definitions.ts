import { parse as parseToml } from 'smol-toml';
import type { CollectContext } from '../../collector.ts';
import { folderOf, nameOf, resolvePath } from '../../tree.ts';
import { readWithin } from '../read-within.ts';
import { parseJson } from '../safe-json.ts';
import { valueOfYaml } from '../safe-yaml.ts';
import type { Defined } from './defined.ts';
import { isForeign, isVendored } from './harnesses.ts';
import { justRecipes } from './justfile.ts';
import { makeTargets } from './makefile.ts';
import type { Asked, Tool } from './runners.ts';

interface Definition extends Defined {
  readonly path: string;
  readonly tool: Tool;
  /** Why it could not be read, as it follows its path. */
  readonly unread: string | undefined;
}

export type Found =
  | { readonly state: 'resolved'; readonly to: string }
  | { readonly state: 'dead' | 'unread'; readonly because: string }
  | { readonly state: 'doubt' };

/** Definition files read for one audit; the shallowest are read first. */
const MOST = 200;
const BOUNDS = { each: 1 << 20, total: 8 << 20 };

const FILES: Readonly<Record<Tool, RegExp>> = {
  package: /^package\.json$/,
  make: /^(?:GNUmakefile|[Mm]akefile)$/,
  just: /^\.?justfile$/i,
  task: /^[Tt]askfile(?:\.dist)?\.ya?ml$/,
  mise: /^\.?mise(?:\.[\w-]+)?\.toml$/,
};
const TITLE: Readonly<Record<Tool, readonly [file: string, thing: string]>> = {
  package: ['package.json', 'script'],
  make: ['Makefile', 'target'],
  just: ['justfile', 'recipe'],
  task: ['Taskfile', 'task'],
  mise: ['mise.toml', 'task'],
};
const MISE_TASKS = /(?:^|\/)(?:\.?mise[/-]tasks|\.config\/mise\/tasks)\/(.+)$/;

/** The scripts and targets that this repository defines, for the tools that `wanted` names. */
export class Definitions {
  readonly #all: readonly Definition[];
  readonly #bounded: ReadonlySet<Tool>;

  private constructor(all: readonly Definition[], bounded: ReadonlySet<Tool>) {
    this.#all = all;
    this.#bounded = bounded;
  }

  static async read({ repository, notice }: CollectContext, wanted: ReadonlySet<Tool>): Promise<Definitions> {
    const tree = await repository.tree();
    const bounded = new Set<Tool>();
    const chosen = [...wanted].flatMap((tool) => {
      const paths = tree
        .filter((path) => FILES[tool].test(nameOf(path)) && !isVendored(folderOf(path)))
        .map(({ path }) => path)
        .sort((a, b) => Number(isForeign(a)) - Number(isForeign(b)) || depth(a) - depth(b));
      if (paths.length > MOST) {
        bounded.add(tool);
        notice(
          `Only ${MOST} of ${paths.length} ${TITLE[tool][0]} files were read for the ${TITLE[tool][1]}s that instructions name.`,
        );
      }
      return paths.slice(0, MOST).map((path) => ({ path, tool }));
    });
    const paths = chosen.map(({ path }) => path);
    const contents = await readWithin(repository, paths, BOUNDS);
    const included = async (from: string, name: string) => {
      const path = resolvePath(from, name);
      const content = path === undefined || !tree.has(path) ? undefined : (await repository.read([path])).get(path);
      return content?.state === 'text' ? content.text : undefined;
    };
    const all: Definition[] = [];
    for (const { path, tool } of chosen) {
      const content = contents.get(path);
      if (content?.state !== 'text')
        all.push({ path, tool, names: new Set(), open: false, unread: 'could not be read' });
      else all.push({ path, tool, unread: undefined, ...(await define(tool, path, content.text, included)) });
    }
    if (wanted.has('mise')) {
      for (const { path } of tree.filter((candidate) => MISE_TASKS.test(candidate))) {
        const name = (MISE_TASKS.exec(path)?.[1] ?? '').replace(/\.\w+$/, '').replaceAll('/', ':');
        all.push({ path, tool: 'mise', names: new Set([name]), open: false, unread: undefined });
      }
    }
    return new Definitions(all, bounded);
  }

  /** Looks near first: the folder asked for, then `folders` in their order, then anywhere in the repository. */
  find({ tool, name, certain }: Asked, folders: readonly string[]): Found {
    const all = this.#all.filter((definition) => definition.tool === tool);
    const rank = ({ path }: Definition) => folders.indexOf(folderOf(path)) + 1 || Number.POSITIVE_INFINITY;
    const holder = all.filter(({ names }) => names.has(name)).sort((a, b) => rank(a) - rank(b))[0];
    if (holder !== undefined) return { state: 'resolved', to: holder.path };
    if (!certain) return { state: 'doubt' };
    const unread = all.find((definition) => definition.unread !== undefined);
    if (unread?.unread !== undefined)
      return { state: 'unread', because: `may be in ${unread.path}, which ${unread.unread}` };
    const matches = ({ open, patterns = [] }: Definition) =>
      open || patterns.some((pattern) => matchesPattern(pattern, name));
    if (this.#bounded.has(tool) || all.some(matches)) return { state: 'doubt' };
    const [file, thing] = TITLE[tool];
    if (all.length === 0) return { state: 'dead', because: `asks for a ${thing}, and no ${file} is tracked` };
    return { state: 'dead', because: `is not a ${thing} of ${all.length === 1 ? all[0]?.path : `any ${file} here`}` };
  }
}

type Include = (from: string, name: string) => Promise<string | undefined>;

const NOTHING: Defined = { names: new Set(), open: false };
const CANNOT_BE_PARSED = 'cannot be parsed';

async function define(
  tool: Tool,
  path: string,
  text: string,
  include: Include,
): Promise<Defined & { unread?: string }> {
  if (tool === 'make') return makeTargets(text, (name) => include(path, name));
  if (tool === 'just') return justRecipes(text, (name) => include(path, name));
  try {
    if (tool === 'package') return { ...NOTHING, names: keysOf(at(parseJson(text), 'scripts')) };
    if (tool === 'mise') {
      const config: unknown = parseToml(text);
      return { names: keysOf(at(config, 'tasks')), open: at(config, 'task_config') !== undefined };
    }
    const file = valueOfYaml(text);
    if (file === undefined) return { ...NOTHING, unread: CANNOT_BE_PARSED };
    return { names: keysOf(at(file, 'tasks')), open: at(file, 'includes') !== undefined };
  } catch {
    return { ...NOTHING, unread: CANNOT_BE_PARSED };
  }
}

const at = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;

const keysOf = (value: unknown): ReadonlySet<string> =>
  new Set(typeof value === 'object' && value !== null ? Object.keys(value) : []);

const depth = (path: string) => path.split('/').length;

function matchesPattern(pattern: string, name: string): boolean {
  const [before = '', after = ''] = pattern.split('%', 2);
  return name.length > before.length + after.length && name.startsWith(before) && name.endsWith(after);
}
