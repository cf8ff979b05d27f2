import { folderOf, resolvePath, type Tree } from '../../tree.ts';

/** A path that a line of a script names, as it lies below the repository's root where that can be told. */
export interface ScriptPath {
  readonly line: number;
  readonly path: string;
  /** The line writes, makes or removes it. */
  readonly written: boolean;
}

export interface ScriptReading {
  readonly paths: readonly ScriptPath[];
  /** Lines that look into the home directory for what was learned. */
  readonly home: readonly number[];
}

const LONGEST_LINE = 1000;
const HOME = /~\/|\$\{?HOME\b|\bhomedir\(|\bPath\.home\(|expanduser|\$env:USERPROFILE|%USERPROFILE%/i;
const ROOT =
  /^\$\{?(?:CLAUDE_PROJECT_DIR|GEMINI_PROJECT_DIR|CURSOR_PROJECT_DIR|CODEX_PROJECT_DIR|PWD|GITHUB_WORKSPACE)\b[^}/]*\}?\//;
const VARIABLE = /^\$(?:\{[^}]*\}|\w+)\//;
const TOKEN = /(?:~|\$\{[^}\s]{1,100}\}|\$\w+|\.{1,2})?(?:\/?[\p{L}\p{N}_.@*?{}$-]+)(?:\/[\p{L}\p{N}_.@*?{}$,-]+)*/gu;
const WRITES = /\b(?:mkdir|touch|rm|rmdir|tee|mv|git\s+add|writeFile\w*|appendFile\w*|write_text|makedirs|unlink)\b/;

/**
 * The paths that a script or command names, by its text alone: nothing is run and no variable is followed. A variable in
 * front of a path is taken for the repository or the script's folder, unless the text looks into the home directory.
 */
export function pathsIn(text: string): ScriptReading {
  const paths: ScriptPath[] = [];
  const home: number[] = [];
  const usesHome = HOME.test(text);
  for (const [index, raw] of text.split('\n').entries()) {
    if (raw.length > LONGEST_LINE || /^\s*(?:#|\/\/|\*|--|REM\b)/i.test(raw)) continue;
    const line = raw
      .replace(/\$\([^()]*\)|`[^`]*`/g, '$IT') // `$(git rev-parse --show-toplevel)/x` is as good as a variable
      .replace(/(['"])\s*[,/]\s*\1/g, '/') // join('a', 'b') and Path / 'a' / 'b'
      .replace(/['"]\//g, '/') // "$ROOT"/a
      .replaceAll('\\', '/');
    if (HOME.test(raw) && /learn|lesson|solution|memor|knowledge/i.test(raw)) home.push(index + 1);
    for (const { 0: token, index: start } of line.matchAll(TOKEN)) {
      const path = bare(token, usesHome);
      if (path === undefined) continue;
      const written = WRITES.test(line.slice(0, start)) || />\s*['"]?$/.test(line.slice(0, start));
      paths.push({ line: index + 1, path, written });
    }
  }
  return { paths, home };
}

/** The tracked file that a script path leads to: from the root, or from the script's own folder. */
export function trackedFile(path: string, from: string, tree: Tree): string | undefined {
  const folder = folderOf(from);
  return [resolvePath('', path), resolvePath(folder === '' ? '' : `${folder}/`, path)].find(
    (found) => found !== undefined && tree.isFile(found),
  );
}

function bare(token: string, usesHome: boolean): string | undefined {
  const rooted = token.replace(ROOT, '');
  if (/^[~/]/.test(rooted)) return undefined;
  if (usesHome && VARIABLE.test(rooted)) return undefined;
  const path = rooted.replace(VARIABLE, '').replace(/^(?:\.\/)+/, '');
  const fixed = path.split('/').filter((part) => part !== '');
  const wild = fixed.findIndex((part) => /[*?{}$,]/.test(part));
  const kept = (wild === -1 ? fixed : fixed.slice(0, wild)).join('/').replace(/[.,:]+$/, '');
  return kept === '' ? undefined : kept;
}
