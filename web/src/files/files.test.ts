import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readGeoJson, together } from './geojson';
import { shapesOf } from './index';
import { coordinatesText } from './kml';
import { readPrj } from './prj';
import { FileProblem } from './problem';
import { readShapes } from './shapefile';
import { toDegrees } from './transverse';

const DEGREES =
  'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]';
const PLANE = `PROJCS["CGCS2000_3_Degree_GK_CM_111E",${DEGREES},PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",111.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]`;

/** A .shp of one polygon or line, written by the book. */
function shp(type: 3 | 5, parts: [number, number][][]): Uint8Array {
  const points = parts.flat();
  const content = 44 + 4 * parts.length + 16 * points.length;
  const view = new DataView(new ArrayBuffer(100 + 8 + content));
  view.setInt32(0, 9994);
  view.setInt32(24, view.byteLength / 2);
  view.setInt32(28, 1000, true);
  view.setInt32(32, type, true);
  view.setInt32(100, 1);
  view.setInt32(104, content / 2);
  view.setInt32(108, type, true);
  view.setInt32(144, parts.length, true);
  view.setInt32(148, points.length, true);
  let first = 0;
  parts.forEach((part, index) => {
    view.setInt32(152 + 4 * index, first, true);
    first += part.length;
  });
  points.forEach(([x, y], index) => {
    const at = 152 + 4 * parts.length + 16 * index;
    view.setFloat64(at, x, true);
    view.setFloat64(at + 8, y, true);
  });
  return new Uint8Array(view.buffer);
}

const bytes = (words: string) => new TextEncoder().encode(words);

function problemOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof FileProblem) return error.word;
    throw error;
  }
  return 'none';
}

describe('a Gauss-Krueger plane', () => {
  it('goes back to the longitude and latitude that PROJ started from', () => {
    const plane = readPrj(PLANE.replace('500000.0', '500000').replace('111.0', '114.0'));
    if (!plane) throw new Error('a plane');
    // EPSG:4547, 111.573 E 40.48 N.
    const [lon, lat] = toDegrees(plane, [294197.76, 4485658.45]);
    expect(lon).toBeCloseTo(111.573, 6);
    expect(lat).toBeCloseTo(40.48, 6);
  });
});

describe('a .prj', () => {
  it('of degrees needs no projection; other datums and projections are refused by name', () => {
    expect(readPrj(DEGREES)).toBeNull();
    expect(problemOf(() => readPrj('GEOGCS["GCS_Beijing_1954",DATUM["D_Beijing_1954"]]'))).toBe('otherDatum');
    expect(problemOf(() => readPrj(PLANE.replace('Gauss_Kruger', 'Lambert_Conformal_Conic')))).toBe(
      'otherProjection',
    );
  });
});

describe('a zipped shapefile', () => {
  const square: [number, number][] = [
    [111, 40],
    [111, 41],
    [112, 41],
    [112, 40],
    [111, 40],
  ];
  const hole: [number, number][] = [
    [111.2, 40.2],
    [111.4, 40.2],
    [111.4, 40.4],
    [111.2, 40.2],
  ];

  it('gives its areas with their holes', () => {
    const zip = zipSync({ 'site.shp': shp(5, [square, hole]), 'site.prj': bytes(DEGREES) });
    expect(together(shapesOf('site.zip', zip))).toEqual({ type: 'Polygon', coordinates: [square, hole] });
  });

  it('in metres comes out in degrees', () => {
    const line: [number, number][] = [
      [500000, 4485658.45],
      [510000, 4485658.45],
    ];
    const zip = zipSync({ 'a/site.shp': shp(3, [line]), 'a/site.prj': bytes(PLANE) });
    const shape = together(shapesOf('site.zip', zip)) as GeoJSON.LineString;
    expect(shape.type).toBe('LineString');
    expect(shape.coordinates[0]?.[0]).toBeCloseTo(111, 9);
    expect(shape.coordinates[1]?.[0]).toBeCloseTo(111.118, 3);
  });

  it('says what it lacks', () => {
    const whole = { 'site.shp': shp(3, [square]) };
    expect(problemOf(() => shapesOf('a.zip', zipSync(whole)))).toBe('noPrj');
    expect(problemOf(() => shapesOf('a.zip', zipSync({ 'a.txt': bytes('x') })))).toBe('noShp');
    expect(problemOf(() => shapesOf('a.zip', bytes('no zip')))).toBe('broken');
    expect(problemOf(() => shapesOf('a.shp', whole['site.shp']))).toBe('looseShp');
    expect(problemOf(() => shapesOf('a.dwg', bytes('x')))).toBe('unknown');
    expect(problemOf(() => readShapes(bytes('x'.repeat(200))))).toBe('notShp');
    expect(problemOf(() => readShapes(shp(5, [square]).slice(0, 180)))).toBe('broken');
  });
});

describe('GeoJSON', () => {
  const line = (coordinates: number[][]) => JSON.stringify({ type: 'LineString', coordinates });
  it('of many features is one geometry', () => {
    const feature = (geometry: object) => ({ type: 'Feature', properties: {}, geometry });
    const words = JSON.stringify({
      type: 'FeatureCollection',
      features: [
        feature({ type: 'Point', coordinates: [111, 40] }),
        feature({ type: 'Point', coordinates: [112, 40] }),
      ],
    });
    expect(together(readGeoJson(words))).toEqual({
      type: 'MultiPoint',
      coordinates: [
        [111, 40],
        [112, 40],
      ],
    });
  });

  it('is refused with the reason', () => {
    const wrong: [string, string][] = [
      ['{', 'notJson'],
      ['{"type":"FeatureCollection","features":[]}', 'empty'],
      [
        line([
          [500000, 4485658],
          [510000, 4485658],
        ]),
        'metres',
      ],
      [
        line([
          [40, 111],
          [40, 112],
        ]),
        'swapped',
      ],
      ['{"type":"Point","coordinates":[null,1],"crs":{"name":"EPSG:2382"}}', 'otherCrs'],
      [
        '{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,1]},{"type":"LineString","coordinates":[[1,1],[2,2]]}]}',
        'mixed',
      ],
    ];
    for (const [words, word] of wrong)
      expect(
        problemOf(() => together(readGeoJson(words))),
        words,
      ).toBe(word);
  });
});

describe('KML', () => {
  it('has longitude first and drops heights', () => {
    expect(coordinatesText(' 111.5,40.5,1000\n111.6,40.6 ')).toEqual([
      [111.5, 40.5],
      [111.6, 40.6],
    ]);
  });
});
