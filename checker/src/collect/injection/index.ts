import { defineCollector } from '../../collector.ts';
import type { Miss, Pointer } from '../../facts/injection.ts';
import type { InstructionFile, Reference } from '../../facts/instructions.ts';
import { known } from '../../outcome.ts';
import { recognise } from '../instructions/harnesses.ts';
import { mentionsIn } from '../instructions/mentions.ts';
import { readDocument } from '../instructions/passages.ts';
import { follow, Scripts } from './follow.ts';
import { isHookFile, sessionHooks } from './hooks.ts';
import { Places } from './places.ts';

/**
 * Finds how the lessons of this repository reach a session: what is always loaded and names them, and what runs when a
 * session starts. Nothing is run. Only what the audited commit holds counts: a pointer into a home directory, or to a
 * place without tracked entries, is a miss.
 */
export const injection = defineCollector({
  kind: 'injection',
  reads: (path) =>
    recognise(path) !== undefined || isHookFile(path) || /^\.(?:claude|codex|cursor|gemini|github)\/hooks\//.test(path),

  async collect(context) {
    const [instructions, learnings] = await Promise.all([context.facts('instructions'), context.facts('learnings')]);
    if (!instructions.known) return instructions;
    if (!learnings.known) return learnings;
    const places = new Places(learnings.value);
    const { repository } = context;
    const [tree, { hooks, unread: unreadHooks }] = await Promise.all([repository.tree(), sessionHooks(context)]);
    const always = instructions.value.files.filter(({ loading }) => loading === 'always');
    const former = instructions.value.files.filter(({ loading }) => loading === 'formerly');
    const told = [...always, ...former].flatMap((file) => pointersOf(file, instructions.value.references, places));
    const scripts = new Scripts(repository);
    const followed = places.any ? await Promise.all(hooks.map((hook) => follow(hook, scripts, tree, places))) : [];
    const refused = told.flatMap(({ pointer, refused }) => (refused ? [missOf(pointer)] : []));
    const pointers = [
      ...told.flatMap(({ pointer, refused }) => (refused ? [] : [pointer])),
      ...followed.flatMap((each) => each.pointers),
    ];
    const contents =
      pointers.length > 0 || !places.any ? new Map() : await repository.read(always.map(({ path }) => path));
    const astray = [...contents].flatMap(([path, content]) =>
      content.state === 'text' ? emptyPlaces(path, content.text, places) : [],
    );
    return known({
      pointers: once(pointers),
      misses: [...refused, ...astray, ...followed.flatMap(({ misses }) => misses)],
      unseen: followed.flatMap(({ unseen }) => unseen),
      unread: [...instructions.value.unread, ...unreadHooks, ...followed.flatMap(({ unread }) => unread)],
    });
  },
});

interface Told {
  readonly pointer: Pointer;
  readonly refused: boolean;
}

function pointersOf(
  { path, twins, loading, harnesses }: InstructionFile,
  references: readonly Reference[],
  places: Places,
): readonly Told[] {
  const only = loading === 'formerly' ? { onlyIn: harnesses.join(', ') } : {};
  const itself = [path, ...twins].flatMap((own): readonly Told[] => {
    const reached = places.reached(own);
    return reached === undefined ? [] : [{ pointer: { path: own, by: 'loaded', ...reached, ...only }, refused: false }];
  });
  const named = references.flatMap((reference): readonly Told[] => {
    const { to, kind, line, said } = reference;
    if (reference.path !== path || to === undefined || kind === 'script' || kind === 'target') return [];
    const reached = places.reached(to);
    if (reached === undefined) return [];
    const reach = kind === 'listing' ? 'drawn' : said === 'written' || said === 'named' ? said : reached.reach;
    return [{ pointer: { path, line, by: 'text', to: reached.to, reach, ...only }, refused: said === 'refused' }];
  });
  return [...itself, ...named];
}

const missOf = ({ path, line, to }: Pointer): Miss => ({
  path,
  ...(line === undefined ? {} : { line }),
  because: `names ${to} only to keep it out`,
});

/** Places for lessons that a text names and that hold nothing; asked only where no pointer was found. */
function emptyPlaces(path: string, text: string, places: Places): readonly Miss[] {
  const passages = readDocument(text)?.passages ?? [];
  return passages.flatMap(mentionsIn).flatMap((mention): readonly Miss[] => {
    const because = 'path' in mention ? places.empty(mention.path) : undefined;
    return because === undefined ? [] : [{ path, line: mention.line, because }];
  });
}

function once(pointers: readonly Pointer[]): readonly Pointer[] {
  const kept = new Map<string, Pointer>();
  for (const pointer of pointers) {
    const key = JSON.stringify([pointer.path, pointer.line, pointer.to, pointer.reach]);
    if (!kept.has(key)) kept.set(key, pointer);
  }
  return [...kept.values()];
}
