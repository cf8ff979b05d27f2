import type { ChildProcess } from 'node:child_process';
import { end, type Git, GitFailure, start, TIME_LIMIT } from './command.ts';

export interface ObjectInfo {
  readonly type: string;
  readonly size: number;
}

/** Called once per object in the order asked; `info` is undefined for an object that this clone does not hold. */
export type OnObject = (id: string, info: ObjectInfo | undefined, bytes: Uint8Array) => void;

interface Batch {
  readonly ids: readonly string[];
  readonly onObject: OnObject;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
  answered: number;
}

interface Incoming {
  readonly info: ObjectInfo;
  readonly bytes: Buffer;
  filled: number;
}

const NOTHING = new Uint8Array();
/** Bytes. */
const MOST_SPARE = 4 << 20;

/**
 * One long-lived `git cat-file`, asked for objects by name. Questions are written as they come and answers arrive in
 * the same order, so any number can be under way. The process starts with the first question and does not keep this
 * one alive while nothing is asked.
 */
export class CatFile {
  readonly #git: Git;
  readonly #withBytes: boolean;
  #batches: Batch[] = [];
  #child: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  #head: Buffer = Buffer.alloc(0);
  #incoming: Incoming | undefined;
  /** Where large objects are received, one after the other. */
  #room: Buffer = Buffer.alloc(0);
  #closed = false;

  /** @param withBytes false: only what each object is, and its size */
  constructor(git: Git, withBytes: boolean) {
    this.#git = git;
    this.#withBytes = withBytes;
  }

  /** The bytes handed to `onObject` are only good during the call. */
  ask(ids: readonly string[], onObject: OnObject): Promise<void> {
    if (this.#closed) return Promise.reject(new Error('the repository is closed'));
    if (ids.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const child = this.#running();
      this.#batches.push({ ids, onObject, resolve, reject, answered: 0 });
      hold(child, true);
      this.#restartTimer();
      child.stdin?.write(`${ids.join('\n')}\n`);
    });
  }

  close(): void {
    this.#closed = true;
    this.#stop(new Error('the repository is closed'));
  }

  #running(): ChildProcess {
    if (this.#child !== undefined) return this.#child;
    const child = start(this.#git, ['cat-file', this.#withBytes ? '--batch' : '--batch-check']);
    const lost = () => {
      if (this.#child === child) this.#stop(new GitFailure('exit', 'git cat-file ended before it had answered.'));
    };
    child.stdout?.on('data', (chunk: Buffer) => {
      if (this.#child !== child) return;
      try {
        this.#take(chunk);
      } catch (error) {
        this.#stop(error);
      }
    });
    child.stderr?.resume();
    child.once('error', lost);
    child.once('close', lost);
    this.#child = child;
    return child;
  }

  #stop(error: unknown): void {
    const child = this.#child;
    const batches = this.#batches;
    this.#child = undefined;
    this.#batches = [];
    this.#head = Buffer.alloc(0);
    this.#incoming = undefined;
    this.#room = Buffer.alloc(0);
    clearTimeout(this.#timer);
    if (child !== undefined) end(child);
    for (const { reject } of batches) reject(error);
  }

  #restartTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => this.#stop(new GitFailure('time', 'git cat-file did not answer in time.')),
      TIME_LIMIT,
    );
  }

  #take(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) rest = this.#incoming === undefined ? this.#header(rest) : this.#fill(this.#incoming, rest);
    if (this.#batches.length > 0) this.#timer?.refresh();
  }

  /** `<object> <type> <size>`, or `<object> missing`. */
  #header(chunk: Buffer): Buffer {
    const newline = chunk.indexOf(10);
    if (newline === -1) {
      this.#head = Buffer.concat([this.#head, chunk]);
      return chunk.subarray(chunk.length);
    }
    const head =
      this.#head.length === 0 ? chunk.subarray(0, newline) : Buffer.concat([this.#head, chunk.subarray(0, newline)]);
    this.#head = Buffer.alloc(0);
    const rest = chunk.subarray(newline + 1);
    const [, type = 'missing', size] = head.toString('latin1').split(' ');
    const info = { type, size: Number(size) };
    if (size === undefined) this.#answer(undefined, NOTHING);
    else if (!this.#withBytes) this.#answer(info, NOTHING);
    else if (rest.length > info.size) {
      // The usual case: a small object that lies whole in this piece needs no copy.
      this.#answer(info, rest.subarray(0, info.size));
      return rest.subarray(info.size + 1);
    } else this.#incoming = { info, bytes: this.#roomFor(info.size), filled: 0 };
    return rest;
  }

  #roomFor(size: number): Buffer {
    // A little more than needed: versions of one growing file come one after the other.
    if (this.#room.length < size) this.#room = Buffer.allocUnsafeSlow(size + Math.min(size >> 2, MOST_SPARE));
    return this.#room.subarray(0, size);
  }

  /** Copies into the object that is being received; a newline follows its last byte. */
  #fill(incoming: Incoming, chunk: Buffer): Buffer {
    const copied = chunk.copy(incoming.bytes, incoming.filled, 0, incoming.info.size - incoming.filled);
    incoming.filled += copied;
    if (copied === chunk.length) return chunk.subarray(copied);
    this.#incoming = undefined;
    this.#answer(incoming.info, incoming.bytes);
    return chunk.subarray(copied + 1);
  }

  #answer(info: ObjectInfo | undefined, bytes: Uint8Array): void {
    const batch = this.#batches[0];
    const id = batch?.ids[batch.answered];
    if (batch === undefined || id === undefined) return;
    batch.answered++;
    batch.onObject(id, info, bytes);
    if (batch.answered < batch.ids.length) return;
    this.#batches.shift();
    batch.resolve();
    if (this.#batches.length > 0) return;
    this.#room = Buffer.alloc(0);
    clearTimeout(this.#timer);
    if (this.#child !== undefined) hold(this.#child, false);
  }
}

/** Whether a child keeps this process alive. */
function hold(child: ChildProcess, on: boolean): void {
  const handles = [child, child.stdin, child.stdout, child.stderr] as readonly ({
    ref?(): void;
    unref?(): void;
  } | null)[];
  for (const handle of handles) {
    if (on) handle?.ref?.();
    else handle?.unref?.();
  }
}
