import type { Gate } from '../../facts/owners.ts';
import { nameOf } from '../../tree.ts';

type Kind = Gate['kind'];

const INSTRUCTIONS = new Set([
  'AGENTS.md',
  'AGENTS.override.md',
  'CLAUDE.md',
  'GEMINI.md',
  '.cursorrules',
  '.windsurfrules',
  '.clinerules',
  'copilot-instructions.md',
]);
const WORKFLOW = /^\.(?:github|forgejo|gitea)\/workflows\/[^/]+\.ya?ml$|^\.gitlab-ci\.yml$|^\.circleci\/config\.yml$/;

/** Folders in which a tracked file decides: where verdicts are kept, and where rules and permissions are written. */
const FOLDERS: readonly (readonly [Kind, RegExp])[] = [
  ['ledger', /^(docs\/provenance|\.agents\/(?:ledger|pawl-verdicts|council|yield|ao\/verdicts|verdicts)|verdicts)\//],
  [
    'rules',
    /^(factors|\.(?:cursor|claude|agents)\/rules|\.agents\/(?:constraints|checks|policies)|\.github\/rulesets)\//,
  ],
];
const RULE_FILES = new Set([
  '.claude/settings.json',
  '.codex/config.toml',
  '.gemini/settings.json',
  'opencode.json',
  'GOALS.md',
  'GOALS.yaml',
]);
const NOT_OURS =
  /(?:^|\/)(?:node_modules|vendor|third_party|__fixtures__|fixtures?|testdata|templates?|examples?|skills)\//i;

/** The gate that a tracked path belongs to: itself, or a folder of ledgers or rules. */
export function gateOf(path: string): { readonly kind: Kind; readonly path: string } | undefined {
  if (WORKFLOW.test(path)) return { kind: 'workflow', path };
  if (RULE_FILES.has(path)) return { kind: 'rules', path };
  for (const [kind, folder] of FOLDERS) {
    const name = folder.exec(path)?.[1];
    if (name !== undefined) return { kind, path: `${name}/` };
  }
  return INSTRUCTIONS.has(nameOf(path)) && !NOT_OURS.test(path) ? { kind: 'instructions', path } : undefined;
}
