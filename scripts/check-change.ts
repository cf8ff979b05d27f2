import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { toString as textOf } from 'mdast-util-to-string';
import * as z from 'zod/mini';
import { type DoctrineProblem, problemLine, readCheckedYaml } from '../checker/src/checked-yaml.ts';
import { parseMarkdown } from '../checker/src/collect/safe-markdown.ts';
import { type FactorSource, frontmatterOf } from '../checker/src/doctrine.ts';
import { isFactorFile } from '../checker/src/document/document-set.ts';

/**
 * Checks what a pull request does to the rules: `BASE_SHA=origin/main npm run check-change` compares the factor
 * documents of the commit HEAD_SHA (or HEAD) with those of the commit that it left BASE_SHA at. A rule that is new or
 * asks something else needs an entry in CHANGELOG.md. A rule that is gone, and an id that had a life before, are errors.
 */

/** What a rule demands, and where: all that a change of can move a score. Its fix is advice. */
interface Demand {
  /** The id of its factor. */
  readonly factor: string;
  readonly path: string;
  readonly claim: string;
  readonly weight: string;
  readonly level: string;
  readonly params: Readonly<Record<string, unknown>>;
}

const MOVES_SCORES = ['factor', 'claim', 'weight', 'level', 'params'] as const;

/** The result of comparing two states of the doctrine, as lines of text. */
export interface ChangeReport {
  /** What happened to which rule. */
  readonly changes: readonly string[];
  /** Why the change cannot land, and what to do; empty where it can. */
  readonly errors: readonly string[];
}

/** Two states of the repository, and what came before the first. */
export interface Change {
  /** The factor documents, of which those before need not be readable. */
  readonly before: readonly FactorSource[];
  readonly after: readonly FactorSource[];
  /** The text of CHANGELOG.md; empty where there is none. */
  readonly changelogBefore: string;
  readonly changelogAfter: string;
  /** A commit that had a rule of this id, among those before the first state. */
  readonly commitWith: (ruleId: string) => string | undefined;
}

/** Compares the rules of two states by their ids. */
export function checkChange(change: Change): ChangeReport {
  // What is wrong with the older state is no fault of the change: a rule that cannot be read there counts as new. Whether
  // one was there cannot be told then, so that an earlier commit with its id proves nothing.
  const unreadable: DoctrineProblem[] = [];
  const before = demandsOf(change.before, unreadable);
  const problems: DoctrineProblem[] = [];
  const after = demandsOf(change.after, problems);
  if (problems.length > 0) {
    return { changes: [], errors: problems.map(problemLine) };
  }

  const changes: string[] = [];
  const errors: string[] = [];
  for (const [id, demand] of after) {
    const former = before.get(id);
    if (former === undefined) {
      changes.push(`${demand.path}: ${id} is new (${demand.weight}, ${demand.level})`);
      const commit = unreadable.length > 0 ? undefined : change.commitWith(id);
      if (commit !== undefined)
        errors.push(
          `${demand.path}: commit ${commit} had a rule ${id} already: an id is never reused. Choose another.`,
        );
      continue;
    }
    for (const key of MOVES_SCORES) {
      if (!isDeepStrictEqual(former[key], demand[key]))
        changes.push(`${demand.path}: ${id}: ${key} ${JSON.stringify(former[key])} → ${JSON.stringify(demand[key])}`);
    }
  }
  for (const [id, { path }] of before) {
    if (after.has(id)) continue;
    changes.push(`${path}: ${id} is gone`);
    errors.push(
      `${path}: ${id} is gone: a rule's id is never renamed, because scorecards name it. Put it back under this id; what it asks can change. A rule is retired by a new edition, not within one.`,
    );
  }
  if (changes.length > 0 && !hasNewEntry(change.changelogBefore, change.changelogAfter))
    errors.push(
      'CHANGELOG.md: has no new line under "Unreleased", and a rule changed. Say there which rule, in which direction scores move, and for whom.',
    );
  return { changes, errors };
}

