import type { Repository } from '../../repository.ts';
import { folderOf } from '../../tree.ts';
import { ignoreRules, isIgnored } from '../gitignore.ts';

type Rules = ReturnType<typeof ignoreRules>;

/** Ignore files read for one audit; the shallowest are read first. */
const MOST = 100;

/** What the repository's own ignore files keep out of git. */
export class Ignored {
  readonly #byFolder: ReadonlyMap<string, Rules>;
  /** The ignore files that could not be read: what they would ignore cannot be told. */
  readonly unread: readonly string[];

  private constructor(byFolder: ReadonlyMap<string, Rules>, unread: readonly string[]) {
    this.#byFolder = byFolder;
    this.unread = unread;
  }

  static async read(repository: Repository): Promise<Ignored> {
    const tree = await repository.tree();
    const paths = tree
      .filter((path) => path === '.gitignore' || path.endsWith('/.gitignore'))
      .map(({ path }) => path)
      .sort((a, b) => a.split('/').length - b.split('/').length)
      .slice(0, MOST);
    const contents = await repository.read(paths);
    const byFolder = new Map<string, Rules>();
    const unread: string[] = [];
    for (const path of paths) {
      const content = contents.get(path);
      if (content?.state === 'text') byFolder.set(folderOf(path), ignoreRules(content.text));
      else unread.push(path);
    }
    return new Ignored(byFolder, unread);
  }

  /** @param path relative to the root */
  has(path: string): boolean {
    for (let folder = folderOf(path); ; folder = folderOf(folder)) {
      const below = folder === '' ? path : path.slice(folder.length + 1);
      const rules = this.#byFolder.get(folder);
      if (rules !== undefined && isIgnored(below, rules)) return true;
      if (folder === '') return false;
    }
  }
}
