/** The region, and how metres on the ground become pixels on the screen. */
import type { ExpressionSpecification } from 'maplibre-gl';

/** West, south, east, north of the first screen: the middle of Inner Mongolia. */
export const homeBounds: [number, number, number, number] = [105.5, 37.3, 116.5, 43.2];

/** The window that the view never leaves. */
export const windowBounds: [number, number, number, number] = [84, 26, 136, 56];

const EQUATOR_M = 40_075_016.686;
const TILE_PX = 512;
const MIDDLE_LATITUDE_DEGREES = 41;

/** Metres per pixel at zoom 0 in the middle of the region; one zoom level halves it. */
const METRES_PER_PX = (EQUATOR_M * Math.cos((MIDDLE_LATITUDE_DEGREES * Math.PI) / 180)) / TILE_PX;

const FIRST_ZOOM = 3;
const LAST_ZOOM = 18;

/**
 * A width in pixels for a length in metres held by a property, right at every zoom:
 * exponential interpolation with base 2 between whole zoom levels.
 */
export function groundPixels(
  metres: ExpressionSpecification,
  atLeastPx: number,
  atMostPx = Infinity,
): ExpressionSpecification {
  const stops: (number | ExpressionSpecification)[] = [];
  for (let zoom = FIRST_ZOOM; zoom <= LAST_ZOOM; zoom += 1) {
    const pixels: ExpressionSpecification = ['*', metres, 2 ** zoom / METRES_PER_PX];
    const bounded: ExpressionSpecification = ['max', atLeastPx, pixels];
    stops.push(zoom, Number.isFinite(atMostPx) ? ['min', atMostPx, bounded] : bounded);
  }
  return ['interpolate', ['exponential', 2], ['zoom'], ...stops] as unknown as ExpressionSpecification;
}

export function metresPerPixel(zoom: number): number {
  return METRES_PER_PX / 2 ** zoom;
}
