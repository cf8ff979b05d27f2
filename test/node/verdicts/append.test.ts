import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type Draft, seal } from '../../../checker/src/ledger/seal.ts';
import { nodePlatform } from '../../../checker/src/node/platform.ts';
import { append } from '../../../checker/src/node/verdicts/record/append.ts';
import { temporaryFolder } from '../../support/git-repository.ts';
import { breaksOf, verified } from '../../support/verdicts.ts';

const PATH = '.agents/verdicts/main.jsonl';

const draft = (claim: string): Draft => ({
  subject: { commit: '1'.repeat(40) },
  author: { kind: 'agent', id: 'Ada' },
  judge: { kind: 'human', id: 'Grace' },
  verdict: 'not-proven',
  evidence: [],
  checked: [claim],
  unchecked: [],
  time: '2026-01-31T12:00:00.000Z',
});

function lane() {
  const root = temporaryFolder();
  const file = join(root, PATH);
  return {
    root,
    file,
    text: () => readFileSync(file, 'utf8'),
    write: (text: string | Uint8Array) => {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    },
    add: (claim = 'It runs') =>
      append(
        { root, path: PATH, lockFolder: join(root, 'lock') },
        async (previous) => seal(draft(claim), previous, nodePlatform),
        { platform: nodePlatform, timeLimit: 1000 },
      ),
  };
}

