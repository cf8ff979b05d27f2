/** Geometry of the ring of twelve: a clockwise circle that begins at the top, in an SVG of {@link SIZE} units. */

/** Width and height of the whole. */
export const SIZE = 560;
const CENTRE = SIZE / 2;
/** Degrees between two phases, wide enough for the arrow from one to the next. */
const GAP = 7;
const PHASES = 4;
const FACTORS = 12;
const SLICE = (360 - PHASES * GAP) / FACTORS;

/** Where the slice of a factor (0 to 11) begins and ends, in degrees from the top. */
export function sliceOf(index: number): readonly [from: number, to: number] {
  const from = GAP / 2 + index * SLICE + Math.floor(index / 3) * GAP;
  return [from, from + SLICE];
}

/** Where the three slices of a phase (0 to 3) begin and end together, in degrees from the top. */
export function phaseSlice(phase: number): readonly [from: number, to: number] {
  return [sliceOf(phase * 3)[0], sliceOf(phase * 3 + 2)[1]];
}

/** The place at an angle from the top and a distance from the centre. */
export function point(degrees: number, radius: number): { readonly x: number; readonly y: number } {
  const angle = (degrees * Math.PI) / 180;
  return { x: round(CENTRE + radius * Math.sin(angle)), y: round(CENTRE - radius * Math.cos(angle)) };
}

/** The outline of a piece of the ring. */
export function sector([from, to]: readonly [number, number], inner: number, outer: number): string {
  const [a, b, c, d] = [point(from, outer), point(to, outer), point(to, inner), point(from, inner)];
  const large = to - from > 180 ? 1 : 0;
  return `M${a.x} ${a.y}A${outer} ${outer} 0 ${large} 1 ${b.x} ${b.y}L${c.x} ${c.y}A${inner} ${inner} 0 ${large} 0 ${d.x} ${d.y}Z`;
}

/** Tells whether a piece lies mostly in the lower half, where text would stand on its head. */
export function isBelow([from, to]: readonly [number, number]): boolean {
  const middle = (from + to) / 2;
  return middle > 90 && middle < 270;
}

/** A line along the ring for text to stand on, upright: below the middle it runs the other way. */
export function textLine([from, to]: readonly [number, number], radius: number): string {
  const below = isBelow([from, to]);
  const [a, b] = below ? [point(to, radius), point(from, radius)] : [point(from, radius), point(to, radius)];
  return `M${a.x} ${a.y}A${radius} ${radius} 0 0 ${below ? 0 : 1} ${b.x} ${b.y}`;
}

/** An arrow head in the gap after a phase (0 to 3), pointing clockwise. */
export function arrow(phase: number, radius: number, size: number): string {
  const at = phaseSlice(phase)[1] + GAP / 2;
  const turn = (size / radius) * (180 / Math.PI);
  const [tip, out, into] = [
    point(at + turn / 2, radius),
    point(at - turn / 2, radius + size),
    point(at - turn / 2, radius - size),
  ];
  return `M${out.x} ${out.y}L${tip.x} ${tip.y}L${into.x} ${into.y}`;
}

const round = (value: number) => Math.round(value * 100) / 100;
