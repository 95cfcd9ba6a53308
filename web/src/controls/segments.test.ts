import { describe, expect, it } from 'vitest';
import { segments } from './segments';

describe('segments', () => {
  it('cover a span without gap or overlap', () => {
    const found = segments(10, 30, [
      { start: 12, end: 20, value: 'a' },
      { start: 25, end: 40, value: 'b' },
      { start: 1, end: 9, value: 'outside' },
    ]);
    expect(found).toEqual([
      { start: 10, end: 12, value: null },
      { start: 12, end: 20, value: 'a' },
      { start: 20, end: 25, value: null },
      { start: 25, end: 30, value: 'b' },
    ]);
  });

  it('give the inner mark of two that nest', () => {
    const found = segments(0, 10, [
      { start: 0, end: 10, value: 'outer' },
      { start: 4, end: 6, value: 'inner' },
    ]);
    expect(found.map(({ value }) => value)).toEqual(['outer', 'inner', 'outer']);
  });
});
