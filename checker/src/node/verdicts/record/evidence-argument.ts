import { DIGEST } from '../../../ledger/dialect.ts';
import { WEB_ADDRESS } from '../../../ledger/verdict-values.ts';
import { oneOf, textOf } from '../../argument-values.ts';
import { UsageError } from '../../usage-error.ts';

/** One thing that a verdict rests on, as typed. Files are named from the current folder. */
export type EvidenceArgument =
  | { readonly kind: 'path'; readonly file: string }
  | { readonly kind: 'url'; readonly url: string; readonly digest: string }
  | { readonly kind: 'command'; readonly command: string; readonly file: string };

const KINDS = ['path', 'url', 'command'] as const;

/** Reads `path:FILE`, `url:ADDRESS#sha256-DIGEST` or `command:COMMAND > FILE`. */
export function evidenceArgument(value: string): EvidenceArgument {
  const colon = value.indexOf(':');
  if (colon < 0 || WEB_ADDRESS.test(value)) {
    const kind = value.includes(' > ') ? 'command' : 'path';
    const hint = WEB_ADDRESS.test(value) ? `url:${value}#sha256-DIGEST` : shown(`${kind}:${value}`);
    throw new UsageError(`--evidence ${value}: begin it with path:, url: or command:, as in --evidence ${hint}`);
  }
  const kind = oneOf('--evidence', value.slice(0, colon), KINDS);
  const rest = textOf(`--evidence ${kind}:`, value.slice(colon + 1));
  if (kind === 'path') return { kind, file: rest };
  return kind === 'url' ? page(rest) : command(rest);
}

/** As it is typed in a shell. */
const shown = (value: string): string => (/\s/.test(value) ? `'${value}'` : value);

function page(typed: string): EvidenceArgument {
  const [, url = '', digest = ''] = /^(.*)#sha256-([^#]*)$/.exec(typed) ?? [];
  if (!DIGEST.test(digest))
    throw new UsageError(
      `--evidence url:${typed}: must end in #sha256- and the 64 hexadecimal digits of what was seen, as sha256sum prints them`,
    );
  if (!WEB_ADDRESS.test(url) || !URL.canParse(url))
    throw new UsageError(`--evidence url:${typed}: must be an address that begins with https:// or http://`);
  const { username, password } = new URL(url);
  if (username !== '' || password !== '')
    throw new UsageError('--evidence url: the address holds a user name or a password, and a ledger is kept for good');
  return { kind: 'url', url, digest };
}

function command(typed: string): EvidenceArgument {
  const at = typed.lastIndexOf(' > ');
  if (at <= 0)
    throw new UsageError(
      `--evidence command:${typed}: must name the file that holds its output, as in 'command:npm test > test.log'`,
    );
  return { kind: 'command', command: typed.slice(0, at).trim(), file: typed.slice(at + 3).trim() };
}
