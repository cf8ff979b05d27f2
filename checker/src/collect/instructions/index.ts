import { type CollectContext, defineCollector } from '../../collector.ts';
import type { InstructionFile, UnreadFile } from '../../facts/instructions.ts';
import { known } from '../../outcome.ts';
import type { Content } from '../../repository.ts';
import { resolvePath } from '../../tree.ts';
import { readWithin, whyTooLarge } from '../read-within.ts';
import { configuredBy, isHarnessConfiguration } from './configured.ts';
import { loadingOf, recognise } from './harnesses.ts';
import { type Mention, mentionsIn } from './mentions.ts';
import { type Document, readDocument } from './passages.ts';
import { judge } from './references.ts';

/** Instruction texts read for one audit, those nearest the root first; and how deep imports are followed, as Claude Code does. */
const MOST_FILES = 300;
const DEEPEST_IMPORTS = 5;
/** Imports that one round of following them reads. */
const MOST_IMPORTS = 300;
/** Sizes of the texts of one round, in bytes; and of all that differ, in characters. */
const BOUNDS = { each: 128 << 10, total: 4 << 20 };
const MOST_TEXT = 1024 * 1024;

/**
 * Reads every text that a known harness loads from this repository, and what those texts name.
 *
 * Judgement calls. Vendored code, fixtures, examples, templates and installed skills are no instructions. Files with the
 * same text are one, cited by the path that is not a link. Imports are followed inside the tree and are instructions too.
 */
export const instructions = defineCollector({
  kind: 'instructions',
  reads: (path) =>
    recognise(path) !== undefined ||
    isHarnessConfiguration(path) ||
    /(?:^|\/)(?:package\.json|\.gitignore|[Mm]akefile|GNUmakefile|\.?justfile|[Tt]askfile\.ya?ml|\.?mise\.toml)$/.test(
      path,
    ),

  async collect(context) {
    const { files, mentions, unread } = await readFiles(context);
    const named = files
      .filter(({ path }) => isProse(path))
      .map(({ path }) => ({ path, mentions: mentions.get(path) ?? [] }));
    return known({ files, unread, references: await judge(context, named) });
  },
});

const isProse = (path: string) => !/\.(?:json[c5l]?|ya?ml|toml|[cm]?[jt]sx?|py|go|rs|sh)$/.test(path);

interface Candidate {
  readonly path: string;
  readonly harnesses: readonly string[];
  readonly folder: string;
  readonly rule: boolean;
  readonly importedBy?: string;
  readonly loading?: 'always' | 'scoped';
}

async function readFiles(context: CollectContext) {
  const { repository, notice } = context;
  const tree = await repository.tree();
  const configured = await configuredBy(context);
  const found: Candidate[] = [...configured.files];
  for (const { path } of tree.entries) {
    const recognised = recognise(path);
    if (recognised !== undefined) found.push({ path, ...recognised });
  }
  found.sort(
    (a, b) =>
      depth(a.folder) - depth(b.folder) ||
      Number(isLink(a.path)) - Number(isLink(b.path)) ||
      (a.path < b.path ? -1 : 1),
  );
  if (found.length > MOST_FILES)
    notice(`Only ${MOST_FILES} of ${found.length} instruction files were read, those nearest the root.`);

  function isLink(path: string) {
    return tree.get(path)?.kind === 'symlink';
  }
  const byText = new Map<string, InstructionFile>();
  const mentions = new Map<string, readonly Mention[]>();
  const unread: UnreadFile[] = [...configured.unread];
  let wave: readonly Candidate[] = found.slice(0, MOST_FILES);
  const seen = new Set<string>();
  let left = MOST_TEXT;
  for (let round = 0; round <= DEEPEST_IMPORTS && wave.length > 0; round++) {
    wave = wave.filter(({ path }) => !seen.has(path) && seen.add(path));
    const over = wave[MOST_IMPORTS];
    if (over !== undefined) {
      const because = `is the first of ${wave.length - MOST_IMPORTS} that are beyond the ${MOST_IMPORTS} files that are followed at once`;
      unread.push({ path: over.path, because });
      wave = wave.slice(0, MOST_IMPORTS);
    }
    const contents = await readWithin(
      repository,
      wave.map(({ path }) => path),
      BOUNDS,
    );
    const next: Candidate[] = [];
    for (const candidate of wave) {
      const content = contents.get(candidate.path);
      if (content?.state !== 'text') {
        if (tree.get(candidate.path)?.kind !== 'submodule')
          unread.push({ path: candidate.path, because: reasonOf(content) });
        continue;
      }
      const twin = byText.get(content.text);
      if (twin !== undefined) {
        byText.set(content.text, joined(twin, candidate));
        continue;
      }
      left -= content.text.length;
      const document = left < 0 ? undefined : readDocument(content.text);
      if (document === undefined) {
        const because =
          left < 0 ? 'is more than is read of all instructions together' : 'is nested too deeply to be read';
        unread.push({ path: candidate.path, because });
        continue;
      }
      const named = document.passages.flatMap(mentionsIn);
      mentions.set(candidate.path, named);
      const file = fileOf(candidate, document);
      byText.set(content.text, file);
      for (const path of importsOf(candidate.path, named)) {
        if (!tree.isFile(path) && tree.get(path)?.kind !== 'symlink') continue;
        next.push({
          path,
          harnesses: [],
          folder: candidate.folder,
          rule: false,
          importedBy: candidate.path,
          loading: file.loading,
        });
      }
    }
    wave = next;
  }
  const files = [...byText.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, mentions, unread };
}

function fileOf(
  { path, harnesses, folder, rule, importedBy, loading }: Candidate,
  document: Document,
): InstructionFile {
  const { words, placeholders, frontmatter } = document;
  const own = folder !== '' ? 'scoped' : rule ? loadingOf(path, frontmatter) : 'always';
  const file = { path, twins: [], harnesses, loading: loading ?? own, words, placeholders };
  return importedBy === undefined ? file : { ...file, importedBy };
}

/** A twin that is always loaded makes the text always loaded; one that a harness loads itself makes it no mere import. */
function joined(file: InstructionFile, twin: Candidate): InstructionFile {
  const { importedBy, ...rest } = file;
  const always = twin.loading ?? (twin.folder === '' && !twin.rule ? 'always' : 'scoped');
  return {
    ...rest,
    ...(importedBy !== undefined && twin.importedBy !== undefined ? { importedBy } : {}),
    twins: [...file.twins, twin.path],
    harnesses: [...new Set([...file.harnesses, ...twin.harnesses])],
    loading: always === 'always' ? 'always' : file.loading,
  };
}

/** Paths that `@path` in prose brings in, as they would lie in the tree: from the file's folder, else from the root. */
function importsOf(path: string, mentions: readonly Mention[]): readonly string[] {
  return mentions.flatMap((mention) => {
    if (mention.kind !== 'import') return [];
    return [resolvePath(path, mention.path), resolvePath('', mention.path)].flatMap((target) =>
      target === undefined ? [] : [target],
    );
  });
}

function reasonOf(content: Content | undefined): string {
  if (content?.state === 'too-large') return whyTooLarge(content);
  if (content?.state === 'binary') return 'is not text';
  return content?.state === 'missing' ? content.because : 'could not be read';
}

const depth = (folder: string) => (folder === '' ? 0 : folder.split('/').length);
