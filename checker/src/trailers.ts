/** A `Key: value` line at the end of a commit message. */
export interface Trailer {
  /** As written; keys compare without regard to case. */
  readonly key: string;
  /** Folded lines joined by one space. */
  readonly value: string;
}

/**
 * The trailers of a commit message, by git's own rule (the last paragraph counts when all its lines are trailers, or when
 * one of them is a line that git itself writes and at least a quarter are trailers), and those of earlier paragraphs that
 * hold nothing else. A squash merge keeps the trailers of each commit it joined in the middle of its message, and some
 * tools add a block of their own below the one that names the co-authors.
 * @param body the message without its first paragraph, which never holds trailers.
 */
export function trailersOf(body: string): readonly Trailer[] {
  const paragraphs = paragraphsOf(body);
  return paragraphs.flatMap((lines, index) =>
    countTrailers(lines).other === 0 || (index === paragraphs.length - 1 && isTrailerBlock(lines)) ? read(lines) : [],
  );
}

const TRAILER = /^([A-Za-z0-9-]+)[ \t]*:(.*)$/;
/** Lines that git writes by itself; they make a mixed paragraph a trailer block. */
const GIT_WRITES = ['Signed-off-by: ', '(cherry picked from commit '];

function paragraphsOf(body: string): readonly (readonly string[])[] {
  const paragraphs: string[][] = [[]];
  for (const line of body.split(/\r?\n/)) {
    // `git interpret-trailers` passes over comments; a commit rarely keeps one.
    if (line.startsWith('#')) continue;
    if (line.trim() === '') paragraphs.push([]);
    else paragraphs.at(-1)?.push(line);
  }
  return paragraphs.filter((lines) => lines.length > 0);
}

function isTrailerBlock(lines: readonly string[]): boolean {
  const { trailers, other, byGit } = countTrailers(lines);
  return trailers > 0 && (other === 0 || (byGit && trailers * 3 >= other));
}

function countTrailers(lines: readonly string[]) {
  let [trailers, other, byGit, folds] = [0, 0, false, false];
  for (const line of lines) {
    if (isFolded(line)) {
      // A folded line belongs to the trailer above it; below anything else it is text.
      if (!folds) other++;
    } else if (GIT_WRITES.some((start) => line.startsWith(start))) {
      [trailers, byGit, folds] = [trailers + 1, true, true];
    } else if (TRAILER.test(line)) {
      [trailers, folds] = [trailers + 1, true];
    } else {
      [other, folds] = [other + 1, false];
    }
  }
  return { trailers, other, byGit };
}

function read(lines: readonly string[]): readonly Trailer[] {
  const found: { key: string; value: string }[] = [];
  let open = false;
  for (const line of lines) {
    const last = found.at(-1);
    const [, key, value] = TRAILER.exec(line) ?? [];
    if (isFolded(line)) {
      if (open && last !== undefined) last.value = `${last.value} ${line.trim()}`.trim();
    } else if (key !== undefined && value !== undefined) {
      found.push({ key, value: value.trim() });
      open = true;
    } else open = false;
  }
  return found;
}

const isFolded = (line: string) => line.startsWith(' ') || line.startsWith('\t');
