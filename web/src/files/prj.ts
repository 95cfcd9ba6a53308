/** What the .prj of a shapefile says: degrees, or a Gauss-Krueger plane on a datum that we may take as it is. */
import { FileProblem } from './problem';
import type { Plane } from './transverse';

const GOOD_DATUM = /WGS[_ ]?(19)?84|CGCS[_ ]?2000|China[_ ]?(Geodetic[_ ]Coordinate[_ ]System[_ ])?2000/i;

/** Null for longitude and latitude in degrees. */
export function readPrj(text: string): Plane | null {
  const name = /^\s*(?:PROJCS|GEOGCS|PROJCRS|GEOGCRS)\s*\[\s*"([^"]*)"/.exec(text)?.[1] ?? '';
  if (!GOOD_DATUM.test(text)) throw new FileProblem('otherDatum', name);
  if (!/PROJ(CS|CRS)\s*\[/.test(text)) return null;
  if (!/PROJECTION\s*\[\s*"(Gauss_Kruger|Transverse_Mercator)"/i.test(text)) {
    throw new FileProblem('otherProjection', name);
  }
  const parameter = (word: string, otherwise: number) => {
    const found = new RegExp(`PARAMETER\\s*\\[\\s*"${word}"\\s*,\\s*([-+0-9.eE]+)`, 'i').exec(text)?.[1];
    return found === undefined ? otherwise : Number(found);
  };
  return {
    centralMeridianDegrees: parameter('central_meridian', NaN),
    falseEastingM: parameter('false_easting', 0),
    falseNorthingM: parameter('false_northing', 0),
    scale: parameter('scale_factor', 1),
  };
}
