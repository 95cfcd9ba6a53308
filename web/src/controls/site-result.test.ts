import { describe, expect, it } from 'vitest';
import type { Touched } from '../shapes/screen';
import { areaWords, lengthWords, measureWords, rangeWords } from './site-result';

const found: Touched = {
  collection: 'projects',
  id: 'a',
  name: 'a',
  category: 'rail',
  kind: null,
  certainty: 'possibly',
  distance_m: null,
  length_m: null,
  area_m2: null,
  measurable: true,
  not_measurable: null,
  admin_names: [],
  sentence: null,
  plan: null,
  plan_number: null,
};

describe('figures of a screening', () => {
  it('are ranges with three digits, one figure where the ends are the same', () => {
    expect(rangeWords({ min: 1.2345, max: 2.5 })).toBe('1.23–2.5');
    expect(rangeWords({ min: 7, max: 7.0001 })).toBe('7');
  });

  it('stand in 公里, 公顷 and 亩', () => {
    expect(lengthWords({ min: 0, max: 12345 })).toBe('0–12.3 公里');
    expect(areaWords({ min: 10_000, max: 20_000 })).toBe('1–2 公顷（15–30 亩）');
  });

  it('say 不足以量算 with the reason', () => {
    const schematic = { ...found, measurable: false, not_measurable: '示意走向' };
    expect(measureWords(schematic)).toBe('不足以量算：示意走向');
    expect(measureWords({ ...schematic, not_measurable: '示意走向，不足以量算' })).toBe(
      '示意走向，不足以量算',
    );
    expect(measureWords({ ...found, distance_m: { min: 100, max: 900 } })).toBe('相距 100–900 米');
  });
});
