/** The steps of the adoption path, from the first to the last. */
export const LEVELS = ['Quickstart', 'Foundation', 'Flow', 'Knowledge', 'Scale'] as const;
export type Level = (typeof LEVELS)[number];
