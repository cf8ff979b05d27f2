import { nameOfAddress, withoutCredentials } from './address.ts';
import { TargetError } from './target-error.ts';

export interface RemoteAddress {
  /** What git is given; may hold credentials. */
  readonly url: string;
  /** What a person is shown. */
  readonly shown: string;
  /** `owner/name`, or the last part of the path. */
  readonly name: string;
}

/** Transports that only move data. `ext::` and the helpers of others run programs that the address names. */
export const SCHEMES = ['https', 'http', 'ssh', 'git', 'file'] as const;

const OWNER_AND_NAME = /^(?:github:)?([A-Za-z0-9][A-Za-z0-9-]*\/[A-Za-z0-9._-]+?)(?:\.git)?$/;

/** Understands an address of a remote repository, and refuses what git could take for something else. */
export function remoteAddress(text: string): RemoteAddress {
  const [, ownerAndName] = OWNER_AND_NAME.exec(text) ?? [];
  if (ownerAndName !== undefined && !/\/\.+$/.test(ownerAndName)) {
    return described(`https://github.com/${ownerAndName}.git`);
  }
  if (isUrl(text) || isScpLike(text)) return described(text);
  throw new TargetError(
    'bad-address',
    `${JSON.stringify(withoutCredentials(text))} is neither a folder nor the address of a repository. Pass a path, owner/name, github:owner/name, or an https, ssh, git or file URL.`,
  );
}

/** True for a text that is meant as an address rather than a path, were it one that {@link remoteAddress} refuses. */
export function looksRemote(text: string): boolean {
  return OWNER_AND_NAME.test(text) || /^[a-z0-9+.-]+:(?:\/\/|:)/i.test(text) || isScpLike(text);
}

function described(url: string): RemoteAddress {
  const shown = withoutCredentials(url);
  const last = /([^/:\\]+?)(?:\.git)?[/\\]*$/.exec(shown)?.[1];
  return { url, shown, name: nameOfAddress(url) ?? last ?? shown };
}

/** Without characters that a terminal obeys, and not to be read as an option by git, ssh or a helper of theirs. */
const isPlain = (text: string) => !/[\x00-\x1f\x7f]/.test(text) && !text.startsWith('-');

function isUrl(text: string): boolean {
  const [, scheme = '', authority = '', path = ''] = /^([a-z]+):\/\/([^/]*)\/(.+)$/i.exec(text) ?? [];
  if (!(SCHEMES as readonly string[]).includes(scheme.toLowerCase())) return false;
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  if (host === '' && scheme.toLowerCase() !== 'file') return false;
  return [authority, host, path].every(isPlain) && !authority.includes(' ');
}

/** `[user@]host:path`; not `C:\path`, and not `helper::address`. */
function isScpLike(text: string): boolean {
  const [, user = '', host = '', path = ''] = /^(?:([^@/:\s]+)@)?([^@/:\s]{2,}):([^:].*)$/.exec(text) ?? [];
  return host !== '' && !path.startsWith('//') && [user, host, path].every(isPlain);
}
