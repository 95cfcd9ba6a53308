import { describe, expect, it } from 'vitest';
import { bandGeometry, joined, simplified } from './band';

describe('bands', () => {
  it('join parts that meet, and only those', () => {
    const parts: [number, number][][] = [
      [
        [110, 40],
        [111, 40],
      ],
      [
        [111, 40],
        [112, 40.5],
      ],
      [
        [113, 41],
        [114, 41],
      ],
    ];
    expect(joined(parts).map((line) => line.length)).toEqual([3, 2]);
  });

  it('leave out bends that are small beside the doubt, never the ends', () => {
    const line: [number, number][] = [
      [110, 40],
      [110.5, 40.005],
      [111, 40],
    ];
    expect(simplified(line, 1000)).toEqual([line[0], line[2]]);
    expect(simplified(line, 100)).toEqual(line);
  });

  it('leave points alone', () => {
    const point = { type: 'Point', coordinates: [110, 40] };
    expect(bandGeometry(point, 1000)).toBe(point);
  });
});
