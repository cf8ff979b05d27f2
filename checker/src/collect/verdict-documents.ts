import type { CollectContext } from '../collector.ts';
import type { LedgersFacts, VerdictDocument } from '../facts/ledgers.ts';
import type { DocumentReader } from '../ledger/document.ts';
import { readDocument, readerOf } from '../ledger/documents.ts';
import type { Content } from '../repository.ts';
import type { Tree } from '../tree.ts';
import { readWithin } from './read-within.ts';

const MOST_DOCUMENTS = 1000;
const BOUNDS = { each: 1 << 20, total: 32 << 20 };

/** Reads the files that hold one verdict each. */
export async function readDocuments(
  { repository, platform }: Pick<CollectContext, 'repository' | 'platform'>,
  tree: Tree,
): Promise<LedgersFacts['documents']> {
  const all = tree.entries.flatMap(({ path, kind }) => {
    const reader = readerOf(path);
    return reader === undefined || kind === 'submodule' ? [] : [{ path, reader }];
  });
  const some = [...all].sort((a, b) => (a.path < b.path ? -1 : 1)).slice(0, MOST_DOCUMENTS);
  const passedOver = tooMany(some);
  const asked = some.filter((each) => !passedOver.has(each)).map(({ path }) => path);
  const contents = await readWithin(repository, asked, BOUNDS);
  const isFile = (path: string) => tree.isFile(path);
  const first = some.map((each): VerdictDocument => {
    const { path, reader } = each;
    if (passedOver.has(each)) return passed(path, reader);
    const content = contents.get(path);
    const why = whyUnread(content, reader.largest);
    if (content?.state !== 'text' || why !== undefined) return unread(path, reader, why ?? 'it cannot be read');
    return readDocument(reader, { path, text: content.text, platform, isFile });
  });
  return { first, total: all.length };
}

interface Found {
  readonly path: string;
  readonly reader: DocumentReader;
}

/** Those that are more than their reader can take: names begin with dates, so the last ones are the newest. */
function tooMany(found: readonly Found[]): ReadonlySet<Found> {
  const taken = new Map<DocumentReader, number>();
  return new Set(
    found.toReversed().filter(({ reader }) => {
      const count = (taken.get(reader) ?? 0) + 1;
      taken.set(reader, count);
      return count > (reader.most ?? Number.POSITIVE_INFINITY);
    }),
  );
}

function whyUnread(content: Content | undefined, largest = BOUNDS.each): string | undefined {
  switch (content?.state) {
    case 'text':
      if (content.size > largest) return `it is larger than ${largest} bytes`;
      return content.lossy ? 'it is not UTF-8' : undefined;
    case 'binary':
      return 'it is a binary file';
    case 'too-large':
      return `it is larger than ${content.limit} bytes`;
    default:
      return `it cannot be read: ${content?.because ?? 'it is missing'}`;
  }
}

const unread = (path: string, { name }: DocumentReader, detail: string): VerdictDocument => ({
  path,
  dialect: name,
  verdicts: 0,
  statements: [],
  protection: 'broken',
  detail,
  unreadable: detail,
});

const passed = (path: string, { name, most }: DocumentReader): VerdictDocument => ({
  path,
  dialect: name,
  verdicts: 0,
  statements: [],
  protection: 'none',
  detail: `it was not read: only the last ${most} by name are`,
});
