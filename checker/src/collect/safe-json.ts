/** Arrays and objects within one another. Nobody writes this many; whoever walks the value takes them one call deeper each. */
const DEEPEST = 200;

/** The value of a stranger's JSON. Throws a `SyntaxError` where it is none, a `RangeError` where it is nested too deeply. */
export function parseJson(text: string): unknown {
  refuseDeepJson(text);
  return JSON.parse(text);
}

/** Throws a `RangeError` for JSON that is nested too deeply, found in one pass before a parser sees it. */
export function refuseDeepJson(text: string): void {
  let [depth, quoted] = [0, false];
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (quoted && character === BACKSLASH) at += 1;
    else if (character === QUOTE) quoted = !quoted;
    // A string of JSON ends with its line; one of JSON with comments may stand open in a comment.
    else if (character === LINE_FEED) quoted = false;
    else if (!quoted && OPENERS.has(character) && ++depth > DEEPEST) throw new RangeError('nested too deeply');
    else if (!quoted && CLOSERS.has(character)) depth -= 1;
  }
}

const codes = (characters: string) => new Set([...characters].map((character) => character.charCodeAt(0)));
const [LINE_FEED, QUOTE, BACKSLASH] = [10, 34, 92];
const OPENERS = codes('[{');
const CLOSERS = codes(']}');
