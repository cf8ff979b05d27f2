import type { LossKind } from '../facts/ledger-history.ts';
import type { BreakKind } from '../facts/ledgers.ts';

/**
 * How grave a problem is.
 *
 * - `error`: something was changed, lost or judged by its own author
 * - `warning`: worth a look; it may have an honest reason
 * - `unknown`: it could not be verified, which is not the same as verified
 */
export type Severity = 'error' | 'warning' | 'unknown';

/** What kind of problem it is, of how much weight, and what a reader should know and do about it. */
export interface Meaning {
  readonly severity: Severity;
  /** One sentence. */
  readonly meaning: string;
  /** One sentence. */
  readonly todo: string;
}

/** The meaning as a clause, for a sentence that goes on. */
export const clauseOf = ({ meaning }: Meaning): string =>
  `${meaning.charAt(0).toLowerCase()}${meaning.slice(1).replace(/\.$/, '')}`;

const RESTORE = 'Look at the line with git log -p, restore what was committed, and add a new record instead.';
const COMMITTED =
  'Bring back what was committed, with git checkout of an earlier commit, and append to that. Where records were added since, record again at the end what was lost.';

/** What to do where two branches wrote to one ledger. */
export const OWN_LANE =
  'Undo the merge. On one of the two branches take back the commit with the verdict, record it again with --lane in a lane of its own, and merge again.';

/** What breaks within a file. */
export const BREAKS: Readonly<Record<BreakKind, Meaning>> = {
  malformed: {
    severity: 'error',
    meaning: 'This line is no record that every reader understands alike.',
    todo: RESTORE,
  },
  truncated: {
    severity: 'error',
    meaning: 'The last line is half a record: its writer was stopped, or the file was cut off.',
    todo: 'Delete this last line, and record its verdict again.',
  },
  schema: {
    severity: 'error',
    meaning: 'This record is not of the form that its ledger demands.',
    todo: 'Write records with agentops-audit verdict record, never by hand.',
  },
  'payload-hash': {
    severity: 'error',
    meaning: 'The content of this record was changed after it was hashed.',
    todo: RESTORE,
  },
  hash: { severity: 'error', meaning: 'This record was changed after it was hashed.', todo: RESTORE },
  gap: {
    severity: 'error',
    meaning: 'The record before this one is not in the file: it was removed, or never committed.',
    todo: 'Find the missing record with git log -p, and put it back where it stood.',
  },
  order: {
    severity: 'error',
    meaning: 'This record stands in another place than the one in which it was written.',
    todo: 'Put the records back into the order in which each names the one before it.',
  },
  duplicate: {
    severity: 'error',
    meaning: 'This record was copied: it stands in a ledger already, and counts once at most.',
    todo: 'Remove the copy in the commit that brought it, before that commit is merged.',
  },
  link: {
    severity: 'error',
    meaning: 'This record does not follow the one before it: one was removed, added, moved or rewritten.',
    todo: RESTORE,
  },
  signature: {
    severity: 'error',
    meaning: 'The signature is not one of this record: one of the two was changed.',
    todo: RESTORE,
  },
  signer: {
    severity: 'error',
    meaning: 'The signature is good, and its key is not allowed to sign for this judge.',
    todo: 'If the key is the judge’s, list it in .agents/allowed_signers under the judge’s id; else the verdict is somebody else’s.',
  },
};

/** What a commit did to a ledger that may only grow. */
export const LOSSES: Readonly<Record<LossKind, Meaning>> = {
  truncated: {
    severity: 'error',
    meaning: 'Records at the end were taken away, which the chain alone cannot show.',
    todo: COMMITTED,
  },
  rewritten: { severity: 'error', meaning: 'An earlier line became another one.', todo: COMMITTED },
  're-sealed': {
    severity: 'error',
    meaning: 'An earlier line became another one and all hashes were made anew, so that the chain alone verifies.',
    todo: COMMITTED,
  },
  unprotected: {
    severity: 'error',
    meaning: 'An earlier line was changed in what no hash covers.',
    todo: COMMITTED,
  },
  deleted: { severity: 'error', meaning: 'The ledger was deleted, and its verdicts with it.', todo: COMMITTED },
  renamed: {
    severity: 'warning',
    meaning: 'The ledger was moved; the new one holds all that it held.',
    todo: 'Nothing is lost. Leave a ledger where it is from now on, since readers look for it there.',
  },
};

/** A loss that a later commit took back. */
export const UNDONE: Meaning = {
  severity: 'warning',
  meaning: 'This commit lost or changed records; a later one brought all of them back.',
  todo: 'Nothing is lost. Ask why it happened.',
};

/** What is found by comparing records with each other and with the history. */
export const FINDINGS = {
  'self-judged': {
    severity: 'error',
    meaning: 'Author and judge are the same: nobody else has checked the change.',
    todo: 'Have someone else judge it, and record their verdict.',
  },
  'independence-unshown': {
    severity: 'warning',
    meaning: 'The record does not show that somebody other than the author judged.',
    todo: 'Record verdicts with author and judge: agentops-audit verdict record.',
  },
  'subject-unknown': {
    severity: 'warning',
    meaning: 'The judged commit is not in this history: it was rewritten away, or lies on another branch.',
    todo: 'Record verdicts with what was changed, which outlives a rebase or squash, or judge what landed.',
  },
  future: {
    severity: 'warning',
    meaning: 'The record is dated later than the commit that brought it.',
    todo: 'Check the clock of the machine that wrote it.',
  },
  'back-dated': {
    severity: 'warning',
    meaning: 'The record is dated before what it judges, or before the record above it.',
    todo: 'Check the clock of the machine that wrote it, and whether the verdict was given for this change.',
  },
  odd: {
    severity: 'warning',
    meaning: 'Something about this record is odd, and breaks nothing.',
    todo: 'Look whether it means what its writer meant.',
  },
  empty: {
    severity: 'warning',
    meaning: 'The ledger holds no record, so it shows nothing.',
    todo: 'Record a verdict in it.',
  },
  broken: {
    severity: 'error',
    meaning: 'This verdict file is not what its digest or its place promises.',
    todo: 'Restore the file from the commit that brought it.',
  },
  unverifiable: {
    severity: 'unknown',
    meaning: 'This could not be verified.',
    todo: 'Verify it where all of it can be read.',
  },
} as const satisfies Readonly<Record<string, Meaning>>;

export type ProblemKind = BreakKind | LossKind | keyof typeof FINDINGS;
