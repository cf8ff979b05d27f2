import type { CollectContext } from '../../collector.ts';
import type { Reference } from '../../facts/instructions.ts';
import { folderOf, nameOf, resolvePath } from '../../tree.ts';
import { parseJson } from '../safe-json.ts';
import { Definitions } from './definitions.ts';
import { Ignored } from './ignored.ts';
import type { AskedMention, Mention, PathMention } from './mentions.ts';
import { PathIndex, SEVERAL } from './path-index.ts';
import { isBuilt, isCommonFolder } from './path-shape.ts';
import { isExcused, saidOf } from './wording.ts';

/** What one instruction text names. */
export interface Named {
  readonly path: string;
  readonly mentions: readonly Mention[];
}

/** A listing speaks of this repository where at least this share of its entries exists; else it shows another one. */
const LISTING_SHARE = 0.5;

/** Decides of each mention whether it leads somewhere, is dead, or is no reference at all. */
export async function judge(context: CollectContext, named: readonly Named[]): Promise<readonly Reference[]> {
  const all = named.flatMap(({ mentions }) => mentions);
  const wanted = new Set(all.flatMap((mention) => ('asked' in mention ? [mention.asked.tool] : [])));
  const [tree, definitions, ignored, own] = await Promise.all([
    context.repository.tree(),
    Definitions.read(context, wanted),
    Ignored.read(context.repository),
    ownNames(context),
  ]);
  const judge = new Judge(new PathIndex(tree), definitions, ignored, own);
  return named.flatMap(({ path, mentions }) => judge.file(path, mentions));
}

class Judge {
  readonly #index: PathIndex;
  readonly #definitions: Definitions;
  readonly #ignored: Ignored;
  readonly #own: OwnNames;

  constructor(index: PathIndex, definitions: Definitions, ignored: Ignored, own: OwnNames) {
    this.#index = index;
    this.#definitions = definitions;
    this.#ignored = ignored;
    this.#own = own;
  }

  file(path: string, mentions: readonly Mention[]): readonly Reference[] {
    const about = this.#aboutThis(path, mentions);
    const outside = outsideNames(mentions);
    return mentions.flatMap((mention): readonly Reference[] => {
      const found = 'asked' in mention ? this.#asked(path, mention) : this.#path(path, mention, about, outside);
      if (found === undefined) return [];
      const { line, kind, text, sentence, headings } = mention;
      return [{ path, line, kind, text, ...found, said: saidOf(sentence, headings) }];
    });
  }

