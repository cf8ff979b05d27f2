import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DoctrineProblem, readCheckedYaml } from '../../checker/src/checked-yaml.ts';
import { DoctrineError, type Factor, type FactorSource, frontmatterOf } from '../../checker/src/doctrine.ts';
import { CHECKED } from '../../checker/src/document/sections.ts';
import { factorSchema } from '../../checker/src/factor-schema.ts';
import { factorFiles } from '../../checker/src/node/doctrine-files.ts';
import { suggest } from '../../checker/src/node/suggest.ts';
import { UsageError } from '../../checker/src/node/usage-error.ts';
import { numeral } from '../../checker/src/numeral.ts';
import { insertEntry, insertPart, insertProbe } from './insert.ts';
import { entryOf, partOf, probeOf, testOf } from './skeletons.ts';

const INDEX = 'checker/src/probes/index.ts';

export interface Scaffold {
  readonly factor: Factor;
  /** Paths from the root, in the order in which a contributor reads them. */
  readonly added: readonly string[];
  readonly changed: readonly string[];
}

/**
 * Writes the skeleton of a rule into the repository at `root`: all of its files, or none.
 * @throws UsageError naming everything that is wrong with the factor or the id.
 */
export async function scaffoldRule(root: string, factorName: string, id: string): Promise<Scaffold> {
  const sources = await factorFiles(join(root, 'factors'), 'factors');
  const factors = readFactors(sources);
  const factor = factors.find(({ number, id: own }) =>
    [own, String(number), String(number).padStart(2, '0'), numeral(number).toLowerCase()].includes(
      factorName.toLowerCase(),
    ),
  );
  const [probe, test] = [`checker/src/probes/${id}.ts`, `test/probes/${id}.test.ts`];
  const wrongId = idProblem(id, factors);
  const wrong =
    wrongId === undefined
      ? [probe, test]
          .filter((path) => existsSync(join(root, path)))
          .map((path) => `${path} exists already: choose another id, or remove the file`)
      : [wrongId];
  if (factor === undefined) wrong.unshift(unknownFactor(factorName, factors));
  if (factor === undefined || wrong.length > 0) throw new UsageError(wrong.join('\n'));

  const document = await readFile(join(root, factor.path), 'utf8');
  const withEntry = insertEntry(document, entryOf(id));
  if (withEntry === undefined)
    throw new UsageError(
      `${factor.path}: the frontmatter has no block list of rules to add to: write one entry a line`,
    );
  const withPart = insertPart(withEntry, CHECKED, partOf(id));
  if (withPart === undefined)
    throw new UsageError(`${factor.path}: the section "## ${CHECKED}" is missing: add it, the rule is described there`);
  const last = factor.rules.at(-1)?.id ?? '';
  const index = insertProbe(await readFile(join(root, INDEX), 'utf8'), id, last);
  if (index === undefined)
    throw new UsageError(`${INDEX} does not list the probe of ${last}, which the new one comes after: add it first`);

  await writeAll(root, [
    { path: probe, text: probeOf(id), isNew: true },
    { path: test, text: testOf(id), isNew: true },
    { path: factor.path, text: withPart, isNew: false },
    { path: INDEX, text: index, isNew: false },
  ]);
  return { factor, added: [probe, test], changed: [factor.path, INDEX] };
}

function readFactors(sources: readonly FactorSource[]): readonly Factor[] {
  const problems: DoctrineProblem[] = [];
  const factors = sources.flatMap(({ path, text }) => {
    const { yaml, firstLine } = frontmatterOf(text) ?? { yaml: '', firstLine: 1 };
    const checked = readCheckedYaml({ path, text: yaml, firstLine }, factorSchema, problems);
    return checked === undefined ? [] : [{ ...checked.value, path }];
  });
  if (problems.length > 0)
    throw new UsageError(`The doctrine cannot be read; mend it first:\n${new DoctrineError(problems).message}`);
  return factors;
}

function unknownFactor(typed: string, factors: readonly Factor[]): string {
  const near = suggest(
    typed.toLowerCase(),
    factors.map(({ id }) => id),
  );
  const hint =
    near === undefined ? `the factors are ${factors.map(({ id }) => id).join(', ')}` : `did you mean ${near}?`;
  return `"${typed}" is no factor: ${hint}`;
}

/** Longer ids break the lines of the report, and those of the skeletons. */
const LONGEST_ID = 40;

function idProblem(id: string, factors: readonly Factor[]): string | undefined {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(id))
    return `"${id}" is no rule id: it must be two or more lower-case words joined by hyphens, such as learnings-fresh`;
  const [verb] = id.match(/^(?:no|has|check|is|verify|ensure)(?=-)/) ?? [];
  if (verb !== undefined)
    return `"${id}" begins with "${verb}": name the state that is true when the rule is met, such as secrets-absent`;
  if (id.length > LONGEST_ID)
    return `"${id}" has ${id.length} characters: use ${LONGEST_ID} at most, the claim says the rest`;
  const taken = factors.find(({ rules }) => rules.some((rule) => rule.id === id));
  return taken && `the rule id "${id}" is taken already, by ${taken.path}: each is used once`;
}

interface Output {
  readonly path: string;
  readonly text: string;
  readonly isNew: boolean;
}

/** Writes every file; when one cannot be written, those before it are put back as they were. */
async function writeAll(root: string, files: readonly Output[]): Promise<void> {
  const undo: (() => Promise<void>)[] = [];
  try {
    for (const { path, text, isNew } of files) {
      const file = join(root, path);
      const before = isNew ? undefined : await readFile(file);
      if (isNew) await writeFile(file, '', { flag: 'wx' });
      undo.unshift(() => (before === undefined ? rm(file) : writeFile(file, before)));
      await writeFile(file, text);
    }
  } catch (error) {
    for (const step of undo) await step();
    throw new UsageError(`nothing was written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
