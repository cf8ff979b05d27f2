/** What a piece of text looks like as a path. Says nothing of whether it exists. */
export interface PathShape {
  /** Cleaned: without `./`, line numbers, anchors, a trailing slash; backslashes turned. */
  readonly path: string;
  /** Its last name has the ending of a text, code or configuration file. */
  readonly isFile: boolean;
  readonly hasFolder: boolean;
}

const FILE_ENDING =
  /\.(?:md|mdx|mdc|txt|rst|adoc|json|jsonc|json5|jsonl|ya?ml|toml|ini|cfg|conf|env|lock|xml|html?|css|scss|less|svg|sql|graphql|proto|prisma|csv|sh|bash|zsh|fish|ps1|bat|cmd|py|pyi|ipynb|rb|php|pl|lua|r|jl|[cm]?[jt]sx?|vue|svelte|astro|go|mod|rs|c|h|cc|cpp|hpp|m|mm|cs|fs|java|kt|kts|swift|scala|clj|ex|exs|erl|hs|ml|zig|nim|dart|tf|hcl|nix|cue|rego|mk|gradle|cmake|bazel|bzl|service|tmpl|tpl|j2)$/i;

/** Names that stand for something: `path/to/x`, `test_foo.py`, `YYYY-MM-DD.md`, `my-app/`. */
const STAND_IN =
  /(?:^|[/_.-])(?:foo|bar|baz|qux)(?:[/_.-]|$)|(?:^|\/)(?:path\/to|path|x|y|z|xxx+|nnn+|n+|name|your[-_ ].*|my[-_].*|some[-_].*|example[-_.].*|\.{3,}.*)(?:\.\w+)?(?:\/|$)|YYYY|XXXX|NNNN|\.\.\.|…/;

/** Folders that hold what was built, fetched or cached, by common use. */
const BUILT =
  /(?:^|\/)(?:dist|build|built|out|output|outputs|target|bin|obj|lib64|node_modules|coverage|tmp|temp|cache|logs?|\.next|\.nuxt|\.astro|\.turbo|\.cache|\.venv|venv|__pycache__|\.git|\.pytest_cache|generated|gen|release|releases|artifacts|storybook-static|_site)(?:\/|$)/;

/** No path that a person writes is longer. */
const LONGEST = 250;

/** The shape of a word that could be a relative path; undefined for addresses, patterns, placeholders and anything else. */
export function pathShape(text: string): PathShape | undefined {
  if (text.length > LONGEST) return undefined;
  const written = text.replaceAll('\\', '/').replace(/(?::\d+(?:[-:]\d+)*|#[^/]*|::.*)$/, '');
  if (!/^[\p{L}\p{N}_.@+,=~()[\]-]+(?:\/[\p{L}\p{N}_.@+,=()[\]-]+)*\/?$/u.test(written)) return undefined;
  if (/^[~@]/.test(written) || /^\.+$/.test(written) || STAND_IN.test(written)) return undefined;
  if (/[()[\],=]/.test(written)) return undefined; // patterns and routes; such a folder may exist, but nobody can tell
  const path = written.replace(/^(?:\.\/)+/, '').replace(/\/$/, '');
  if (path === '' || path.split('/').some((part) => part === '.')) return undefined;
  return { path, isFile: FILE_ENDING.test(path), hasFolder: path.includes('/') || written.endsWith('/') };
}

/** Top folders that repositories commonly have: a path in one of them is meant from the root, even where it is gone. */
const COMMON =
  /^(?:docs?|documentation|src|source|lib|libs|scripts?|tests?|specs?|tools?|packages|apps|crates|cmd|internal|pkg|config|configs|\.[a-z][\w-]*)$/;

export const isCommonFolder = (name: string): boolean => COMMON.test(name);

export const isBuilt = (path: string): boolean => BUILT.test(path);

/** True where some folder on the way looks like a host or a file: `example.com/a.html`, `Next.js/React.js`. */
export const isAddress = (path: string): boolean =>
  path
    .split('/')
    .slice(0, -1)
    .some((part) => /^[^.].*\.[a-z]{2,}$/i.test(part));
