import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { claim } from '../../../checker/src/node/verdicts/record/generations.ts';
import { type Holder, lives, thisProcess } from '../../../checker/src/node/verdicts/record/holder.ts';
import { takeLock } from '../../../checker/src/node/verdicts/record/lock.ts';
import { temporaryFolder } from '../../support/git-repository.ts';

/** A lock as somebody left it. */
function left(holder: Partial<Holder> | string, generation = 7): string {
  const folder = join(temporaryFolder(), 'lane');
  mkdirSync(folder);
  writeFileSync(join(folder, 'floor'), `${generation}\n`);
  writeFileSync(join(folder, String(generation)), typeof holder === 'string' ? holder : JSON.stringify(holder));
  return folder;
}

const generations = (folder: string) => readdirSync(folder).filter((name) => /^\d+$/.test(name));

/** A process that does nothing until the test ends. */
async function bystander() {
  const child = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1000)']);
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  const me = await thisProcess();
  const text = process.platform === 'linux' ? readFileSync(`/proc/${child.pid}/stat`, 'utf8') : undefined;
  const start = text?.slice(text.lastIndexOf(')') + 2).split(' ')[19];
  return { child, holder: { ...me, pid: child.pid ?? 0, ...(start !== undefined && { start }) } };
}

describe('a lock', () => {
  test('is held by one at a time, whoever comes', async () => {
    const folder = join(temporaryFolder(), 'lane');
    let [holders, most, turns] = [0, 0, 0];
    const worker = async () => {
      for (let turn = 0; turn < 10; turn += 1) {
        const lock = await takeLock(folder);
        holders += 1;
        most = Math.max(most, holders);
        turns += 1;
        if (turn % 3 === 0) await sleep(Math.random() * 2);
        else await Promise.resolve();
        holders -= 1;
        await lock.release();
      }
    };
    await Promise.all(Array.from({ length: 12 }, worker));
    expect({ most, turns }).toEqual({ most: 1, turns: 120 });
    expect(generations(folder).length).toBeLessThanOrEqual(2);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('falls free when its holder is killed', async () => {
    const { child, holder } = await bystander();
    const folder = left(holder);
    await expect(takeLock(folder, 50)).rejects.toThrow(
      `process ${child.pid} still holds it after 0 seconds. If it is gone, delete ${join(folder, '7')}`,
    );
    child.kill('SIGKILL');
    await once(child, 'close');
    await (await takeLock(folder, 50)).release();
    expect(generations(folder)).toEqual(['8']);
  });

  test('falls free when the id of its holder was given to another process', async () => {
    const { holder } = await bystander();
    if (holder.start === undefined) return;
    await (await takeLock(left({ ...holder, start: '1' }), 50)).release();
  });

  test.runIf(process.platform === 'linux')(
    'falls free when its holder is dead and nobody has asked about it',
    async () => {
      // A shell that does not wait for its child leaves a zombie.
      const shell = spawn('sh', ['-c', 'sleep 0.01 & echo $!; exec sleep 60']);
      onTestFinished(() => void shell.kill('SIGKILL'));
      const [printed] = (await once(shell.stdout, 'data')) as [Buffer];
      const pid = Number(printed.toString());
      const stat = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      while (stat()[0] !== 'Z') await sleep(5);
      const me = await thisProcess();
      const holder = { ...me, pid, start: stat()[19] ?? '' };
      expect(await lives(holder, me)).toBe('no');
    },
  );

  test.for<[what: string, change: Partial<Holder>]>([
    ['on another machine', { host: 'elsewhere' }],
    ['in another container, or before a restart', { space: 'other' }],
  ])('of a holder %s is waited for, and named', async ([, change]) => {
    const folder = left({ ...(await thisProcess()), pid: 2 ** 22 + 1, ...change });
    await expect(takeLock(folder, 30)).rejects.toThrow(/which cannot be asked from here whether it lives/);
    rmSync(join(folder, '7'));
    await (await takeLock(folder, 30)).release();
    expect(generations(folder)).toEqual(['8']);
  });

  test('that names nobody is waited for, and named', async () => {
    for (const contents of ['', 'x', '{}', '{"host":1}'])
      await expect(takeLock(left(contents), 20)).rejects.toThrow(/left no readable name/);
  });

  test('is not taken from a state that has passed', async () => {
    // A process that looked, slept while others came and went, and now creates what it took for the next generation.
    const folder = left('free\n', 9);
    expect(await claim(folder, 4, 'late')).toBe(false);
    expect(await claim(folder, 9, 'late')).toBe(false);
    expect(generations(folder)).toEqual(['9']);
    expect(await claim(folder, 10, 'in time')).toBe(true);
    expect(await claim(folder, 10, 'late')).toBe(false);
    expect(generations(folder)).toEqual(['10']);
    expect(readFileSync(join(folder, '10'), 'utf8')).toBe('in time');
  });

  test('comes out of a state that a loss of power may leave', async () => {
    const dead = JSON.stringify({ ...(await thisProcess()), pid: 2 ** 22 + 1 });
    const folder = left(dead, 4);
    rmSync(join(folder, '4'));
    writeFileSync(join(folder, '6'), dead);
    for (let turn = 0; turn < 4; turn += 1) await (await takeLock(folder, 200)).release();
    expect(generations(folder)).toEqual(['9']);
    writeFileSync(join(folder, 'floor'), '');
    await (await takeLock(folder, 200)).release();
  });
});
