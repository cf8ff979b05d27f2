import { readYaml, type YamlNode } from '../workflows/yaml-node.ts';

/** A named piece of automation: a script, a target, a recipe, a task. */
export interface Target {
  readonly line: number;
  /** Targets of the same file that run first. */
  readonly needs: readonly string[];
  readonly commands: readonly Command[];
}

export interface Command {
  readonly text: string;
  readonly line: number;
  /** Its failure is ignored by the tool that runs it. */
  readonly ignored: boolean;
  /** Stops at the first failing command inside it. */
  readonly errexit: boolean;
}

export type Targets = ReadonlyMap<string, Target>;

/** Scripts of `package.json`, `composer.json`; tasks of `deno.json`. Undefined when the file is not what it says. */
export function scriptsOf(text: string, key: 'scripts' | 'tasks' = 'scripts'): Targets | undefined {
  const read = readYaml(text, (root) => {
    const targets = new Map<string, Target>();
    for (const [name, value, line] of root.get(key)?.entries ?? []) {
      const commands = value.isList ? value.items : [value.isMap ? value.get('command') : value];
      targets.set(name, { line, needs: [], commands: commands.flatMap((command) => plainCommand(command, line)) });
    }
    return { name: root.get('name')?.text, targets };
  });
  return 'because' in read ? undefined : read.targets;
}

const plainCommand = (node: YamlNode | undefined, line: number): readonly Command[] =>
  node?.text === undefined ? [] : [{ text: node.text, line, ignored: false, errexit: false }];

/** Longest header of a rule, and longest value of a variable, that is looked at. */
const LONGEST = 1000;

