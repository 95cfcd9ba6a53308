/**
 * The pale band of doubt: everything within `uncertainty_m` of a line, as one polygon.
 *
 * A wide see-through line darkens wherever it covers itself, so the band is not drawn as a line.
 * It is the contour at that distance on a grid of distances (marching squares). A band that is thin
 * beside its length would need too fine a grid; it stays a line, where the overlaps are too small to see.
 */
import type { Position } from '../api';

type Line = Position[];
type Ring = Position[];

export interface Shape {
  type: string;
  coordinates: unknown;
}

const METRES_PER_DEGREE = 111_320;
/** Cells in the radius of a band, where the grid may be that fine. */
const CELLS_IN_RADIUS = 4;
const FEWEST_CELLS_IN_RADIUS = 1.6;
const MOST_CELLS = 120_000;

export function bandShape(geometry: Shape, radiusM: number): Shape {
  const lines = linesOf(geometry);
  if (lines.length === 0 || radiusM <= 0) return geometry;
  const grid = gridOf(lines, radiusM);
  if (!grid) return geometry;
  for (const line of lines) {
    line.forEach((point, index) => {
      const before = line[index - 1];
      if (before) spread(grid, before, point, radiusM);
    });
  }
  return { type: 'MultiPolygon', coordinates: polygons(contour(grid, radiusM)) };
}

/** The coordinates come from the server's GeoJSON; what is no line is left alone. */
function linesOf({ type, coordinates }: Shape): Line[] {
  if (type === 'LineString') return [coordinates as Line];
  return type === 'MultiLineString' ? (coordinates as Line[]) : [];
}

interface Grid {
  west: number;
  south: number;
  /** Size of a cell in degrees. */
  stepLon: number;
  stepLat: number;
  columns: number;
  rows: number;
  /** Distance of every grid point to the line, metres. */
  distanceM: Float32Array;
}

function gridOf(lines: readonly Line[], radiusM: number): Grid | null {
  const all = lines.flat();
  const [lons, lats] = [all.map(([lon]) => lon), all.map(([, lat]) => lat)];
  const middle = (Math.min(...lats) + Math.max(...lats)) / 2;
  const perLon = METRES_PER_DEGREE * Math.cos((middle * Math.PI) / 180);
  const marginM = 1.5 * radiusM;
  const widthM = (Math.max(...lons) - Math.min(...lons)) * perLon + 2 * marginM;
  const heightM = (Math.max(...lats) - Math.min(...lats)) * METRES_PER_DEGREE + 2 * marginM;
  const cellM = Math.max(radiusM / CELLS_IN_RADIUS, Math.sqrt((widthM * heightM) / MOST_CELLS));
  if (cellM * FEWEST_CELLS_IN_RADIUS > radiusM) return null;
  const columns = Math.ceil(widthM / cellM) + 1;
  const rows = Math.ceil(heightM / cellM) + 1;
  return {
    west: Math.min(...lons) - marginM / perLon,
    south: Math.min(...lats) - marginM / METRES_PER_DEGREE,
    stepLon: cellM / perLon,
    stepLat: cellM / METRES_PER_DEGREE,
    columns,
    rows,
    distanceM: new Float32Array(columns * rows).fill(Infinity),
  };
}

/** Writes the distance to one segment into the grid points near it. */
function spread(grid: Grid, start: Position, end: Position, radiusM: number): void {
  const reachM = radiusM * 1.5;
  const perLon = METRES_PER_DEGREE * Math.cos((start[1] * Math.PI) / 180);
  const column = (lon: number) => (lon - grid.west) / grid.stepLon;
  const row = (lat: number) => (lat - grid.south) / grid.stepLat;
  const [moreLon, moreLat] = [reachM / perLon, reachM / METRES_PER_DEGREE];
  const firstColumn = Math.max(0, Math.floor(column(Math.min(start[0], end[0]) - moreLon)));
  const lastColumn = Math.min(grid.columns - 1, Math.ceil(column(Math.max(start[0], end[0]) + moreLon)));
  const firstRow = Math.max(0, Math.floor(row(Math.min(start[1], end[1]) - moreLat)));
  const lastRow = Math.min(grid.rows - 1, Math.ceil(row(Math.max(start[1], end[1]) + moreLat)));
  for (let y = firstRow; y <= lastRow; y += 1) {
    for (let x = firstColumn; x <= lastColumn; x += 1) {
      const at: Position = [grid.west + x * grid.stepLon, grid.south + y * grid.stepLat];
      const index = y * grid.columns + x;
      const distance = distanceToSegmentM(at, start, end);
      if (distance < (grid.distanceM[index] ?? 0)) grid.distanceM[index] = distance;
    }
  }
}

