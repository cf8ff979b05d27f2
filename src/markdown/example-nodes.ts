import type { BlockContent, Blockquote, Code, Paragraph, PhrasingContent } from 'mdast';
import type { Example, ExampleCommit, ExampleFile, ExampleRun } from '#documents';

/**
 * An example as a reader sees it: its repository, and what the checker really answers. A block quote in markdown, so that
 * the markdown of a page stays readable; a framed block of its own in HTML. `folded`: only its title is seen until it is
 * opened.
 */
export function exampleNodes(example: Example, run: ExampleRun, { folded }: { readonly folded: boolean }): Blockquote {
  const { outcome, shows, files, commits, clone, withheld, forge } = example;
  const title = paragraph('example-title', [strong(LABEL[outcome]), text(` ${shows}.`)]);
  return {
    type: 'blockquote',
    data: { hName: folded ? 'details' : 'div', hProperties: { className: ['example', `example-${outcome}`] } },
    children: [
      folded ? { ...title, data: { ...title.data, hName: 'summary' } } : title,
      ...Object.entries(files ?? {}).flatMap(([path, file]) => fileNode(path, file)),
      ...(commits ?? []).flatMap(commitNodes),
      ...state(clone, withheld),
      ...Object.entries(forge ?? {}).map(([call, answer]) => forgeNode(call, answer)),
      {
        type: 'code',
        lang: 'text',
        meta: 'title="agentops-audit"',
        value: [run.text, ...run.proof.map((place) => `  ${place}`)].join('\n'),
      },
    ],
  };
}

const LABEL: Readonly<Record<Example['outcome'], string>> = {
  pass: '✓ Pass.',
  partial: '◐ Partial.',
  fail: '✗ Fail.',
  unknown: '? Unknown.',
  'not-applicable': '– Not applicable.',
};

function commitNodes({ date, author, message, times, files }: ExampleCommit): BlockContent[] {
  const [subject = '', ...rest] = (message ?? '').trim().split('\n');
  const body = rest.join('\n').trim();
  const head = [date, author?.replace(/ <.*/, ''), times === undefined ? undefined : `${times} times`]
    .filter((part) => part !== undefined)
    .join(', ');
  const removed = Object.entries(files ?? {}).filter(([, file]) => file === null);
  return [
    paragraph('example-commit', [
      strong('Commit'),
      text([` ${head}`, subject].filter((part) => part !== '').join(': ')),
    ]),
    ...(body === '' ? [] : [code('text', body)]),
    ...Object.entries(files ?? {}).flatMap(([path, file]) => (file === null ? [] : fileNode(path, file))),
    ...(removed.length === 0
      ? []
      : [paragraph('example-note', [text('Deleted: '), ...listed(removed.map(([path]) => path))])]),
  ];
}

function fileNode(path: string, file: ExampleFile): BlockContent[] {
  if (typeof file === 'string') return [code(languageOf(path), file.replace(/\n$/, ''), path)];
  if ('lines' in file)
    return [paragraph('example-note', [{ type: 'inlineCode', value: path }, text(`: ${file.lines} lines.`)])];
  if ('symlink' in file)
    return [
      paragraph('example-note', [
        { type: 'inlineCode', value: path },
        text(' links to '),
        { type: 'inlineCode', value: file.symlink },
        text('.'),
      ]),
    ];
  if ('executable' in file) return [code(languageOf(path), file.executable.replace(/\n$/, ''), `${path} (executable)`)];
  // What must not stand whole in this repository must not stand whole on its site either.
  return [code(languageOf(path), file.joined.join('…').replace(/\n$/, ''), path)];
}

function state(clone: Example['clone'], withheld: Example['withheld']): BlockContent[] {
  const notes: PhrasingContent[][] = [];
  const worktrees = clone?.worktrees ?? [];
  if (worktrees.length > 0)
    notes.push([
      text('Worktrees of this clone: '),
      ...listed(worktrees.map(({ name, branch }) => (branch === undefined ? name : `${name} (${branch})`))),
    ]);
  else if (clone?.worktrees !== undefined) notes.push([text('This clone has no other worktree.')]);
  if (clone?.uncommitted !== undefined && clone.uncommitted.length > 0)
    notes.push([text('Not committed: '), ...listed(clone.uncommitted)]);
  if (withheld?.history) notes.push([text('This clone is shallow: its history is not there.')]);
  if (withheld?.contents !== undefined)
    notes.push([text('Contents that this clone does not hold: '), ...listed(withheld.contents)]);
  return notes.map((children) => paragraph('example-note', children));
}

function forgeNode(call: string, answer: unknown): BlockContent {
  if (typeof answer === 'number')
    return paragraph('example-note', [
      text('GitHub answers '),
      { type: 'inlineCode', value: call },
      text(` with ${answer}.`),
    ]);
  return code('json', JSON.stringify(answer, null, 2), call);
}

const text = (value: string): PhrasingContent => ({ type: 'text', value });
const strong = (value: string): PhrasingContent => ({ type: 'strong', children: [{ type: 'text', value }] });
const listed = (paths: readonly string[]): PhrasingContent[] =>
  paths.flatMap((path, index) => [...(index === 0 ? [] : [text(', ')]), { type: 'inlineCode' as const, value: path }]);

function paragraph(className: string, children: PhrasingContent[]): Paragraph {
  return { type: 'paragraph', data: { hProperties: { className: [className] } }, children };
}

const code = (lang: string, value: string, title?: string): Code => ({
  type: 'code',
  lang,
  value,
  meta: title === undefined ? 'frame="none"' : `title="${title.replaceAll('"', "'")}"`,
});

const LANGUAGES: Readonly<Record<string, string>> = {
  js: 'js',
  json: 'json',
  jsonc: 'jsonc',
  jsonl: 'json',
  md: 'md',
  mdc: 'md',
  py: 'python',
  sh: 'sh',
  tf: 'hcl',
  toml: 'toml',
  ts: 'ts',
  yaml: 'yaml',
  yml: 'yaml',
};

/** The language to colour a file by; plain text where it is not one that examples use. */
function languageOf(path: string): string {
  if (/(^|\/)Makefile$/.test(path)) return 'make';
  return LANGUAGES[path.slice(path.lastIndexOf('.') + 1)] ?? 'text';
}
