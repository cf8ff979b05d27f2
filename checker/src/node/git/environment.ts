import { join } from 'node:path';
import { ask } from './command.ts';
import { SCHEMES } from './remote-address.ts';

/** Where the user's configuration is. */
const CONFIGURATION = /^GIT_CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM)$/;
/** How the user reaches their hosts. */
const CONNECTION = /^GIT_(?:SSH|SSH_COMMAND|SSH_VARIANT|SSL_.+|PROXY_SSL_.+|HTTP_PROXY_AUTHMETHOD)$/;

/**
 * The environment of this process, with messages in English and without the variables that change what git reads, runs
 * or prints, but for those that `keep` names.
 */
function environment(keep: readonly RegExp[]): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^GIT_/i.test(name) || keep.some((some) => some.test(name)),
  );
  return {
    ...Object.fromEntries(kept),
    LC_ALL: 'C',
    LANGUAGE: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_PAGER: 'cat',
  };
}

/** For asking what the user has configured. */
export const userEnvironment = () => environment([CONFIGURATION]);

/**
 * The environment of every call that reads a repository: neither the user's nor the system's configuration applies,
 * nothing can be fetched, and no ref or attribute is replaced.
 * @param home a folder of ours; the file `gitconfig` in it takes the place of the user's configuration
 */
export function isolatedEnvironment(home: string): NodeJS.ProcessEnv {
  return {
    ...environment([]),
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
  const env: NodeJS.ProcessEnv = {
    ...environment([CONFIGURATION, CONNECTION]),
    GIT_ASKPASS: '',
    SSH_ASKPASS: '',
    SSH_ASKPASS_REQUIRE: 'never',
    GCM_INTERACTIVE: 'never',
    GIT_ALLOW_PROTOCOL: SCHEMES.join(':'),
    GIT_NO_REPLACE_OBJECTS: '1',
  };
  const configured = () => ask({ env, options: [], home }, ['config', '--get', 'core.sshCommand']);
  const hasOwnSsh = env.GIT_SSH ?? env.GIT_SSH_COMMAND ?? (await configured());
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
