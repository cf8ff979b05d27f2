import { nameOf } from '../../tree.ts';

/**
 * True for files that a tool writes: their size says nothing of how much was changed by hand. Lock files by name, build
 * output, vendored and recorded files by folder or ending, the log files of work state. The list is the checker's: a
 * repository cannot shrink its changes by declaring files generated.
 */
export function isUnwritten(path: string): boolean {
  const name = nameOf(path);
  return (
    LOCK_FILES.has(name) ||
    ENDINGS.some((ending) => name.endsWith(ending)) ||
    path
      .split('/')
      .slice(0, -1)
      .some((folder) => FOLDERS.has(folder)) ||
    (path.startsWith('.') && name.endsWith('.jsonl'))
  );
}

const LOCK_FILES = new Set([
  'package-lock.json',
  'npm-shrinkwrap.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'bun.lock',
  'bun.lockb',
  'deno.lock',
  'Cargo.lock',
  'go.sum',
  'go.work.sum',
  'poetry.lock',
  'Pipfile.lock',
  'uv.lock',
  'pdm.lock',
  'pixi.lock',
  'composer.lock',
  'Gemfile.lock',
  'mix.lock',
  'rebar.lock',
  'pubspec.lock',
  'Podfile.lock',
  'Cartfile.resolved',
  'Package.resolved',
  'packages.lock.json',
  'gradle.lockfile',
  'flake.lock',
  'stack.yaml.lock',
  'MODULE.bazel.lock',
  '.terraform.lock.hcl',
]);

const ENDINGS = [
  '.snap',
  '.min.js',
  '.min.css',
  '.map',
  '.pb.go',
  '_pb2.py',
  '_pb2_grpc.py',
  '.pb.cc',
  '.pb.h',
  '.g.dart',
  '.freezed.dart',
  '.designer.cs',
];

const FOLDERS = new Set([
  'node_modules',
  'vendor',
  'third_party',
  'dist',
  '__snapshots__',
  '__generated__',
  '__recordings__',
  'cassettes',
]);
