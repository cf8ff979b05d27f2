import type { VerdictDocument } from '../facts/ledgers.ts';
import { councilReader } from './council.ts';
import type { DocumentReader, DocumentText } from './document.ts';
import { pawlReader } from './pawl.ts';
import { ratchetReader } from './ratchet.ts';
import { verdictFileReader } from './verdict-file.ts';

/** The dialects of documents that are read. A new one is a file of its own and an entry here. */
const DOCUMENTS: readonly DocumentReader[] = [verdictFileReader, pawlReader, ratchetReader, councilReader];

/** Folders and files that hold all of them: what a history has to be asked for. */
export const DOCUMENT_ROOTS: readonly string[] = DOCUMENTS.flatMap(({ places }) => places.map(({ root }) => root));

/** Who reads the file at this path. */
export const readerOf = (path: string): DocumentReader | undefined =>
  DOCUMENTS.find(({ places }) => places.some(({ holds }) => holds(path)));

export function readDocument(reader: DocumentReader, document: DocumentText): VerdictDocument {
  const { statements, ...reading } = reader.read(document);
  return { path: document.path, dialect: reader.name, verdicts: statements.length, statements, ...reading };
}
