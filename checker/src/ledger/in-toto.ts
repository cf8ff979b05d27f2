import { listed, type PlacedVerdict } from './listed-verdict.ts';
import type { Subject } from './statement.ts';
import { OBJECT_NAME } from './verdict-values.ts';

const SCHEMAS = 'https://boshu2.github.io/12-factor-agentops/schemas/v1';

/** What a predicate is: a record of the neutral format as it stands in its ledger, or what a record of another says. */
const PREDICATE_TYPES = {
  record: `${SCHEMAS}/verdict.schema.json`,
  statement: `${SCHEMAS}/verdict-statement.schema.json`,
} as const;

/** An in-toto Statement of version 1: https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md */
export interface InTotoStatement {
  readonly _type: 'https://in-toto.io/Statement/v1';
  readonly subject: readonly [{ readonly name: string; readonly digest: Readonly<Record<string, string>> }];
  readonly predicateType: string;
  readonly predicate: object;
}

/**
 * A verdict as an in-toto Statement. Its subject is the judged commit and tree, by the names that git gives them, which
 * the specification takes as digests. A patch id is none and stays in the predicate. Undefined for a verdict that names
 * neither in full: a Statement is about something.
 *
 * @param name of the repository, as it is called everywhere; `_` where it has no such name
 */
export function inToto(verdict: PlacedVerdict, name: string): InTotoStatement | undefined {
  const digest = digestOf(verdict.statement.subject);
  if (Object.keys(digest).length === 0) return undefined;
  const isNeutral = verdict.dialect === 'agentops-verdict' && verdict.record !== undefined;
  const { intact: _intact, ...said } = listed(verdict);
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name, digest }],
    predicateType: isNeutral ? PREDICATE_TYPES.record : PREDICATE_TYPES.statement,
    predicate: isNeutral ? (verdict.record ?? {}) : said,
  };
}

function digestOf({ commit, tree }: Subject): Record<string, string> {
  return {
    ...(commit !== undefined && OBJECT_NAME.test(commit) && { gitCommit: commit }),
    ...(tree !== undefined && OBJECT_NAME.test(tree) && { gitTree: tree }),
  };
}
