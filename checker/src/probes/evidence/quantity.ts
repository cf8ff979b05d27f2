/** `1 day`, `2 days`: a number with its noun, whose plural ends in `s`. */
export const quantity = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
