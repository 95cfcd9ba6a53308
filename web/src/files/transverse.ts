/**
 * From a Gauss-Krueger plane of CGCS2000 back to longitude and latitude: the inverse transverse Mercator
 * in Krueger's series to the fourth order, good to far less than a millimetre within a zone.
 */
import type { Position } from '../api';

/** CGCS2000; WGS 84 differs from it by a tenth of a millimetre in the half axis. */
const SEMI_MAJOR_M = 6_378_137;
const FLATTENING = 1 / 298.257222101;

export interface Plane {
  centralMeridianDegrees: number;
  falseEastingM: number;
  falseNorthingM: number;
  scale: number;
}

const n = FLATTENING / (2 - FLATTENING);
const RECTIFYING_M = (SEMI_MAJOR_M / (1 + n)) * (1 + n ** 2 / 4 + n ** 4 / 64);
const BETA = [
  n / 2 - (2 * n ** 2) / 3 + (37 * n ** 3) / 96 - n ** 4 / 360,
  n ** 2 / 48 + n ** 3 / 15 - (437 * n ** 4) / 1440,
  (17 * n ** 3) / 480 - (37 * n ** 4) / 840,
  (4397 * n ** 4) / 161280,
];
const DELTA = [
  2 * n - (2 * n ** 2) / 3 - 2 * n ** 3 + (116 * n ** 4) / 45,
  (7 * n ** 2) / 3 - (8 * n ** 3) / 5 - (227 * n ** 4) / 45,
  (56 * n ** 3) / 15 - (136 * n ** 4) / 35,
  (4279 * n ** 4) / 630,
];
const DEGREES = 180 / Math.PI;

export function toDegrees(plane: Plane, [easting, northing]: readonly [number, number]): Position {
  const xi = (northing - plane.falseNorthingM) / (plane.scale * RECTIFYING_M);
  const eta = (easting - plane.falseEastingM) / (plane.scale * RECTIFYING_M);
  let [xi2, eta2] = [xi, eta];
  BETA.forEach((beta, index) => {
    const k = 2 * (index + 1);
    xi2 -= beta * Math.sin(k * xi) * Math.cosh(k * eta);
    eta2 -= beta * Math.cos(k * xi) * Math.sinh(k * eta);
  });
  const conformal = Math.asin(Math.sin(xi2) / Math.cosh(eta2));
  const lat = DELTA.reduce(
    (sum, delta, index) => sum + delta * Math.sin(2 * (index + 1) * conformal),
    conformal,
  );
  const lon = Math.atan2(Math.sinh(eta2), Math.cos(xi2));
  return [plane.centralMeridianDegrees + lon * DEGREES, lat * DEGREES];
}
