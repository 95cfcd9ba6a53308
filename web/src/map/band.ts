/**
 * Lines made fit to be drawn as a wide pale band. A see-through line darkens wherever it covers itself,
 * so parts that meet are joined, and bends much smaller than the band itself are left out.
 */
import type { Position } from '../api';

type Line = Position[];

const METRES_PER_DEGREE = 111_320;
/** Share of the doubt by which the middle of the band may leave the line. */
const TOLERANCE = 0.2;
/** Ends nearer than this are one place. */
const SAME_PLACE_DEGREES = 1e-5;

export function bandGeometry(geometry: { type: string; coordinates: unknown }, doubtM: number) {
  const lines = linesOf(geometry);
  if (lines.length === 0) return geometry;
  const toleranceM = doubtM * TOLERANCE;
  return { type: 'MultiLineString', coordinates: joined(lines).map((line) => simplified(line, toleranceM)) };
}

/** The coordinates come from the server's GeoJSON; what is no line is left alone. */
function linesOf({ type, coordinates }: { type: string; coordinates: unknown }): Line[] {
  if (type === 'LineString') return [coordinates as Line];
  return type === 'MultiLineString' ? (coordinates as Line[]) : [];
}

/** Parts that follow each other end to start become one line. */
export function joined(lines: readonly Line[]): Line[] {
  const result: Line[] = [];
  for (const line of lines) {
    const before = result[result.length - 1];
    const end = before?.[before.length - 1];
    const [start] = line;
    if (before && end && start && isSamePlace(end, start)) before.push(...line.slice(1));
    else result.push([...line]);
  }
  return result;
}

function isSamePlace(a: Position, b: Position): boolean {
  return Math.abs(a[0] - b[0]) < SAME_PLACE_DEGREES && Math.abs(a[1] - b[1]) < SAME_PLACE_DEGREES;
}

/** Douglas and Peucker: keeps the points that lie further than the tolerance from the chord. */
export function simplified(line: Line, toleranceM: number): Line {
  const first = line[0];
  const last = line[line.length - 1];
  if (!first || !last || line.length < 3) return line;
  let furthest = 0;
  let distance = 0;
  line.forEach((point, index) => {
    const away = distanceToChordM(point, first, last);
    if (away > distance) [furthest, distance] = [index, away];
  });
  if (distance <= toleranceM) return [first, last];
  const head = simplified(line.slice(0, furthest + 1), toleranceM);
  return [...head.slice(0, -1), ...simplified(line.slice(furthest), toleranceM)];
}

function distanceToChordM(point: Position, start: Position, end: Position): number {
  const east = METRES_PER_DEGREE * Math.cos((point[1] * Math.PI) / 180);
  const [x, y] = [(point[0] - start[0]) * east, (point[1] - start[1]) * METRES_PER_DEGREE];
  const [dx, dy] = [(end[0] - start[0]) * east, (end[1] - start[1]) * METRES_PER_DEGREE];
  const length2 = dx * dx + dy * dy;
  const along = length2 === 0 ? 0 : Math.max(0, Math.min(1, (x * dx + y * dy) / length2));
  return Math.hypot(x - along * dx, y - along * dy);
}
