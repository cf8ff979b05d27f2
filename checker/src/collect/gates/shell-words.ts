/** One token of a shell script. `text` of a word has its quotes taken off; substitutions stay as they are written. */
export interface Token {
  readonly kind: 'word' | 'operator';
  readonly text: string;
  /** 0-based, within the script. */
  readonly line: number;
  /** Scripts inside `$(…)` and backticks of this word. */
  readonly inner: readonly string[];
  /** True when some of the word stood in quotes: such a word is never a keyword. */
  readonly quoted: boolean;
}

/**
 * Splits a POSIX shell script into words and operators: quotes, escapes, comments, continued lines, here-documents and
 * substitutions are understood; nothing is expanded. Redirections are dropped with their targets.
 */
export function shellWords(script: string): readonly Token[] {
  return new Splitter(script).run();
}

const OPERATORS = ['&&', '||', ';;', '|&', '&', '|', ';', '(', ')', '\n'];
const REDIRECTION = /^(?:\d*(?:<<<|<<-?|>>|>&|<&|>\||<>|>(?!\()|<(?!\())|&>>?)/;
const DELIMITER = /[\s;&|()<>]/;

class Splitter {
  readonly #text: string;
  readonly #tokens: Token[] = [];
  /** Delimiters of here-documents whose bodies start at the next line. */
  readonly #pending: { readonly delimiter: string; readonly strip: boolean }[] = [];
  #at = 0;
  #line = 0;

  constructor(text: string) {
    this.#text = text.replaceAll('\r\n', '\n');
  }

  run(): readonly Token[] {
    while (this.#at < this.#text.length) this.#next();
    return this.#tokens;
  }

  #next(): void {
    const rest = this.#text.slice(this.#at, this.#at + 3);
    if (rest.startsWith('\\\n')) {
      this.#at += 2;
      this.#line++;
    } else if (rest[0] === ' ' || rest[0] === '\t') {
      this.#at++;
    } else if (rest[0] === '#') {
      const end = this.#text.indexOf('\n', this.#at);
      this.#at = end === -1 ? this.#text.length : end;
    } else if (!this.#redirection()) {
      const operator = OPERATORS.find((text) => rest.startsWith(text));
      if (operator === undefined) this.#word();
      else this.#operator(operator);
    }
  }

  #operator(text: string): void {
    this.#tokens.push({ kind: 'operator', text, line: this.#line, inner: [], quoted: false });
    this.#at += text.length;
    if (text !== '\n') return;
    this.#line++;
    for (const { delimiter, strip } of this.#pending.splice(0)) this.#hereDocument(delimiter, strip);
  }

  #redirection(): boolean {
    const mark = REDIRECTION.exec(this.#text.slice(this.#at, this.#at + 8))?.[0];
    if (mark === undefined) return false;
    this.#at += mark.length;
    while (this.#text[this.#at] === ' ' || this.#text[this.#at] === '\t') this.#at++;
    const target = this.#read();
    const operator = mark.replace(/^\d+/, '');
    if (operator === '<<' || operator === '<<-')
      this.#pending.push({ delimiter: target.text, strip: operator === '<<-' });
    return true;
  }

  #hereDocument(delimiter: string, strip: boolean): void {
    while (this.#at < this.#text.length) {
      const end = this.#text.indexOf('\n', this.#at);
      const line = this.#text.slice(this.#at, end === -1 ? undefined : end);
      this.#at = end === -1 ? this.#text.length : end + 1;
      this.#line++;
      if ((strip ? line.replace(/^\t+/, '') : line) === delimiter) return;
    }
  }

  #word(): void {
    const line = this.#line;
    this.#tokens.push({ kind: 'word', line, ...this.#read() });
  }

  /** Reads one word from here; always takes at least one character. */
  #read(): { readonly text: string; readonly inner: readonly string[]; readonly quoted: boolean } {
    let text = '';
    let quoted = false;
    const inner: string[] = [];
    const start = this.#at;
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at] ?? '';
      if (this.#text.startsWith('${{', this.#at)) text += this.#until('}}', this.#at);
      else if (char === '$' && this.#text[this.#at + 1] === '(') text += this.#substitution(inner);
      else if (char === '$' && this.#text[this.#at + 1] === '{') text += this.#until('}', this.#at);
      else if (char === '`') text += this.#backticks(inner);
      else if ((char === '<' || char === '>') && this.#text[this.#at + 1] === '(') text += this.#substitution(inner);
      else if (char === "'") {
        const written = this.#until("'", this.#at + 1, this.#at);
        text += written.slice(1, written.endsWith("'") ? -1 : undefined);
        quoted = true;
      } else if (char === '"') {
        text += this.#doubleQuoted(inner);
        quoted = true;
      } else if (char === '\\') {
        if (this.#text[this.#at + 1] === '\n') this.#line++;
        else text += this.#text[this.#at + 1] ?? '';
        this.#at += 2;
      } else if (DELIMITER.test(char) && this.#at > start) break;
      else {
        if (char === '\n') break;
        text += char;
        this.#at++;
      }
    }
    return { text, inner, quoted };
  }

  /** Takes everything up to and with `end`, looked for from `from`; counts lines. */
  #until(end: string, from: number, start = this.#at): string {
    const found = this.#text.indexOf(end, from);
    const stop = found === -1 ? this.#text.length : found + end.length;
    const text = this.#text.slice(start, stop);
    this.#line += text.split('\n').length - 1;
    this.#at = stop;
    return text;
  }

  #doubleQuoted(inner: string[]): string {
    let text = '';
    this.#at++;
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at] ?? '';
      if (char === '"') {
        this.#at++;
        break;
      }
      if (char === '\\') {
        text += this.#text[this.#at + 1] ?? '';
        if (this.#text[this.#at + 1] === '\n') this.#line++;
        this.#at += 2;
      } else if (char === '$' && this.#text[this.#at + 1] === '(') text += this.#substitution(inner);
      else if (char === '`') text += this.#backticks(inner);
      else {
        if (char === '\n') this.#line++;
        text += char;
        this.#at++;
      }
    }
    return text;
  }

  #backticks(inner: string[]): string {
    const text = this.#until('`', this.#at + 1);
    inner.push(text.slice(1, -1));
    return text;
  }

  #substitution(inner: string[]): string {
    const start = this.#at;
    let depth = 0;
    this.#at++;
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at];
      if (char === "'") this.#until("'", this.#at + 1);
      else if (char === '"') this.#doubleQuoted([]);
      else {
        this.#at += char === '\\' ? 2 : 1;
        if (char === '\n') this.#line++;
        if (char === '(') depth++;
        if (char === ')' && --depth === 0) break;
      }
    }
    const text = this.#text.slice(start, this.#at);
    // `$((…))` is arithmetic and runs nothing.
    if (!text.startsWith('$((')) inner.push(text.slice(2, -1));
    return text;
  }
}
