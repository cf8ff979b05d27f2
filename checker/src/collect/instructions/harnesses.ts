import { nameOf } from '../../tree.ts';

/**
 * Which committed files each known harness loads as instructions, as their documentation said in 2026.
 *
 * Left out on purpose: files of one person (`CLAUDE.local.md`), plain `.md` in `.cursor/rules` (Cursor wants `.mdc`),
 * skills, commands and agents (loaded on demand), and CONVENTIONS.md (read only where aider's configuration names it).
 */
interface Place {
  readonly harness: string;
  /** Path below the folder that the file is about. */
  readonly file?: string;
  /** Folder of rule files below the folder that the files are about, and the endings it loads. */
  readonly folder?: string;
  readonly endings?: readonly string[];
  /** Folders inside it that hold something else. */
  readonly without?: RegExp;
}

// The first that fits counts, so longer names come before the shorter ones that they end in.
const PLACES: readonly Place[] = [
  { harness: 'Claude Code', file: '.claude/CLAUDE.md' },
  { harness: 'Junie', file: '.junie/AGENTS.md' },
  { harness: 'tools that follow AGENTS.md', file: 'AGENTS.md' },
  { harness: 'Codex', file: 'AGENTS.override.md' },
  { harness: 'Amp', file: 'AGENT.md' },
  { harness: 'Claude Code', file: 'CLAUDE.md' },
  { harness: 'Claude Code', folder: '.claude/rules', endings: ['.md'] },
  { harness: 'Gemini CLI', file: 'GEMINI.md' },
  { harness: 'Qwen Code', file: 'QWEN.md' },
  { harness: 'Warp', file: 'WARP.md' },
  { harness: 'Cursor', file: '.cursorrules' },
  { harness: 'Cursor', folder: '.cursor/rules', endings: ['.mdc'] },
  { harness: 'GitHub Copilot', file: '.github/copilot-instructions.md' },
  { harness: 'GitHub Copilot', folder: '.github/instructions', endings: ['.instructions.md'] },
  { harness: 'Windsurf', file: '.windsurfrules' },
  { harness: 'Windsurf', folder: '.windsurf/rules', endings: ['.md'] },
  { harness: 'Cline', file: '.clinerules' },
  { harness: 'Cline', folder: '.clinerules', endings: ['.md', '.txt'], without: /^(?:workflows|hooks|skills)\// },
  { harness: 'Roo Code', file: '.roorules' },
  { harness: 'Roo Code', folder: '.roo/rules', endings: ['.md', '.txt'] },
  { harness: 'Kiro', folder: '.kiro/steering', endings: ['.md'] },
  { harness: 'Junie', file: '.junie/guidelines.md' },
  { harness: 'Zed', file: '.rules' },
  { harness: 'Goose', file: '.goosehints' },
  { harness: 'Amazon Q', folder: '.amazonq/rules', endings: ['.md'] },
  { harness: 'Continue', folder: '.continue/rules', endings: ['.md'] },
  { harness: 'Augment', file: '.augment-guidelines' },
  { harness: 'Augment', folder: '.augment/rules', endings: ['.md'] },
  { harness: 'Trae', folder: '.trae/rules', endings: ['.md'] },
  { harness: 'OpenHands', file: '.openhands/microagents/repo.md' },
];

/** Folders that hold what others made or what tests feed on: vendored code, fixtures, snapshots, built output. */
const VENDORED =
  /^(?:node_modules|vendor|vendored|third[_-]party|testdata|test-data|_*fixtures?_*|_*mocks?_*|_*snapshots_*|dist|site-packages|versioned_docs)$/i;

/** Folders of real code that is not this repository's own work: examples, templates, installed skills, archives. */
const ASIDE =
  /^(?:examples?|samples?|demos?|templates?(?:-.+)?|.+-templates?|scaffolds?|boilerplates?|skills|_?archived?)$/i;

export interface Recognised {
  readonly harnesses: readonly string[];
  /** The folder the file is about; the repository's root is `''`. */
  readonly folder: string;
  /** True for rule files that say in their frontmatter when they are loaded. */
  readonly rule: boolean;
}

const NAMES = new Set(PLACES.flatMap(({ file }) => (file === undefined ? [] : [nameOf(file)])));

/** Asked of every path of a tree, most of which are neither named like an instruction file nor under a dotted folder. */
const mayBe = (path: string) => path.startsWith('.') || path.includes('/.') || NAMES.has(nameOf(path));

/** What the path is as an instruction file, or undefined when no known harness loads it by its name. */
export function recognise(path: string): Recognised | undefined {
  if (!mayBe(path)) return undefined;
  for (const place of PLACES) {
    const { harness, file, folder } = place;
    const base = file === undefined ? baseOfRule(path, place) : baseOfFile(path, file);
    if (base !== undefined && !isForeign(base))
      return { harnesses: [harness], folder: base, rule: folder !== undefined };
  }
  return undefined;
}

export const isVendored = (folder: string): boolean => folder.split('/').some((part) => VENDORED.test(part));

/** True when some folder on the way holds what is not this repository's own work. */
export const isForeign = (folder: string): boolean =>
  folder.split('/').some((part) => VENDORED.test(part) || ASIDE.test(part));

function baseOfFile(path: string, file: string): string | undefined {
  if (path === file) return '';
  return path.endsWith(`/${file}`) ? path.slice(0, -file.length - 1) : undefined;
}

function baseOfRule(path: string, { folder = '', endings = [], without }: Place): string | undefined {
  if (!endings.some((ending) => path.endsWith(ending))) return undefined;
  const at = path.startsWith(`${folder}/`) ? 0 : path.indexOf(`/${folder}/`) + 1;
  if (at === 0 && !path.startsWith(`${folder}/`)) return undefined;
  if (without?.test(path.slice(at + folder.length + 1))) return undefined;
  return path.slice(0, Math.max(0, at - 1));
}

/**
 * When a rule file is loaded, by the frontmatter keys of the harnesses that have them. Cursor's rules are on demand
 * unless they say `alwaysApply: true`; the others are always loaded unless they say otherwise.
 */
export function loadingOf(path: string, frontmatter: Readonly<Record<string, unknown>>): 'always' | 'scoped' {
  const { alwaysApply, trigger, inclusion, applyTo, globs, paths, type } = frontmatter;
  if (alwaysApply === true || trigger === 'always_on' || inclusion === 'always' || type === 'always_apply')
    return 'always';
  if (applyTo === '**' || applyTo === '**/*') return 'always';
  if (path.endsWith('.mdc')) return 'scoped';
  if (type === 'manual' || type === 'agent_requested') return 'scoped';
  const said = [alwaysApply, trigger, inclusion, applyTo, globs, paths].some(
    (value) => value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0),
  );
  return said ? 'scoped' : 'always';
}
