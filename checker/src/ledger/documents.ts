import type { DocumentReader } from './document.ts';

/** The dialects of documents that are read. A new one is a file of its own and an entry here. */
export const DOCUMENTS: readonly DocumentReader[] = [];

/** Folders and files that hold all of them: what a history has to be asked for. */
export const DOCUMENT_ROOTS: readonly string[] = DOCUMENTS.flatMap(({ places }) => places.map(({ root }) => root));

/** Who reads the file at this path. */
export const readerOf = (path: string): DocumentReader | undefined =>
  DOCUMENTS.find(({ places }) => places.some(({ holds }) => holds(path)));