  #asked(path: string, mention: AskedMention): Judgment | undefined {
    const found = this.#definitions.find(mention.asked, [
      ...ancestors(mention.folder ?? ''),
      ...ancestors(folderOf(path)),
    ]);
    if (found.state === 'doubt' || (found.state !== 'resolved' && isExcused(mention.sentence, mention.headings)))
      return undefined;
    return found;
  }

  #path(
    path: string,
    mention: PathMention,
    about: ReadonlySet<string>,
    outside: ReadonlySet<string>,
  ): Judgment | undefined {
    const to = this.#find(path, mention);
    if (to === SEVERAL) return undefined;
    if (to !== undefined)
      return mention.listing === undefined || mention.accuse !== 'listed' || about.has(mention.listing)
        ? { state: 'resolved', to }
        : undefined;
    const { accuse, kind, sentence, headings } = mention;
    const accused =
      accuse === 'always' || (accuse === 'listed' && mention.listing !== undefined && about.has(mention.listing));
    const written = resolvePath(kind === 'link' ? path : `${mention.folder ?? ''}/`.replace(/^\/$/, ''), mention.path);
    if (!accused || written === undefined || written === '' || isBuilt(written)) return undefined;
    if (this.#index.isBehindLink(mention.path, this.#folders(path, mention)) || this.#own.has(written))
      return undefined;
    const [first = ''] = mention.path.replace(/^(?:\.\.\/)+/, '').split('/');
    // Paths of another tree (a suite's fixtures, a dependency's source) begin where nothing here does.
    const anchored =
      isCommonFolder(first) || this.#index.exact(first, [folderOf(path), mention.folder ?? '']) !== undefined;
    if (kind !== 'link' && kind !== 'import' && (outside.has(first) || !anchored)) return undefined;
    if (this.#ignored.has(written) || this.#ignored.has(resolvePath('', mention.path) ?? written)) return undefined;
    if (kind !== 'link' && kind !== 'import' && isExcused(sentence, headings)) return undefined;
    const unread = this.#ignored.unread[0];
    if (unread !== undefined)
      return { state: 'unread', because: `is not tracked, and ${unread}, which could ignore it, could not be read` };
    const other = this.#index.inOtherCase(written);
    return {
      state: 'dead',
      because: other === undefined ? 'is not in the repository' : `is written ${other} in the repository`,
    };
  }

  #folders(path: string, { folder, root, kind }: PathMention): readonly string[] {
    const own = ancestors(folderOf(path));
    if (kind === 'link') return own.slice(0, 1);
    const drawn =
      root !== undefined && this.#index.exact(root, own) !== undefined
        ? [root.replace(/^\.\//, '').replace(/\/$/, '')]
        : [];
    return [...drawn, ...(folder === undefined || folder === '' ? [] : [folder]), ...own];
  }

  #find(path: string, mention: PathMention): string | undefined | typeof SEVERAL {
    const exact = this.#index.exact(mention.path, this.#folders(path, mention));
    const loose =
      mention.kind !== 'link' && mention.kind !== 'import' && mention.kind !== 'prose' && mention.accuse !== 'exact';
    return exact ?? (loose && mention.path.includes('/') ? this.#index.bySuffix(mention.path) : undefined);
  }

  /** The listings that are about this repository: most of what they list exists here. */
  #aboutThis(path: string, mentions: readonly Mention[]): ReadonlySet<string> {
    const counts = new Map<string, { found: number; all: number }>();
    for (const mention of mentions) {
      if (!('path' in mention) || mention.listing === undefined) continue;
      const count = counts.get(mention.listing) ?? { found: 0, all: 0 };
      count.all++;
      if (this.#find(path, mention) !== undefined) count.found++;
      counts.set(mention.listing, count);
    }
    return new Set(
      [...counts].filter(([, { found, all }]) => all >= 2 && found / all >= LISTING_SHARE).map(([listing]) => listing),
    );
  }
}

type Judgment = Pick<Reference, 'state' | 'to' | 'because'>;

/** The folder and those above it, nearest first; the root is last. */
function ancestors(folder: string): readonly string[] {
  return folder === '' ? [''] : [folder, ...ancestors(folderOf(folder))];
}

/** First names of what a text draws under an absolute or home path: they lie outside of this repository. */
function outsideNames(mentions: readonly Mention[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const mention of mentions) {
    if (
      'path' in mention &&
      mention.root !== undefined &&
      /[~/\\(]/.test(mention.root) &&
      /^[~/(]|[A-Z]:/.test(mention.root)
    ) {
      names.add(mention.path.split('/')[0] ?? '');
    }
  }
  return names;
}

/** Names by which files of somebody else's are known: this product's folder in its users' repositories, and packages. */
class OwnNames {
  readonly #product: ReadonlySet<string>;
  readonly #packages: ReadonlySet<string>;

  constructor(product: ReadonlySet<string>, packages: ReadonlySet<string>) {
    this.#product = product;
    this.#packages = packages;
  }

  has(path: string): boolean {
    const [first = ''] = path.split('/');
    return (
      this.#packages.has(first) ||
      path.split('/').some((part) => part.startsWith('.') && this.#product.has(part.slice(1)))
    );
  }
}

async function ownNames({ repository }: CollectContext): Promise<OwnNames> {
  // `owner/name` is what a remote says; a name alone is that of a folder on one machine, and says nothing of the commit.
  const { name: called } = repository.target;
  const product = new Set(called.includes('/') ? [nameOf(called).toLowerCase()] : []);
  const packages = new Set<string>();
  const content = (await repository.read(['package.json'])).get('package.json');
  if (content?.state === 'text') {
    try {
      const manifest = parseJson(content.text) as Readonly<Record<string, unknown>>;
      const { name, bin } = manifest;
      if (typeof name === 'string') product.add(nameOf(name).toLowerCase());
      for (const key of keys(bin)) product.add(key);
      for (const field of ['dependencies', 'devDependencies', 'peerDependencies'])
        for (const key of keys(manifest[field])) packages.add(key);
    } catch {
      // A manifest that does not parse has no names to know.
    }
  }
  return new OwnNames(product, packages);
}

const keys = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null ? Object.keys(value) : [];
