import type { Passage } from './passages.ts';
import { isAddress, type PathShape, pathShape } from './path-shape.ts';
import { type Asked, askedOf } from './runners.ts';
import { commandsIn } from './shell.ts';
import { readDrawing } from './tree-block.ts';

/** Something that a passage names, before anyone looked whether it exists. */
export type Mention = PathMention | AskedMention;

interface Around {
  readonly text: string;
  readonly line: number;
  readonly sentence: string;
  readonly headings: readonly string[];
  /** Folder that an earlier `cd` of the same block or the command itself names. */
  readonly folder?: string;
}

export interface PathMention extends Around {
  readonly kind: 'link' | 'import' | 'span' | 'listing' | 'command' | 'prose';
  readonly path: string;
  /**
   * `always`: missing means dead · `exact`: counts only where it exists at the root or beside the text · `found`: counts only
   * where it is found · `listed`: missing means dead where most of its listing exists.
   */
  readonly accuse: 'always' | 'exact' | 'found' | 'listed';
  readonly listing?: string;
  /** The root of a drawn tree, where it names one. */
  readonly root?: string;
}

export interface AskedMention extends Around {
  readonly kind: 'script' | 'target';
  readonly asked: Asked;
}

const SHELL = /^(?:sh|bash|shell|zsh|fish|console|shell-session|shellsession|terminal|cmd|powershell|ps1)$/;
/** Programs whose arguments are files that must exist for the command to run. */
const READERS =
  /^(?:node|bun|deno|tsx|ts-node|python3?|ruby|perl|php|bash|sh|zsh|source|\.|pytest|vitest|jest|mocha|go|uv|npx|bunx)$/;
/** Programs that show files, whatever their names look like. */
const VIEWERS = /^(?:cat|less|head|tail|bat|grep|rg|ls)$/;

/** Everything that one passage names. */
export function mentionsIn(passage: Passage): readonly Mention[] {
  switch (passage.kind) {
    case 'link':
      return linkIn(passage);
    case 'span':
      return spanIn(passage);
    case 'code':
      return codeIn(passage);
    case 'text':
      return proseIn(passage);
  }
}

