import type { DocumentDialect, VerdictDocument } from '../facts/ledgers.ts';
import type { Platform } from '../platform.ts';
import type { Place } from './dialect.ts';

/** What a document shows; its path and dialect are known from its place. */
export type DocumentReading = Omit<VerdictDocument, 'path' | 'dialect'>;

/** How one kind of file that no chain links is read. One object of this type for each kind. */
export interface DocumentReader {
  readonly name: DocumentDialect;
  readonly places: readonly Place[];
  /** Undefined for a file that lies at such a place and is something else. */
  read(path: string, text: string, platform: Platform): DocumentReading | undefined;
}
