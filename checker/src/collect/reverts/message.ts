import type { Revert } from '../../facts/reverts.ts';
import { ownWords, WHY } from './own-words.ts';

export type RevertMessage = Pick<Revert, 'kind' | 'of' | 'reason' | 'unclear'>;

interface Message {
  readonly subject: string;
  readonly body: string;
}

/**
 * Reads a message as that of a revert, by the forms that git, GitHub, GitLab and Gerrit write and by the type `revert` of
 * conventional commits; `undefined` where it has none of them. A subject such as `Revert the parser` alone is no form:
 * nothing but knowledge of English would tell it from another.
 */
export function readRevert({ subject, body }: Message): RevertMessage | undefined {
  const text = body.slice(0, LONGEST);
  const form = formOf(subject);
  const named = [...(form === undefined ? beforeList(text) : text).matchAll(TAKES_BACK)];
  if (form === undefined && named.length === 0) return undefined;
  const of = named.flatMap(([, refs = '']) => refs.match(REFERENCE) ?? []).map((ref) => ref.replace(/[.,]$/, ''));
  const rest = form?.cut ? text.replace(/^\s*…[^\n]*/, '') : text;
  const { reason, pointer, words } = ownWords(rest.replaceAll(TAKES_BACK, ''), form);
  const kind = form?.kind ?? 'revert';
  if (reason !== undefined) return { kind, of, reason };
  const unclear = (form?.free ?? true) ? 'subject' : pointer ? 'pointer' : words > 0 ? 'words' : undefined;
  return unclear === undefined ? { kind, of } : { kind, of, unclear };
}

/** Why, in the message of a merge that brought a revert. Its title is that of the proposal, so it does not count. */
export function reasonOfMerge({ body }: Message): string | undefined {
  const [, rest = ''] = body.slice(0, LONGEST).split(/\n\s*\n([\s\S]*)/);
  return ownWords(rest.replaceAll(TAKES_BACK, '')).reason;
}

/** Characters of a message that are read. */
const LONGEST = 20_000;

const REF = String.raw`(?:[0-9a-f]{7,64}\b|https?:\/\/[^\s)>]+|(?:[\w.-]{1,60}\/){0,4}[\w.-]{0,60}[#!]\d+)`;
const REFERENCE = new RegExp(REF, 'g');
const TAKES_BACK = new RegExp(
  String.raw`(?<=^|[.)] )(?:This reverts|Reverts) (?:(?:commits?|merge request|pull request|PR)\s+)?` +
    String.raw`(${REF}(?:(?:,|,? and)\s+${REF})*)` +
    String.raw`(?:,\s+reversing\s+changes\s+made\s+to\s+[0-9a-f]{7,64})?\.?`,
  'gm',
);

/** A squash merge lists the commits it joined; what those took back was most often never landed. */
const beforeList = (body: string) => body.split(/^[*-] /m, 1)[0] ?? '';

interface Form {
  readonly kind: Revert['kind'];
  /** The subject that was taken back; after `revert:` also the author's own words. */
  readonly quoted: string;
  /** The subject after the closing quotation mark. */
  readonly rest: string;
  /** True when the words are not marked as a quotation. */
  readonly free: boolean;
  /** True when a forge cut the title: what is missing begins the body. */
  readonly cut: boolean;
}

/** `[release/9.4] `, `fix(parser): ` */
const PREFIX = String.raw`(?:\[[^\]]*\]\s*)*(?:\p{L}[\w-]*(?:\([^()]*\))?!?:\s*)?`;
const QUOTES = new RegExp(String.raw`^${PREFIX}(?:([Rr]evert)(?:\^(\d+))?|([Rr]eapply))\s+["“]`, 'u');
const TYPE = /^revert(?:\([^()]*\))?!?:\s*/i;

/** What a forge puts behind the title. */
const NUMBERS = /^\s*(?:\([#!]\d+\)\s*)+/;

function formOf(subject: string): Form | undefined {
  const [start, , power = '1', reapply] = QUOTES.exec(subject) ?? [];
  const [type] = start === undefined ? (TYPE.exec(subject) ?? []) : [];
  if (start === undefined && type === undefined) return undefined;
  const words = subject.slice((start ?? type ?? '').length).replace(/^["“]/, '');
  const marked = start !== undefined || /["“]/.test(subject[(type ?? '').length] ?? '');
  const end = marked ? Math.max(words.lastIndexOf('"'), words.lastIndexOf('”')) : -1;
  const quoted = marked && end >= 0 ? words.slice(0, end) : words;
  const cut = words.includes('…');
  const inner = formOf(quoted)?.kind;
  // Taking back a revert brings the work back; taking back what was brought back is a revert again.
  const takesBack = inner === 'revert' ? 'reapply' : 'revert';
  const kind = reapply === undefined && Number(power) % 2 === 1 ? takesBack : (inner ?? 'reapply');
  // After `revert:` the convention is to repeat the header of what is taken back.
  const free = !marked && !/^\p{L}[\w-]*(?:\([^()]*\))?!?:\s/u.test(words) && WHY.test(words);
  return { kind, quoted, rest: marked && end >= 0 ? words.slice(end + 1).replace(NUMBERS, '') : '', free, cut };
}
