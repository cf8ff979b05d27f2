import type { LearningsFacts } from '../../facts/learnings.ts';
import { nameOf, resolvePath } from '../../tree.ts';
import { candidate } from '../learnings/places.ts';

type Reached = { readonly to: string; readonly reach: 'place' | 'entry' };

/** The places that hold lessons, and how far a named path reaches into them. */
export class Places {
  readonly #places: readonly string[];
  readonly #files: ReadonlySet<string>;

  constructor({ places, entries }: LearningsFacts) {
    this.#places = places;
    this.#files = new Set(entries.map(({ path }) => path));
  }

  get any(): boolean {
    return this.#places.length > 0;
  }

  /** Undefined where the path leads to no place with entries; folders above a place do not name it. */
  reached(named: string): Reached | undefined {
    const path = resolvePath('', named);
    if (path === undefined || path === '') return undefined;
    const place = this.#places.find((candidate) => path === candidate || path.startsWith(`${candidate}/`));
    if (place === undefined) return undefined;
    // The index of a place stands for it, and so does a folder of it that holds entries.
    const whole =
      path === place ||
      /^(?:readme|index)\.\w+$/i.test(nameOf(path)) ||
      [...this.#files].some((file) => file.startsWith(`${path}/`));
    if (whole) return { to: path, reach: 'place' };
    return this.#files.has(path) ? { to: path, reach: 'entry' } : undefined;
  }

  /** Why a path that looks like a place for lessons leads nowhere; undefined for other paths. */
  empty(named: string): string | undefined {
    const path = resolvePath('', named);
    if (path === undefined || path === '' || this.reached(path) !== undefined) return undefined;
    const looksLike = candidate(path)?.place === path || candidate(`${path}/1.md`)?.place === path;
    return looksLike ? `names ${path}, which holds no tracked entry` : undefined;
  }
}
