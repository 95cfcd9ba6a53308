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

/** Bands up to this width have their full strength. */
const FULL_STRENGTH_PX = 14;

const WIDER_THAN_HALF_THE_MAP_PX = 700;

const FIRST_ZOOM = 3;
const LAST_ZOOM = 18;

/** An expression that is worked out anew at every whole zoom level, and doubles in between like the ground. */
function perZoom(value: (pixelsPerMetre: number) => unknown): ExpressionSpecification {
  const stops: unknown[] = [];
  for (let zoom = FIRST_ZOOM; zoom <= LAST_ZOOM; zoom += 1)
    stops.push(zoom, value(2 ** zoom / METRES_PER_PX));
  return ['interpolate', ['exponential', 2], ['zoom'], ...stops] as unknown as ExpressionSpecification;
}

/** A width in pixels for a length in metres held by a property, right at every zoom. */
export function groundPixels(metres: ExpressionSpecification, atLeastPx: number): ExpressionSpecification {
  return perZoom((pixelsPerMetre) => ['max', atLeastPx, ['*', metres, pixelsPerMetre]]);
}

/**
 * The opacity of a band: the wider it is on the screen, the paler, so that many wide ones
 * still let the ground and each other show.
 */
export function paler(
  metres: ExpressionSpecification,
  most: number | ExpressionSpecification,
  least: number | ExpressionSpecification | { narrow: number; wide: number },
): ExpressionSpecification {
  return perZoom((pixelsPerMetre) => {
    const pixels = ['max', 1, ['*', metres, pixelsPerMetre]];
    const floor =
      typeof least === 'object' && 'narrow' in least
        ? ['case', ['<', pixels, WIDER_THAN_HALF_THE_MAP_PX], least.narrow, least.wide]
        : least;
    return ['max', floor, ['min', most, ['/', ['*', most, FULL_STRENGTH_PX], pixels]]];
  });
}

export function metresPerPixel(zoom: number): number {
  return METRES_PER_PX / 2 ** zoom;
}
