import { join } from 'node:path';
import { ask } from './command.ts';
import { SCHEMES } from './remote-address.ts';

/** Variables that change what git reads, runs or prints; none of them is inherited. */
const OF_GIT = /^GIT_/i;

/** The environment of this process without git's variables, and with messages in English. */
export function plainEnvironment(from: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const kept = Object.entries(from).filter(([name]) => !OF_GIT.test(name));
  return {
    ...Object.fromEntries(kept),
    LC_ALL: 'C',
    LANGUAGE: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_PAGER: 'cat',
  };
}

/**
 * The environment of every call that reads a repository: neither the user's nor the system's configuration applies,
 * nothing can be fetched, and no ref or attribute is replaced.
 * @param home a folder of ours; the file `gitconfig` in it takes the place of the user's configuration
 */
export function isolatedEnvironment(home: string): NodeJS.ProcessEnv {
  return {
    ...plainEnvironment(),
    // git before 2.32 knows no GIT_CONFIG_GLOBAL and looks in these two.
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'none'),
    GIT_CONFIG_GLOBAL: join(home, 'gitconfig'),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_GRAFT_FILE: join(home, 'none'),
    // Stands above every protocol.*.allow that a repository may configure.
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_NO_LAZY_FETCH: '1',
    GIT_LITERAL_PATHSPECS: '1',
  };
}

/**
 * The environment of a clone and its fetches. The user's own configuration applies: it holds their proxy, certificates
 * and credential helpers. But nothing may ask a question, and only plain transports may run.
 */
export async function networkEnvironment(home: string): Promise<NodeJS.ProcessEnv> {
  const { GIT_SSH, GIT_SSH_COMMAND, GIT_SSL_CAINFO, GIT_SSL_NO_VERIFY, GIT_PROXY_SSL_CAINFO, ...rest } = process.env;
  const theirs = { GIT_SSH, GIT_SSH_COMMAND, GIT_SSL_CAINFO, GIT_SSL_NO_VERIFY, GIT_PROXY_SSL_CAINFO };
  const env: NodeJS.ProcessEnv = {
    ...plainEnvironment(rest),
    ...Object.fromEntries(Object.entries(theirs).filter(([, value]) => value !== undefined)),
    ...Object.fromEntries(Object.entries(rest).filter(([name]) => /^GIT_CONFIG_(GLOBAL|SYSTEM|NOSYSTEM)$/.test(name))),
    GIT_ASKPASS: '',
    SSH_ASKPASS: '',
    SSH_ASKPASS_REQUIRE: 'never',
    GCM_INTERACTIVE: 'never',
    GIT_ALLOW_PROTOCOL: SCHEMES.join(':'),
    GIT_NO_REPLACE_OBJECTS: '1',
  };
  const git = { env, options: [], home };
  const hasOwnSsh = GIT_SSH ?? GIT_SSH_COMMAND ?? (await ask(git, ['config', '--get', 'core.sshCommand']));
  return hasOwnSsh ? env : { ...env, GIT_SSH_COMMAND: 'ssh -oBatchMode=yes' };
}

/** Options of a clone and its fetches: nothing local runs, and nothing is tidied up that is thrown away anyway. */
export const networkOptions = (home: string): readonly string[] => [
  '--no-pager',
  ...[
    `core.hooksPath=${join(home, 'none')}`,
    'core.fsmonitor=false',
    'core.askPass=',
    'credential.interactive=false',
    'gc.auto=0',
    'maintenance.auto=false',
    'advice.detachedHead=false',
  ].flatMap((setting) => ['-c', setting]),
];

/** For the few calls that read a repository's own configuration: what that could start is switched off. */
export const guards = (home: string): readonly string[] => [
  '--no-pager',
  ...['core.fsmonitor=false', `core.hooksPath=${join(home, 'none')}`, 'protocol.allow=never', 'core.pager=cat'].flatMap(
    (setting) => ['-c', setting],
  ),
];
