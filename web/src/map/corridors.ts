/**
 * Lines that share a corridor, told by the cells of a coarse grid that both pass. Each line of a corridor
 * gets a rank, so that on overviews they lie beside each other and not on top of each other.
 */
import type { Feature, Position } from '../api';

const CELL_DEGREES = 0.04;
/** Two lines share a corridor where this part of the shorter one's cells is also the other's. */
const SHARED = 0.25;

interface Line {
  id: string;
  cells: ReadonlySet<string>;
}

interface Drawn {
  id: string;
  grade: string;
  category: string;
}

/** What follows a river is that river: moved beside itself it would lie nowhere. */
const BOUND_TO_WATER = ['ecology', 'water', 'culture'];
/** Further lines of a corridor lie on top of each other again. */
const MOST = 2;

/** The rank of every line that shares a corridor: 0, 1, -1, 2, -2 …; the longest lies in the middle. */
export function corridorOffsets(features: readonly Feature<Drawn>[]): Map<string, number> {
  const lines = features
    .filter(
      ({ properties: { grade, category } }) => grade !== 'schematic' && !BOUND_TO_WATER.includes(category),
    )
    .map((item): Line => ({ id: item.properties.id, cells: cellsOf(item) }))
    .sort((a, b) => b.cells.size - a.cells.size || a.id.localeCompare(b.id));
  const ranks = new Map<string, number>();
  lines.forEach((line, index) => {
    const taken = new Set(
      lines
        .slice(0, index)
        .filter((other) => isBeside(line, other))
        .map((other) => ranks.get(other.id)),
    );
    let rank = 0;
    while (taken.has(rank)) rank = rank > 0 ? -rank : 1 - rank;
    ranks.set(line.id, Math.abs(rank) > MOST ? 0 : rank);
  });
  const turned = new Set(features.filter(runsWestward).map(({ properties }) => properties.id));
  const sided = [...ranks].map(([id, rank]): [string, number] => [id, turned.has(id) ? -rank : rank]);
  return new Map(sided.filter(([, rank]) => rank !== 0));
}

/** An offset is to the right of the line's own direction: lines drawn from the other end count the other way. */
function runsWestward({ geometry }: Feature<Drawn>): boolean {
  const points = pathsOf(geometry).flat();
  const [first, last] = [points[0], points[points.length - 1]];
  if (!first || !last) return false;
  const [east, north] = [last[0] - first[0], last[1] - first[1]];
  return Math.abs(east) > Math.abs(north) ? east < 0 : north > 0;
}

function pathsOf(geometry: Feature<Drawn>['geometry']): Position[][] {
  if (geometry?.type === 'LineString') return [geometry.coordinates as Position[]];
  return geometry?.type === 'MultiLineString' ? (geometry.coordinates as Position[][]) : [];
}

function isBeside(line: Line, longer: Line): boolean {
  let shared = 0;
  for (const cell of line.cells) if (longer.cells.has(cell)) shared += 1;
  return shared > SHARED * line.cells.size;
}

function cellsOf({ geometry }: Feature<Drawn>): Set<string> {
  const cells = new Set<string>();
  for (const path of pathsOf(geometry)) {
    path.forEach((point, index) => {
      const before = path[index - 1] ?? point;
      const steps = Math.ceil(Math.hypot(point[0] - before[0], point[1] - before[1]) / CELL_DEGREES) || 1;
      for (let step = 1; step <= steps; step += 1) {
        const share = step / steps;
        const lon = before[0] + (point[0] - before[0]) * share;
        const lat = before[1] + (point[1] - before[1]) * share;
        cells.add(`${Math.round(lon / CELL_DEGREES)} ${Math.round(lat / CELL_DEGREES)}`);
      }
    });
  }
  return cells;
}
