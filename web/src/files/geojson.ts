/** The geometry of a GeoJSON file: one geometry for the whole file, which the server screens as one site. */
import type { Position } from '../api';
import { FileProblem } from './problem';

type Shape = GeoJSON.Geometry;

/** Every geometry of a geometry, a feature or a collection. */
export function geometriesOf(value: unknown): Shape[] {
  if (typeof value !== 'object' || value === null) return [];
  const { type, features, geometries, geometry } = value as Record<string, unknown>;
  if (Array.isArray(features)) return features.flatMap(geometriesOf);
  if (Array.isArray(geometries)) return geometries.flatMap(geometriesOf);
  if (type === 'Feature') return geometriesOf(geometry);
  return typeof type === 'string' && 'coordinates' in value ? [value as Shape] : [];
}

export function readGeoJson(text: string): Shape[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new FileProblem('notJson');
  }
  const { crs } = (value ?? {}) as { crs?: unknown };
  if (crs && !/CRS84|4326|4490|OGC:1\.3/.test(JSON.stringify(crs))) throw new FileProblem('otherCrs');
  return geometriesOf(value);
}

/** Many geometries as one: areas together, else lines together, else points. */
export function together(all: readonly Shape[]): Shape {
  const areas = all.flatMap((shape) =>
    shape.type === 'Polygon' ? [shape.coordinates] : shape.type === 'MultiPolygon' ? shape.coordinates : [],
  );
  const lines = all.flatMap((shape) =>
    shape.type === 'LineString'
      ? [shape.coordinates]
      : shape.type === 'MultiLineString'
        ? shape.coordinates
        : [],
  );
  const points = all.flatMap((shape) =>
    shape.type === 'Point' ? [shape.coordinates] : shape.type === 'MultiPoint' ? shape.coordinates : [],
  );
  const kinds: Shape[] = [];
  if (areas.length > 0) kinds.push({ type: 'MultiPolygon', coordinates: areas });
  if (lines.length > 0) kinds.push({ type: 'MultiLineString', coordinates: lines });
  if (points.length > 0) kinds.push({ type: 'MultiPoint', coordinates: points });
  const [only] = kinds;
  if (!only) throw new FileProblem('empty');
  if (kinds.length > 1) throw new FileProblem('mixed');
  checkDegrees(only);
  return simple(only);
}

/** One member needs no collection. */
function simple(shape: Shape): Shape {
  if (!('coordinates' in shape) || shape.coordinates.length !== 1) return shape;
  if (shape.type === 'MultiPolygon') return { type: 'Polygon', coordinates: shape.coordinates[0] ?? [] };
  if (shape.type === 'MultiLineString') {
    return { type: 'LineString', coordinates: shape.coordinates[0] ?? [] };
  }
  return shape.type === 'MultiPoint' ? { type: 'Point', coordinates: shape.coordinates[0] ?? [] } : shape;
}

/** Metres, or latitude before longitude, are told by their size. */
function checkDegrees(shape: Shape): void {
  const positions: Position[] = [];
  const walk = (value: unknown): void => {
    if (!Array.isArray(value)) return;
    if (typeof value[0] === 'number') positions.push(value as Position);
    else value.forEach(walk);
  };
  if ('coordinates' in shape) walk(shape.coordinates);
  if (positions.some(([lon, lat]) => !Number.isFinite(lon) || !Number.isFinite(lat))) {
    throw new FileProblem('broken');
  }
  if (positions.some(([lon, lat]) => Math.abs(lon) > 180 || Math.abs(lat) > 180)) {
    throw new FileProblem('metres');
  }
  if (positions.some(([, lat]) => Math.abs(lat) > 90)) throw new FileProblem('swapped');
}
