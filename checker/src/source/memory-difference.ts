import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Difference } from '../repository.ts';
import type { ComparedFile } from './memory-changes.ts';
import { type Edit, editsBetween, isBinary, splitLines } from './memory-lines.ts';
import { modeOf } from './memory-tree.ts';

type Files = ReadonlyMap<string, ComparedFile>;
interface Pair {
  readonly path: string;
  readonly before: ComparedFile | undefined;
  readonly after: ComparedFile | undefined;
}

const CONTEXT = 3;
const NULL_ID = '0'.repeat(40);

/**
 * The stable patch id of a change, as `git diff-tree -p --full-index | git patch-id --stable` gives it, and the digest of
 * the same patch. Where a text can be edited in several equally short ways, git may choose another one than is chosen
 * here, and both are others; equal changes have equal ones here too. Undefined where nothing changed.
 */
export function differenceOf(before: Files, after: Files): Difference | undefined {
  const pairs = [...new Set([...before.keys(), ...after.keys()])]
    .map((path) => ({ path: asBytes(utf8ToBytes(path)), before: before.get(path), after: after.get(path) }))
    .filter(({ before: old, after: now }) => old?.entry.id !== now?.entry.id || old?.entry.kind !== now?.entry.kind)
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .flatMap(split);
  if (pairs.length === 0) return undefined;
  const sum = new PatchSum();
  for (const pair of pairs) addFile(sum, pair);
  return sum.end();
}

/** A file that became a link or a submodule is told as one that went and one that came. */
function split(pair: Pair): readonly Pair[] {
  const { before, after } = pair;
  if (before === undefined || after === undefined || typeOf(before) === typeOf(after)) return [pair];
  return [
    { ...pair, after: undefined },
    { ...pair, before: undefined },
  ];
}

const typeOf = ({ entry }: ComparedFile) => modeOf(entry).slice(0, 3);

/** For the patch id the digests of files, added up so that their order does not matter; for the difference every line. */
class PatchSum {
  readonly #sum = new Uint8Array(20);
  readonly #all = sha256.create();
  #open: string[] = [];
  /** The file under way has lines, and ends where the next begins. */
  #hasLines = false;
  /** git leaves out the first line after a binary file. */
  #afterBinary = false;

  begin(header: string): void {
    if (this.#hasLines) this.#flush();
    this.#hasLines = false;
    if (!this.#afterBinary) this.add(header);
    else this.print(`${header}\n`);
    this.#afterBinary = false;
  }

  /** For the patch id white space does not count, and a line ends at a NUL byte. */
  add(line: string, printed = `${line}\n`): void {
    this.#open.push((line.split('\0', 1)[0] ?? '').replace(/[ \t\r\n]/g, ''));
    this.print(printed);
  }

  /** What no patch id holds. */
  print(text: string): void {
    this.#all.update(bytesIn(text));
  }

  lines(): void {
    this.#hasLines = true;
  }

  binary(): void {
    this.#flush();
    this.#afterBinary = true;
  }

  end(): Difference {
    this.#flush();
    return { patch: bytesToHex(this.#sum), difference: bytesToHex(this.#all.digest()) };
  }

  #flush(): void {
    const text = this.#open.join('');
    const digest = sha1(bytesIn(text));
    this.#open = [];
    let carry = 0;
    for (const [index, byte] of digest.entries()) {
      carry += (this.#sum[index] ?? 0) + byte;
      this.#sum[index] = carry & 0xff;
      carry >>= 8;
    }
  }
}

function addFile(sum: PatchSum, { path, before, after }: Pair): void {
  const [from, to] = [quoted(`a/${path}`), quoted(`b/${path}`)];
  sum.begin(`diff --git ${from} ${to}`);
  const modes = [before, after].map((file) => file && modeOf(file.entry));
  if (before === undefined) sum.add(`new file mode ${modes[1]}`);
  else if (after === undefined) sum.add(`deleted file mode ${modes[0]}`);
  else if (modes[0] !== modes[1]) {
    sum.add(`old mode ${modes[0]}`);
    sum.add(`new mode ${modes[1]}`);
  }
  if (before?.entry.id === after?.entry.id) return;
  const [old, now] = [before === undefined ? '/dev/null' : from, after === undefined ? '/dev/null' : to];
  if ([before, after].some((file) => file !== undefined && isBinary(file.bytes))) {
    const ids = [before, after].map((file) => file?.entry.id ?? NULL_ID);
    const mode = modes[0] === modes[1] ? ` ${modes[0]}` : '';
    sum.add(ids.join(''), `index ${ids.join('..')}${mode}\nBinary files ${old} and ${now} differ\n`);
    sum.binary();
    return;
  }
  const edits = editsBetween(linesOf(before), linesOf(after));
  if (edits.length === 0) return;
  sum.lines();
  for (const line of [`--- ${old}`, `+++ ${now}`]) sum.add(line, line.includes(' ', 4) ? `${line}\t\n` : `${line}\n`);
  for (const hunk of hunksOf(edits)) {
    sum.print('@@\n');
    for (const { sign, text } of hunk)
      sum.add(sign + text, text.endsWith('\n') ? sign + text : `${sign}${text}\n\\ No newline at end of file\n`);
  }
}

/** What changed, with three lines around it. */
function hunksOf(edits: readonly Edit[]): readonly (readonly Edit[])[] {
  const near = new Set<number>();
  for (const [index, { sign }] of edits.entries()) {
    if (sign === ' ') continue;
    for (let at = index - CONTEXT; at <= index + CONTEXT; at++) near.add(at);
  }
  const hunks: Edit[][] = [];
  for (const [index, edit] of edits.entries()) {
    if (!near.has(index)) continue;
    if (index === 0 || !near.has(index - 1)) hunks.push([]);
    hunks.at(-1)?.push(edit);
  }
  return hunks;
}

function linesOf(file: ComparedFile | undefined): readonly string[] {
  if (file === undefined) return [];
  if (file.entry.kind === 'submodule') return [`Subproject commit ${file.entry.id}\n`];
  return splitLines(asBytes(file.bytes));
}

/** The bytes of a text that has a character for each. */
const bytesIn = (text: string): Uint8Array => Uint8Array.from(text, (byte) => byte.charCodeAt(0));

/** A character for each byte: what is not UTF-8 stays what it is. */
function asBytes(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}

const NAMED: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
};

/** As git writes a path in a patch: in quotes where it holds odd bytes. */
function quoted(path: string): string {
  const odd = /["\\]|[^ -~]/g;
  if (!odd.test(path)) return path;
  const octal = (byte: string) => `\\${byte.charCodeAt(0).toString(8).padStart(3, '0')}`;
  return `"${path.replace(odd, (byte) => NAMED[byte] ?? octal(byte))}"`;
}
