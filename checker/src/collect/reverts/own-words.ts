/** At least one letter. */
export const WHY = /\p{L}/u;

/** Fewer words than this may be a stray remark as well as a reason. */
const FEWEST_WORDS = 3;

/**
 * What is left of a message when everything is taken out that a tool writes: trailers, signatures, cherry-pick and
 * conflict notes, headings and comments of a template, the subject repeated, and bare references. A tool's mark is known
 * by its form; no word decides.
 * @param subject what of the subject was taken back, and what stands behind it.
 */
export function ownWords(body: string, subject?: { readonly quoted: string; readonly rest: string }) {
  // A squash merge begins with the subjects of the commits it joined.
  const squash = /^\s*\* /.test(body);
  const lines = body.replaceAll(/<!--[\s\S]*?(?:-->|$)/g, '').split(/\r?\n/);
  const kept = [subject?.rest ?? '', ...lines]
    .map((line) => line.trim())
    .filter(
      (line) => !isWrittenByTool(line) && !(squash && line.startsWith('* ')) && !isRepeated(line, subject?.quoted),
    )
    .map((line) => TRAILER.exec(line)?.[1] ?? line)
    .join('\n');
  const bare = kept.replaceAll(/\[([^[\]\n]{0,200})\]\(([^()\s]{0,500})\)/g, '$1 $2').replaceAll(PROPOSAL, ' ');
  const pointer = POINTER.test(bare);
  const text = bare.replaceAll(POINTERS, ' ').replaceAll(NAMES, ' ');
  const words = [...wordsIn(text)].filter(({ isWordLike, segment }) => isWordLike && WHY.test(segment)).length;
  const reason = words >= FEWEST_WORDS ? shortened(kept) : undefined;
  return { reason, pointer, words };
}

/** Characters of a reason that are kept. */
const LONGEST = 160;

function shortened(text: string): string {
  const all = [
    ...text
      .replaceAll(/\s+/g, ' ')
      .replace(/^[\s.,;:/]+/, '')
      .trim(),
  ];
  return all.length > LONGEST ? `${all.slice(0, LONGEST).join('').trimEnd()} …` : all.join('');
}

/** Finds words also in scripts that put no space between them. Made at first use: it takes ten milliseconds. */
let segmenter: Intl.Segmenter | undefined;
const wordsIn = (text: string) => {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'word' });
  return segmenter.segment(text);
};

/** A trailer with a sentence for its value, such as `Reason: It broke the build.` */
const TRAILER = /^(?!.*-by:)[A-Za-z][\w-]*:\s+(\S+(?:\s+\S+){2,})$/i;

const TOOL_LINES = [
  /^#+\s/,
  /^-{3,}$/,
  /^\(cherry picked from commit /,
  /^See merge request \S+$/,
  /^Conflicts:$/,
  // A path that git lists below `Conflicts:`, and nothing else.
  /^(?!https?:)\S+\/\S+$/,
  /^(?:\* )?(?:[\w-]+(?:\([^()]*\))?!?:\s*)?Re(?:vert|apply) ["“]/i,
  /^🤖/u,
  /^[A-Za-z][\w-]*-by:/i,
  // Any other trailer of one or two words, such as an id or an account, but for the number or address of an issue.
  /^(?!https?:)[A-Za-z][\w-]*:(?!.*(?:[#!]\d|https?:))\s*\S*(?:\s+\S+)?$/,
  // Gerrit leaves a place to fill in.
  /<[A-Z][A-Z ]+>$/,
];
const isWrittenByTool = (line: string) => TOOL_LINES.some((tool) => tool.test(line));

const isRepeated = (line: string, quoted: string | undefined) =>
  line !== '' && quoted !== undefined && quoted.includes(line.replace(/^\* /, ''));

/** The number of a proposal, which a forge puts behind the title, or its address. One comment in it is a pointer. */
const PROPOSAL = /\([#!]\d+\)|https?:\/\/\S{1,200}\/(?:pull|merge_requests)\/\d+(?![\d#])/g;
/** An issue, by its number or address, with the one word before it: `Fixes #12`. */
const POINTERS =
  /(?:(?:^|[,;(]|\band\b)[ \t]*\p{L}+:?[ \t]+)?(?:https?:\/\/\S+|(?<![\w./-])(?:[\w.-]{1,60}\/){0,4}[\w.-]{0,60}[#!]\d+\b|\b[A-Z]{2,10}-\d+\b)/gmu;
const POINTER = new RegExp(POINTERS.source, 'mu');
/** Object names, accounts and addresses. */
const NAMES = /\b[0-9a-f]{7,64}\b|<[^<>\s]*>|(?<!\w)@[\w-]+/g;
