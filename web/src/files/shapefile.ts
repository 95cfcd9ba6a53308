/** The shapes of a .shp file (ESRI Shapefile Technical Description, 1998): points, lines, areas; heights are left out. */
import type { Position } from '../api';
import { FileProblem } from './problem';

const FILE_CODE = 9994;
const HEADER_BYTES = 100;
const RECORD_HEADER_BYTES = 8;
/** Types without height; with height 10 more, with measure 20 more. */
const POINT = 1;
const LINES = 3;
const AREAS = 5;
const POINTS = 8;

export function readShapes(bytes: Uint8Array): GeoJSON.Geometry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < HEADER_BYTES || view.getInt32(0) !== FILE_CODE) throw new FileProblem('notShp');
  const shapes: GeoJSON.Geometry[] = [];
  let at = HEADER_BYTES;
  try {
    while (at + RECORD_HEADER_BYTES < bytes.byteLength) {
      const length = 2 * view.getInt32(at + 4);
      const shape = record(view, at + RECORD_HEADER_BYTES);
      if (shape) shapes.push(shape);
      at += RECORD_HEADER_BYTES + length;
    }
  } catch (error) {
    if (error instanceof RangeError) throw new FileProblem('broken');
    throw error;
  }
  return shapes;
}

function record(view: DataView, at: number): GeoJSON.Geometry | null {
  const type = view.getInt32(at, true) % 10;
  if (type === POINT) return { type: 'Point', coordinates: position(view, at + 4) };
  if (type === POINTS) {
    const count = view.getInt32(at + 36, true);
    return { type: 'MultiPoint', coordinates: positions(view, at + 40, count) };
  }
  if (type !== LINES && type !== AREAS) return null;
  const parts = partsOf(view, at);
  return type === LINES ? { type: 'MultiLineString', coordinates: parts } : areas(parts);
}

function position(view: DataView, at: number): Position {
  return [view.getFloat64(at, true), view.getFloat64(at + 8, true)];
}

function positions(view: DataView, at: number, count: number): Position[] {
  return Array.from({ length: count }, (_, index) => position(view, at + 16 * index));
}

function partsOf(view: DataView, at: number): Position[][] {
  const partCount = view.getInt32(at + 36, true);
  const pointCount = view.getInt32(at + 40, true);
  const firsts = Array.from({ length: partCount }, (_, index) => view.getInt32(at + 44 + 4 * index, true));
  const points = at + 44 + 4 * partCount;
  return firsts.map((first, index) =>
    positions(view, points + 16 * first, (firsts[index + 1] ?? pointCount) - first),
  );
}

/** Outer rings run clockwise, holes the other way; a hole belongs to the outer ring before it. */
function areas(rings: readonly Position[][]): GeoJSON.MultiPolygon {
  const polygons: Position[][][] = [];
  for (const ring of rings) {
    const last = polygons[polygons.length - 1];
    if (isClockwise(ring) || !last) polygons.push([ring]);
    else last.push(ring);
  }
  return { type: 'MultiPolygon', coordinates: polygons };
}

function isClockwise(ring: readonly Position[]): boolean {
  let sum = 0;
  ring.forEach(([x, y], index) => {
    const [nextX, nextY] = ring[index + 1] ?? [x, y];
    sum += (nextX - x) * (nextY + y);
  });
  return sum > 0;
}
