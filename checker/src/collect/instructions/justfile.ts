import type { Defined } from './defined.ts';

const LONGEST_LINE = 2000;

/** The recipes and aliases a justfile defines, its imports followed. A module, or an import that is not here, leaves it `open`. */
export async function justRecipes(
  text: string,
  include: (name: string) => Promise<string | undefined>,
  names = new Set<string>(),
  left = { imports: 20 },
): Promise<Defined> {
  let open = false;
  for (const line of text.split(/\r?\n/)) {
    if (line.length > LONGEST_LINE) continue;
    const imported = /^import\s+(['"])(.+)\1/.exec(line)?.[2];
    if (imported !== undefined) {
      const inner = left.imports-- > 0 ? await include(imported) : undefined;
      open ||= inner === undefined || (await justRecipes(inner, include, names, left)).open;
      continue;
    }
    // `import?` is optional and `mod` names recipes that are called as `module recipe`.
    const module = /^(?:import\?|mod\??)\s/.test(line);
    if (module) open = true;
    const alias = /^alias\s+([\w-]+)\s*:=/.exec(line)?.[1];
    const recipe = /^@?([A-Za-z_][\w-]*)(?:\s[^:]*)?:(?!=)/.exec(line.replace(/(['"])(?:(?!\1).)*\1/g, "''"))?.[1];
    const name = alias ?? recipe;
    if (!module && name !== undefined) names.add(name);
  }
  return { names, open };
}
