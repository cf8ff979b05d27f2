import { folderOf, nameOf, resolvePath, type Tree } from '../../tree.ts';
import { isForeign } from './harnesses.ts';

/** Several paths could be meant. */
export const SEVERAL = Symbol('several');

const MODULE_ENDINGS = ['.md', '.mdx', '.ts', '.tsx', '.js', '.mjs', '.jsx', '.py', '.go', '.rs', '.sh'];

/** Finds what a written path leads to: from given folders, then from the root, then by the end of a tracked path. */
export class PathIndex {
  readonly #tree: Tree;
  #byName: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(tree: Tree) {
    this.#tree = tree;
  }

  /** @param folders where to look first; the root is always looked at */
  exact(written: string, folders: readonly string[]): string | undefined {
    for (const folder of new Set([...folders, ''])) {
      const path = resolvePath(folder === '' ? '' : `${folder}/`, written);
      const found = path === undefined ? undefined : this.#at(path);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /**
   * A tracked path or folder that ends in the written one: `storage/dolt` leads to `internal/storage/dolt`. Undefined where
   * there is none, `several` where it cannot be told which, or where it is only one of others' files.
   */
  bySuffix(written: string): string | undefined | typeof SEVERAL {
    const path = resolvePath('', written);
    if (path === undefined || path === '') return undefined;
    this.#byName ??= namesOf(this.#tree);
    const named = (name: string) => this.#byName?.get(name) ?? [];
    const endings = /\.\w+$/.test(path) ? [''] : ['', ...MODULE_ENDINGS];
    const found = endings.flatMap((ending) =>
      named(nameOf(path) + ending).filter((candidate) => candidate.endsWith(`/${path}${ending}`)),
    );
    const own = found.filter((candidate) => !isForeign(candidate));
    if (own.length === 1) return own[0];
    return found.length === 0 ? undefined : SEVERAL;
  }

  /** The path it would have if letters' case did not matter, where that exists. */
  inOtherCase(written: string): string | undefined {
    const path = resolvePath('', written)?.toLowerCase();
    return this.#tree.entries.find((entry) => entry.path.toLowerCase() === path)?.path;
  }

  /** True where a folder on the way is a link or a submodule, so that the tree cannot say what lies below. */
  isBehindLink(written: string, folders: readonly string[]): boolean {
    return [...folders, ''].some((folder) => {
      let path = resolvePath(folder === '' ? '' : `${folder}/`, written) ?? '';
      for (path = folderOf(path); path !== ''; path = folderOf(path)) {
        const kind = this.#tree.get(path)?.kind;
        if (kind === 'symlink' || kind === 'submodule') return true;
      }
      return false;
    });
  }

  #at(path: string): string | undefined {
    if (this.#tree.has(path)) return path;
    if (/\.\w+$/.test(path)) {
      const typed = path.replace(/\.([cm]?)jsx?$/, '.$1ts'); // a module specifier names the built file
      return typed !== path && this.#tree.has(typed) ? typed : undefined;
    }
    const ending = MODULE_ENDINGS.find((candidate) => this.#tree.has(path + candidate));
    return ending === undefined ? undefined : path + ending;
  }
}

/** Every tracked path and folder by its last name. */
function namesOf(tree: Tree): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  const seen = new Set<string>();
  for (const entry of tree.entries) {
    for (let path = entry.path; path !== '' && !seen.has(path); path = folderOf(path)) {
      seen.add(path);
      const list = names.get(nameOf(path));
      if (list === undefined) names.set(nameOf(path), [path]);
      else list.push(path);
    }
  }
  return names;
}
