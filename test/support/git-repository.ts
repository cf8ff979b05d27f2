import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { MemoryCommit, MemoryFile } from '../../checker/src/source/memory.ts';

/** A repository made by real git in a folder of its own. */
export interface GitFixture {
  /** The work tree, or the bare repository. */
  readonly path: string;
  /** Runs git in it, and hands over what it printed without the last line feed. */
  git(...args: readonly string[]): string;
  /** Like {@link GitFixture.git}, with standard input. */
  feed(input: string | Uint8Array, ...args: readonly string[]): string;
  /** Writes files into the work tree. */
  write(files: Readonly<Record<string, string | Uint8Array | { readonly symlink: string }>>): void;
  /** Writes files, adds everything, commits it and hands over the commit's name. */
  commit(message: string, files?: Parameters<GitFixture['write']>[0]): string;
}

/** A temporary folder that the end of the test removes. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'git-fixture-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Nothing of the machine's configuration, and the same author and time wherever the tests run. */
export function hermetic(home: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^GIT_/i.test(name));
  return {
    ...Object.fromEntries(own),
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'none'),
    GIT_CONFIG_GLOBAL: join(home, 'none'),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_AUTHOR_NAME: 'Ada',
    GIT_AUTHOR_EMAIL: 'ada@example.org',
    GIT_COMMITTER_NAME: 'Ada',
    GIT_COMMITTER_EMAIL: 'ada@example.org',
    GIT_AUTHOR_DATE: '2026-01-01T12:00:00+01:00',
    GIT_COMMITTER_DATE: '2026-01-01T12:00:00+01:00',
  };
}

/** git in a folder that need not be a repository. */
export function fixtureAt(path: string): GitFixture {
  const env = hermetic(dirname(path));
  const call = (input: string | Uint8Array | undefined, args: readonly string[]) =>
    execFileSync('git', ['-C', path, ...args], {
      env,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'pipe'],
      maxBuffer: 1 << 28,
      ...(input !== undefined && { input }),
    }).replace(/\n$/, '');
  const fixture: GitFixture = {
    path,
    git: (...args) => call(undefined, args),
    feed: (input, ...args) => call(input, args),
    write(files) {
      for (const [name, content] of Object.entries(files)) {
        const at = join(path, name);
        mkdirSync(dirname(at), { recursive: true });
        if (typeof content === 'string' || content instanceof Uint8Array) writeFileSync(at, content);
        else symlinkSync(content.symlink, at);
      }
    },
    commit(message, files = {}) {
      fixture.write(files);
      fixture.git('add', '--all');
      fixture.git('commit', '--quiet', '--allow-empty', '--no-verify', '-m', message);
      return fixture.git('rev-parse', 'HEAD');
    },
  };
  return fixture;
}

/** An empty repository on the branch `main`. */
export function gitRepository(name = 'example', ...init: readonly string[]): GitFixture {
  const path = join(temporaryFolder(), name);
  mkdirSync(path);
  const fixture = fixtureAt(path);
  fixture.git('init', '--quiet', '--initial-branch=main', ...init);
  return fixture;
}

/** The same history as a memory repository's, made by git. Every commit needs a date; times have seconds. */
export function importCommits(fixture: GitFixture, commits: readonly MemoryCommit[]): void {
  const chunks: Uint8Array[] = [];
  const text = (line: string) => chunks.push(Buffer.from(line));
  const data = (bytes: Uint8Array) => {
    text(`data ${bytes.length}\n`);
    chunks.push(bytes);
    text('\n');
  };
  const marks = new Map<string, number>();
  for (const [index, commit] of commits.entries()) {
    const mark = index + 1;
    if (commit.label !== undefined) marks.set(commit.label, mark);
    const parents = commit.parents?.map((label) => marks.get(label) ?? 0) ?? (index === 0 ? [] : [index]);
    const author = commit.author ?? 'Ada <ada@example.org>';
    text(parents.length === 0 ? 'reset refs/heads/main\n' : '');
    text(`commit refs/heads/main\nmark :${mark}\n`);
    text(`author ${author} ${rawDate(commit.date)}\ncommitter ${commit.committer ?? author} ${rawDate(commit.date)}\n`);
    data(Buffer.from(commit.message ?? 'Change the files'));
    for (const [at, parent] of parents.entries()) text(`${at === 0 ? 'from' : 'merge'} :${parent}\n`);
    for (const [path, file] of Object.entries(commit.files ?? {})) {
      const name = `"${path.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`;
      if (file === null) text(`D ${name}\n`);
      else if (typeof file === 'object' && 'submodule' in file) text(`M 160000 ${file.submodule} ${name}\n`);
      else {
        text(`M ${modeOf(file)} inline ${name}\n`);
        data(bytesOf(file));
      }
    }
  }
  fixture.feed(Buffer.concat(chunks), 'fast-import', '--quiet', '--force', '--date-format=raw');
}

const modeOf = (file: MemoryFile) =>
  typeof file === 'object' && 'symlink' in file
    ? '120000'
    : typeof file === 'object' && 'executable' in file
      ? '100755'
      : '100644';

function bytesOf(file: MemoryFile): Uint8Array {
  if (file instanceof Uint8Array) return file;
  if (typeof file === 'string') return Buffer.from(file);
  return Buffer.from('executable' in file ? file.executable : 'symlink' in file ? file.symlink : '');
}

/** `2026-01-05`, or `2026-01-05T10:00:00+02:00`, as seconds and offset. */
function rawDate(date: string | undefined): string {
  if (date === undefined) throw new Error('a commit made by git needs a date');
  const full = date.length === 10 ? `${date}T12:00:00+00:00` : date;
  return `${Date.parse(full) / 1000} ${full.slice(-6).replace(':', '')}`;
}
