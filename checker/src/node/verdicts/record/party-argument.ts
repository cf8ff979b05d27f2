import { KINDS } from '../../../ledger/verdict-values.ts';
import { oneOf, textOf } from '../../argument-values.ts';
import { suggest } from '../../suggest.ts';
import { UsageError } from '../../usage-error.ts';

/** Someone who writes or judges changes, as typed: `kind:id[,context=TEXT][,family=TEXT]`. */
export interface PartyArgument {
  readonly kind: (typeof KINDS)[number];
  readonly id: string;
  readonly context?: string;
  readonly family?: string;
}

const MEMBERS = ['context', 'family'] as const;

/**
 * Reads one. A comma parts only where `name=` follows, so that `human:Lovelace, Ada` is a name; a `name` that means
 * nothing is refused, for as a part of the id it would hide a typing error.
 */
export function partyArgument(option: string, value: string): PartyArgument {
  const colon = value.indexOf(':');
  if (colon < 0)
    throw new UsageError(`${option} ${value}: must be kind:id, as in human:ada@example.org or agent:claude-code`);
  const kind = oneOf(option, value.slice(0, colon).trim(), KINDS);
  const [id = '', ...rest] = value.slice(colon + 1).split(/,(?=\s*[A-Za-z][\w-]*=)/);
  if (id.trim() === '')
    throw new UsageError(`${option} ${value}: must name somebody after ${kind}:, as in human:ada@example.org`);
  const members: { context?: string; family?: string } = {};
  for (const part of rest) {
    const equals = part.indexOf('=');
    const name = part.slice(0, equals).trim();
    const member = MEMBERS.find((known) => known === name);
    if (member === undefined) {
      const meant = suggest(name, MEMBERS);
      throw new UsageError(
        `${option}: there is no ${name}= of a party${meant === undefined ? '.' : `. Did you mean ${meant}=?`} Known are context= and family=; an id cannot hold ",${name}="`,
      );
    }
    if (members[member] !== undefined) throw new UsageError(`${option}: ${member}= is given twice. Give it once`);
    members[member] = textOf(`${option} ${member}=`, part.slice(equals + 1));
  }
  return { kind, id: textOf(`${option}: the id after ${kind}:`, id), ...members };
}
