import { AGENTS } from '../../agents.ts';
import { type CollectContext, defineCollector } from '../../collector.ts';
import type { Gate, Owner, OwnersFacts } from '../../facts/owners.ts';
import { type Collected, known, withheld } from '../../outcome.ts';
import type { Tree } from '../../tree.ts';
import { Effort } from '../glob.ts';
import { type Codeowners, type Dialect, parseCodeowners, rulesFor } from './codeowners.ts';
import { gateOf } from './gates.ts';

/** Where each forge looks, in its order; it reads the first one only. */
const PLACES: Readonly<Record<Dialect, readonly string[]>> = {
  github: ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'],
  gitlab: ['CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'],
};
/** GitHub does not load a larger file. */
const LARGEST = 3 << 20;
/** Bounds the work of matching: gates and files of a gate's folder that are looked up. */
const MOST_FILES = 200;
const MOST_RULES = 5000;
const MOST_STEPS = 20_000_000;

/** Reads CODEOWNERS by the rules of the forge, and looks up who owns each gate. */
export const owners = defineCollector({
  kind: 'owners',
  reads: (path) => isCodeowners(path) || gateOf(path) !== undefined,

  async collect(context): Promise<Collected<OwnersFacts>> {
    const tree = await context.repository.tree();
    const foreign = ['.gitea/CODEOWNERS', '.forgejo/CODEOWNERS'].find((path) => tree.isFile(path));
    if (foreign !== undefined) {
      return withheld(`${foreign} is written in another syntax, which is not read yet.`, `Read ${foreign} by hand.`);
    }
    const forge = dialectOf(context, tree);
    const path = PLACES[forge].find((place) => tree.get(place) !== undefined);
    if (path === undefined) return known({ file: undefined, ...gatesIn(tree, undefined) });
    if (tree.get(path)?.kind === 'symlink') {
      const file = { path, forge, skipped: [], ignored: 'is a symbolic link, which the forge does not follow' };
      return known({ file, ...gatesIn(tree, undefined) });
    }
    const content = (await context.repository.read([path], LARGEST)).get(path);
    if (content?.state === 'text') {
      const codeowners = parseCodeowners(content.text, forge);
      if (codeowners.rules.length > MOST_RULES) {
        return withheld(
          `${path} holds more than ${MOST_RULES} rules, which are not all looked up.`,
          `Read ${path} by hand.`,
        );
      }
      const file = { path, forge, skipped: codeowners.skipped, ignored: undefined };
      return known({ file, ...gatesIn(tree, codeowners) });
    }
    if (content?.state === 'too-large') {
      const file = { path, forge, skipped: [], ignored: 'is larger than 3 MB, which the forge does not load' };
      return known({ file, ...gatesIn(tree, undefined) });
    }
    return withheld(`${path} could not be read.`, 'Audit a clone that holds it.');
  },
});

const isCodeowners = (path: string) => /^(?:\.github\/|\.gitlab\/|\.gitea\/|\.forgejo\/|docs\/)?CODEOWNERS$/.test(path);

/** By the remote's address where there is one, else by what the tree holds; GitHub when nothing speaks for another. */
function dialectOf({ repository }: CollectContext, tree: Tree): Dialect {
  const { remote } = repository.target;
  if (remote !== undefined) return /gitlab/i.test(hostOf(remote)) ? 'gitlab' : 'github';
  return tree.has('.gitlab') || (tree.has('.gitlab-ci.yml') && !tree.has('.github')) ? 'gitlab' : 'github';
}

/** Of `https://host/path`, `ssh://git@host:22/path` and `git@host:path`. A path of this machine names no host. */
const hostOf = (remote: string): string => /^(?:[a-z+]+:\/\/)?(?:[^/@]*@)?([^/:]*)/i.exec(remote)?.[1] ?? '';

function gatesIn(tree: Tree, codeowners: Codeowners | undefined): Pick<OwnersFacts, 'gates' | 'beyond'> {
  const gates = new Map<string, Gate>();
  const effort = new Effort(MOST_STEPS);
  let files = 0;
  for (const { path, kind } of tree.entries) {
    const gate = kind === 'file' || kind === 'executable' ? gateOf(path) : undefined;
    if (gate === undefined) continue;
    if (++files > MOST_FILES) return { gates: [...gates.values()], beyond: path };
    const rules = codeowners === undefined ? [] : rulesFor(path, codeowners, effort);
    if (effort.isSpent) return { gates: [...gates.values()], beyond: path };
    const owned: Gate = {
      ...gate,
      file: path,
      line: rules[0]?.line,
      owners: rules.flatMap((rule) => rule.owners.map(ownerOf)),
    };
    const before = gates.get(gate.path);
    if (before === undefined || people(owned) < people(before)) gates.set(gate.path, owned);
  }
  return { gates: [...gates.values()] };
}

const people = ({ owners }: Gate) => owners.filter(({ kind }) => kind !== 'bot').length;

/** An account of a bot, and the address that the forge gives one. */
const BOT_NAME =
  /\[bot\](?:$|@users\.noreply\.)|[-_]bot$|^(?:dependabot|renovate|github-actions|copilot|mergify|greenkeeper)$/i;

function ownerOf(name: string): Owner {
  const account = name.replace(/^@+/, '').toLowerCase();
  const isAgent = AGENTS.some(
    ({ accounts = [], addresses = [] }) =>
      accounts.some((known) => known.replace(/\[bot\]$/, '') === account) || addresses.includes(account),
  );
  if (isAgent || BOT_NAME.test(account)) return { name, kind: 'bot' };
  return { name, kind: account.includes('/') ? 'team' : 'person' };
}
