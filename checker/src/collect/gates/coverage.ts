import { folderOf, nameOf, type Tree } from '../../tree.ts';

const SOURCE =
  /\.(?:[cm]?[jt]sx?|vue|svelte|astro|py|go|rs|java|kts?|scala|clj[cs]?|rb|php|cs|fs|vb|swift|mm?|c|cc|cpp|cxx|h|hpp|zig|nim|exs?|erl|hs|mli?|lua|pl|r|jl|dart|cr|sh|sql|proto)$/i;
const TEST = /(?:^|\/)(?:tests?|__tests__|specs?|e2e)\/|[._-](?:test|spec)s?\.[^/]+$|(?:^|\/)test_[^/]+$/i;
const MANIFEST =
  /^(?:package\.json|Cargo\.toml|go\.mod|pyproject\.toml|setup\.py|pom\.xml|build\.gradle(?:\.kts)?|composer\.json|mix\.exs|pubspec\.yaml|[^/]+\.(?:gemspec|csproj|cabal))$/;
export const NOT_OURS =
  /(?:^|\/)(?:node_modules|vendor|third_party|__fixtures__|fixtures?|testdata|examples?|templates?|snapshots)\//i;
/** Source files that the filters are asked about; of more, evenly chosen ones. */
const MOST_ASKED = 1500;

/**
 * Share of the tested source files whose change one of the filters lets through. Tested are the packages that hold a
 * test: a website or a script without tests does not have to start a test run.
 */
export function coverageOf(filters: readonly ((path: string) => boolean)[], tree: Tree): number {
  const ours = tree.entries.filter(({ path }) => !NOT_OURS.test(path)).map(({ path }) => path);
  const packages = new Set(ours.filter((path) => MANIFEST.test(nameOf(path))).map(folderOf));
  const packageOf = (path: string): string => {
    for (let at = folderOf(path); at !== ''; at = folderOf(at)) if (packages.has(at)) return at;
    return '';
  };
  const sources = ours.filter((path) => SOURCE.test(path));
  const tested = new Set(sources.filter((path) => TEST.test(path)).map(packageOf));
  const counted = tested.size === 0 ? sources : sources.filter((path) => tested.has(packageOf(path)));
  const step = Math.max(1, Math.ceil(counted.length / MOST_ASKED));
  const asked = counted.filter((_, index) => index % step === 0);
  if (asked.length === 0) return 1;
  return asked.filter((path) => filters.some((covers) => covers(path))).length / asked.length;
}
