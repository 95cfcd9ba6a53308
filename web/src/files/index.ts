/** A file that somebody brought (GeoJSON, KML, zipped shapefile) as one geometry in longitude and latitude. */
import { unzipSync } from 'fflate';
import { readGeoJson, together } from './geojson';
import { readKml } from './kml';
import { FileProblem } from './problem';
import { readPrj } from './prj';
import { readShapes } from './shapefile';
import { type Plane, toDegrees } from './transverse';

const MOST_BYTES = 30_000_000;
const WANTED = /\.(shp|prj|kml)$/i;

export async function readSiteFile(file: File): Promise<GeoJSON.Geometry> {
  if (file.size > MOST_BYTES) throw new FileProblem('tooBig');
  const bytes = new Uint8Array(await file.arrayBuffer());
  return together(shapesOf(file.name, bytes));
}

export function shapesOf(name: string, bytes: Uint8Array): GeoJSON.Geometry[] {
  if (/\.(geo)?json$/i.test(name)) return readGeoJson(new TextDecoder().decode(bytes));
  if (/\.kml$/i.test(name)) return readKml(new TextDecoder().decode(bytes));
  if (/\.(zip|kmz)$/i.test(name)) return readZip(bytes);
  if (/\.(shp|dbf|shx|prj)$/i.test(name)) throw new FileProblem('looseShp');
  throw new FileProblem('unknown');
}

function readZip(bytes: Uint8Array): GeoJSON.Geometry[] {
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes, { filter: ({ name }) => WANTED.test(name) && !name.includes('__MACOSX') });
  } catch {
    throw new FileProblem('broken');
  }
  const all = (ending: string) =>
    Object.entries(files).filter(([name]) => name.toLowerCase().endsWith(ending));
  const [kml] = all('.kml');
  if (kml) return readKml(new TextDecoder().decode(kml[1]));
  const shps = all('.shp');
  const [shp] = shps;
  if (!shp) throw new FileProblem('noShp');
  if (shps.length > 1) throw new FileProblem('manyShp');
  const [prj] = all('.prj');
  if (!prj) throw new FileProblem('noPrj');
  const plane = readPrj(new TextDecoder().decode(prj[1]));
  const shapes = readShapes(shp[1]);
  return plane ? shapes.map((shape) => unprojected(shape, plane)) : shapes;
}

function unprojected(shape: GeoJSON.Geometry, plane: Plane): GeoJSON.Geometry {
  const walk = (value: unknown): unknown => {
    if (!Array.isArray(value)) return value;
    const [x, y] = value as unknown[];
    if (typeof x === 'number' && typeof y === 'number') return toDegrees(plane, [x, y]);
    return value.map(walk);
  };
  return 'coordinates' in shape
    ? ({ ...shape, coordinates: walk(shape.coordinates) } as GeoJSON.Geometry)
    : shape;
}
