import type { DoctrineProblem } from '../checked-yaml.ts';
import type { Doctrine, FactorSource } from '../doctrine.ts';

/** The factors of an edition. */
const FACTORS = 12;

/** The only other markdown that stands among the factors. */
const LICENCE = 'LICENSE.md';

/** Tells by its path whether a file is read as a factor document: `01-context.md`. */
export const isFactorFile = (path: string): boolean => /^\d{2}-.+\.md$/.test(nameOf(path));

/**
 * What is wrong with the doctrine as a whole: a factor that is missing, a document under another's name, and a source
 * that no factor was read from.
 */
export function checkSet({ factors }: Doctrine, sources: readonly FactorSource[]): readonly DoctrineProblem[] {
  const folder = sources[0]?.path.replace(/\/?[^/]*$/, '') || 'factors';
  const numbers = Array.from({ length: FACTORS }, (_, index) => index + 1);
  const missing = numbers.filter((number) => !factors.some((factor) => factor.number === number));
  const misnamed = factors.filter((factor) => nameOf(factor.path) !== fileOf(factor.number, factor.id));
  const unread = sources.filter(
    ({ path }) => nameOf(path) !== LICENCE && !factors.some((factor) => factor.path === path),
  );
  const at = (path: string, message: string) => ({ path, line: 1, column: 1, message });
  return [
    ...missing.map((number) => at(folder, `holds no factor ${number}: add ${fileOf(number, '<id>')}`)),
    ...misnamed.map(({ path, number, id }) =>
      at(path, `is the factor "${id}" with the number ${number}: name the file ${fileOf(number, id)}`),
    ),
    ...unread.map(({ path }) =>
      at(path, 'is not read: name it as a factor document, such as 01-context.md, or move it out of the folder'),
    ),
  ];
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const fileOf = (number: number, id: string): string => `${String(number).padStart(2, '0')}-${id}.md`;