/** There is no maintained reader of makefiles for this platform: plain rules and simple variables are understood. */
export function makeTargets(text: string): Targets {
  const variables = new Map<string, string>();
  const rules: { names: readonly string[]; line: number; needs: readonly string[]; commands: Command[] }[] = [];
  for (const { text: line, line: number } of joined(text)) {
    const head = line.slice(0, LONGEST);
    if (line.startsWith('\t')) {
      const [, prefix = '', command = ''] = /^\s*([-@+]*)(.*)$/s.exec(line) ?? [];
      if (command.trim() !== '')
        rules.at(-1)?.commands.push({ text: command, line: number, ignored: prefix.includes('-'), errexit: false });
      continue;
    }
    const variable = /^(?:export\s+|override\s+)?([A-Za-z_][\w.]*)\s*(?:::?|\?)?=\s*(.*)$/s.exec(head);
    if (variable?.[1] !== undefined) variables.set(variable[1], (variable[2] ?? '').replace(/\s#.*$/, ''));
    const rule = variable === null ? /^([^\s:#=][^:#=]*?)\s*::?(?!=)\s*([^;#]*)(?:;(.*))?/s.exec(head) : null;
    if (rule === null) continue;
    const commands = rule[3] === undefined ? [] : [{ text: rule[3], line: number, ignored: false, errexit: false }];
    rules.push({ names: words(rule[1]), line: number, needs: words(rule[2]).filter((word) => word !== '|'), commands });
  }
  const targets = new Map<string, Target>();
  for (const { names, line, needs, commands } of rules) {
    const own = {
      needs: needs.flatMap((need) => words(expanded(need, variables))),
      commands: commands.map((command) => ({ ...command, text: expanded(command.text, variables) })),
    };
    for (const name of names) {
      const before = targets.get(name) ?? { line, needs: [], commands: [] };
      // The line of the rule that holds the recipe is the one to show.
      const shown = before.commands.length === 0 ? line : before.line;
      targets.set(name, {
        line: shown,
        needs: [...before.needs, ...own.needs],
        commands: [...before.commands, ...own.commands],
      });
    }
  }
  return targets;
}

/**
 * Fills variables in. What is not defined in the file becomes a shell variable, which is told to be open. Each variable
 * is worked out once and cut short: a few that name one another many times would stand for more than memory holds.
 */
function expanded(text: string, variables: ReadonlyMap<string, string>, known = new Map<string, string>()): string {
  return text.replace(/\$\$|\$[({]([\w.]+)[)}]/g, (_, name: string | undefined) => {
    if (name === undefined) return '$';
    if (name === 'MAKE') return 'make';
    const written = variables.get(name);
    if (written === undefined) return `$${name}`;
    if (!known.has(name)) {
      known.set(name, '');
      known.set(name, expanded(written.slice(0, LONGEST), variables, known).slice(0, LONGEST));
    }
    return known.get(name) ?? '';
  });
}

/** Recipes of a justfile: a header at the margin, and indented lines. */
export function justTargets(text: string): Targets {
  const targets = new Map<string, Target>();
  let current: { commands: Command[]; shebang: boolean } | undefined;
  for (const { text: line, line: number } of joined(text)) {
    const head = line.slice(0, LONGEST);
    const alias = /^alias\s+([\w-]+)\s*:=\s*([\w-]+)/.exec(head);
    if (alias?.[1] !== undefined) targets.set(alias[1], { line: number, needs: [alias[2] ?? ''], commands: [] });
    const header = /^@?([A-Za-z_][\w-]*)(?:\s[^:=]*|\s.*?=.*?)?:(?!=)\s*([^#]*)/.exec(head);
    if (header?.[1] !== undefined && alias === null) {
      current = { commands: [], shebang: false };
      targets.set(header[1], {
        line: number,
        needs: words(header[2]?.replace(/[()&]/g, ' ')),
        commands: current.commands,
      });
    } else if (/^[ \t]+\S/.test(line) && current !== undefined) {
      const [, prefix = '', command = ''] = /^\s*([-@]*)(.*)$/s.exec(line) ?? [];
      if (command.startsWith('#!') && current.commands.length === 0) current.shebang = true;
      const last = current.commands.at(-1);
      // A recipe with its own interpreter is one script.
      if (current.shebang && last !== undefined)
        current.commands[current.commands.length - 1] = { ...last, text: `${last.text}\n${line.trim()}` };
      else current.commands.push({ text: command, line: number, ignored: prefix.includes('-'), errexit: false });
    } else if (line.trim() !== '' && !/^\s*#/.test(line)) {
      current = undefined;
    }
  }
  return targets;
}

/** Tasks of a Taskfile. Its commands run in a shell that stops at the first failure of a line. */
export function taskTargets(text: string): Targets | undefined {
  const read = readYaml(text, (root) => {
    const targets = new Map<string, Target>();
    for (const [name, task, line] of root.get('tasks')?.entries ?? []) targets.set(name, taskOf(task, line));
    return { targets };
  });
  return 'because' in read ? undefined : read.targets;
}

function taskOf(task: YamlNode, line: number): Target {
  const list = task.isList ? task : task.get('cmds');
  const single = task.text !== undefined ? task : task.get('cmd');
  const needs = (task.get('deps')?.items ?? []).flatMap((need) => need.text ?? need.get('task')?.text ?? []);
  const commands = [...(single === undefined ? [] : [single]), ...(list?.items ?? [])].flatMap(
    (item): readonly Command[] => {
      const called = item.get('task')?.text;
      const written = item.text ?? item.get('cmd')?.text ?? (called === undefined ? undefined : `task ${called}`);
      const ignored = item.get('ignore_error')?.text === 'true' || task.get('ignore_error')?.text === 'true';
      return written === undefined ? [] : [{ text: written, line: item.line, ignored, errexit: false }];
    },
  );
  return { line, needs, commands };
}

const words = (text: string | undefined): readonly string[] => (text ?? '').split(/\s+/).filter((word) => word !== '');

/** Lines with continued ones joined, numbered from 1. */
function joined(text: string): readonly { readonly text: string; readonly line: number }[] {
  const lines: { text: string; line: number }[] = [];
  let open: { text: string; line: number } | undefined;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    open = open === undefined ? { text: line, line: index + 1 } : { ...open, text: `${open.text}\n${line.trim()}` };
    if (line.endsWith('\\')) continue;
    lines.push(open);
    open = undefined;
  }
  return open === undefined ? lines : [...lines, open];
}
