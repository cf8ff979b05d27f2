/** One simple command of a shell text: its words without quotes, assignments and redirections. */
export interface Command {
  readonly words: readonly string[];
  /** Line within the text, from 0. */
  readonly line: number;
}

/**
 * Splits shell text into simple commands: enough to see which files and scripts it names. Quotes, comments, line
 * continuations, pipes, here-documents and prompts are understood; expansions are left in the words as they stand.
 */
export function commandsIn(text: string): readonly Command[] {
  const commands: Command[] = [];
  let words: string[] = [];
  let start = 0;
  const end = () => {
    const bare = withoutPrefixes(words);
    if (bare.length > 0) commands.push({ words: bare, line: start });
    words = [];
  };
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index++) {
    let line = (lines[index] ?? '').replace(/^\s*(?:\$|>|%|❯|➜)\s+/, '');
    if (words.length === 0) start = index;
    const continues = /(?<!\\)\\\s*$/.test(line);
    if (continues) line = line.replace(/\\\s*$/, '');
    const stop = /<<-?\s*(['"]?)(\w+)\1/.exec(line)?.[2];
    for (const token of tokensOf(line.replace(/<<-?\s*(['"]?)\w+\1/, ''))) {
      if (token.operator) end();
      else words.push(token.text);
    }
    if (!continues) end();
    if (stop !== undefined) while (index + 1 < lines.length && lines[++index]?.trim() !== stop);
  }
  end();
  return commands;
}

interface Token {
  readonly text: string;
  readonly operator: boolean;
}

// `<id>` is a placeholder, not a redirection, and `bug|task` a choice, not a pipe: both stay in the words, so that nothing is
// read into them.
const TOKEN =
  /(#.*)|(\d?>>?&?\d?|&>>?|<(?![^<>\s][^<>]*>))\s*("[^"]*"|'[^']*'|[^\s;&|<>]*)|(&&|\|\||[;&()]|(?<!\w)\||\|(?!\w))|((?:"(?:\\.|[^"\\])*"|'[^']*'|\$\([^)]*\)|<[^<>\s][^<>]*>|\\.|(?<=\w)\|(?=\w)|[^\s;&|<>()"'])+)|(\S)/g;

function tokensOf(line: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const match of line.matchAll(TOKEN)) {
    const [, comment, , , operator, word] = match;
    const begins = match.index === 0 || /\s/.test(line[match.index - 1] ?? '');
    if (comment !== undefined && begins) break;
    if (operator !== undefined) tokens.push({ text: operator, operator: true });
    else if (word !== undefined) tokens.push({ text: word.replace(/^(['"])(.*)\1$/, '$2'), operator: false });
  }
  return tokens;
}

const WRAPPERS = new Set([
  'sudo',
  'time',
  'env',
  'exec',
  'command',
  'nohup',
  'then',
  'do',
  'else',
  'if',
  'while',
  '!',
  '{',
]);

function withoutPrefixes(words: readonly string[]): readonly string[] {
  const first = words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word) && !WRAPPERS.has(word));
  return first === -1 ? [] : words.slice(first);
}