/** Only what is compared: an older document may obey an older schema. */
const documentSchema = z.object({
  id: z.string(),
  rules: z.array(
    z.object({
      id: z.string().check(z.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens')),
      claim: z.string(),
      weight: z.string(),
      level: z.string(),
      params: z._default(z.record(z.string(), z.unknown()), {}),
    }),
  ),
});

function demandsOf(sources: readonly FactorSource[], problems: DoctrineProblem[]): Map<string, Demand> {
  const demands = new Map<string, Demand>();
  for (const { path, text } of sources) {
    const block = frontmatterOf(text);
    if (block === undefined) {
      problems.push({ path, line: 1, column: 1, message: 'has no frontmatter' });
      continue;
    }
    const read = readCheckedYaml({ path, text: block.yaml, firstLine: block.firstLine }, documentSchema, problems);
    for (const { id, ...rule } of read?.value.rules ?? [])
      demands.set(id, { factor: read?.value.id ?? '', path, ...rule });
  }
  return demands;
}

function isReadable(source: FactorSource): boolean {
  const problems: DoctrineProblem[] = [];
  demandsOf([source], problems);
  return problems.length === 0;
}

/** Whether a changelog says something under "Unreleased" that it did not say there; a heading says nothing yet. */
function hasNewEntry(before: string, after: string): boolean {
  const known = new Set(unreleasedLines(before));
  return unreleasedLines(after).some((line) => !known.has(line));
}

function unreleasedLines(changelog: string): readonly string[] {
  const children = parseMarkdown(changelog)?.children ?? [];
  const headings = children.filter((node) => node.type === 'heading' && node.depth <= 2);
  const index = headings.findIndex((node) => /^\[?Unreleased\]?$/i.test(textOf(node).trim()));
  const [heading, next] = [headings[index], headings[index + 1]];
  if (heading === undefined) return [];
  return children
    .slice(children.indexOf(heading) + 1, next && children.indexOf(next))
    .filter(({ type }) => type === 'list' || type === 'paragraph')
    .flatMap(({ position }) => changelog.slice(position?.start.offset, position?.end.offset).split('\n'))
    .map((line) => line.trim())
    .filter((line) => /[\p{L}\p{N}]/u.test(line));
}

/**
 * Compares two commits of a repository; what the base gained since the two parted is left out.
 * @throws when a commit is not there.
 */
export function checkCommits(root: string, base: string, head: string): ChangeReport {
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-C', root, ...args], { encoding: 'utf8', maxBuffer: 1 << 28, stdio: 'pipe' });
  const commit = (name: string) => {
    try {
      return git('rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`).trim();
    } catch (error) {
      throw new Error(
        `There is no commit ${JSON.stringify(name)} here: correct the name, or fetch the whole history.`,
        { cause: error },
      );
    }
  };
  const text = (at: string, path: string) =>
    git('ls-tree', '-z', '--name-only', at, '--', path) === '' ? '' : git('show', `${at}:${path}`);
  const factors = (at: string) =>
    git('ls-tree', '-z', '--name-only', at, '--', 'factors/')
      .split('\0')
      .filter(isFactorFile)
      .map((path) => ({ path, text: text(at, path) }));

  const [tip, after] = [commit(base), commit(head)];
  const before = git('merge-base', tip, after).trim();
  /** A document, or the newest of its earlier states that can be read: what a repair is measured against. */
  const readable = (source: FactorSource): FactorSource => {
    if (isReadable(source)) return source;
    const earlier = git('log', '--format=%H', before, '--', source.path).split('\n').filter(Boolean);
    for (const at of earlier) {
      const state = { path: source.path, text: text(at, source.path) };
      if (isReadable(state)) return state;
    }
    return source;
  };
  return checkChange({
    before: factors(before).map(readable),
    after: factors(after),
    changelogBefore: text(before, 'CHANGELOG.md'),
    changelogAfter: text(after, 'CHANGELOG.md'),
    commitWith: (id) =>
      git('log', '--format=%H', `-Sid: ${id}`, tip, '--', 'factors/')
        .split('\n')
        .find((at) => at !== '' && demandsOf(factors(at), []).has(id)),
  });
}

/** What is compared, and is changed in the work tree without being committed: no commit says anything of it. */
export function uncommitted(root: string): readonly string[] {
  return execFileSync(
    'git',
    [
      '-C',
      root,
      'status',
      '--porcelain',
      '-z',
      '--no-renames',
      '--untracked-files=all',
      '--',
      'factors',
      'CHANGELOG.md',
    ],
    { encoding: 'utf8', maxBuffer: 1 << 28, stdio: 'pipe' },
  )
    .split('\0')
    .filter(Boolean)
    .map((entry) => entry.slice(3));
}

if (import.meta.main) {
  try {
    const { BASE_SHA, HEAD_SHA = 'HEAD' } = process.env;
    if (!BASE_SHA)
      throw new Error('BASE_SHA is not set: name the commit to compare with, such as BASE_SHA=origin/main.');
    const root = fileURLToPath(new URL('..', import.meta.url));
    const { changes, errors } = checkCommits(root, BASE_SHA, HEAD_SHA);
    const open = uncommitted(root);
    if (open.length > 0)
      console.error(`Not committed, so not compared: ${open.join(', ')}. Commit first, then check again.\n`);
    console.log(changes.length === 0 ? 'No rule changed.' : changes.join('\n'));
    if (errors.length > 0) console.error(`\n${errors.join('\n')}`);
    process.exitCode = errors.length > 0 ? 1 : 0;
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 2;
  }
}
