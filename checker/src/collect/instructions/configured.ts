import { parse as parseToml } from 'smol-toml';
import type { CollectContext } from '../../collector.ts';
import type { InstructionFile, UnreadFile } from '../../facts/instructions.ts';
import type { Tree } from '../../tree.ts';
import { Effort, filterPieces, matchesWhole } from '../glob.ts';
import { valueOfJsonc } from '../jsonc.ts';
import { valueOfYaml } from '../safe-yaml.ts';
import { isForeign } from './harnesses.ts';

/** A file that is loaded because a harness's committed configuration names it. */
export interface ConfiguredFile {
  readonly path: string;
  readonly harnesses: readonly string[];
  readonly loading: InstructionFile['loading'];
}

interface Configuration {
  readonly path: string;
  readonly harness: string;
  readonly parse: (text: string) => unknown;
  /** Keys, from the outside in, under which files to load are listed. */
  readonly lists: readonly (readonly string[])[];
  /** True where the list holds file names that are loaded in any folder, not paths or patterns. */
  readonly names?: true;
  /** Of these and the names of the list, a folder's first file is loaded and no other. */
  readonly after?: readonly string[];
  /** True where the present version of the harness no longer loads what is listed. */
  readonly former?: true;
}

// Version 2 of OpenCode accepts `instructions` and loads none of its entries: https://opencode.ai/docs/instructions/
const OPENCODE = { harness: 'OpenCode 1', parse: valueOfJsonc, lists: [['instructions']], former: true } as const;

const CONFIGURATIONS: readonly Configuration[] = [
  { path: '.aider.conf.yml', harness: 'Aider', parse: valueOfYaml, lists: [['read']] },
  { path: 'opencode.json', ...OPENCODE },
  { path: 'opencode.jsonc', ...OPENCODE },
  { path: '.opencode/opencode.json', ...OPENCODE },
  { path: '.opencode/opencode.jsonc', ...OPENCODE },
  {
    path: '.gemini/settings.json',
    harness: 'Gemini CLI',
    parse: valueOfJsonc,
    lists: [['context', 'fileName'], ['contextFileName']],
    names: true,
  },
  {
    path: '.codex/config.toml',
    harness: 'Codex',
    parse: (text) => parseToml(text),
    lists: [['project_doc_fallback_filenames']],
    names: true,
    after: ['AGENTS.override.md', 'AGENTS.md'],
  },
];

/** Entries of one configuration, and steps of matching them against the tree. */
const MOST_ENTRIES = 200;
const MOST_STEPS = 20_000_000;

export const isHarnessConfiguration = (path: string): boolean =>
  CONFIGURATIONS.some((configuration) => configuration.path === path);

/** The files that the harnesses' committed configurations add to what they load. */
export async function configuredBy({ repository }: CollectContext) {
  const tree = await repository.tree();
  const present = CONFIGURATIONS.filter(({ path }) => tree.has(path));
  const contents = await repository.read(present.map(({ path }) => path));
  const files: ConfiguredFile[] = [];
  const unread: UnreadFile[] = [];
  for (const { path, harness, parse, lists, names, after, former } of present) {
    const content = contents.get(path);
    if (content?.state !== 'text') {
      unread.push({ path, because: 'could not be read' });
      continue;
    }
    try {
      const config = parse(content.text);
      if (config === undefined) throw new SyntaxError(path);
      const entries = lists.flatMap((keys) => strings(keys.reduce(at, config)));
      const effort = new Effort(MOST_STEPS);
      const matched = new Set(
        entries.slice(0, MOST_ENTRIES).flatMap((entry) => matching(tree, entry, names === true, effort)),
      );
      const first = after && [...after, ...matched].find((name) => tree.isFile(name));
      if (entries.length > MOST_ENTRIES || effort.isSpent)
        unread.push({ path, because: 'names more files of instructions than are looked up' });
      for (const found of matched) {
        if (after !== undefined && found !== first) continue;
        files.push({ path: found, harnesses: [harness], loading: former ? 'formerly' : 'always' });
      }
    } catch {
      unread.push({ path, because: 'cannot be parsed, and may name files of instructions' });
    }
  }
  return { files, unread };
}

function matching(tree: Tree, entry: string, isName: boolean, effort: Effort): readonly string[] {
  if (isName) return tree.filter((path) => path === entry).map(({ path }) => path);
  const path = entry.replace(/^\.\//, '');
  if (/^(?:[a-z]+:|[/~]|\.\.)/.test(path) || path === '' || path.length > 500) return [];
  if (!/[*?[{]/.test(path)) return tree.isFile(path) ? [path] : [];
  const { pieces } = filterPieces(path);
  return tree
    .filter((candidate) => !isForeign(candidate) && matchesWhole(pieces, candidate, effort))
    .map((found) => found.path);
}

const at = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;

const strings = (value: unknown): readonly string[] =>
  typeof value === 'string' ? [value] : Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
