import { shellWords, type Token } from './shell-words.ts';

/** A shell script as far as it matters for the question what a failing command does to the script. */
export type Node =
  | {
      readonly type: 'command';
      readonly words: readonly string[];
      readonly line: number;
      readonly inner: readonly string[];
    }
  | { readonly type: 'pipeline'; readonly parts: readonly Node[]; readonly negated: boolean }
  /** `a && b || c`: the operator stands before its part; the first has none. */
  | { readonly type: 'chain'; readonly parts: readonly { readonly operator: '' | '&&' | '||'; readonly node: Node }[] }
  | { readonly type: 'list'; readonly items: readonly { readonly node: Node; readonly background: boolean }[] }
  | { readonly type: 'subshell'; readonly body: Node }
  | { readonly type: 'branch'; readonly conditions: readonly Node[]; readonly bodies: readonly Node[] }
  /** `until`: its body runs while the condition fails. */
  | { readonly type: 'loop'; readonly condition: Node | undefined; readonly until: boolean; readonly body: Node }
  | { readonly type: 'function'; readonly name: string; readonly body: Node };

type ListNode = Extract<Node, { type: 'list' }>;

/** Nesting deeper than this is not a script that a person wrote. */
const DEEPEST = 60;

/** Reads a script; undefined when its structure could not be made out. */
export function parseShell(script: string): ListNode | undefined {
  try {
    return new Parser(shellWords(script)).script();
  } catch (error) {
    // Substitutions inside quotes inside substitutions exhaust the stack before they mean anything.
    if (error instanceof Unclear || error instanceof RangeError) return undefined;
    throw error;
  }
}

class Unclear extends Error {}

const ENDS = new Set(['then', 'else', 'elif', 'fi', 'do', 'done', 'esac', '}']);

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  script(): ListNode {
    const list = this.#list();
    if (this.#at < this.#tokens.length) throw new Unclear();
    return list;
  }

  get #token(): Token | undefined {
    return this.#tokens[this.#at];
  }

  #isOperator(...texts: readonly string[]): boolean {
    const token = this.#token;
    return token?.kind === 'operator' && texts.includes(token.text);
  }

  #keyword(): string | undefined {
    const token = this.#token;
    return token?.kind === 'word' && !token.quoted ? token.text : undefined;
  }

  #expect(keyword: string): void {
    if (this.#keyword() !== keyword) throw new Unclear();
    this.#at++;
  }

  #skipEnds(): void {
    while (this.#isOperator('\n', ';', '&')) this.#at++;
  }

  #list(): ListNode {
    if (++this.#depth > DEEPEST) throw new Unclear();
    const items: { node: Node; background: boolean }[] = [];
    for (;;) {
      this.#skipEnds();
      const keyword = this.#keyword();
      if (this.#token === undefined || this.#isOperator(')', ';;') || (keyword !== undefined && ENDS.has(keyword)))
        break;
      const node = this.#chain();
      items.push({ node, background: this.#isOperator('&') });
    }
    this.#depth--;
    return { type: 'list', items };
  }

  #chain(): Node {
    const parts: { operator: '' | '&&' | '||'; node: Node }[] = [{ operator: '', node: this.#pipeline() }];
    while (this.#isOperator('&&', '||')) {
      const operator = this.#token?.text === '&&' ? '&&' : '||';
      this.#at++;
      while (this.#isOperator('\n')) this.#at++;
      parts.push({ operator, node: this.#pipeline() });
    }
    const [first] = parts;
    return parts.length === 1 && first !== undefined ? first.node : { type: 'chain', parts };
  }

  #pipeline(): Node {
    let negated = false;
    while (this.#keyword() === '!') {
      negated = !negated;
      this.#at++;
    }
    const parts = [this.#command()];
    while (this.#isOperator('|', '|&')) {
      this.#at++;
      while (this.#isOperator('\n')) this.#at++;
      parts.push(this.#command());
    }
    const [first] = parts;
    return parts.length === 1 && first !== undefined && !negated ? first : { type: 'pipeline', parts, negated };
  }

  #command(): Node {
    if (this.#isOperator('(')) {
      this.#at++;
      const body = this.#list();
      if (!this.#isOperator(')')) throw new Unclear();
      this.#at++;
      return { type: 'subshell', body };
    }
    switch (this.#keyword()) {
      case '{': {
        this.#at++;
        const body = this.#list();
        this.#expect('}');
        return body;
      }
      case 'if':
        return this.#if();
      case 'for':
      case 'select':
        while (this.#token !== undefined && !this.#isOperator('\n', ';') && this.#keyword() !== 'do') this.#at++;
        this.#skipEnds();
        return { type: 'loop', condition: undefined, until: false, body: this.#body() };
      case 'while':
      case 'until': {
        const until = this.#keyword() === 'until';
        this.#at++;
        const condition = this.#list();
        return { type: 'loop', condition, until, body: this.#body() };
      }
      case 'case':
        return this.#case();
      case 'function':
        this.#at++;
        return this.#simple();
      default:
        return this.#simple();
    }
  }

  #body(): Node {
    this.#expect('do');
    const body = this.#list();
    this.#expect('done');
    return body;
  }

  #if(): Node {
    const conditions: Node[] = [];
    const bodies: Node[] = [];
    do {
      this.#at++;
      conditions.push(this.#list());
      this.#expect('then');
      bodies.push(this.#list());
    } while (this.#keyword() === 'elif');
    if (this.#keyword() === 'else') {
      this.#at++;
      bodies.push(this.#list());
    }
    this.#expect('fi');
    return { type: 'branch', conditions, bodies };
  }

  #case(): Node {
    const bodies: Node[] = [];
    while (this.#keyword() !== 'in') if (++this.#at >= this.#tokens.length) throw new Unclear();
    this.#at++;
    for (;;) {
      this.#skipEnds();
      if (this.#keyword() === 'esac') break;
      while (!this.#isOperator(')')) if (++this.#at >= this.#tokens.length) throw new Unclear();
      this.#at++;
      bodies.push(this.#list());
      if (this.#isOperator(';;')) this.#at++;
    }
    this.#at++;
    return { type: 'branch', conditions: [], bodies };
  }

  #simple(): Node {
    const words: string[] = [];
    const inner: string[] = [];
    const line = this.#token?.line ?? 0;
    for (let token = this.#token; token?.kind === 'word'; token = this.#token) {
      words.push(token.text);
      inner.push(...token.inner);
      this.#at++;
      if (words.length === 1 && this.#isOperator('(') && this.#isFunction()) {
        this.#at += 2;
        while (this.#isOperator('\n')) this.#at++;
        return { type: 'function', name: words[0] ?? '', body: this.#command() };
      }
      // Inside `[[ … ]]` these are not operators of the shell.
      if (words[0] === '[[') while (!words.includes(']]') && this.#token?.kind === 'operator') this.#at++;
      // An array is a value, not a subshell.
      if (words.length === 1 && token.text.endsWith('=') && this.#isOperator('(')) this.#array();
    }
    if (words.length === 0 && !this.#isOperator('\n', ';', '&', ')')) throw new Unclear();
    return { type: 'command', words, line, inner };
  }

  #isFunction(): boolean {
    const next = this.#tokens[this.#at + 1];
    return next?.kind === 'operator' && next.text === ')';
  }

  #array(): void {
    while (!this.#isOperator(')')) if (++this.#at >= this.#tokens.length) throw new Unclear();
    this.#at++;
  }
}
