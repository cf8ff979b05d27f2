import type { Defined } from './defined.ts';

const MOST_INCLUDES = 20;
const LONGEST_LINE = 2000;

/** The targets a makefile defines, its includes followed. What computes names, or includes what is not here, is `open`. */
export async function makeTargets(
  text: string,
  include: (name: string) => Promise<string | undefined>,
  names = new Set<string>(),
  left = { includes: MOST_INCLUDES },
): Promise<Defined> {
  const patterns: string[] = [];
  let open = false;
  let define = false;
  for (const line of text.replace(/\\\r?\n/g, ' ').split(/\r?\n/)) {
    if (/^\s*define\b/.test(line)) define = true;
    if (define) {
      if (/^\s*endef\b/.test(line)) define = false;
      continue;
    }
    if (line.length > LONGEST_LINE || line.startsWith('\t') || /^\s*(?:#|$)/.test(line)) continue;
    const files = /^\s*[-s]?include\s+(.*)$/.exec(line)?.[1];
    if (files !== undefined) {
      for (const file of files.replace(/#.*/, '').split(/\s+/).filter(Boolean)) {
        if (/(?:^|\/)[\w.-]*\.env[\w.-]*$/.test(file)) continue; // variables, by common use
        const inner = /[$*?[%]/.test(file) || left.includes-- <= 0 ? undefined : await include(file);
        const defined = inner === undefined ? undefined : await makeTargets(inner, include, names, left);
        open ||= defined?.open ?? true;
        patterns.push(...(defined?.patterns ?? []));
      }
      continue;
    }
    if (/^\s*\$[({](?:eval|foreach|call)\b/.test(line)) open = true;
    const targets = targetsOf(line);
    for (const target of targets) {
      if (target.includes('$')) open = true;
      else if (target.includes('%')) patterns.push(target);
      else if (target === '.PHONY') for (const name of prerequisitesOf(line)) names.add(name);
      else names.add(target);
    }
  }
  return { names, open, patterns };
}

/** The part before the rule's colon; assignments (`:=`, `::=`, `=`, `?=`) have none. */
function targetsOf(line: string): readonly string[] {
  const bare = line.replace(/#.*/, '');
  const colon = colonOf(bare);
  if (colon < 0 || /^(?:::?)?=/.test(bare.slice(colon + 1, colon + 4))) return [];
  if (/^\s*(?:export|override|unexport|private|vpath|ifn?eq|ifn?def)\b/.test(bare)) return [];
  return bare.slice(0, colon).replace(/&$/, '').split(/\s+/).filter(Boolean);
}

/** The first colon that no `=` precedes; those inside of a reference, as in `$(FILES:.c=.o)`, are none of the rule's. */
function colonOf(line: string): number {
  let deep = 0;
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? '';
    if (character === '$' && /[({]/.test(line[at + 1] ?? '')) {
      deep++;
      at++;
    } else if (deep > 0) deep -= character === ')' || character === '}' ? 1 : 0;
    else if (character === ':') return at;
    else if (character === '=') return -1;
  }
  return -1;
}

const prerequisitesOf = (line: string) =>
  line
    .slice(line.indexOf(':') + 1)
    .replace(/#.*/, '')
    .split(/\s+/)
    .filter((name) => name !== '' && !name.includes('$'));
