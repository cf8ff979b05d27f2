import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openRepository } from '../../../checker/src/node/git/index.ts';
import type { Repository } from '../../../checker/src/repository.ts';
import { type GitFixture, gitRepository, importCommits } from '../../support/git-repository.ts';

const MEGABYTE = 1 << 20;

async function open(fixture: GitFixture): Promise<Repository> {
  const repository = await openRepository(fixture.path);
  onTestFinished(() => repository.close());
  return repository;
}

async function sizesOf(
  pieces: AsyncIterable<Uint8Array>,
): Promise<{ readonly total: number; readonly largest: number }> {
  let [total, largest] = [0, 0];
  for await (const piece of pieces) {
    total += piece.length;
    largest = Math.max(largest, piece.length);
  }
  return { total, largest };
}

test('a file of 200 MB is told by its size alone, and streams in small pieces', async () => {
  const fixture = gitRepository();
  const size = 200 * MEGABYTE;
  fixture.git('config', 'core.bigFileThreshold', '1m');
  fixture.git('config', 'core.compression', '1');
  fixture.commit('Add it', { 'huge.bin': Buffer.alloc(size), 'small.md': 'small\n' });
  rmSync(join(fixture.path, 'huge.bin'));
  const repository = await open(fixture);
  const before = process.memoryUsage().arrayBuffers;
  const contents = await repository.read(['huge.bin', 'small.md']);
  expect(contents.get('huge.bin')).toEqual({ state: 'too-large', size, limit: MEGABYTE });
  expect(contents.get('small.md')).toMatchObject({ text: 'small\n' });
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * MEGABYTE);
  const { total, largest } = await sizesOf(repository.stream('huge.bin'));
  expect(total).toBe(size);
  expect(largest).toBeLessThanOrEqual(MEGABYTE);
});

test('a stream that is left early ends its process', async () => {
  const fixture = gitRepository();
  fixture.commit('Add it', { 'large.txt': 'x'.repeat(8 * MEGABYTE) });
  const repository = await open(fixture);
  for await (const piece of repository.stream('large.txt')) {
    expect(piece.length).toBeGreaterThan(0);
    break;
  }
  expect((await sizesOf(repository.stream('large.txt'))).total).toBe(8 * MEGABYTE);
});

test('a stream follows links, and refuses what is no file', async () => {
  const fixture = gitRepository();
  fixture.commit('Add', {
    'a.txt': 'a\n',
    link: { symlink: 'a.txt' },
    out: { symlink: '/etc/passwd' },
    'docs/b.txt': 'b',
  });
  const repository = await open(fixture);
  expect(await sizesOf(repository.stream('link'))).toEqual({ total: 2, largest: 2 });
  await expect(sizesOf(repository.stream('out'))).rejects.toThrow('out is a link out of the tree');
  await expect(sizesOf(repository.stream('docs'))).rejects.toThrow('docs is a folder');
  await expect(sizesOf(repository.stream('nowhere'))).rejects.toThrow('nowhere is not in the tree');
});

test('a line of 50 MB is read when asked for', async () => {
  const fixture = gitRepository();
  const line = 'x'.repeat(50 * MEGABYTE);
  fixture.commit('Add it', { 'line.txt': line });
  const repository = await open(fixture);
  const content = (await repository.read(['line.txt'], 64 * MEGABYTE)).get('line.txt');
  expect(content?.state === 'text' && content.text.length).toBe(line.length);
  const history = await repository.pathHistory({ paths: ['line.txt'], detail: 'names' });
  expect(history).toMatchObject({ known: true, value: [{ changes: [{ path: 'line.txt', status: 'added' }] }] });
});

test('links: inside, chained, eight deep, nine deep, in a loop, out, and through a folder', async () => {
  const fixture = gitRepository();
  const chain = Object.fromEntries(
    Array.from({ length: 9 }, (_, index) => [`l${index}`, { symlink: index === 0 ? 'docs/a.md' : `l${index - 1}` }]),
  );
  fixture.commit('Add', {
    'docs/a.md': 'a\n',
    ...chain,
    loop: { symlink: 'loop' },
    up: { symlink: '../outside' },
    'docs/up': { symlink: '../docs/a.md' },
    absolute: { symlink: '/etc/passwd' },
    folder: { symlink: 'docs' },
    dead: { symlink: 'nowhere' },
  });
  const repository = await open(fixture);
  const contents = await repository.read([
    ...Object.keys(chain),
    ...['loop', 'up', 'docs/up', 'absolute', 'folder', 'folder/a.md', 'dead'],
  ]);
  const said = Object.fromEntries(
    [...contents].map(([path, content]) => [path, content.state === 'missing' ? content.because : content.state]),
  );
  expect(said).toEqual({
    ...Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`l${index}`, 'text'])),
    l8: 'is a loop of links',
    loop: 'is a loop of links',
    up: 'is a link out of the tree',
    'docs/up': 'text',
    absolute: 'is a link out of the tree',
    folder: 'is a folder',
    'folder/a.md': 'text',
    dead: 'is not in the tree',
  });
});

