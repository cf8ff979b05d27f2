import { defineCollector } from '../../collector.ts';
import type { ScannedScope, SecretScope } from '../../facts/secrets.ts';
import { known } from '../../outcome.ts';
import type { Content, Repository } from '../../repository.ts';
import { scan, type Text } from './scan.ts';
import { scopeOf } from './scope.ts';

/** Bounds in files and characters. At about 20 ms for a megabyte the largest scan stays below half a second. */
const MOST_FILES = 10_000;
const LARGEST = 4 << 20;
const MOST_OF_A_LEDGER = 1 << 20;
const MOST_CHARACTERS = 20 << 20;
const MOST_FOUND = 200;
const MOST_UNREAD = 20;

/** Looks for credentials in agent state, instructions, environment files and configuration. Links are not followed. */
export const secrets = defineCollector({
  kind: 'secrets',
  reads: (path) => scopeOf(path) !== undefined,

  async collect({ repository, notice }) {
    const tree = await repository.tree();
    const inScope = tree.entries.flatMap(({ path, kind }) => {
      const scope = kind === 'file' || kind === 'executable' ? scopeOf(path) : undefined;
      return scope === undefined ? [] : [{ path, scope }];
    });
    const contents = await repository.read(
      inScope.slice(0, MOST_FILES).map(({ path }) => path),
      LARGEST,
    );
    const texts: Text[] = [];
    const unread: { path: string; because: string }[] = [];
    const scanned = new Map<SecretScope, ScannedScope>();
    let characters = 0;
    for (const { path, scope } of inScope) {
      const content = contents.get(path);
      // A picture or a database is not text, and a text scanner has nothing to say about it.
      if (content?.state === 'binary') continue;
      const text =
        content?.state === 'text'
          ? content.text
          : content?.state === 'too-large' && LEDGER.test(path)
            ? await beginningOf(path, repository, notice)
            : undefined;
      if (text === undefined || characters + text.length > MOST_CHARACTERS) {
        unread.push({ path, because: whyNot(content) });
        continue;
      }
      characters += text.length;
      texts.push({ path, text });
      const before = scanned.get(scope);
      scanned.set(scope, before === undefined ? { scope, files: 1, path } : { ...before, files: before.files + 1 });
    }
    const { matches, placeholders } = texts.length === 0 ? { matches: [], placeholders: 0 } : await scan(texts);
    const found = distinct(matches);
    return known({
      scanned: [...scanned.values()],
      found: found.slice(0, MOST_FOUND),
      foundTotal: found.length,
      placeholders,
      unread: unread.slice(0, MOST_UNREAD),
      unreadTotal: unread.length,
    });
  },
});

/** A ledger grows without end, and by rows of one known shape: its beginning stands for it. */
const LEDGER = /^\.agents\/verdicts\/[^/]+\.jsonl$|^docs\/provenance\/ledger\.jsonl$/;

async function beginningOf(
  path: string,
  repository: Repository,
  notice: (message: string) => void,
): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const piece of repository.stream(path)) {
    text += decoder.decode(piece, { stream: true });
    if (text.length >= MOST_OF_A_LEDGER) break;
  }
  notice(`Only the first ${MOST_OF_A_LEDGER >> 20} MiB of ${path} were searched for credentials.`);
  return text.slice(0, MOST_OF_A_LEDGER);
}

function whyNot(content: Content | undefined): string {
  if (content?.state === 'missing') return content.because;
  if (content?.state === 'too-large') return `is larger than ${content.limit >> 20} MiB`;
  return content === undefined
    ? `comes after the first ${MOST_FILES} files in scope`
    : `comes after the first ${MOST_CHARACTERS >> 20} MiB in scope`;
}

/** Two rules may see one credential; a line and kind is reported once. Sorted by place. */
function distinct<T extends { readonly path: string; readonly line: number; readonly kind: string }>(
  matches: readonly T[],
): readonly T[] {
  const byPlace = new Map(matches.map((match) => [`${match.path}\n${match.line}\n${match.kind}`, match]));
  return [...byPlace.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line));
}
