import { COMMAND_NAMES, COMMANDS, type Command, type CommandName, ENVIRONMENT, EXIT_CODES, usageOf } from '#cli';
import type { GeneratedPage } from './page.ts';

/** The command line, from the table that the command itself parses with and prints as its help. */
export function cliPage(): GeneratedPage {
  return {
    id: 'tool/cli',
    title: 'Command line',
    description:
      'Every command, option, environment variable and exit code of agentops-audit, from the table it parses with.',
    source: 'checker/src/node/commands.ts',
    body: `The report goes to standard output, everything else to standard error. How to begin is on
[Install and first audit](/tool/). \`agentops-audit help\` prints what stands here, command by command.

| Command | What it does |
|---|---|
${COMMAND_NAMES.map((name) => `| [\`${usageOf(name).replace(/ --.*/, ' …').replace(' [options]', '')}\`](#${titleOf(name).toLowerCase().replaceAll(' ', '-')}) | ${COMMANDS[name].what} |`).join('\n')}

${COMMAND_NAMES.map(section).join('\n\n')}

## Environment

| Variable | Meaning |
|---|---|
${ENVIRONMENT.map(([name, what]) => `| \`${name.replace(', ', '`, `')}\` | ${what} |`).join('\n')}

## Exit codes

| Code | Meaning |
|---|---|
${EXIT_CODES.map(([code, meaning]) => `| ${code} | ${meaning} |`).join('\n')}

More on each: [Exit codes](/tool/exit-codes/).`,
  };
}

const titleOf = (name: CommandName) => (name === 'audit' ? 'An audit' : name);

function section(name: CommandName): string {
  const { about, options }: Command = COMMANDS[name];
  const rows = Object.entries(options).map(
    ([option, { value, help }]) =>
      `| \`--${option}${value === undefined ? '' : ` ${value.replaceAll('|', '\\|')}`}\` | ${help} |`,
  );
  return `## ${titleOf(name)}

\`\`\`text
${usageOf(name)}

${about}
\`\`\`

| Option | Meaning |
|---|---|
${rows.join('\n')}`;
}
