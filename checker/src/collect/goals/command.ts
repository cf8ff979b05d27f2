/** What is found in one file. */
export interface GoalsRead {
  readonly goals: readonly {
    readonly line: number;
    readonly name: string;
    readonly check?: string;
    readonly gate?: string;
  }[];
  readonly broken?: { readonly line: number; readonly because: string };
}

/** Commands that cannot fail or say nothing, and the words that stand for one still to be written. */
const EMPTY = /^(?:true|:|exit 0|echo\b.*|todo|tbd|none|n\/a|manual|-+|\.\.\.|…|<.*>|\?+)$/is;

/** The text as a command that could fail; `undefined` when it is none. */
export function commandOf(text: string | undefined): string | undefined {
  const command = text?.trim() ?? '';
  return command === '' || EMPTY.test(command) ? undefined : command;
}
