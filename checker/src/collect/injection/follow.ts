import type { Miss, Pointer } from '../../facts/injection.ts';
import type { UnreadFile } from '../../facts/instructions.ts';
import type { Repository } from '../../repository.ts';
import type { Tree } from '../../tree.ts';
import { commandsIn } from '../instructions/shell.ts';
import type { Hook } from './hooks.ts';
import type { Places } from './places.ts';
import { pathsIn, type ScriptReading, trackedFile } from './script-paths.ts';

/** Scripts are followed this deep, and this many for each hook. */
const DEEPEST = 2;
const MOST_SCRIPTS = 20;
const LIMIT = 256 * 1024;
/** A hook with a longer line, or more of them, was written by no person. */
const LONGEST_LINE = 1000;
const LONGEST_COMMAND = 20_000;
const SCRIPT = /\.(?:sh|bash|zsh|py|[cm]?[jt]s|rb|pl|php|ps1)$/;
/** Programs that add nothing to a session beyond their arguments, or are seen through to the script they run. */
const PLAIN =
  /^(?:echo|printf|true|false|:|test|\[+|cat|ls|head|tail|date|pwd|cd|export|set|source|\.|bash|sh|zsh|node|bun|bunx|deno|tsx|npx|python3?|uv|ruby|perl|php|pwsh|powershell|git|npm|pnpm|yarn|curl|jq|sed|awk|grep|rg|find|mkdir|touch|chmod|which|type|sleep|say|osascript|afplay|notify-send|fi|done|exit)$/;

export interface Followed {
  readonly pointers: readonly Pointer[];
  readonly misses: readonly Miss[];
  readonly unseen: readonly Miss[];
  readonly unread: readonly UnreadFile[];
}

/** The scripts of one audit, each read and looked through once however many hooks lead to it. */
export class Scripts {
  readonly #repository: Repository;
  readonly #read = new Map<string, Promise<ScriptReading | undefined>>();

  constructor(repository: Repository) {
    this.#repository = repository;
  }

  /** What a script names; `undefined` where it could not be read. */
  readings(
    paths: readonly string[],
  ): Promise<readonly (readonly [path: string, reading: ScriptReading | undefined])[]> {
    const missing = paths.filter((path) => !this.#read.has(path));
    const contents = missing.length === 0 ? undefined : this.#repository.read(missing, LIMIT);
    for (const path of missing) {
      const reading = contents?.then((found) => {
        const content = found.get(path);
        return content?.state === 'text' ? pathsIn(content.text) : undefined;
      });
      this.#read.set(path, reading ?? Promise.resolve(undefined));
    }
    return Promise.all(paths.map(async (path) => [path, await this.#read.get(path)] as const));
  }
}

/** Reads where a session hook leads: its command, the tracked script it runs, and the tracked scripts that one names. */
export async function follow(hook: Hook, scripts: Scripts, tree: Tree, places: Places): Promise<Followed> {
  const { path: file, line: written, command } = hook;
  if (command.length > LONGEST_COMMAND || command.split('\n').some(({ length }) => length > LONGEST_LINE)) {
    const because = 'runs a command that is too long to look through';
    return { pointers: [], misses: [], unseen: [{ path: file, line: written, because }], unread: [] };
  }
  const unread: UnreadFile[] = [];
  const unseen: Miss[] = [];
  const misses: Miss[] = [];
  const pointers: Pointer[] = [];
  const seen = new Set<string>(hook.command === hook.path ? [] : [hook.path]);
  let layer: readonly { path: string; reading: ScriptReading; offset: number }[] = [
    { path: hook.path, reading: pathsIn(hook.command), offset: hook.line - 1 },
  ];
  for (let depth = 0; layer.length > 0 && pointers.length === 0; depth++) {
    const next = new Set<string>();
    for (const { path, reading, offset } of layer) {
      const { paths, home } = reading;
      const at = (line: number) => (depth === 0 ? offset + 1 : line);
      for (const { line, path: named, written } of paths) {
        const reached = places.reached(named);
        if (reached !== undefined && !written) pointers.push({ path, line: at(line), by: 'hook', ...reached });
        const script = trackedFile(named, path, tree);
        const runs = script !== undefined && (SCRIPT.test(script) || tree.get(script)?.kind === 'executable');
        if (runs && !seen.has(script)) next.add(script);
        else if (script === undefined && depth === 0 && SCRIPT.test(named)) {
          misses.push({ path, line: at(line), because: `runs ${named}, which is not tracked` });
        }
        const empty = reached === undefined ? places.empty(named) : undefined;
        if (empty !== undefined && !written) misses.push({ path, line: at(line), because: empty });
      }
      for (const line of home)
        misses.push({ path, line: at(line), because: 'reads the home directory, which no other clone has' });
    }
    if (depth === DEEPEST) {
      const [deeper] = next;
      if (deeper !== undefined && pointers.length === 0) {
        unseen.push({
          path: hook.path,
          line: hook.line,
          because: `leads to ${deeper}, more than ${DEEPEST} scripts deep`,
        });
      }
      break;
    }
    const readings = await scripts.readings([...next].slice(0, MOST_SCRIPTS));
    layer = readings.flatMap(([path, reading]) => {
      seen.add(path);
      if (reading !== undefined) return [{ path, reading, offset: 0 }];
      unread.push({ path, because: 'could not be read' });
      return [];
    });
  }
  if (pointers.length === 0) unseen.push(...foreignPrograms(hook, tree));
  return { pointers, misses, unseen, unread };
}

/** Programs of the hook's own command that are neither tracked nor plain: what they say to the session cannot be seen. */
function foreignPrograms({ path, line, command }: Hook, tree: Tree): readonly Miss[] {
  if (command === path) return []; // a plugin: the file is the program
  return commandsIn(command).flatMap(({ words: [program = ''] }): readonly Miss[] => {
    if (PLAIN.test(program) || /[$/~]/.test(program) || tree.has(program) || !/^[\w.-]+$/.test(program)) return [];
    return [{ path, line, because: `runs ${program}, a program that is not tracked here` }];
  });
}
