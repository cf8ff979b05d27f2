import { COMMANDS, ENVIRONMENT, EXIT_CODES, OPTIONS } from '#cli';
import type { GeneratedPage } from './page.ts';

/** The command line, from the tables that the command itself parses with and prints as its help. */
export function cliPage(): GeneratedPage {
  const options = Object.entries<{ readonly value?: string; readonly help: string }>(OPTIONS).map(
    ([name, { value, help }]) => `### --${name}\n\n\`--${name}${value === undefined ? '' : ` ${value}`}\`: ${help}.`,
  );
  return {
    id: 'tool/cli',
    title: 'Command line',
    description:
      'Every command, option, environment variable and exit code of agentops-audit, from the table it parses with.',
    source: 'checker/src/node/options.ts',
    body: `\`\`\`text
${COMMANDS.map(([usage]) => usage).join('\n')}
\`\`\`

The target is a folder in a repository (default: the current one), \`owner/name\` on GitHub, or any address that git can
clone. Nothing of the target is executed. The report goes to standard output, everything else to standard error. How to
begin is on [Install and first audit](/tool/).

## Commands

| Usage | What it does |
|---|---|
${COMMANDS.map(([usage, what]) => `| \`${usage.replaceAll('|', '\\|')}\` | ${what} |`).join('\n')}

## Options

${options.join('\n\n')}

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
