import { parse as parseToml } from 'smol-toml';
import type { CollectContext } from '../../collector.ts';
import type { UnreadFile } from '../../facts/instructions.ts';
import { valueOfJsonc } from '../jsonc.ts';

/** A command that a harness runs when a session or a prompt starts, so that its output joins the context. */
export interface Hook {
  readonly path: string;
  readonly line: number;
  readonly command: string;
}

interface HookFile {
  readonly file: RegExp;
  /** Events whose output reaches the model. Cursor's `beforeSubmitPrompt` can only stop a prompt, so it is none. */
  readonly events: readonly string[];
  readonly parse: (text: string) => unknown;
}

const FILES: readonly HookFile[] = [
  { file: /^\.claude\/settings(?:\.local)?\.json$/, events: ['SessionStart', 'UserPromptSubmit'], parse: valueOfJsonc },
  { file: /^\.codex\/hooks\.json$/, events: ['SessionStart', 'UserPromptSubmit'], parse: valueOfJsonc },
  { file: /^\.codex\/config\.toml$/, events: ['SessionStart', 'UserPromptSubmit'], parse: (text) => parseToml(text) },
  { file: /^\.cursor\/hooks\.json$/, events: ['sessionStart'], parse: valueOfJsonc },
  { file: /^\.gemini\/settings\.json$/, events: ['SessionStart', 'BeforeAgent'], parse: valueOfJsonc },
  {
    file: /^\.github\/hooks\/[^/]+\.json$/,
    events: ['sessionStart', 'SessionStart', 'userPromptSubmitted', 'UserPromptSubmit'],
    parse: valueOfJsonc,
  },
];

/** A plugin of opencode is a script that is loaded with every session. */
const PLUGIN = /^\.opencode\/plugins?\/[^/]+\.[cm]?[jt]s$/;
const MOST = 50;
/** Hooks of one file. */
const MOST_HOOKS = 100;

export const isHookFile = (path: string): boolean => PLUGIN.test(path) || FILES.some(({ file }) => file.test(path));

/** The session hooks that the repository commits for its own sessions. */
export async function sessionHooks({ repository, notice }: CollectContext) {
  const tree = await repository.tree();
  const paths = tree.filter((path) => isHookFile(path)).map(({ path }) => path);
  const contents = await repository.read(paths.slice(0, MOST));
  if (paths.length > MOST) notice(`Only ${MOST} of ${paths.length} files with hooks were read.`);
  const hooks: Hook[] = [];
  const unread: UnreadFile[] = [];
  for (const path of paths.slice(0, MOST)) {
    const content = contents.get(path);
    const kind = FILES.find(({ file }) => file.test(path));
    if (kind === undefined) hooks.push({ path, line: 1, command: path });
    else if (content?.state !== 'text') unread.push({ path, because: 'could not be read' });
    else {
      try {
        const commands = commandsOf(content.text, kind);
        if (commands.length > MOST_HOOKS) unread.push({ path, because: `holds more than ${MOST_HOOKS} hooks` });
        for (const command of commands.slice(0, MOST_HOOKS))
          hooks.push({ path, line: lineOf(content.text, command), command });
      } catch {
        unread.push({ path, because: 'cannot be parsed' });
      }
    }
  }
  return { hooks, unread };
}

/** The commands of a file's hooks, each once. */
function commandsOf(text: string, { events, parse }: HookFile): readonly string[] {
  const config = parse(text);
  if (at(config, 'disableAllHooks') === true) return [];
  return [...new Set(events.flatMap((event) => commandsIn(at(at(config, 'hooks'), event))))];
}

/** The commands anywhere below an event; a group that only matches compaction does not run when a session starts. */
function commandsIn(value: unknown, depth = 0): readonly string[] {
  if (depth > 5 || typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item) => commandsIn(item, depth + 1));
  const matcher = at(value, 'matcher');
  if (typeof matcher === 'string' && matcher !== '' && /^(?:compact|auto|manual)$/.test(matcher)) return [];
  const own = ['command', 'bash', 'powershell', 'script'].flatMap((key) => {
    const command = at(value, key);
    return typeof command === 'string' ? [[command, ...strings(at(value, 'args'))].join(' ')] : [];
  });
  return [...own, ...commandsIn(at(value, 'hooks'), depth + 1)];
}

function lineOf(text: string, command: string): number {
  const index = [JSON.stringify(command).slice(1, -1), command]
    .map((form) => text.indexOf(form))
    .find((found) => found >= 0);
  return index === undefined ? 1 : text.slice(0, index).split('\n').length;
}

const at = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;

const strings = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
