import { join } from 'node:path';

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

/** For the few calls that read a repository's own configuration: what that could start is switched off. */
export const guards = (home: string): readonly string[] => [
  '--no-pager',
  ...['core.fsmonitor=false', `core.hooksPath=${join(home, 'none')}`, 'protocol.allow=never', 'core.pager=cat'].flatMap(
    (setting) => ['-c', setting],
  ),
];
