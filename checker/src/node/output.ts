import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { TextOptions } from '../report/text.ts';
import type { Io } from './io.ts';
import { UsageError } from './usage-error.ts';

interface Wanted {
  readonly output: string | undefined;
  readonly color: boolean;
}

/** Colour only on a terminal that did not ask for none (https://no-color.org); 80 columns where none are told. */
export function textOptions({ output, color }: Wanted, { stdout, env }: Io): TextOptions {
  const terminal = output === undefined && stdout.isTerminal;
  return {
    width: terminal ? (stdout.columns ?? 80) : 80,
    colour: terminal && color && !env.NO_COLOR && env.TERM !== 'dumb',
  };
}

/** The same for a list of one thing a line, which other programs read too: it is cut for a terminal alone. */
export function listOptions(wanted: Wanted, io: Io): TextOptions {
  const isShown = wanted.output === undefined && io.stdout.isTerminal;
  return { ...textOptions(wanted, io), ...(!isShown && { width: Number.POSITIVE_INFINITY }) };
}

/** Writes a report to where it was asked for. */
export async function deliver(report: string, { output }: Wanted, io: Io): Promise<void> {
  if (output === undefined) {
    io.stdout.write(report);
    return;
  }
  try {
    await writeFile(resolve(io.cwd, output), report);
  } catch (error) {
    throw new UsageError(
      `--output ${output}: cannot be written (${(error as NodeJS.ErrnoException).code ?? 'error'}): name a file in a folder that exists`,
    );
  }
}
