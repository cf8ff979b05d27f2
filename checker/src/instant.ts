const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?) ?(?:(Z)|([+-]\d{2}):?(\d{2}))$/i;

/**
 * Milliseconds of a date that a file holds: ISO 8601 with `Z` or an offset, or a day alone, which stands for its noon in
 * UTC. Undefined for anything else: a time without an offset is another one on every machine.
 */
export function instantOf(text: string): number | undefined {
  const [, day = text, time = '12:00', zulu = '', hours = '+00', minutes = '00'] = INSTANT.exec(text) ?? [];
  if (!DAY.test(day)) return undefined;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // Some engines take 30 February for the second of March.
  if (Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(day)) return undefined;
  const instant = Date.parse(`${day}T${time}${zulu === '' ? `${hours}:${minutes}` : 'Z'}`);
  return Number.isNaN(instant) ? undefined : instant;
}
