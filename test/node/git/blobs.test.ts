import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openRepository } from '../../../checker/src/node/git/index.ts';
import type { Blob, Repository } from '../../../checker/src/repository.ts';
import { type GitFixture, gitRepository } from '../../support/git-repository.ts';

const MEGABYTE = 1 << 20;

async function open(fixture: GitFixture): Promise<Repository> {
  const repository = await openRepository(fixture.path);
  onTestFinished(() => repository.close());
  return repository;
}

const said = (blob: Blob) => (blob.state === 'bytes' ? Buffer.from(blob.bytes).toString() : blob);

async function told(repository: Repository, ids: readonly string[], limit?: number): Promise<readonly unknown[]> {
  const all: unknown[] = [];
  await repository.blobs(ids, (id, blob) => all.push([id, said(blob)]), limit);
  return all;
}

test('each name is answered in its turn, also twice, also where there is nothing to hand over', async () => {
  const fixture = gitRepository();
  fixture.commit('Add', { 'a.md': 'a\n', 'b.md': 'b, which is too long\n', 'lost.md': 'lost\n', 'empty.md': '' });
  const [a = '', b = '', lost = '', empty = '', tree = '', commit = ''] = [
    ...['HEAD:a.md', 'HEAD:b.md', 'HEAD:lost.md', 'HEAD:empty.md', 'HEAD^{tree}', 'HEAD'],
  ].map((name) => fixture.git('rev-parse', name));
  rmSync(join(fixture.path, '.git/objects', lost.slice(0, 2), lost.slice(2)), { force: true });
  const repository = await open(fixture);
  const missing = { state: 'missing' };
  const odd = ['HEAD:a.md', 'HEAD', '', `${a}\n${b}`, a.slice(0, 12), a.toUpperCase(), '--all', `${a}^{}`];
  const expected = [
    [lost, missing],
    [a, 'a\n'],
    [b, { state: 'too-large', size: 21 }],
    [a, 'a\n'],
    [tree, missing],
    [commit, missing],
    ...odd.map((name) => [name, missing]),
    [empty, ''],
    [lost, missing],
  ];
  expect(
    await told(
      repository,
      expected.map(([id]) => id as string),
      20,
    ),
  ).toEqual(expected);
  expect(await told(repository, [b], 21)).toEqual([[b, 'b, which is too long\n']]);
  expect(await told(repository, [])).toEqual([]);
});

test('contents of other commits than the audited one', async () => {
  const fixture = gitRepository();
  fixture.commit('Add', { 'a.md': 'old\n' });
  const old = fixture.git('rev-parse', 'HEAD:a.md');
  fixture.commit('Edit', { 'a.md': 'new\n' });
  expect(await told(await open(fixture), [old])).toEqual([[old, 'old\n']]);
});

test('however many and large they are, one at a time is held', async () => {
  const fixture = gitRepository();
  fixture.git('config', 'core.compression', '1');
  const names = Array.from({ length: 30 }, (_, index) => `v${index}`);
  fixture.commit('Add', Object.fromEntries(names.map((name) => [name, Buffer.alloc(5 * MEGABYTE, name)])));
  const ids = names.map((name) => fixture.git('rev-parse', `HEAD:${name}`));
  const repository = await open(fixture);
  const before = process.memoryUsage().arrayBuffers;
  const held: number[] = [];
  const read: string[] = [];
  await repository.blobs(ids, (_id, blob) => {
    if (blob.state !== 'bytes') return;
    held.push(process.memoryUsage().arrayBuffers - before);
    read.push(createHash('sha1').update(`blob ${blob.bytes.length}\0`).update(blob.bytes).digest('hex'));
  });
  expect(read).toEqual(ids);
  expect(Math.max(...held)).toBeLessThan(40 * MEGABYTE);
});

test('a reader that fails ends its own question, and no other', async () => {
  const fixture = gitRepository();
  fixture.commit('Add', { 'a.md': 'a\n', 'b.md': 'b\n' });
  const id = fixture.git('rev-parse', 'HEAD:a.md');
  const repository = await open(fixture);
  const failing = repository.blobs([id, id], () => {
    throw new Error('on purpose');
  });
  const [failed, read, other] = await Promise.allSettled([failing, repository.read(['b.md']), told(repository, [id])]);
  expect(failed).toMatchObject({ status: 'rejected', reason: new Error('on purpose') });
  expect(read).toMatchObject({ status: 'fulfilled' });
  expect(other).toMatchObject({ value: [[id, 'a\n']] });
});

test('a question may be asked from within another', async () => {
  const fixture = gitRepository();
  fixture.commit('Add', { 'a.md': 'a\n', 'b.md': 'b\n' });
  const [a = '', b = ''] = ['HEAD:a.md', 'HEAD:b.md'].map((name) => fixture.git('rev-parse', name));
  const repository = await open(fixture);
  const inner: Promise<unknown>[] = [];
  await repository.blobs([a, a], () => inner.push(told(repository, [b])));
  expect(await Promise.all(inner)).toEqual([[[b, 'b\n']], [[b, 'b\n']]]);
});

test('closing ends a question that is under way', async () => {
  const fixture = gitRepository();
  fixture.commit('Add', { 'a.md': 'a\n'.repeat(9 * MEGABYTE) });
  const id = fixture.git('rev-parse', 'HEAD:a.md');
  const repository = await openRepository(fixture.path);
  const asking = repository.blobs(
    Array.from({ length: 1000 }, () => id),
    () => void repository.close(),
  );
  await expect(asking).rejects.toThrow('closed');
  await expect(repository.blobs([id], () => {})).rejects.toThrow('closed');
});
