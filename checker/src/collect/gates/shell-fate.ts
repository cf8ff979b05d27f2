import { resolvePath } from '../../tree.ts';
import { type Node, parseShell } from './shell-tree.ts';

/**
 * What becomes of a command's failure. `kept`: the script fails. `swallowed`: it does not. `unsure`: that depends on
 * something that is not modelled here, and `how` names it.
 */
export interface Fate {
  readonly is: 'kept' | 'swallowed' | 'unsure';
  readonly how: string;
}

export const KEPT: Fate = { is: 'kept', how: '' };
export const swallowed = (how: string): Fate => ({ is: 'swallowed', how });
export const unsure = (how: string): Fate => ({ is: 'unsure', how });

/** The worse of two fates one after the other: a failure must pass both. */
export const both = (inner: Fate, outer: Fate): Fate =>
  [inner, outer].find(({ is }) => is === 'swallowed') ?? [inner, outer].find(({ is }) => is === 'unsure') ?? KEPT;

/** A command that a script runs: its words without leading assignments, and where it would run. */
export interface Ran {
  readonly words: readonly string[];
  /** 0-based, within the script. */
  readonly line: number;
  readonly fate: Fate;
  /** Folder from the root of the tree; undefined when the script went somewhere that cannot be told. */
  readonly folder: string | undefined;
}

export interface ShellStart {
  /** `set -e` from the start. */
  readonly errexit: boolean;
  readonly pipefail: boolean;
  readonly folder: string | undefined;
}

/** Every command of a script with the fate of its failure. A script whose structure is unclear is read line by line. */
export function commandsOf(script: string, start: ShellStart, depth = 0): readonly Ran[] {
  const tree = parseShell(script);
  if (tree !== undefined) return new Walk(start, depth).run(tree);
  const unclear = unsure('the script around it could not be read');
  return script.split('\n').flatMap((text, line) => {
    const single = parseShell(text.replace(/\\$/, ''));
    const ran = single === undefined ? [] : new Walk(start, depth).run(single);
    return ran.map((command) => ({ ...command, line, fate: unclear }));
  });
}

const DEEPEST = 4;
/** Functions that call one another may stand for any number of commands. */
const MOST_COMMANDS = 5000;
const ASSIGNMENT = /^[A-Za-z_]\w*\+?=/;
const HARMLESS = new Set([
  '',
  'set',
  'cd',
  'export',
  'exit',
  'true',
  ':',
  'echo',
  'printf',
  'continue',
  'break',
  'cat',
  'warn',
  'sleep',
  'touch',
]);

class Walk {
  readonly #ran: Ran[] = [];
  readonly #functions = new Map<string, Node>();
  /** Lines at which the script leaves with a status that may be a failure. */
  readonly #exits: number[] = [];
  readonly #depth: number;
  #calls = 0;
  /** Set once nothing that follows in this shell runs. */
  #left = false;
  /** What a trap of the script makes of every failure. */
  #trapped: Fate = KEPT;
  readonly #aliases = new Set<string>();
  #errexit: boolean;
  #pipefail: boolean;
  #folder: string | undefined;

  constructor({ errexit, pipefail, folder }: ShellStart, depth: number) {
    this.#errexit = errexit;
    this.#pipefail = pipefail;
    this.#folder = folder;
    this.#depth = depth;
  }

  run(tree: Node): readonly Ran[] {
    this.#exits.push(...exitsIn(tree));
    this.#visit(tree, KEPT, true);
    return this.#ran;
  }

