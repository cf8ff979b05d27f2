import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';

interface Packed {
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

/** What `npx agentops-audit` downloads, with and without the part of it that only reading tests needs (ts-morph). */
export async function packageSize(folder: string): Promise<string> {
  const { stdout } = await promisify(execFile)('npm', ['pack', '--dry-run', '--json', '--loglevel=error'], {
    cwd: folder,
    maxBuffer: 1 << 26,
    shell: process.platform === 'win32',
  });
  const [packed] = JSON.parse(stdout) as readonly Packed[];
  if (packed === undefined) throw new Error('npm pack said nothing');
  let testReader = 0;
  for (const { path } of packed.files) {
    if (!path.startsWith('dist/') || !path.endsWith('.js')) continue;
    const text = await readFile(join(folder, path));
    if (text.length > 1 << 20 && text.includes('forEachChild')) testReader += gzipSync(text, { level: 9 }).length;
  }
  const without =
    testReader === 0 ? 'no chunk of it holds ts-morph' : `${kib(packed.size - testReader)} without ts-morph`;
  return `${kib(packed.size)} packed, ${without}, ${kib(packed.unpackedSize)} unpacked, ${packed.files.length} files`;
}

const kib = (bytes: number) => `${Math.round(bytes / 1024)} KiB`;
