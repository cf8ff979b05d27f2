import canonicalize from 'canonicalize';
import type * as z from 'zod/mini';
import { type DoctrineProblem, describeIssue, type Place, problemLine, readCheckedYaml } from './checked-yaml.ts';
import { EDITION, type Gap, type Lineage, type Phase } from './edition.ts';
import { factorSchema } from './factor-schema.ts';
import type { Level } from './level.ts';
import type { Probe } from './probe.ts';

export interface Fix {
  /** How long it takes one person who knows the repository. */
  readonly effort: 'minutes' | 'hours' | 'days';
  /** What to do, in one sentence. */
  readonly do: string;
  /** A command to type or a text to add, as it is. */
  readonly snippet?: string | undefined;
}

/** One demand of a factor. */
export interface Rule {
  /** A noun phrase or a state that is true when met. Never reused. */
  readonly id: string;
  /** What is true of a repository that meets it. */
  readonly claim: string;
  readonly weight: 'must' | 'should';
  readonly level: Level;
  /** Values that the probe of the same id declares and checks. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly fix: Fix;
}

/** One of the twelve principles. */
export interface Factor {
  /** The edition of the doctrine that this text belongs to. */
  readonly edition: number;
  readonly number: number;
  readonly id: string;
  readonly title: string;
  readonly phase: Phase;
  /** The factor in one sentence. */
  readonly summary: string;
  /** What it was called in edition 3; empty for a factor that is new. */
  readonly edition3: readonly string[];
  readonly gaps: readonly Gap[];
  /** The practices it comes from. */
  readonly lineage: readonly Lineage[];
  readonly rules: readonly Rule[];
  /** Where it was read from, for messages. */
  readonly path: string;
}

export interface Doctrine {
  readonly edition: number;
  /** SHA-256 of the factors' frontmatter in canonical JSON: what was demanded, whatever the prose says. */
  readonly digest: string;
  /** In order of their number. */
  readonly factors: readonly Factor[];
}

/** The doctrine cannot be used. The message lists every problem as `path:line:column message`. */
export class DoctrineError extends Error {
  readonly problems: readonly DoctrineProblem[];

  constructor(problems: readonly DoctrineProblem[]) {
    super(problems.map(problemLine).join('\n'));
    this.name = 'DoctrineError';
    this.problems = problems;
  }
}

export interface FactorSource {
  readonly path: string;
  readonly text: string;
}

/**
 * Reads factor documents and checks them against the probes.
 * @throws DoctrineError naming every problem found, not only the first.
 */
export function loadDoctrine(
  sources: readonly FactorSource[],
  probes: readonly Probe[],
  sha256: (text: string) => string,
): Doctrine {
  const problems: DoctrineProblem[] = [];
  const parsed = sources.flatMap((source) => parseFactor(source, probes, problems) ?? []);
  problems.push(...duplicates(parsed));
  if (problems.length === 0 && parsed.length === 0) {
    throw new DoctrineError([
      {
        path: 'factors',
        line: 1,
        column: 1,
        message: 'holds no factor document: expected files such as 01-context.md',
      },
    ]);
  }
  if (problems.length > 0) throw new DoctrineError(problems);
  const factors = parsed.map(({ factor }) => factor).sort((a, b) => a.number - b.number);
  const demanded = factors.map(({ path: _path, ...frontmatter }) => frontmatter);
  return { edition: EDITION, digest: sha256(canonicalize(demanded) ?? ''), factors };
}

interface Parsed {
  readonly factor: Factor;
  readonly place: Place;
}

function parseFactor(
  { path, text }: FactorSource,
  probes: readonly Probe[],
  problems: DoctrineProblem[],
): Parsed | undefined {
  const problem = (line: number, column: number, message: string) => {
    problems.push({ path, line, column, message });
    return undefined;
  };
  const block = frontmatterOf(text);
  if (block === undefined)
    return problem(1, 1, 'has no frontmatter: the first line must be --- and a later line must close it');

  const checked = readCheckedYaml({ path, text: block.yaml, firstLine: block.firstLine }, factorSchema, problems);
  if (checked === undefined) return undefined;
  const { value, place } = checked;
  value.rules.forEach((rule, index) => {
    const probe = probes.find((candidate) => candidate.rule === rule.id);
    if (probe === undefined) {
      const at = place(['rules', index, 'id']);
      problem(
        at.line,
        at.column,
        `rule "${rule.id}" has no probe of that name: write checker/src/probes/${rule.id}.ts, or correct the id`,
      );
      return;
    }
    const params = probe.params.safeParse(rule.params);
    for (const issue of params.error?.issues ?? []) {
      const at = place(['rules', index, 'params', ...issue.path]);
      problem(at.line, at.column, `rule "${rule.id}": params.${describeIssue(issue as z.core.$ZodIssue, rule.params)}`);
    }
  });
  return { factor: { ...value, path }, place };
}

function duplicates(parsed: readonly Parsed[]): DoctrineProblem[] {
  const problems: DoctrineProblem[] = [];
  const seen = new Map<string, string>();
  const claim = (what: string, { factor, place }: Parsed, keys: readonly PropertyKey[]) => {
    const first = seen.get(what);
    if (first === undefined) seen.set(what, factor.path);
    else
      problems.push({
        path: factor.path,
        ...place(keys),
        message: `${what} is taken already, by ${first}: each is used once`,
      });
  };
  for (const entry of parsed) {
    claim(`number ${entry.factor.number}`, entry, ['number']);
    claim(`factor id "${entry.factor.id}"`, entry, ['id']);
    entry.factor.rules.forEach((rule, index) => {
      claim(`rule id "${rule.id}"`, entry, ['rules', index, 'id']);
    });
  }
  return problems;
}

/** The YAML between the opening `---` line and the next one, behind a byte order mark or not. */
export function frontmatterOf(text: string): { yaml: string; firstLine: number } | undefined {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  if (lines[0]?.trimEnd() !== '---') return undefined;
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---');
  return end === -1 ? undefined : { yaml: lines.slice(1, end).join('\n'), firstLine: 2 };
}
