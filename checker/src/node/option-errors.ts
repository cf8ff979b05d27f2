import { COMMAND_NAMES, COMMANDS, type Command, type CommandName, calledAs } from './commands.ts';
import { forgotten, suggest } from './suggest.ts';

/** An option that the command cannot do without. */
export const missing = (name: CommandName, option: string): string => {
  const { value }: { readonly value?: string } = (COMMANDS[name] as Command).options[option] ?? {};
  return `${name}: --${option} ${value} is missing. See ${calledAs(name)} --help.`;
};

/** Node's own message names the option; what is added is the option that was likely meant, or where it belongs. */
export function explained(
  { message, code }: Error & { code?: string },
  argv: readonly string[],
  name: CommandName,
): string {
  const see = `See ${calledAs(name)} --help.`;
  const [first = message] = message.split(/\.\s(?=To specify|Did you)/);
  const [, option] = /^Option '([^']*)' argument is ambiguous/.exec(first) ?? [];
  if (option !== undefined)
    return `${option}: no value follows. One that begins with a dash is given as ${option}=VALUE. ${see}`;
  if (code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `${first}. ${see}`;
  const known = Object.keys(COMMANDS[name].options);
  const typed =
    argv
      .map((word) => word.split('=')[0] ?? '')
      .find((word) => word.startsWith('-') && !known.includes(word.slice(2))) ?? '';
  const bare = typed.replace(/^-+/, '');
  const owners = COMMAND_NAMES.filter((other) => Object.hasOwn(COMMANDS[other].options, bare));
  const meant = suggest(bare, known);
  const suggestion = meant === undefined ? '' : ` Did you mean --${meant}?`;
  if (owners.length > 0 && typed.startsWith('--')) {
    const command = name === 'audit' ? forgotten(argv) : undefined;
    const ask = command === undefined ? see : `Did you mean agentops-audit ${command}?`;
    return `${typed} does not go with ${name === 'audit' ? 'an audit' : name}: it belongs to ${joined(owners)}. ${ask}`;
  }
  return `There is no option ${typed}.${suggestion} ${see}`;
}

function joined(names: readonly CommandName[]): string {
  const shown = names.map((name) => (name === 'audit' ? 'an audit' : name));
  return shown.length === 1 ? `${shown[0]}` : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
