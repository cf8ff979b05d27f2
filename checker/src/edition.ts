/** The edition of the doctrine that this checker was written for. */
export const EDITION = 4;

export const PHASES = ['Prepare', 'Bound', 'Select', 'Govern'] as const;
export type Phase = (typeof PHASES)[number];

/** What makes work with agents unreliable; each factor closes one or two of these. */
export const GAPS = ['judgment', 'durable learning', 'loop closure'] as const;
export type Gap = (typeof GAPS)[number];

/** The practices that a factor comes from. */
export const LINEAGES = [
  'DevOps',
  'SRE',
  'GitOps',
  'cognitive load',
  'Unix',
  'microservices',
  'supervision trees',
  'zero trust',
  'learning science',
] as const;
export type Lineage = (typeof LINEAGES)[number];
