/** What makes a line of a list of allowed signers one that allows nobody. */
export interface SignersFlaw {
  readonly line: number;
  /** `private-key`: the line begins a key that nobody but its holder may have. `no-key`: ssh-keygen finds no key in it. */
  readonly kind: 'no-key' | 'private-key';
}

/**
 * The lines of an allowed signers file, see ssh-keygen(1), that ssh-keygen passes over: a signature of the
 * key that they were meant to name looks as if nobody had allowed it.
 */
export function flawsOfSigners(text: string): readonly SignersFlaw[] {
  const flaws: SignersFlaw[] = [];
  let isPrivate = false;
  for (const [at, line] of text.split('\n').entries()) {
    const begins = /-----BEGIN .*PRIVATE KEY-----/.test(line);
    if (begins) flaws.push({ line: at + 1, kind: 'private-key' });
    isPrivate ||= begins;
    if (!isPrivate && !isComment(line) && !holdsKey(line)) flaws.push({ line: at + 1, kind: 'no-key' });
    if (line.includes('-----END ')) isPrivate = false;
  }
  return flaws;
}

/** What a person should know of such a line, without any of its content. */
export const saidOfSigners = (path: string, { line, kind }: SignersFlaw): string =>
  kind === 'private-key'
    ? `${path}:${line} is a private key, and who can read it can sign as its holder. Make a new key, and list the line of its .pub file after the judge's id.`
    : `${path}:${line} allows nobody: ssh-keygen finds no key in it. A line is the judge's id, options if any, and the line of the .pub file.`;

const isComment = (line: string): boolean => /^\s*(#|$)/.test(line);

/** Principals and options may hold spaces between quotes. */
const WORD = /(?:"[^"]*"|[^\s"])+/g;

/** Principals, perhaps options, then the kind of a key and the key, which names its kind again. */
function holdsKey(line: string): boolean {
  const words = line.match(WORD) ?? [];
  return [1, 2].some((at) => isKey(words[at], words[at + 1]));
}

function isKey(kind: string | undefined, key: string | undefined): boolean {
  if (kind === undefined || key === undefined) return false;
  let bytes: string;
  try {
    bytes = atob(key);
  } catch {
    return false;
  }
  // A certificate has parts of other forms.
  if (kind.includes('-cert-')) return true;
  // Each part follows its length; the first one is the kind, and the last one ends where the key does.
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = [0, 1, 2, 3].reduce((sum, more) => sum * 256 + (bytes.charCodeAt(at + more) || 0), 0);
    parts.push(bytes.slice(at + 4, at + 4 + length));
    at += 4 + length;
    if (at > bytes.length) return false;
  }
  return parts.length > 1 && parts[0] === kind;
}