describe('append', () => {
  test('begins a lane, tells git how to treat it, and goes on', async () => {
    const { add, text, root } = lane();
    expect(await add()).toMatchObject({ line: 1 });
    const { hash, line } = await add('Zoë 𝄞\u2028');
    expect(line).toBe(2);
    expect(verified(text())).toMatchObject({ records: 2, breaks: { total: 0 }, tip: { line: 2, hash } });
    expect(readdirSync(join(root, '.agents/verdicts')).sort()).toEqual(['.gitattributes', 'main.jsonl']);
    expect(readFileSync(join(root, '.agents/verdicts/.gitattributes'), 'utf8')).toMatch(/^\*\.jsonl -text -merge$/m);
  });

  test('leaves a folder that is there already as it is', async () => {
    const { add, root } = lane();
    mkdirSync(join(root, '.agents/verdicts'), { recursive: true });
    await add();
    expect(readdirSync(join(root, '.agents/verdicts'))).toEqual(['main.jsonl']);
  });

  test('goes on after blank lines, Windows line ends and an empty file', async () => {
    const { add, text, write } = lane();
    write('');
    await add();
    write(`${text().replace('\n', '\r\n')}\n  \n`);
    expect(await add()).toMatchObject({ line: 4 });
    expect(verified(text())).toMatchObject({ records: 2, breaks: { total: 0 } });
  });

  test('of a line cut at any byte names the half line, and the command that drops it', async () => {
    const { add, file, text } = lane();
    const first = Buffer.byteLength(`${(await add('Zoë')).text}\n`);
    await add('Zoë 𝄞');
    const whole = readFileSync(file);
    for (let size = first + 1; size < whole.length - 1; size += 7) {
      writeFileSync(file, whole.subarray(0, size));
      await expect(add()).rejects.toThrow(
        new RegExp(
          `ends in half a line: line 2, from byte ${first} to ${size}\\..* Drop the half line with: truncate -s ${first} '${file}'$`,
        ),
      );
      expect(readFileSync(file)).toEqual(whole.subarray(0, size));
    }
    truncateSync(file, first);
    await add();
    expect(verified(text())).toMatchObject({ records: 2, breaks: { total: 0 } });
  });

  test('of a record that only lacks its line feed says how to add it', async () => {
    const { add, file, text } = lane();
    await add();
    truncateSync(file, text().length - 1);
    await expect(add()).rejects.toThrow(`lacks the line feed after line 1, whose record is whole. Add it with: printf`);
    appendFileSync(file, '\n');
    await add();
    expect(breaksOf(verified(text()))).toEqual([]);
  });

  test.for<[what: string, text: (good: string) => string | Uint8Array, message: RegExp]>([
    ['no JSON', () => 'hello\n', /its last record is not JSON/],
    ['no object', () => '[1]\n', /is not a JSON object/],
    ['another dialect', () => '{"schema":"agentops-sdlc-provenance"}\n', /is of another format/],
    ['another version', (good) => good.replace('"version":1', '"version":2'), /is of another format/],
    ['a member too many', (good) => good.replace('"version":1', '"version":1,"x":1'), /is flawed: its member "x"/],
    ['a changed word', (good) => good.replace('It runs', 'It ran!'), /does not have the hash that it states/],
    ['a member twice', (good) => good.replace('"version":1', '"version":1,"version":1'), /can be read in two ways/],
    ['a pointer of Git LFS', () => 'version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 1\n', /Git LFS/],
    ['UTF-16', (good) => Buffer.from(`\ufeff${good}`, 'utf16le'), /half a line|not JSON/],
    ['a byte-order mark', (good) => `\ufeff${good}`, /is not JSON/],
    ['blank lines only, and many', () => '\n'.repeat((1 << 20) + 9), /ends in a line of more than/],
    ['an endless line', () => `${'x'.repeat((1 << 20) + 9)}\n`, /ends in a line of more than/],
    ['an endless line without an end', () => 'x'.repeat((1 << 20) + 9), /ends in line 1 of more than/],
  ])('refuses to go on from %s', async ([, change, message]) => {
    const { add, file, text, write } = lane();
    await add();
    write(change(text()));
    const before = readFileSync(file);
    await expect(add()).rejects.toThrow(message);
    expect(readFileSync(file)).toEqual(before);
  });

  test.for<[what: string, make: (root: string) => void, message: RegExp]>([
    ['a folder', (root) => mkdirSync(join(root, PATH), { recursive: true }), /main.jsonl is not a file/],
    [
      'a link',
      (root) => {
        mkdirSync(join(root, '.agents/verdicts'), { recursive: true });
        symlinkSync('../elsewhere', join(root, PATH));
      },
      /main.jsonl is a symbolic link/,
    ],
    [
      'in a folder that is a link',
      (root) => {
        mkdirSync(join(root, 'elsewhere'));
        symlinkSync('elsewhere', join(root, '.agents'));
      },
      /^.agents is a symbolic link/,
    ],
    ['in a folder that is a file', (root) => writeFileSync(join(root, '.agents'), ''), /^.agents is not a folder/],
  ])('refuses a ledger that is %s', async ([, make, message]) => {
    const { add, root } = lane();
    make(root);
    await expect(add()).rejects.toThrow(message);
  });

  test('refuses a record that no reader would read', async () => {
    const { add, file } = lane();
    await add();
    const before = readFileSync(file);
    await expect(add('x'.repeat(1 << 20))).rejects.toThrow(/1048576 is the most/);
    expect(readFileSync(file)).toEqual(before);
  });

  test.runIf(existsSync('/bin/sh'))('that finds no room leaves the lane as it was', async () => {
    const { add, file, root, text } = lane();
    const program = fileURLToPath(new URL('../../support/append-verdicts.ts', import.meta.url));
    // A limit on the size of files stands in for a disk that is full.
    const attempt = (blocks: number) =>
      spawnSync(
        '/bin/sh',
        [
          '-c',
          `trap '' XFSZ; ulimit -f ${blocks}; exec "$@"`,
          'sh',
          process.execPath,
          program,
          root,
          join(root, 'lock'),
          '9',
        ],
        { encoding: 'utf8', env: { ...process.env, NODE_COMPILE_CACHE: '' } },
      );
    for (let records = 0; records < 6; records += 1) await add('x'.repeat(300));
    const before = text();
    const { stderr } = attempt(Math.ceil(before.length / 512));
    expect(stderr).toMatch(/cannot be written \((?:EFBIG|ENOSPC)\), and nothing was recorded/);
    const after = readFileSync(file, 'utf8');
    expect(after.startsWith(before)).toBe(true);
    expect(breaksOf(verified(after))).toEqual([]);
    expect(await add()).toMatchObject({ line: after.split('\n').length });
  });

  test('goes on at the end of a long lane', async () => {
    const { add, text, write } = lane();
    await add();
    write(`${'\n'.repeat(3_000_000)}${text()}`);
    expect(await add()).toMatchObject({ line: 3_000_002 });
  });
});
