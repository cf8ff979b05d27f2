import type { Coverage } from '../../collect/coverage/coverage-of.ts';
import type { LedgersFacts } from '../../facts/ledgers.ts';
import { recordsIn } from '../../ledger/records.ts';
import { ALLOWED_SIGNERS, type SignedRecord, signatureOn } from '../../ledger/signatures.ts';
import type { Statement } from '../../ledger/statement.ts';
import type { NotShown } from '../../ledger/verification.ts';
import { type Collected, known } from '../../outcome.ts';
import type { Platform } from '../../platform.ts';
import type { Repository } from '../../repository.ts';

export type Counts = (statement: Statement, path: string) => boolean;

/** How changes are covered by passes with a good signature alone. */
export interface SignedCoverage {
  readonly coverage: Collected<Coverage>;
  readonly notShown: readonly NotShown[];
}

/**
 * Asks for coverage until every pass that it rests on has been checked and found good. Only those are checked: a long
 * ledger holds many more than these changes need.
 *
 * @param now when a key has to be allowed, ISO 8601: the signer chose the record's own time, and could go back before a
 *   key was retired
 */
export async function signedCoverage(
  repository: Repository,
  ledgers: LedgersFacts,
  { checkSignature }: Platform,
  ask: (counts?: Counts) => Promise<Collected<Coverage>>,
  now: string,
): Promise<SignedCoverage> {
  const content = (await repository.read([ALLOWED_SIGNERS])).get(ALLOWED_SIGNERS);
  const allowed = content?.state === 'text' ? content.text : '';
  const notShown: NotShown[] = [];
  if (allowed.trim() === '')
    notShown.push({
      because: `No key may sign: the base holds no ${ALLOWED_SIGNERS}.`,
      decide: 'Land the keys of the judges in that file first, or name one with --allowed-signers.',
    });
  const good = new Set<string>();
  const refused = new Map<string, string>();
  for (;;) {
    // A refusal counts whoever wrote it: to leave it out would open the gate.
    const coverage = await ask(({ verdict, signed, line }, path) =>
      verdict === 'pass' ? signed === true && !refused.has(`${path}:${line}`) : true,
    );
    const open = coverage.known ? unchecked(coverage.value.covers, good) : new Map<string, Set<number>>();
    if (open.size === 0) return { coverage: await explained(coverage, refused, ask), notShown };
    for (const [path, lines] of open) {
      const dialect = ledgers.ledgers.find((ledger) => ledger.path === path)?.dialect;
      for (const line of lines) refused.set(`${path}:${line}`, UNREADABLE);
      if (dialect === undefined || checkSignature === undefined) continue;
      for await (const { record, statement } of recordsIn(dialect, repository.stream(path))) {
        if (!lines.has(statement.line)) continue;
        const answer = await signatureOn(record as unknown as SignedRecord, checkSignature, allowed, now);
        if (answer.state === 'unknown')
          notShown.push({ because: `${path}:${statement.line}: ${answer.because}`, decide: answer.decide });
        const place = `${path}:${statement.line}`;
        if (answer.state !== 'good') {
          refused.set(place, REFUSED[answer.state]);
          continue;
        }
        refused.delete(place);
        good.add(place);
      }
    }
  }
}

const UNREADABLE = 'has a signature that could not be checked';
const REFUSED = {
  'not-allowed': 'is signed with a key that is not allowed now',
  bad: 'has a signature that is not its own',
  unknown: UNREADABLE,
} as const;

/** Says of what is not covered that a pass is there, and only its signature does not count. */
async function explained(
  coverage: Collected<Coverage>,
  refused: ReadonlyMap<string, string>,
  ask: () => Promise<Collected<Coverage>>,
): Promise<Collected<Coverage>> {
  if (!coverage.known || ![...coverage.value.covers.values()].some(({ by }) => by === 'nothing')) return coverage;
  const unsigned = await ask();
  if (!unsigned.known) return coverage;
  const covers = [...coverage.value.covers].map(([id, cover]) => {
    const other = unsigned.value.covers.get(id) ?? cover;
    if (cover.by !== 'nothing' || other.by === 'nothing' || other.by === 'approval') return [id, cover] as const;
    const place = `${other.path}:${other.line}`;
    return [id, { ...cover, because: `the pass in ${place} ${refused.get(place) ?? 'is not signed'}` }] as const;
  });
  return known({ ...coverage.value, covers: new Map(covers) });
}

/** Lines that cover something and that nobody has checked yet, by their paths. */
function unchecked(covers: Coverage['covers'], good: ReadonlySet<string>): Map<string, Set<number>> {
  const open = new Map<string, Set<number>>();
  for (const cover of covers.values()) {
    if (cover.by === 'nothing' || cover.by === 'approval' || good.has(`${cover.path}:${cover.line}`)) continue;
    open.set(cover.path, (open.get(cover.path) ?? new Set()).add(cover.line));
  }
  return open;
}
