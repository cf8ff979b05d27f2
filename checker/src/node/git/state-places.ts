/**
 * Folders at the root of a work tree in which agents and people keep the state that an audit reads. Only these, and the
 * files of the root itself, are looked at for what is not committed.
 */
export const STATE_FOLDERS: readonly string[] = [
  '.agents',
  '.beads',
  '.claude',
  '.clinerules',
  '.codex',
  '.context',
  '.cursor',
  '.gemini',
  '.github',
  '.gitlab',
  '.opencode',
  '.specify',
  '.windsurf',
  'docs',
  'memory-bank',
  'plans',
  'specs',
];

/** Folders that never hold state, however deep they lie. */
export const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(['.git', 'node_modules']);
