/**
 * Is this match of the scanner an example rather than a credential?
 *
 * The scanner knows the shapes of tokens, and texts written for agents are full of examples of that shape. A real token
 * is random: it has many different characters, does not count upwards and holds no word that says what it is for. A
 * connection string to this machine, to a container or to a host reserved for examples opens nothing of anybody's.
 */
export function isPlaceholder(value: string): boolean {
  const [, user, password, host] = ADDRESS.exec(value) ?? [];
  if (user !== undefined && password !== undefined && host !== undefined) return isExampleAddress(user, password, host);
  if (value.startsWith('-----BEGIN')) return false;
  const body = value.replace(/^https:\/\/[^/]+\/services\//i, '');
  return WORDS.test(body) || isRegular(body) || (SLACK.test(body) && !/\d{6}/.test(body));
}

const ADDRESS = /^[a-z+:]+:\/\/([^:/@\s]*):([^@/\s]*)@([^/:?#\s]*)/i;
/** Slack's tokens name the workspace by a long number. */
const SLACK = /^x(?:ox|app)/;

/** Read without regard to case; a random token of forty characters holds one of them once in tens of thousands. */
const WORDS =
  /example|placeholder|your[-_]|[-_]here|dummy|fake|sample|changeme|redacted|replace|insert|xxxx|test[-_]?(?:token|key|secret)|(?:token|key|secret)[-_]|\.\.\.|\*\*\*/i;
const PASSWORD_WORDS =
  /pass|secret|token|passwd|pwd|your|example|dummy|fake|test|changeme|redacted|placeholder|key|p[4@]ss|s3cret|\*{2}|x{3}|[<>{}$%[\]]/i;
const PLAIN_WORDS = /^(?:user|username|admin|root|guest|postgres|mysql|mongo|foo|bar|baz|hunter2|abc123|1234+)$/i;

/** This machine, private networks, and the endings that are reserved for examples and private use. */
const NOT_PUBLIC =
  /^(?:127\.|10\.|192\.168\.|0\.0\.0\.0)|^host(?:name)?\.|(?:^|\.)(?:example|test|invalid|local|localhost|internal)(?:\.[a-z]{2,3})?$/i;

function isExampleAddress(user: string, password: string, host: string): boolean {
  if (user === password || PASSWORD_WORDS.test(password) || PLAIN_WORDS.test(password)) return true;
  // A name without a dot is a container or this machine.
  return !host.includes('.') || NOT_PUBLIC.test(host);
}

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