  /** @param last whether the node's status is the status of what holds it */
  #visit(node: Node, fate: Fate, last: boolean): void {
    switch (node.type) {
      case 'command':
        this.#command(node, fate);
        return;
      case 'list':
        this.#list(node, fate);
        return;
      case 'chain':
        this.#chain(node, fate, last);
        return;
      case 'pipeline':
        this.#pipeline(node, fate);
        return;
      case 'subshell': {
        const [folder, errexit, pipefail, trapped] = [this.#folder, this.#errexit, this.#pipefail, this.#trapped];
        this.#perhaps(node.body, fate, last);
        [this.#folder, this.#errexit, this.#pipefail, this.#trapped] = [folder, errexit, pipefail, trapped];
        return;
      }
      case 'branch': {
        const leaves = node.bodies.some((body) => exitsIn(body).length > 0);
        for (const condition of node.conditions) {
          this.#guarded(unnegated(condition), leaves ? fate : unsure('its result only chooses a branch'));
        }
        const whicheverWay = runTheSame(node.bodies) && node.bodies.length > node.conditions.length;
        const inside = whicheverWay ? fate : both(unsure('it runs under a condition'), fate);
        for (const [index, body] of node.bodies.entries())
          if (constantOf(node.conditions[index]) !== false) this.#perhaps(body, inside, last);
        return;
      }
      case 'loop':
        if (node.condition !== undefined) this.#guarded(node.condition, unsure('its result only ends a loop'));
        if (constantOf(node.condition) === node.until) return;
        this.#perhaps(node.body, this.#errexit ? fate : unsure('a loop goes on after a failure'), last);
        return;
      case 'function':
        this.#functions.set(node.name, node.body);
    }
  }

  /** Visits what may run in a shell of its own, or not at all: leaving it does not leave the script. */
  #perhaps(node: Node, fate: Fate, last: boolean): void {
    this.#visit(node, fate, last);
    this.#left = false;
  }

  #list({ items }: Extract<Node, { type: 'list' }>, fate: Fate): void {
    for (const [index, { node, background }] of items.entries()) {
      const last = index === items.length - 1;
      const next = items[index + 1]?.node;
      let own = fate;
      if (background) own = unsure('it runs in the background');
      else if (!last && !this.#errexit)
        own =
          next !== undefined && readsStatus(next)
            ? this.#recorded(node, fate)
            : swallowed('the script goes on after a failure');
      if (background) this.#perhaps(node, own, last);
      else this.#visit(node, own, last);
      if (this.#left) return;
    }
  }

  #chain({ parts }: Extract<Node, { type: 'chain' }>, fate: Fate, last: boolean): void {
    // What is sure to have come out so far.
    let status: boolean | undefined;
    for (const [index, { operator, node }] of parts.entries()) {
      if ((operator === '&&' && status === false) || (operator === '||' && status === true)) continue;
      const isSure = operator === '' || status !== undefined;
      const own = constantOf(node);
      // `… && false` fails and `… || true` succeeds, whatever came before.
      status = isSure || own === (operator === '||') ? own : undefined;
      const rescue = parts.slice(index + 1).find(({ operator }) => operator === '||')?.node;
      if (index === parts.length - 1) this.#visit(node, fate, last);
      else if (rescue !== undefined) this.#guarded(node, this.#rescued(rescue, node, fate));
      else this.#guarded(node, last ? fate : swallowed('a failure before `&&` does not stop the script'));
      if (!isSure) this.#left = false;
      if (this.#left) return;
    }
  }

  #pipeline({ parts, negated }: Extract<Node, { type: 'pipeline' }>, fate: Fate): void {
    for (const [index, part] of parts.entries()) {
      const piped =
        index < parts.length - 1 && !this.#pipefail
          ? swallowed('its exit code is lost in a pipe without pipefail')
          : fate;
      const own = negated ? unsure('its result is negated') : piped;
      if (parts.length > 1) this.#perhaps(part, own, true);
      else this.#visit(part, own, true);
    }
  }

