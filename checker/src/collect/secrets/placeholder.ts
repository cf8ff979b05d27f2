/**
 * Is this match of the scanner an example rather than a credential?
 *
 * The scanner knows the shapes of tokens, and texts written for agents are full of examples of that shape. A real token
 * is random: it has many different characters, does not count upwards and holds no word that says what it is for. The
 * name that a value is assigned to says nothing about the value. An address with a password is an example when the
 * password is a word that stands for one, or the host is this machine or a name reserved for examples; a container and
 * a private network are neither.
 */
export function isPlaceholder(match: string): boolean {
  const value = valueIn(match);
  const [, user, password, host] = ADDRESS.exec(value) ?? [];
  if (user !== undefined && password !== undefined && host !== undefined)
    return user === password || isPlainPassword(password) || NOBODYS.test(host);
  if (value.startsWith('-----BEGIN')) return false;
  const body = value.replace(/^https:\/\/[^/]+\/services\//i, '');
  return WORDS.test(body) || isRegular(body) || (SLACK.test(body) && !/\d{6}/.test(body));
}

/** Of `NAME=value`, `"name": "value"` and `name => value`; an address has its colon before two slashes. */
const valueIn = (match: string) =>
  match.replace(/^["']?[a-z_][\w.-]*["']?\s*(?:=>|=|:(?!\/\/))\s*/i, '').replace(/^["']|["']$/g, '');

/** The password ends at the last `@` before the path. */
const ADDRESS = /^[a-z+]+:\/\/([^:/@\s]*):([^/\s]*)@(\[[^\]]*\]|[^/:?#\s]*)/i;
/** Slack's tokens name the workspace by a long number. */
const SLACK = /^x(?:ox|app)/;

/** Read without regard to case; a random token of forty characters holds one of them once in tens of thousands. */
const WORDS =
  /example|placeholder|your[-_]|[-_]here|dummy|fake|sample|changeme|redacted|replace|insert|xxxx|test[-_]?(?:token|key|secret)|(?:token|key|secret)[-_]|\.\.\.|\*\*\*/i;

/** Nothing but words that stand for a password, and a number behind them: `mypassword1`, `your-db-secret`. */
const PASSWORD_WORDS =
  /^(?:(?:my|your|the|some|db|database|postgres(?:ql)?|mysql|mongo(?:db)?|redis|user(?:name)?|p[a4@]ss(?:w[o0]rd|wd)?|pwd|s[e3]cret|token|key|example|dummy|fake|test|sample|change|me|redacted|placeholder|here|replace|root|admin|guest|foo|bar|baz|dev|demo|default|super|strong|hunter2|abc)[-_.]*)+\d{0,4}!?$/i;
/** What a template fills in: `<password>`, `${DB_PASSWORD}`, `$PASSWORD`, `{{ password }}`, `%s`, `%DB_PASS%`. */
const TEMPLATE = /^<.*>$|\$\{|\{\{|^\{[^}]*\}$|\$\(|^\$[a-z_]\w*$|^%(?:s|[a-z_]{3,}%)$|^\[.*\]$|\*{3}|x{3}|\.{3}/i;
const LONGEST_WORDS = 60;

const isPlainPassword = (password: string) =>
  TEMPLATE.test(password) ||
  (password.length <= LONGEST_WORDS && PASSWORD_WORDS.test(password)) ||
  /^\d{0,4}$/.test(password) ||
  isRegular(password);

/** This machine, the names reserved for examples, and words or marks that stand for a host. */
const NOBODYS =
  /^(?:127\..*|0\.0\.0\.0|\[::1?\]|(?:.*\.)?localhost|host\.docker\.internal|(?:.*\.)?example(?:\.[a-z]{2,3})?|.*\.(?:test|invalid)|(?:your|my)?[-_]?host(?:name)?(?:\..*)?|.*[<>{}$].*|\.{3})$/i;

const FEWEST_DIFFERENT = 10;
const LONGEST_RUN = 6;

/** Few different characters, or a run that counts up: `xxxxxxxx`, `T00000000`, `abcdefgh`, `12345678`. */
function isRegular(text: string): boolean {
  if (new Set(text).size < Math.min(FEWEST_DIFFERENT, text.length / 2)) return true;
  let run = 1;
  let repeat = 1;
  for (let i = 1; i < text.length; i++) {
    const step = text.charCodeAt(i) - text.charCodeAt(i - 1);
    run = step === 1 ? run + 1 : 1;
    repeat = step === 0 ? repeat + 1 : 1;
    if (run >= LONGEST_RUN || repeat >= LONGEST_RUN) return true;
  }
  return false;
}
