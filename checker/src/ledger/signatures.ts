import canonicalize from 'canonicalize';
import type { BreakKind, Ledger, LedgerBreak, Signatures } from '../facts/ledgers.ts';
import type { Collected } from '../outcome.ts';
import type { Platform, SignatureAnswer } from '../platform.ts';
import { ownText } from './own-text.ts';

/** Who may sign for whom, in the form of ssh-keygen(1). */
export const ALLOWED_SIGNERS = '.agents/allowed_signers';
/** The purpose that signatures are made for: one made for commits is none of a verdict, nor the other way round. */
export const NAMESPACE = 'agentops-verdict';

/** Each check starts a program, and an audit has more to do. */
const MOST_CHECKED = 200;
/** Where nothing but a verification is asked for. */
export const MOST_VERIFIED = 5_000;
/** For each that is checked; few signed records are longer. */
const KEPT = 20 << 10;
const AT_ONCE = 4;
const MOST_SHOWN = 20;

/** The newest signed records of one ledger, as many as are checked. */
export class SignedRecords {
  #total = 0;
  #size = 0;
  #newest: { readonly line: number; readonly text: string }[] = [];
  readonly #most: number;

  constructor(most = MOST_CHECKED) {
    this.#most = most;
  }

  readonly add = (line: number, text: string): void => {
    this.#total += 1;
    this.#newest.push({ line, text: ownText(text) });
    this.#size += text.length;
    while (this.#newest.length > this.#most || (this.#size > this.#most * KEPT && this.#newest.length > 1)) {
      this.#size -= this.#newest.shift()?.text.length ?? 0;
    }
  };

  get total(): number {
    return this.#total;
  }

  get newest(): readonly { readonly line: number; readonly text: string }[] {
    return this.#newest;
  }
}

/**
 * Checks the signatures of a ledger. One that is not good is a break of it.
 *
 * @param allowed contents of the file of allowed signers; undefined where there is none, so that nobody can say whose
 *   signatures count, and only whether each is one of its record can be told.
 */
export async function withSignatures(
  ledger: Ledger,
  signed: SignedRecords,
  platform: Platform,
  allowed: Collected<string | undefined>,
): Promise<Ledger> {
  if (signed.total === 0) return ledger;
  if (platform.checkSignature === undefined) return { ...ledger, signatures: unchecked(signed, NO_PLATFORM) };
  if (!allowed.known) return { ...ledger, signatures: unchecked(signed, { ...allowed, withheld: true }) };
  const answers = await answersTo(signed, platform.checkSignature, allowed.value ?? '');
  const breaks = answers.flatMap(({ line, answer }) => breakOf(line, answer, allowed.value !== undefined));
  const why = answers.find(({ answer }) => answer.state === 'unknown')?.answer;
  const reason =
    why?.state === 'unknown'
      ? { because: sentence(why.because), decide: sentence(why.decide), withheld: true as const }
      : allowed.value === undefined
        ? NO_LIST
        : signed.total > signed.newest.length
          ? bounded(signed)
          : undefined;
  const signatures: Signatures = {
    signed: signed.total,
    good: answers.filter(({ answer }) => answer.state === 'good').length,
    ...(reason !== undefined && { unchecked: reason }),
  };
  const all = [...ledger.breaks.first, ...breaks].sort((a, b) => a.line - b.line);
  return {
    ...ledger,
    breaks: { first: all.slice(0, MOST_SHOWN), total: ledger.breaks.total + breaks.length },
    signatures,
  };
}

type Reason = NonNullable<Signatures['unchecked']>;

const NO_PLATFORM: Reason = {
  because: 'Signatures cannot be checked here.',
  decide: 'Run agentops-audit on a machine with ssh-keygen.',
  withheld: true,
};
const NO_LIST: Reason = {
  because: `${ALLOWED_SIGNERS} is not tracked, so nobody can say whose signatures count.`,
  decide: `Track the keys of the judges in ${ALLOWED_SIGNERS}.`,
};
const bounded = ({ total, newest }: SignedRecords): Reason => ({
  because: `Only the newest ${newest.length} of ${total} signatures were checked.`,
  decide: 'Check the older ones with ssh-keygen -Y verify.',
});

const unchecked = ({ total }: SignedRecords, { because, decide, withheld }: Reason): Signatures => ({
  signed: total,
  good: 0,
  unchecked: { because, decide, ...(withheld && { withheld }) },
});

interface Answered {
  readonly line: number;
  readonly answer: SignatureAnswer;
}

async function answersTo(
  { newest }: SignedRecords,
  check: NonNullable<Platform['checkSignature']>,
  allowedSigners: string,
): Promise<readonly Answered[]> {
  const answers: Answered[] = [];
  for (let at = 0; at < newest.length; at += AT_ONCE) {
    const some = newest.slice(at, at + AT_ONCE).map(async ({ line, text }) => {
      const record = JSON.parse(text.replace(/^\ufeff/, '')) as SignedRecord;
      return { line, answer: await signatureOn(record, check, allowedSigners) };
    });
    answers.push(...(await Promise.all(some)));
  }
  return answers;
}

/**
 * Checks the signature of one record, which the format was made sure of.
 *
 * @param at the time at which its key has to be allowed, RFC 3339: by itself the record's own, which its signer chose
 */
export function signatureOn(
  { hash: _, signature, ...record }: SignedRecord,
  check: NonNullable<Platform['checkSignature']>,
  allowedSigners: string,
  at: string = record.time,
): Promise<SignatureAnswer> {
  const signed = { text: canonicalize(record) ?? '', signature, namespace: NAMESPACE, allowedSigners };
  return check({ ...signed, principal: record.judge.id, time: at });
}

/** What the format has made sure of. */
export interface SignedRecord {
  readonly hash: string;
  readonly signature: string;
  readonly judge: { readonly id: string };
  readonly time: string;
}

function breakOf(line: number, answer: SignatureAnswer, isListed: boolean): readonly LedgerBreak[] {
  if (answer.state === 'bad') return [{ line, kind: 'signature' satisfies BreakKind }];
  if (answer.state !== 'not-allowed' || !isListed) return [];
  return [{ line, kind: 'signer', ...(answer.key !== undefined && { detail: `its key is ${answer.key}` }) }];
}

const sentence = (clause: string): string =>
  `${clause.charAt(0).toUpperCase()}${clause.slice(1)}${/[.!?]$/.test(clause) ? '' : '.'}`;