test('the contents are those of the commit, not of the work tree or the index', async () => {
  const fixture = gitRepository();
  fixture.commit('Add', { 'a.md': 'committed\n' });
  fixture.write({ 'a.md': 'changed\n', 'b.md': 'new\n' });
  fixture.git('add', '--all');
  const contents = await (await open(fixture)).read(['a.md', 'b.md']);
  expect(contents.get('a.md')).toMatchObject({ text: 'committed\n' });
  expect(contents.get('b.md')).toEqual({ state: 'missing', because: 'is not in the tree' });
});

test('bytes that are no UTF-8, NUL bytes and a byte-order mark', async () => {
  const fixture = gitRepository();
  fixture.commit('Add', {
    latin1: Buffer.from([0x63, 0xe9]),
    late: Buffer.concat([Buffer.alloc(8000, 'x'), Buffer.from([0])]),
    early: Buffer.concat([Buffer.alloc(7999, 'x'), Buffer.from([0])]),
    bom: '\ufefftext',
    empty: '',
  });
  const contents = await (await open(fixture)).read(['latin1', 'late', 'early', 'bom', 'empty']);
  expect(contents.get('latin1')).toEqual({ state: 'text', text: 'c\ufffd', size: 2, lossy: true });
  expect(contents.get('late')).toMatchObject({ state: 'text', size: 8001 });
  expect(contents.get('early')).toEqual({ state: 'binary', size: 8000 });
  expect(contents.get('bom')).toMatchObject({ state: 'text', text: 'text', size: 7 });
  expect(contents.get('empty')).toMatchObject({ state: 'text', text: '', size: 0 });
});

test('many questions at once are each answered', async () => {
  const fixture = gitRepository();
  const files = Object.fromEntries(
    Array.from({ length: 300 }, (_, index) => [`f${index}.txt`, `${index}\n`.repeat(1 + (index % 7) * 2000)]),
  );
  fixture.commit('Add', files);
  const repository = await open(fixture);
  const answers = await Promise.all(
    Object.keys(files).map(async (path) => [path, (await repository.read([path])).get(path)] as const),
  );
  for (const [path, content] of answers) expect(content).toMatchObject({ state: 'text', text: files[path] });
});

test('an object that is lost is missing, and the others are read', async () => {
  const fixture = gitRepository();
  fixture.commit('Add', { 'a.md': 'a\n', 'b.md': 'b\n' });
  const id = fixture.git('rev-parse', 'HEAD:a.md');
  rmSync(join(fixture.path, '.git/objects', id.slice(0, 2), id.slice(2)), { force: true });
  const repository = await open(fixture);
  const contents = await repository.read(['a.md', 'b.md']);
  expect(contents.get('a.md')).toEqual({ state: 'missing', because: 'is not in this clone' });
  expect(contents.get('b.md')).toMatchObject({ text: 'b\n' });
  expect(await repository.pathHistory({ paths: ['a.md'], detail: 'lines' })).toMatchObject({ known: false });
});

test('reading after closing fails instead of waiting', async () => {
  const fixture = gitRepository();
  fixture.commit('Add', { 'a.md': 'a\n' });
  const repository = await openRepository(fixture.path);
  await repository.close();
  await expect(repository.read(['a.md'])).rejects.toThrow('closed');
});

test('a link whose target is no sensible path is not followed', async () => {
  const fixture = gitRepository();
  importCommits(fixture, [
    { date: '2026-01-01', files: { long: { symlink: 'd/'.repeat(4000) }, empty: { symlink: '' } } },
  ]);
  fixture.git('symbolic-ref', 'HEAD', 'refs/heads/main');
  const contents = await (await open(fixture)).read(['long', 'empty']);
  expect(contents.get('long')).toEqual({ state: 'missing', because: 'is a link that cannot be read' });
  expect(contents.get('empty')).toEqual({ state: 'missing', because: 'is a link that cannot be read' });
});
