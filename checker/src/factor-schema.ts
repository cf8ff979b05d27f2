import * as z from 'zod/mini';
import { EDITION, GAPS, LINEAGES, PHASES } from './edition.ts';
import { LEVELS } from './level.ts';

const id = z.string().check(z.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens'));
const sentence = z.string().check(z.minLength(3), z.regex(/^[^\p{Cc}]+$/u, 'must be one line of plain text'));

const fixSchema = z.strictObject({
  effort: z.enum(['minutes', 'hours', 'days']),
  do: sentence,
  snippet: z.optional(z.string().check(z.minLength(1))),
});

const ruleSchema = z.strictObject({
  id,
  claim: sentence,
  weight: z.enum(['must', 'should']),
  level: z.enum(LEVELS),
  params: z._default(z.record(z.string(), z.unknown()), {}),
  fix: fixSchema,
});

/** Frontmatter of one factor document. `schemas/factor.schema.json` is generated from it. */
export const factorSchema = z.strictObject({
  edition: z.literal(EDITION),
  number: z.int().check(z.minimum(1), z.maximum(12)),
  id,
  title: sentence,
  phase: z.enum(PHASES),
  summary: sentence,
  edition3: z.array(sentence),
  gaps: z.array(z.enum(GAPS)).check(z.minLength(1)),
  lineage: z.array(z.enum(LINEAGES)).check(z.minLength(1)),
  rules: z.array(ruleSchema).check(z.minLength(1)),
});
