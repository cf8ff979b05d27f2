import { visit } from 'unist-util-visit';
import { nameOf } from '../../tree.ts';
import { candidate } from '../learnings/places.ts';
import { parseMarkdown } from '../safe-markdown.ts';
import { isScalar, type ParsedYaml, parseYaml, valueOfYaml, visit as visitYaml } from '../safe-yaml.ts';
import { statePlaceOf } from '../state-places.ts';

/**
 * Agent configuration, skills, scripts and CI: what may prepare a worktree for an agent. Product source and tests also
 * call `git worktree add`, and say nothing of how the project works. Nor do skills outside of an agent's own folder: those
 * are what the project ships.
 */
export function mayAutomate(path: string): boolean {
  if (path === '.cursor/worktrees.json') return true;
  if (candidate(path) !== undefined || statePlaceOf(path) !== undefined) return false;
  if (/(?:^|\/)(?:tests?|__tests__|fixtures?|testdata|node_modules|vendor)\/|[._-](?:test|spec)\.\w+$/i.test(path))
    return false;
  if (/^(?:GNUmakefile|[Mm]akefile|\.?[Jj]ustfile|Taskfile\.ya?ml|package\.json)$/.test(path)) return true;
  if (/^\.github\/workflows\/[^/]+\.ya?ml$|^\.gitlab-ci\.yml$/.test(path)) return true;
  if (!/^(?:\.agents|\.claude|\.codex|\.cursor|\.gemini|\.opencode|\.github|scripts?|bin|hack)\//.test(path))
    return false;
  return (
    /\.(?:sh|bash|zsh|fish|ps1|py|rb|[cm]?[jt]s|md|mdc|ya?ml|json|toml)$/.test(path) || !nameOf(path).includes('.')
  );
}

/** The first line on which a file creates a worktree; a mention in prose or in a comment does not. */
export function creatingLine(path: string, text: string): number | undefined {
  if (path === '.cursor/worktrees.json') return 1;
  if (!/worktree/i.test(text)) return undefined;
  if (/\.mdc?$/.test(path)) return inMarkdown(text);
  if (/\.ya?ml$/.test(path)) return inYaml(text);
  if (path.endsWith('.json')) return inJson(path, text);
  return inLines(text);
}

const COMMAND = /\bgit\b[^\n|;&]*\sworktree\s+add\b|["'`]worktree["'`],\s*["'`]add["'`]/;
const LONGEST_LINE = 2_000;
const COMMENT = /^\s*(?:#|\/\/|\*|--|;)/;

function inLines(text: string): number | undefined {
  const at = text
    .split('\n')
    .findIndex((line) => line.length <= LONGEST_LINE && COMMAND.test(line) && !COMMENT.test(line));
  return at === -1 ? undefined : at + 1;
}

/** Commands in code blocks; `isolation: worktree` in the frontmatter of a subagent. */
function inMarkdown(text: string): number | undefined {
  const root = parseMarkdown(text);
  if (root === undefined) return undefined;
  let found: number | undefined;
  visit(root, (node) => {
    if (found !== undefined) return;
    const line = node.position?.start.line ?? 1;
    if (node.type === 'yaml' && isolated(node.value)) found = line;
    const within = node.type === 'code' ? inLines(node.value) : undefined;
    if (within !== undefined) found = line + within;
  });
  return found;
}

const isolated = (frontmatter: string) =>
  (valueOfYaml(frontmatter) as { isolation?: unknown } | null | undefined)?.isolation === 'worktree';

function inYaml(text: string): number | undefined {
  try {
    return inScalars(parseYaml(text));
  } catch (error) {
    if (error instanceof RangeError) return undefined; // nested deeper than a parser can follow
    throw error;
  }
}

function inScalars({ document, lines }: ParsedYaml): number | undefined {
  let found: number | undefined;
  visitYaml(document, {
    Scalar(_key, node) {
      if (found !== undefined || !isScalar(node) || typeof node.value !== 'string') return;
      const within = inLines(node.value);
      if (within === undefined) return;
      const { line } = lines.linePos(node.range?.[0] ?? 0);
      found = node.type === 'BLOCK_LITERAL' ? line + within : line;
    },
  });
  return found;
}

/** A package script that creates one, or a hook that an agent runs when it does. */
function inJson(path: string, text: string): number | undefined {
  const wanted = nameOf(path) === 'package.json' ? COMMAND : /"WorktreeCreate"|\bgit\b[^"]*\sworktree\s+add\b/;
  const at = text.split('\n').findIndex((line) => line.length <= LONGEST_LINE && wanted.test(line));
  return at === -1 ? undefined : at + 1;
}
