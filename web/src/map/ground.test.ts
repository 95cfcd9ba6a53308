import { describe, expect, it } from 'vitest';
import { groundPixels, metresPerPixel } from './ground';

describe('ground', () => {
  it('has about 461 metres in a pixel at zoom 7', () => {
    expect(metresPerPixel(7)).toBeCloseTo(461.5, 0);
  });

  it('doubles a width with every zoom level', () => {
    const expression = groundPixels(['get', 'uncertainty_m'], 0) as unknown[];
    const factor = (zoom: number) => {
      const stop = expression[expression.indexOf(zoom, 3) + 1] as [string, number, [string, unknown, number]];
      return stop[2][2];
    };
    expect(factor(8) / factor(7)).toBeCloseTo(2, 9);
    expect(1000 * factor(7)).toBeCloseTo(1000 / metresPerPixel(7), 9);
  });
});
