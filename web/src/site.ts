/** A site to be screened, as a value and as words of the address. */
import type { Position } from './api';

export type SiteShape = 'line' | 'area';

/** `empty` is a site not chosen yet; one from a file is too long for an address and is not kept there. */
export type Site =
  | { kind: 'empty' }
  | { kind: 'project'; project: string; distanceM: number }
  | { kind: SiteShape; positions: Position[]; distanceM: number };

const DECIMALS = 5;
const LEAST: Record<SiteShape, number> = { line: 2, area: 3 };

export function positionsText(positions: readonly Position[]): string {
  return positions.map(([lon, lat]) => `${round(lon)},${round(lat)}`).join(';');
}

function round(degrees: number): number {
  return Number(degrees.toFixed(DECIMALS));
}

/** `lon,lat;lon,lat`; null if a piece is no position. */
export function parsePositions(words: string): Position[] | null {
  const positions: Position[] = [];
  for (const piece of words.split(';')) {
    const [lon, lat, ...more] = piece.split(',').map((word) => (word.trim() === '' ? NaN : Number(word)));
    if (lon === undefined || lat === undefined || more.length > 0) return null;
    if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) return null;
    positions.push([lon, lat]);
  }
  return positions;
}

export function formatSite(site: Site): string {
  if (site.kind === 'empty') return 'new';
  const what = site.kind === 'project' ? site.project : positionsText(site.positions);
  return `${site.kind}:${what}~${site.distanceM}`;
}

export function parseSite(words: string | null): Site | null {
  if (words === null || words === '') return null;
  const [, kind, what, distance] = /^(project|line|area):([^~]+)~(\d+)$/.exec(words) ?? [];
  if (!what) return { kind: 'empty' };
  const distanceM = Number(distance);
  if (kind === 'project') return { kind, project: what, distanceM };
  const positions = parsePositions(what);
  if ((kind !== 'line' && kind !== 'area') || !positions || positions.length < LEAST[kind]) {
    return { kind: 'empty' };
  }
  return { kind, positions, distanceM };
}

/** A drawn shape as GeoJSON; an area is closed. */
export function geometryOf(kind: SiteShape, positions: readonly Position[]): GeoJSON.Geometry {
  if (kind === 'line') return { type: 'LineString', coordinates: [...positions] };
  const [first] = positions;
  return { type: 'Polygon', coordinates: [first ? [...positions, first] : []] };
}

/** West, south, east, north of a shape. */
export function boundsOf(shape: GeoJSON.Geometry): number[] {
  const box = [Infinity, Infinity, -Infinity, -Infinity] as [number, number, number, number];
  const walk = (value: unknown): void => {
    if (!Array.isArray(value)) return;
    const [lon, lat] = value as unknown[];
    if (typeof lon !== 'number' || typeof lat !== 'number') {
      value.forEach(walk);
      return;
    }
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  };
  if ('coordinates' in shape) walk(shape.coordinates);
  return box;
}
