/**
 * What a condition of a workflow comes to for a proposed change. `some`: for at least one leg of a matrix or one of the
 * runners. `open`: it depends on something that the tree does not show.
 */
export type Truth = 'yes' | 'no' | 'some' | 'open';

/**
 * What whoever proposes the change writes: an ordinary person's ordinary change, with none of the names, labels and
 * titles that a condition speaks of.
 */
const PERSONAL =
  /^github\.(?:actor|triggering_actor|head_ref|event\.sender\.login|event\.head_commit\.message|event\.pull_request\.(?:user\.login|user\.type|title|body|labels(?:\..*)?|head\.ref))$/;

/** What is known when the condition is asked. */
export interface Situation {
  /** `github.event_name`. */
  readonly event: string;
  /** `owner/name` of the audited repository, where it is known. */
  readonly repository: string | undefined;
}

type Value =
  | { readonly known: true; readonly value: string | boolean | number }
  | { readonly known: false; readonly truth: 'open' | 'some' | 'person' }
  /** The name of this repository: a fork or a renamed one may be audited, so only a name that is equal says something. */
  | { readonly known: false; readonly truth: 'here'; readonly name: string };

const OPEN: Value = { known: false, truth: 'open' };
const known = (value: string | boolean | number): Value => ({ known: true, value });
const here = (name: string): Value => ({ known: false, truth: 'here', name });

/** Evaluates the condition of a job or a step; no condition holds. Anything that is not understood is `open`. */
export function truthOf(condition: string | undefined, situation: Situation): Truth {
  if (condition === undefined) return 'yes';
  const text = condition
    .trim()
    .replace(/^\$\{\{([\s\S]*)\}\}$/, '$1')
    .trim();
  const tokens = [
    ...text.matchAll(/\s*('(?:[^']|'')*'|&&|\|\||==|!=|<=|>=|[!()<>,]|[^\s!()<>,&|='"]+|[\s\S])/g),
  ].flatMap(([, token]) => token ?? []);
  if (tokens.length > 400) return 'open';
  const reader = new Reader(tokens, situation);
  const value = reader.or();
  return reader.done ? truthOfValue(value) : 'open';
}

function truthOfValue(value: Value): Truth {
  if (!value.known) return value.truth === 'person' || value.truth === 'here' ? 'yes' : value.truth;
  return value.value === false || value.value === '' || value.value === 0 ? 'no' : 'yes';
}

const asValue = (truth: Truth): Value =>
  truth === 'yes' ? known(true) : truth === 'no' ? known(false) : { known: false, truth };

class Reader {
  readonly #tokens: readonly string[];
  readonly #situation: Situation;
  #at = 0;

  constructor(tokens: readonly string[], situation: Situation) {
    this.#tokens = tokens;
    this.#situation = situation;
  }

  get done(): boolean {
    return this.#at === this.#tokens.length;
  }

  or(): Value {
    let left = this.#and();
    while (this.#take('||')) {
      const [a, b] = [truthOfValue(left), truthOfValue(this.#and())];
      left = asValue(
        [a, b].includes('yes') ? 'yes' : [a, b].includes('some') ? 'some' : [a, b].includes('open') ? 'open' : 'no',
      );
    }
    return left;
  }

  #and(): Value {
    let left = this.#compared();
    while (this.#take('&&')) {
      const [a, b] = [truthOfValue(left), truthOfValue(this.#compared())];
      left = asValue(
        [a, b].includes('no') ? 'no' : [a, b].includes('open') ? 'open' : [a, b].includes('some') ? 'some' : 'yes',
      );
    }
    return left;
  }

  #compared(): Value {
    const left = this.#unary();
    const equal = this.#take('==');
    if (equal || this.#take('!=')) {
      const right = this.#unary();
      if (left.known && right.known) return known(areEqual(left.value, right.value) === equal);
      const [unknown, other] = left.known ? [right, left] : [left, right];
      if (unknown.known) return OPEN;
      if (unknown.truth === 'person' && other.known) return known(!equal);
      if (unknown.truth === 'here' && other.known && text(unknown.name) === text(other.value)) return known(equal);
      return unknown.truth === 'some' ? unknown : OPEN;
    }
    if (['<', '>', '<=', '>='].some((operator) => this.#take(operator))) {
      this.#unary();
      return OPEN;
    }
    return left;
  }

  #unary(): Value {
    if (this.#take('!')) {
      const truth = truthOfValue(this.#unary());
      return asValue(truth === 'yes' ? 'no' : truth === 'no' ? 'yes' : truth);
    }
    if (this.#take('(')) {
      const value = this.or();
      return this.#take(')') ? value : OPEN;
    }
    const token = this.#tokens[this.#at++] ?? '';
    if (token.startsWith("'")) return known(token.slice(1, -1).replaceAll("''", "'"));
    if (this.#take('(')) return this.#call(token.toLowerCase());
    if (token === 'true' || token === 'false') return known(token === 'true');
    if (/^[-+]?(?:\d+\.?\d*|\.\d+)$/.test(token)) return known(Number(token));
    return this.#context(token.toLowerCase());
  }

  #call(name: string): Value {
    const values: Value[] = [];
    while (this.#at < this.#tokens.length && !this.#take(')')) {
      values.push(this.or());
      this.#take(',');
    }
    if (name === 'always' || name === 'success') return known(true);
    if (name === 'failure' || name === 'cancelled') return known(false);
    const [whole, part] = values;
    if (whole?.known && part?.known) {
      const [a, b] = [text(whole.value), text(part.value)];
      if (name === 'contains') return known(a.includes(b));
      if (name === 'startswith') return known(a.startsWith(b));
      if (name === 'endswith') return known(a.endsWith(b));
    }
    if (whole?.known === false && whole.truth === 'person') return known(false);
    return values.some((value) => !value.known && value.truth === 'some') ? { known: false, truth: 'some' } : OPEN;
  }

  #context(name: string): Value {
    const { event, repository } = this.#situation;
    if (name === 'github.event_name') return known(event);
    if (name === 'github.event.pull_request.draft') return known(false);
    if (name === 'github.repository' && repository !== undefined) return here(repository);
    if (name === 'github.repository_owner' && repository !== undefined) return here(repository.split('/')[0] ?? '');
    if (PERSONAL.test(name)) return { known: false, truth: 'person' };
    if (name === 'github.ref' && event !== 'push')
      return known(event === 'merge_group' ? 'refs/heads/gh-readonly-queue/x' : 'refs/pull/1/merge');
    if (name === 'github.event.action') return known('synchronize');
    return /^(?:matrix|runner)\./.test(name) ? { known: false, truth: 'some' } : OPEN;
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }
}

/** With a number, both sides are compared as numbers. */
const areEqual = (a: string | boolean | number, b: string | boolean | number) =>
  typeof a === 'number' || typeof b === 'number' ? Number(a) === Number(b) : text(a) === text(b);

/** Comparison of expressions ignores case. */
const text = (value: string | boolean | number) => String(value).toLowerCase();