function linkIn(passage: Passage): readonly Mention[] {
  const url = passage.value.replace(/^mdc:/, '');
  if (/^[a-z][a-z0-9+.-]*:|^\/\/|^#|^$/i.test(url)) return [];
  const path = decoded(url.replace(/[?#].*$/, ''));
  // A leading slash may be a site's route; it counts only where it is a tracked path.
  const rooted = path.startsWith('/');
  const bare = rooted ? path.slice(1) : path;
  if (bare === '' || /[<>{}*$|]/.test(bare)) return [];
  const named = pathShape(bare)?.isFile || (bare.endsWith('/') && !rooted);
  return [
    { ...around(passage, passage.value), kind: 'link', path: bare, accuse: named && !rooted ? 'always' : 'exact' },
  ];
}

function spanIn(passage: Passage): readonly Mention[] {
  const text = passage.value.trim();
  if (/\s/.test(text)) return commandMentions(text, passage, false);
  const shape = pathShape(text);
  if (shape === undefined) return [];
  const listing = passage.listing === undefined ? {} : { listing: `rows ${passage.listing}` };
  const accuse = accusationOf(shape, passage.listing !== undefined);
  return [{ ...around(passage, text), kind: 'span', path: shape.path, accuse, ...listing }];
}

function accusationOf(shape: PathShape, listed: boolean): PathMention['accuse'] {
  if (isAddress(shape.path)) return 'found';
  if (shape.isFile && shape.path.includes('/')) return 'always';
  if (!shape.hasFolder) return 'exact';
  return listed ? 'listed' : 'found';
}

function codeIn(passage: Passage): readonly Mention[] {
  const drawing = SHELL.test(passage.language) ? undefined : readDrawing(passage.value);
  if (drawing !== undefined) {
    return drawing.entries.flatMap(({ path, line, note }): readonly Mention[] => {
      const shape = pathShape(path);
      if (shape === undefined) return [];
      const root = drawing.root === undefined ? {} : { root: drawing.root };
      const sentence = `${note}\n${passage.sentence}`;
      return [
        {
          ...around(passage, path, line),
          sentence,
          kind: 'listing',
          path: shape.path,
          accuse: 'listed',
          listing: `block ${passage.line}`,
          ...root,
        },
      ];
    });
  }
  if (SHELL.test(passage.language) || passage.language === '') return commandMentions(passage.value, passage, true);
  return [];
}

function commandMentions(written: string, passage: Passage, block: boolean): readonly Mention[] {
  // A line that no person types is left out: it names nothing an agent is told to run, and costs time to take apart.
  const text = written.replace(/^.{1000,}$/gm, '');
  const mentions: Mention[] = [];
  let folder: string | undefined = '';
  const lines = text.split('\n');
  for (const { words, line } of commandsIn(text)) {
    const [program = '', ...args] = words;
    if (program === 'cd' || program === 'pushd') {
      folder = folder === undefined ? undefined : below(folder, args[0]);
      continue;
    }
    if (program === 'git' && args[0] === 'clone') folder = undefined;
    if (folder === undefined) continue; // somewhere that this repository does not hold
    const [before = '', own = ''] = [lines[line - 1], lines[line]];
    // In a block, the comment on the line and the comment line above it speak for the command.
    const spoken = /^\s*#/.test(before) ? `${before}\n${own}` : own;
    const base = {
      line: passage.line + (block ? line : 0),
      sentence: block ? `${spoken}\n${passage.sentence}` : passage.sentence,
      headings: passage.headings,
    };
    for (const asked of askedOf(words)) {
      const inside = asked.folder === undefined ? folder : below(folder, asked.folder);
      if (inside === undefined) continue;
      mentions.push({
        ...base,
        folder: inside,
        text: textOf(program, asked),
        kind: asked.tool === 'package' ? 'script' : 'target',
        asked,
      });
    }
    for (const word of filesOf(program, args)) {
      const shape = pathShape(word.replace(/\/\.\.\.$/, ''));
      if (shape === undefined || isAddress(shape.path)) continue;
      const accuse =
        (shape.isFile || (program === 'go' && word.startsWith('./'))) && shape.path.includes('/') ? 'always' : 'found';
      mentions.push({ ...base, folder, text: word, kind: 'command', path: shape.path, accuse });
    }
  }
  return mentions;
}

/** The words of a command that are files it needs: the program itself, and the arguments of programs that read files. */
function filesOf(program: string, args: readonly string[]): readonly string[] {
  const own = program.includes('/') ? [program] : [];
  if (VIEWERS.test(program)) return args.filter((word) => !word.startsWith('-'));
  if (!READERS.test(program)) return own;
  // The value of an option may be a file that the command writes.
  return [
    ...own,
    ...args.filter((word, index) => word.includes('/') && !word.startsWith('-') && !/^-/.test(args[index - 1] ?? '')),
  ];
}

function textOf(program: string, { tool, name }: Asked): string {
  if (tool !== 'package') return `${program}${tool === 'mise' ? ' run' : ''} ${name}`;
  return name === 'test' && program !== 'bun' ? `${program} test` : `${program} run ${name}`;
}

/** The folder that `cd` leads to; undefined when it leaves the repository or cannot be followed. */
function below(folder: string, to: string | undefined): string | undefined {
  if (to === undefined || !/^[\w.@-][\w.@/-]*$/.test(to)) return undefined;
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of to.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

function proseIn(passage: Passage): readonly Mention[] {
  const mentions: Mention[] = [];
  for (const { 0: word } of passage.value.matchAll(
    /(?<![\p{L}\p{N}_@/.-])@?(?:\.{0,2}\/)?[\p{L}\p{N}_.-]+(?:\/[\p{L}\p{N}_.-]+)*\/?/gu,
  )) {
    const imported = word.startsWith('@');
    const shape = pathShape((imported ? word.slice(1) : word).replace(/[.,:]+$/, ''));
    if (shape === undefined || !(shape.isFile || shape.hasFolder || imported)) continue;
    // `@name` may be a person, and `@scope/name` a package: only a markdown file is an import beyond doubt.
    const accuse = imported && /\.mdx?$/i.test(shape.path) ? 'always' : imported ? 'exact' : 'found';
    mentions.push({ ...around(passage, word), kind: imported ? 'import' : 'prose', path: shape.path, accuse });
  }
  return mentions;
}

const around = (passage: Passage, text: string, offset = 0): Around => ({
  text,
  line: passage.line + offset,
  sentence: passage.sentence,
  headings: passage.headings,
});

function decoded(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}
