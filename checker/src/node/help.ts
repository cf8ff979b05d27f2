import {
  COMMAND_NAMES,
  COMMANDS,
  type Command,
  type CommandName,
  calledAs,
  ENVIRONMENT,
  EXIT_CODES,
  GROUPS,
  type Group,
  usageOf,
} from './commands.ts';

/** The help of the whole command line, at most 80 columns wide. */
export const HELP = `Usage: ${usageOf('audit')}
       agentops-audit COMMAND [options]

${COMMANDS.audit.about}

Commands:
${listed(COMMAND_NAMES.filter((name) => name !== 'audit'))}
${row('help COMMAND', 'Prints the help of a command', 24)}

Options of an audit:
${options(COMMANDS.audit)}

Environment:
${ENVIRONMENT.map(([name, meaning]) => row(name, meaning, 24)).join('\n')}

Exit codes:
${EXIT_CODES.map(([code, meaning]) => `  ${code}  ${meaning}`).join('\n')}
`;

/** The help of one command, or of the commands that begin with one word. */
export function helpOf(topic: CommandName | Group): string {
  if (topic === 'audit') return HELP;
  if (isGroup(topic)) {
    const names = COMMAND_NAMES.filter((name) => name.startsWith(`${topic} `));
    return `Usage: ${calledAs(topic)} COMMAND [options]\n\n${GROUPS[topic]}\n\nCommands:\n${listed(names)}\n
See the options of one with: ${calledAs(names[0] ?? topic)} --help\n`;
  }
  const command: Command = COMMANDS[topic];
  return `${usage(topic)}\n\n${command.about}\n\nOptions:\n${options(command)}\n`;
}

export const isGroup = (name: string): name is Group => Object.hasOwn(GROUPS, name);

/** What is longer than a line goes on under the first option. */
function usage(name: CommandName): string {
  const indent = 'Usage: '.length + calledAs(name).length + 1;
  const lines = [''];
  for (const word of `Usage: ${usageOf(name)}`.split(/ (?=--|\[)/)) {
    const last = lines.at(-1) ?? '';
    if (last === '') lines[0] = word;
    else if (last.length + 1 + word.length <= 80) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(' '.repeat(indent) + word);
  }
  return lines.join('\n');
}

function listed(names: readonly CommandName[]): string {
  return names
    .map((name) => row([name, COMMANDS[name].operand].filter(Boolean).join(' '), COMMANDS[name].what, 24))
    .join('\n');
}

function options({ options: all }: Command): string {
  const names = Object.entries(all).map(
    ([name, { value, help }]) => [`--${name}${value === undefined ? '' : ` ${value}`}`, help] as const,
  );
  const longest = Math.max(...names.map(([name]) => name.length));
  return names.map(([name, help]) => row(name, help, Math.min(longest, 24))).join('\n');
}

/** A name and what it means, in at most 80 columns. */
function row(name: string, meaning: string, width: number): string {
  const indent = width + 4;
  const [first = '', ...more] = wrapped(meaning, indent);
  return name.length <= width
    ? [`  ${name.padEnd(width)}  ${first}`, ...more].join('\n')
    : [`  ${name}`, ' '.repeat(indent) + first, ...more].join('\n');
}

/** A text in lines that leave room for an indent, which all but the first have already. */
function wrapped(text: string, indent: number): string[] {
  if (text.length + indent <= 80) return [text];
  const space = text.lastIndexOf(' ', 80 - indent);
  return [
    text.slice(0, space),
    ...wrapped(text.slice(space + 1), indent).map((line) => ' '.repeat(indent) + line.trimStart()),
  ];
}
