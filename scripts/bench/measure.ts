import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Something that can be timed. */
export interface Contender {
  readonly name: string;
  /** Runs it once, to its end. `env` is added to the environment of what it starts. */
  run(env?: NodeJS.ProcessEnv): Promise<void>;
}

export interface Measured {
  readonly name: string;
  /** Median wall time in seconds, and how many runs it is of. */
  readonly seconds: number;
  readonly runs: number;
  /** The largest resident size, in MiB, that one Node process among them reached; undefined where there was none. */
  readonly nodeMiB: number | undefined;
  /** The same of the other processes that were started, from /proc; undefined where there is no such thing. */
  readonly childMiB: number | undefined;
  readonly failure?: string;
}

/** A contender slower than this gets fewer runs, so that the whole does not take hours. */
const SLOW = 10;
const SLOW_RUNS = 2;
const TIME_LIMIT = 180_000;

/** Warms each contender up once, then runs them in turn, so that a busy moment of the machine hits all alike. */
export async function measure(
  contenders: readonly Contender[],
  runs: number,
  say: (message: string) => void,
): Promise<readonly Measured[]> {
  const times = new Map<Contender, number[]>();
  const failures = new Map<Contender, string>();
  const wanted = new Map<Contender, number>();
  for (const contender of contenders) {
    say(`Warming up ${contender.name}`);
    try {
      wanted.set(contender, (await timed(contender)) > SLOW ? Math.min(SLOW_RUNS, runs) : runs);
      times.set(contender, []);
    } catch (error) {
      failures.set(contender, String(error instanceof Error ? error.message : error));
    }
  }
  for (let run = 0; run < runs; run += 1) {
    say(`Run ${run + 1} of ${runs}`);
    for (const [contender, list] of times) if (run < (wanted.get(contender) ?? 0)) list.push(await timed(contender));
  }
  say('Measuring memory');
  const measured: Measured[] = [];
  for (const contender of contenders) {
    const list = times.get(contender);
    const memory = list === undefined ? { node: undefined, child: undefined } : await peakMemory(contender);
    const failure = failures.get(contender);
    measured.push({
      name: contender.name,
      seconds: median(list ?? []),
      runs: list?.length ?? 0,
      nodeMiB: memory.node,
      childMiB: memory.child,
      ...(failure !== undefined && { failure }),
    });
  }
  return measured;
}

async function timed(contender: Contender): Promise<number> {
  const start = performance.now();
  await contender.run();
  return (performance.now() - start) / 1000;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length % 2 === 1) return sorted[middle] ?? Number.NaN;
  return ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

/** A run of its own: the hook and the polling would be in the time. */
async function peakMemory(contender: Contender): Promise<{ node: number | undefined; child: number | undefined }> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-memory-'));
  const hook = fileURLToPath(new URL('peak-memory.cjs', import.meta.url));
  const others = new Map<string, number>();
  const timer = setInterval(() => void lookAtChildren(`${process.pid}`, others), 10);
  try {
    await contender.run({ BENCH_PEAK_MEMORY: folder, NODE_OPTIONS: `--require ${JSON.stringify(hook)}` });
    clearInterval(timer);
    const reported = await readdir(folder);
    const sizes = await Promise.all(reported.map(async (pid) => Number(await readFile(join(folder, pid), 'utf8'))));
    for (const pid of reported) others.delete(pid);
    return { node: largest(sizes), child: largest([...others.values()]) };
  } finally {
    clearInterval(timer);
    await rm(folder, { recursive: true, force: true });
  }
}

const largest = (kibibytes: readonly number[]) =>
  kibibytes.length === 0 ? undefined : Math.round(Math.max(...kibibytes) / 1024);

/** Linux keeps the largest resident size of a process for as long as it lives. */
async function lookAtChildren(pid: string, peaks: Map<string, number>): Promise<void> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  for (const child of children.split(' ').filter((text) => text !== '')) {
    const status = await readFile(`/proc/${child}/status`, 'utf8').catch(() => '');
    const peak = Number(/^VmHWM:\s*(\d+)/m.exec(status)?.[1] ?? 0);
    if (peak > 0) peaks.set(child, Math.max(peak, peaks.get(child) ?? 0));
    await lookAtChildren(child, peaks);
  }
}

/** Runs a program to its end, throws its output away, and fails for exit codes that mean it did not do its work. */
export async function runProgram(
  program: string,
  args: readonly string[],
  { cwd, env, allowed }: { cwd: string; env?: NodeJS.ProcessEnv | undefined; allowed: readonly number[] },
): Promise<void> {
  const child = spawn(program, [...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIME_LIMIT,
  });
  let last = '';
  child.stdout.resume();
  child.stderr.on('data', (piece: Buffer) => {
    last = piece.toString('utf8').trim() || last;
  });
  const [code, signal] = await once(child, 'close');
  if (signal !== null) throw new Error(`took longer than ${TIME_LIMIT / 1000} s`);
  if (!allowed.includes(code)) throw new Error(`exit code ${code}: ${last.split('\n')[0]}`);
}
