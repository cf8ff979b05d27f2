import type { DocumentDialect, VerdictDocument } from '../facts/ledgers.ts';
import type { Platform } from '../platform.ts';
import type { Place } from './dialect.ts';

/** What a document shows; its path and dialect are known from its place. */
export type DocumentReading = Omit<VerdictDocument, 'path' | 'dialect' | 'verdicts'>;

/** How one kind of file that no chain links is read. One object of this type for each kind. */
export interface DocumentReader {
  readonly name: DocumentDialect;
  readonly places: readonly Place[];
  /** How many of them are worth reading, the last ones by name. Absent for all. */
  readonly most?: number;
  /** Bytes of the largest one that is read, where that is less than of other files. */
  readonly largest?: number;
  read(document: DocumentText): DocumentReading;
}

export interface DocumentText {
  readonly path: string;
  readonly text: string;
  readonly platform: Platform;
  /** True for a file of the same tree. */
  readonly isFile: (path: string) => boolean;
}

/** A file that is not what its place promises; nothing in it counts. */
export const broken = (detail: string, line = 1): DocumentReading => ({
  statements: [],
  protection: 'broken',
  line,
  detail,
});

/** Files with this ending right in this folder. */
export const filesIn = (root: string, ending: string): Place => ({
  root,
  holds: (path) =>
    path.startsWith(`${root}/`) && path.endsWith(ending) && !path.slice(root.length + 1, -ending.length).includes('/'),
});

/** Notes that a reader can use. */
export const MOST_NOTES = 10;
