import { parseArgs } from 'node:util';
import { LEVELS, type Level } from '../level.ts';
import { OPTIONS } from './options.ts';
import { suggest } from './suggest.ts';
import { UsageError } from './usage-error.ts';

export const FORMATS = ['text', 'json'] as const;
export type Format = (typeof FORMATS)[number];

interface Common {
  readonly format: Format;
  readonly output: string | undefined;
  readonly factors: string | undefined;
  readonly color: boolean;
  readonly quiet: boolean;
}

/** What was asked for on the command line. */
export type Request =
  | { readonly command: 'help' | 'version' }
  | ({ readonly command: 'rules' } & Common)
  | ({ readonly command: 'explain'; readonly rule: string } & Common)
  | ({ readonly command: 'audit' } & AuditRequest);

export interface AuditRequest extends Common {
  readonly target: string;
  readonly ref: string | undefined;
  /** ISO 8601 instant. */
  readonly asOf: string | undefined;
  readonly failUnder: number | undefined;
  readonly level: Level | undefined;
  readonly offline: boolean;
  readonly only: readonly string[] | undefined;
}

/** @throws UsageError naming the argument, what is wrong with it and what would be right. */
export function parseArguments(argv: readonly string[]): Request {
  const { values, positionals } = parse(argv);
  if (values.help) return { command: 'help' };
  if (values.version) return { command: 'version' };
  const common: Common = {
    format: oneOf('--format', values.format ?? 'text', FORMATS),
    output: values.output,
    factors: values.factors,
    color: !values['no-color'],
    quiet: values.quiet ?? false,
  };
  const [first, second] = positionals;
  if (first === 'rules') {
    refuse(values, ['ref', 'as-of', 'fail-under', 'level', 'offline', 'only'], 'rules');
    atMost(positionals, 1, 'agentops-audit rules takes no further argument');
    return { command: 'rules', ...common };
  }
  if (first === 'explain') {
    refuse(values, ['ref', 'as-of', 'fail-under', 'level', 'offline', 'only'], 'explain');
    if (second === undefined)
      throw new UsageError('explain: name a rule, as in: agentops-audit explain learnings-present');
    atMost(positionals, 2, 'agentops-audit explain takes one rule');
    return { command: 'explain', rule: second, ...common };
  }
  atMost(positionals, 1, 'agentops-audit takes one target');
  const only = values.only === undefined ? undefined : list('--only', values.only);
  const level = values.level === undefined ? undefined : levelOf(values.level);
  if (only !== undefined && level !== undefined)
    throw new UsageError('--level cannot be decided with --only: leave one of them out');
  return {
    command: 'audit',
    ...common,
    target: first ?? '.',
    ref: values.ref,
    asOf: values['as-of'] === undefined ? undefined : instant(values['as-of']),
    failUnder: values['fail-under'] === undefined ? undefined : percent(values['fail-under']),
    level,
    offline: values.offline ?? false,
    only,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(explained(error as Error & { code?: string }, argv));
  }
}

/** Node's own message names the option; what is added is the option that was likely meant. */
function explained({ message, code }: Error & { code?: string }, argv: readonly string[]): string {
  const [first = message] = message.split(/\. (?=To specify|Did you)/);
  if (code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `${first}. See agentops-audit --help.`;
  const typed =
    argv
      .map((word) => word.split('=')[0] ?? '')
      .find((word) => word.startsWith('-') && !Object.hasOwn(OPTIONS, word.slice(2))) ?? '';
  const meant = suggest(typed.replace(/^-+/, ''), Object.keys(OPTIONS));
  return `There is no option ${typed}.${meant === undefined ? '' : ` Did you mean --${meant}?`} See agentops-audit --help.`;
}

function refuse(values: Readonly<Record<string, unknown>>, names: readonly string[], command: string): void {
  const given = names.find((name) => values[name] !== undefined);
  if (given !== undefined) throw new UsageError(`--${given} does not go with ${command}: it belongs to an audit`);
}

function atMost(positionals: readonly string[], most: number, message: string): void {
  if (positionals.length > most) throw new UsageError(`${message}: what is "${positionals[most]}"?`);
}

function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw new UsageError(`${option} ${value}: must be ${allowed.join(' or ')}`);
  return found;
}

function levelOf(value: string): Level {
  const found = LEVELS.find((level) => level.toLowerCase() === value.toLowerCase());
  if (found === undefined) throw new UsageError(`--level ${value}: must be one of ${LEVELS.join(', ')}`);
  return found;
}

function list(option: string, value: string): readonly string[] {
  const items = value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  if (items.length === 0) throw new UsageError(`${option}: name at least one rule, as in ${option} learnings-present`);
  return [...new Set(items)];
}

function percent(value: string): number {
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (!(number >= 0 && number <= 100)) throw new UsageError(`--fail-under ${value}: must be a number from 0 to 100`);
  return number;
}

const ISO = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** A day alone means its end, UTC. */
function instant(value: string): string {
  const full = value.length === 10 ? `${value}T23:59:59Z` : value;
  const time = ISO.test(value) ? Date.parse(full) : Number.NaN;
  const sameDay = Number.isNaN(time)
    ? false
    : new Date(Date.parse(`${value.slice(0, 10)}T00:00:00Z`)).toISOString().startsWith(value.slice(0, 10));
  if (!sameDay) throw new UsageError(`--as-of ${value}: must be a date such as 2026-01-31 or 2026-01-31T12:00:00Z`);
  return full;
}
