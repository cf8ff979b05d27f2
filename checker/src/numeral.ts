const NUMERALS = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII'] as const;

/** The Roman numeral of a factor's number, 1 to 12. */
export function numeral(number: number): string {
  const found = NUMERALS[number - 1];
  if (found === undefined) throw new RangeError(`no numeral for factor ${number}: factors are numbered 1 to 12`);
  return found;
}
