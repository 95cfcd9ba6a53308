import { describe, expect, it } from 'vitest';
import type { Position } from '../api';
import { bandShape, contains } from './band';

type Polygons = Position[][][];

const METRES_PER_DEGREE = 111_320;

/** Degrees of longitude for metres at 40 N. */
function lon(metres: number): number {
  return metres / (METRES_PER_DEGREE * Math.cos((40 * Math.PI) / 180));
}

function holds(polygons: Polygons, point: Position): boolean {
  return polygons.some(([outer, ...holes]) => {
    const isIn = outer !== undefined && contains(outer, point);
    return isIn && !holes.some((hole) => contains(hole, point));
  });
}

describe('the band of doubt', () => {
  const line = {
    type: 'LineString',
    coordinates: [
      [110, 40],
      [111, 40],
    ],
  };

  it('is one polygon that reaches the stated distance to each side and beyond the ends', () => {
    const shape = bandShape(line, 5000);
    const polygons = shape.coordinates as Polygons;
    expect(shape.type).toBe('MultiPolygon');
    expect(polygons.length).toBe(1);
    for (const side of [-1, 1]) {
      expect(holds(polygons, [110.5, 40 + (side * 4800) / METRES_PER_DEGREE])).toBe(true);
      expect(holds(polygons, [110.5, 40 + (side * 5200) / METRES_PER_DEGREE])).toBe(false);
    }
    expect(holds(polygons, [110 - lon(4700), 40])).toBe(true);
    expect(holds(polygons, [110 - lon(5300), 40])).toBe(false);
  });

  it('covers a sharp turn once, and leaves the middle of a loop open', () => {
    const loop = {
      type: 'LineString',
      coordinates: [
        [110, 40],
        [111, 40],
        [111, 41],
        [110, 41],
        [110, 40],
      ],
    };
    const polygons = bandShape(loop, 8000).coordinates as Polygons;
    expect(polygons.length).toBe(1);
    expect(polygons[0]?.length).toBe(2);
    expect(holds(polygons, [110.5, 40.5])).toBe(false);
    expect(holds(polygons, [111, 40.5])).toBe(true);
  });

  it('is two polygons for two lines far apart', () => {
    const apart = {
      type: 'MultiLineString',
      coordinates: [
        [
          [110, 40],
          [110.3, 40],
        ],
        [
          [111, 40],
          [111.3, 40],
        ],
      ],
    };
    expect((bandShape(apart, 5000).coordinates as Polygons).length).toBe(2);
  });

  it('stays a line where it is thin beside its length, and leaves points alone', () => {
    const long = {
      type: 'LineString',
      coordinates: [
        [105, 37],
        [116, 43],
      ],
    };
    expect(bandShape(long, 500)).toBe(long);
    const point = { type: 'Point', coordinates: [110, 40] };
    expect(bandShape(point, 1000)).toBe(point);
  });
});