  /** Inside a condition, and before `&&` or `||`, `set -e` has no effect. */
  #guarded(node: Node, fate: Fate): void {
    const errexit = this.#errexit;
    this.#errexit = false;
    this.#visit(node, fate, true);
    this.#errexit = errexit;
  }

  /** What `|| rescue` makes of a failure. */
  #rescued(rescue: Node, failed: Node, fate: Fate): Fate {
    if (exitsIn(rescue).length > 0) return fate;
    const commands = commandsIn(rescue);
    if (commands.some((words) => words.length > 0 && words.every((word) => ASSIGNMENT.test(word))))
      return this.#recorded(failed, fate);
    const name = commands.at(-1)?.[0] ?? '';
    if (name === 'false') return fate;
    if (HARMLESS.has(name) || name === 'exit') return swallowed(`\`|| ${name}\` swallows its failure`);
    // The same program once more is a second attempt.
    const again = commandsIn(failed).at(-1)?.[0];
    return again !== undefined && again === name ? fate : unsure(`\`|| ${name}\` handles its failure`);
  }

  /** Its status is put aside: kept when the script leaves with a status later. */
  #recorded(node: Node, fate: Fate): Fate {
    const line = lineOf(node);
    return this.#exits.some((exit) => exit >= line) ? fate : unsure('its status is put aside');
  }

  #command({ words, line, inner }: Extract<Node, { type: 'command' }>, fate: Fate): void {
    if (this.#ran.length > MOST_COMMANDS) return;
    const start = words.findIndex((word) => !ASSIGNMENT.test(word));
    const onlyAssigns = start === -1;
    for (const script of inner) {
      if (this.#depth >= DEEPEST) break;
      const at = { errexit: this.#errexit, pipefail: this.#pipefail, folder: this.#folder };
      const around = onlyAssigns ? fate : unsure('its output is used as a word');
      for (const ran of commandsOf(script, at, this.#depth + 1)) {
        this.#ran.push({ ...ran, line: line + ran.line, fate: both(ran.fate, around) });
      }
    }
    if (onlyAssigns) return;
    const own = words.slice(start);
    const [name = ''] = own;
    const called = this.#functions.get(name);
    if (name === 'set') this.#set(own);
    else if (name === 'exit') this.#left = true;
    else if (name === 'trap') this.#trap(own);
    else if (name === 'alias') for (const word of own.slice(1)) this.#aliases.add(word.split('=')[0] ?? '');
    else if (name === 'cd' || name === 'pushd') this.#folder = enter(this.#folder, own[1]);
    else if (name === 'popd') this.#folder = undefined;
    else if (called !== undefined) {
      if (++this.#calls > 200) return;
      this.#visit(called, fate, true);
      this.#handedOn(own, line, fate);
    } else {
      const script = inlineScript(own);
      if (script === undefined || this.#depth >= DEEPEST)
        this.#ran.push({
          words: own,
          line,
          fate: both(this.#meant(name), both(fate, this.#trapped)),
          folder: this.#folder,
        });
      else {
        for (const ran of commandsOf(script.text, { ...script, folder: this.#folder }, this.#depth + 1)) {
          this.#ran.push({ ...ran, line: line + ran.line, fate: both(both(ran.fate, fate), this.#trapped) });
        }
      }
    }
  }

  /** A function may run what it is given, as `timed "unit tests" go test ./...` does; how it ends is its own affair. */
  #handedOn([name = '', ...given]: readonly string[], line: number, fate: Fate): void {
    const dashes = given.indexOf('--');
    const rest = dashes === -1 ? given.filter((word) => !word.includes(' ')) : given.slice(dashes + 1);
    if (rest.length === 0) return;
    this.#ran.push({
      words: rest,
      line,
      fate: both(unsure(`\`${name}\` is given it to run`), fate),
      folder: this.#folder,
    });
  }

  /** Another word may stand for a program; whether the shell heeds that depends on its options. */
  #meant(name: string): Fate {
    return this.#aliases.has(name) ? unsure(`\`alias\` gives \`${name}\` another meaning`) : KEPT;
  }

  /** `trap 'exit 0' EXIT` ends the script well, however it went; `trap 'rm -r tmp' EXIT` keeps its status. */
  #trap(words: readonly string[]): void {
    const [action = '', ...signals] = words.slice(1).filter((word) => word !== '--');
    if (!signals.some((signal) => /^(?:SIG)?(?:EXIT|ERR)$|^0$/i.test(signal))) return;
    const called = this.#functions.get(action) ?? parseShell(action);
    const exits = called === undefined ? [] : commandsIn(called).filter(([name]) => name === 'exit');
    const isWell = exits.length > 0 && exits.every(([, status]) => status === '0');
    if (isWell) this.#trapped = swallowed('a `trap` ends the script without a failure');
    else if (!signals.includes('ERR')) this.#trapped = KEPT;
  }

  #set(words: readonly string[]): void {
    for (const [index, word] of words.entries()) {
      if (/^[-+][a-z]*e/.test(word)) this.#errexit = word.startsWith('-');
      if (words[index + 1] === 'errexit') this.#errexit = word.startsWith('-');
      if (words[index + 1] === 'pipefail') this.#pipefail = word.startsWith('-');
    }
  }
}

