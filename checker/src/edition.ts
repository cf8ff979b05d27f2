/** The edition of the doctrine that this checker was written for. */
export const EDITION = 4;

export const PHASES = ['Prepare', 'Bound', 'Select', 'Govern'] as const;
export type Phase = (typeof PHASES)[number];
