import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import process from 'node:process';
import * as z from 'zod/mini';

/** A process, told apart from every other one that may ever look at the same file. */
const Holder = z.object({
  host: z.string(),
  /** Boot of the machine and space of its process ids, where the system tells. Ids of two spaces do not compare. */
  space: z.optional(z.string()),
  pid: z.number().check(z.int(), z.positive()),
  /** When it was started, in the system's own unit: an id may be given again. */
  start: z.optional(z.string()),
});
export type Holder = z.infer<typeof Holder>;

/** This process. */
export async function thisProcess(): Promise<Holder> {
  const [boot, namespace, status] = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => undefined),
    readlink('/proc/self/ns/pid').catch(() => undefined),
    statusOf(process.pid),
  ]);
  return {
    host: hostname(),
    ...(boot !== undefined && namespace !== undefined && { space: `${boot.trim()} ${namespace}` }),
    pid: process.pid,
    ...(status !== undefined && { start: status.start }),
  };
}

export function holderFrom(text: string): Holder | undefined {
  try {
    return Holder.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Whether a process still runs, as far as this one can tell. In doubt it does. */
export async function lives(holder: Holder, me: Holder): Promise<'yes' | 'no' | 'elsewhere'> {
  if (holder.host !== me.host || holder.space !== me.space) return 'elsewhere';
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // Another user's process may not be signalled, and lives.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'no';
  }
  if (holder.start === undefined) return 'yes';
  const status = await statusOf(holder.pid);
  if (status === undefined) return 'no';
  // A process that was killed keeps its id until its parent has asked about it.
  return status.start !== holder.start || status.state === 'Z' || status.state === 'X' ? 'no' : 'yes';
}

/** State and start of a process, from Linux's /proc; see proc_pid_stat(5). Undefined where there is none. */
async function statusOf(pid: number): Promise<{ readonly state: string; readonly start: string } | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The name of the program stands between brackets and may hold anything.
  const [state, ...rest] = text?.slice(text.lastIndexOf(')') + 2).split(' ') ?? [];
  const start = rest[18];
  return state === undefined || start === undefined ? undefined : { state, start };
}