function distanceToSegmentM(point: Position, start: Position, end: Position): number {
  const east = METRES_PER_DEGREE * Math.cos((point[1] * Math.PI) / 180);
  const [x, y] = [(point[0] - start[0]) * east, (point[1] - start[1]) * METRES_PER_DEGREE];
  const [dx, dy] = [(end[0] - start[0]) * east, (end[1] - start[1]) * METRES_PER_DEGREE];
  const length2 = dx * dx + dy * dy;
  const along = length2 === 0 ? 0 : Math.max(0, Math.min(1, (x * dx + y * dy) / length2));
  return Math.hypot(x - along * dx, y - along * dy);
}

/** Sides of a cell: south, east, north, west. Per case, from which side to which the contour runs, inside on its left. */
const south = 0;
const east = 1;
const north = 2;
const west = 3;
const cases: readonly (readonly [number, number])[][] = [
  [],
  [[south, west]],
  [[east, south]],
  [[east, west]],
  [[north, east]],
  [
    [south, west],
    [north, east],
  ],
  [[north, south]],
  [[north, west]],
  [[west, north]],
  [[south, north]],
  [
    [west, north],
    [east, south],
  ],
  [[east, north]],
  [[west, east]],
  [[south, east]],
  [[west, south]],
  [],
];

/** Closed rings at the given distance; outer ones run counter-clockwise, holes clockwise. */
function contour(grid: Grid, isoM: number): Ring[] {
  const next = new Map<number, number>();
  const place = new Map<number, Position>();
  const value = (x: number, y: number) => grid.distanceM[y * grid.columns + x] ?? Infinity;
  const crossing = (x: number, y: number, side: number) => {
    // Every side has one number, whichever cell asks: 2 per grid point, its east side and its north side.
    const [fromX, fromY] = [side === east ? x + 1 : x, side === north ? y + 1 : y];
    const isFlat = side === south || side === north;
    const key = 2 * (fromY * grid.columns + fromX) + (isFlat ? 0 : 1);
    if (!place.has(key)) {
      const [a, b] = [value(fromX, fromY), isFlat ? value(fromX + 1, fromY) : value(fromX, fromY + 1)];
      const share = Number.isFinite(a) && Number.isFinite(b) && a !== b ? (isoM - a) / (b - a) : 0.5;
      const [gridX, gridY] = isFlat ? [fromX + share, fromY] : [fromX, fromY + share];
      place.set(key, [round(grid.west + gridX * grid.stepLon), round(grid.south + gridY * grid.stepLat)]);
    }
    return key;
  };
  for (let y = 0; y + 1 < grid.rows; y += 1) {
    for (let x = 0; x + 1 < grid.columns; x += 1) {
      const bits =
        Number(value(x, y) <= isoM) +
        2 * Number(value(x + 1, y) <= isoM) +
        4 * Number(value(x + 1, y + 1) <= isoM) +
        8 * Number(value(x, y + 1) <= isoM);
      for (const [from, to] of cases[bits] ?? []) next.set(crossing(x, y, from), crossing(x, y, to));
    }
  }
  return rings(next, place);
}

const DECIMALS = 1e5;

function round(degrees: number): number {
  return Math.round(degrees * DECIMALS) / DECIMALS;
}

function rings(next: Map<number, number>, place: ReadonlyMap<number, Position>): Ring[] {
  const result: Ring[] = [];
  for (const first of [...next.keys()]) {
    const ring: Ring = [];
    let key: number | undefined = first;
    while (key !== undefined && next.has(key)) {
      const at = place.get(key);
      if (at) ring.push(at);
      const following: number | undefined = next.get(key);
      next.delete(key);
      key = following;
    }
    const [start] = ring;
    if (start && ring.length > 2) result.push([...ring, start]);
  }
  return result;
}

/** Holes go into the outer ring that holds them. */
function polygons(all: readonly Ring[]): Ring[][] {
  const outer = all.filter((ring) => signedArea(ring) > 0).map((ring) => [ring]);
  for (const hole of all.filter((ring) => signedArea(ring) < 0)) {
    const [inside] = hole;
    const owner = outer.find(([ring]) => inside && ring && contains(ring, inside)) ?? outer[0];
    owner?.push(hole);
  }
  return outer;
}

function signedArea(ring: Ring): number {
  let sum = 0;
  ring.forEach(([x, y], index) => {
    const [nextX, nextY] = ring[index + 1] ?? [x, y];
    sum += x * nextY - nextX * y;
  });
  return sum / 2;
}

export function contains(ring: Ring, [x, y]: Position): boolean {
  let isInside = false;
  ring.forEach(([x1, y1], index) => {
    const [x2, y2] = ring[index + 1] ?? [x1, y1];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) isInside = !isInside;
  });
  return isInside;
}
