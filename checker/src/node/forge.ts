import { type Collected, withheld } from '../outcome.ts';
import type { Platform } from '../platform.ts';
import type { Forge } from '../source/forge.ts';
import type { ForgeAccess } from '../source/forge-access.ts';
import { openForge } from '../source/open-forge.ts';

/** Variables that may hold a token; the first that is set is used. */
const TOKENS = ['GITHUB_TOKEN', 'GH_TOKEN'] as const;

type Environment = Readonly<Record<string, string | undefined>>;

/** What the environment gives for asking forges. An empty variable counts as unset. */
export function forgeAccess(env: Environment): ForgeAccess {
  const set = (name: string) => env[name]?.trim() || undefined;
  const from = TOKENS.find((name) => set(name) !== undefined);
  const value = from === undefined ? undefined : set(from);
  const gitHubApi = set('GITHUB_API_URL');
  return {
    ...(from !== undefined && value !== undefined ? { token: { value, from } } : {}),
    ...(gitHubApi !== undefined ? { gitHubApi } : {}),
  };
}

/** The forge behind a remote, or why none is asked. */
export function forgeFor(
  remote: string | undefined,
  run: { readonly env: Environment; readonly offline: boolean; readonly platform: Platform },
): Collected<Forge> {
  if (run.offline) return withheld('No forge was asked: the audit ran offline.', 'Run the audit without --offline.');
  return openForge(remote, forgeAccess(run.env), run.platform);
}
