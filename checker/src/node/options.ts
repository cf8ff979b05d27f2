/** The command line's options in one table: parsing, help and the README come from it. */
export const OPTIONS = {
  format: { type: 'string', value: 'text|json', help: 'How to print the result (default: text)' },
  output: { type: 'string', value: 'FILE', help: 'Write the report to FILE instead of standard output' },
  ref: { type: 'string', value: 'REF', help: 'Audit this branch, tag or commit (default: HEAD)' },
  'as-of': {
    type: 'string',
    value: 'ISO-DATE',
    help: 'Measure ages against this date (default: the date of the audited commit)',
  },
  factors: {
    type: 'string',
    value: 'DIR',
    help: 'Use the factor documents in DIR instead of the ones that came with the tool',
  },
  'fail-under': { type: 'string', value: 'N', help: 'Exit with 1 when the proven score is under N (0 to 100)' },
  level: { type: 'string', value: 'NAME', help: 'Exit with 1 when this level is not held' },
  offline: { type: 'boolean', help: 'Ask no hosting service; what only it knows stays unknown' },
  only: { type: 'string', value: 'RULE[,RULE]', help: 'Audit these rules alone; no level is given then' },
  quiet: { type: 'boolean', help: 'Print nothing to standard error but errors' },
  'no-color': { type: 'boolean', help: 'Print without colour' },
  version: { type: 'boolean', help: 'Print the version' },
  help: { type: 'boolean', help: 'Print this help' },
} as const satisfies Readonly<Record<string, Option>>;

interface Option {
  readonly type: 'string' | 'boolean';
  readonly value?: string;
  readonly help: string;
}

/** What can be asked for, each with its usage. */
export const COMMANDS = [
  ['agentops-audit [target] [options]', 'Audits a repository and prints its scorecard'],
  ['agentops-audit rules [--format text|json] [--factors DIR]', 'Lists every rule'],
  ['agentops-audit explain RULE [--format text|json] [--factors DIR]', 'Says what one rule demands and what meets it'],
] as const;

/** The environment variables that are read, and no other. */
export const ENVIRONMENT = [
  ['GITHUB_TOKEN, GH_TOKEN', "A token for GitHub's API; sent to GitHub alone"],
  ['GITHUB_API_URL', "The API's address, for GitHub Enterprise Server"],
  ['NO_COLOR', 'Print without colour'],
] as const;

export const EXIT_CODES = [
  [0, 'audited, and every gate that was asked for is met'],
  [1, 'a gate is not met'],
  [2, 'wrong usage, configuration or doctrine'],
  [3, 'nothing could be audited'],
] as const;

export const HELP = `Usage: ${COMMANDS.map(([usage]) => usage).join('\n       ')}

Audits a git repository against the twelve factors of work with coding agents.
The target is a folder in a repository (default: the current one), owner/name on
GitHub, or any address that git can clone. Nothing of the target is executed.

Options:
${Object.entries<Option>(OPTIONS)
  .map(([name, { value, help }]) => `  ${`--${name}${value === undefined ? '' : ` ${value}`}`.padEnd(22)} ${help}`)
  .flatMap((line) => fold(line))
  .join('\n')}

Environment:
${ENVIRONMENT.map(([name, meaning]) => `  ${name.padEnd(22)}  ${meaning}`).join('\n')}

Exit codes:
${EXIT_CODES.map(([code, meaning]) => `  ${code}  ${meaning}`).join('\n')}
`;

/** One help line in at most 80 columns; what does not fit goes to a second line under the text. */
function fold(line: string): string[] {
  if (line.length <= 80) return [line];
  const space = line.lastIndexOf(' ', 80);
  return [line.slice(0, space), ...fold(' '.repeat(25) + line.slice(space + 1))];
}