/** `bash -c '…'` and `eval '…'` run their argument. */
function inlineScript(words: readonly string[]): { text: string; errexit: boolean; pipefail: boolean } | undefined {
  const [name = '', ...rest] = words;
  if (name === 'eval') return { text: rest.join(' '), errexit: false, pipefail: false };
  if (!/^(?:.*\/)?(?:ba|z|da)?sh$/.test(name)) return undefined;
  const flag = rest.findIndex((word) => /^-[a-z]*c$/.test(word));
  if (flag === -1) return undefined;
  const flags = rest.slice(0, flag + 1);
  const text = rest.slice(flag + 1).find((word) => word !== '--' && !/^-o$|^pipefail$/.test(word));
  return text === undefined
    ? undefined
    : { text, errexit: flags.some((word) => /^-[a-z]*e/.test(word)), pipefail: rest.includes('pipefail') };
}

function enter(folder: string | undefined, target: string | undefined): string | undefined {
  if (target === undefined || /[$`*~]/.test(target) || target === '-') return undefined;
  if (target.startsWith('/') || folder === undefined) return undefined;
  return resolvePath(folder === '' ? '' : `${folder}/`, target);
}

/** `if ! test; then exit 1` is how a failure is usually caught. */
function unnegated(condition: Node): Node {
  const [only] = condition.type === 'list' && condition.items.length === 1 ? condition.items : [];
  return only?.node.type === 'pipeline' ? { ...only.node, negated: false } : condition;
}

function commandsIn(node: Node): readonly (readonly string[])[] {
  return flat(node).map(({ words }) => words);
}

function lineOf(node: Node): number {
  return flat(node)[0]?.line ?? 0;
}

/** True when each branch runs the same program for the same: `go test` with other arguments, `npm run` another script. */
function runTheSame(bodies: readonly Node[]): boolean {
  const programs = bodies.map((body) => new Set(commandsIn(body).map((words) => words.slice(0, 2).join(' '))));
  return [...(programs[0] ?? [])].some(
    (program) => !HARMLESS.has(program.split(' ')[0] ?? '') && programs.every((set) => set.has(program)),
  );
}

function exitsIn(node: Node): readonly number[] {
  return flat(node)
    .filter(
      ({ words: [name, status] }) =>
        (name === 'exit' || name === 'return') && status !== undefined && /[$1-9]/.test(status),
    )
    .map(({ line }) => line);
}

/** What `true`, `:` and `false` come to; undefined for all else. */
function constantOf(node: Node | undefined): boolean | undefined {
  if (node?.type === 'list') return constantOf(node.items.at(-1)?.node);
  if (node?.type === 'pipeline') {
    const status = constantOf(node.parts.at(-1));
    return status === undefined ? undefined : status !== node.negated;
  }
  const name = node?.type === 'command' ? node.words[0] : undefined;
  return name === 'true' || name === ':' ? true : name === 'false' ? false : undefined;
}

const readsStatus = (node: Node) =>
  commandsIn(node).some((words) => words.some((word) => /\$\?|PIPESTATUS/.test(word)));

function flat(node: Node): readonly Extract<Node, { type: 'command' }>[] {
  switch (node.type) {
    case 'command':
      return [node];
    case 'list':
      return node.items.flatMap((item) => flat(item.node));
    case 'chain':
      return node.parts.flatMap((part) => flat(part.node));
    case 'pipeline':
      return node.parts.flatMap(flat);
    case 'branch':
      return [...node.conditions, ...node.bodies].flatMap(flat);
    case 'loop':
      return [...(node.condition === undefined ? [] : flat(node.condition)), ...flat(node.body)];
    case 'subshell':
    case 'function':
      return flat(node.body);
  }
}
