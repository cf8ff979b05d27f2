import { describe, expect, test } from 'vitest';
import { AGENTS } from '../../checker/src/agents.ts';
import { signaturesOf } from '../../checker/src/signatures.ts';

const ada = { name: 'Ada', email: 'ada@example.org' };
const signed = (body: string) => signaturesOf({ author: ada, committer: ada, body }).map(({ tool }) => tool);

describe('who signed a commit', () => {
  test.for<[body: string, tools: string[]]>([
    ['Co-Authored-By: Claude <noreply@anthropic.com>', ['Claude Code']],
    ['co-authored-by: Claude Opus 4.6 (1M context) <NOREPLY@anthropic.com>', ['Claude Code']],
    ['Co-Authored-By: Claude <noreply@anthropic.com>\n\nExecuted-By: shop/crew/grace', ['Claude Code', 'Gas Town']],
    ['Co-authored-by: Codex <noreply@openai.com>', ['Codex']],
    ['Co-authored-by: Copilot <223556219+Copilot@users.noreply.github.com>', ['Copilot']],
    [
      'Co-authored-by: devin-ai-integration[bot] <158243242+devin-ai-integration[bot]@users.noreply.github.com>',
      ['Devin'],
    ],
    ['Co-authored-by: aider (gpt-5) <aider@aider.chat>', ['Aider']],
    ['Amp-Thread-ID: https://ampcode.com/threads/T-1', ['Amp']],
    ['Made-with: Cursor', ['Cursor']],
    ['Assisted-by: Crush:model-x', ['Crush']],
    ['Assisted-by: Model 5 via Crush', ['Crush']],
    ['Why.\n\n🤖 Generated with [Claude Code](https://claude.com/claude-code)\n\nMore.', ['Claude Code']],
    ['💘 Generated with Crush', ['Crush']],
    // No sign: people's names, prose, quotes, automation.
    ['Co-authored-by: Claude <claude@example.org>', []],
    ['Co-authored-by: Devin Smith <devin@example.org>', []],
    ['Stop adding Co-Authored-By: Claude <noreply@anthropic.com> to commits', []],
    ['Remove the line "Generated with Claude Code" from messages', []],
    ['    Co-authored-by: Codex <noreply@openai.com>', []],
    ['Generated with a script', []],
    ['Assisted-by: Model 5', []],
    ['Co-authored-by: dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>', []],
    [`Co-authored-by: ${' '.repeat(100_000)}x`, []],
  ])('%s', ([body, tools]) => {
    expect(signed(body)).toEqual(tools);
  });

  test('a squash merge keeps the signatures of the commits it joined', () => {
    const body =
      '* One\n\nCo-authored-by: Codex <noreply@openai.com>\n\n* Two\n\nCo-authored-by: Ada <ada@example.org>';
    expect(signed(body)).toEqual(['Codex']);
  });

  test('the author and the committer sign too', () => {
    const agent = { name: 'Cursor Agent', email: 'cursoragent@cursor.com' };
    const aider = { name: 'Ada (aider)', email: 'ada@example.org' };
    expect(signaturesOf({ author: agent, committer: ada, body: '' })).toEqual([{ tool: 'Cursor', role: 'worker' }]);
    expect(signaturesOf({ author: aider, committer: agent, body: '' }).map(({ tool }) => tool)).toEqual([
      'Aider',
      'Cursor',
    ]);
  });

  test('a worker is known by the name its supervisor gave it, a reviewer by its role', () => {
    const body = 'Executed-By: shop/crew/grace\nCo-authored-by: Copilot <175728472+Copilot@users.noreply.github.com>';
    expect(signaturesOf({ author: ada, committer: ada, body })).toEqual([
      { tool: 'Gas Town', role: 'worker', worker: 'shop/crew/grace' },
      { tool: 'Copilot', role: 'reviewer' },
    ]);
  });

  test('no two agents claim the same sign, and every sign is in lower case', () => {
    const signs = AGENTS.flatMap(({ addresses = [], accounts = [], labels = [], keys = [] }) => [
      ...addresses,
      ...accounts,
      ...labels.map((label) => `label ${label}`),
      ...keys,
    ]);
    expect(signs).toEqual([...new Set(signs)]);
    expect(signs).toEqual(signs.map((sign) => sign.toLowerCase()));
  });
});
