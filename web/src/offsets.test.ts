import { describe, expect, it } from 'vitest';
import { Offsets, sliceByPoints } from './offsets';

describe('offsets', () => {
  it('are the same in a text without wide characters', () => {
    const offsets = new Offsets('包头至银川铁路');
    expect([0, 3, 7].map((point) => offsets.toUnits(point))).toEqual([0, 3, 7]);
  });

  it('shift by one unit after each character beyond the basic plane', () => {
    // Invented text: U+20BB7 and U+1F684 take two UTF-16 units each.
    const text = '甲𠮷乙🚄丙';
    const offsets = new Offsets(text);
    expect([0, 1, 2, 3, 4, 5].map((point) => offsets.toUnits(point))).toEqual([0, 1, 3, 4, 6, 7]);
    expect(sliceByPoints(text, 1, 2)).toBe('𠮷');
    expect(sliceByPoints(text, 2, 4)).toBe('乙🚄');
    expect(sliceByPoints(text, 4, 5)).toBe('丙');
  });

  it('count byte order mark, carriage return and private-use characters as one', () => {
    const text = '\ufeff甲\r\n\uf06c乙𠮷丙';
    expect(sliceByPoints(text, 4, 6)).toBe('\uf06c乙');
    expect(sliceByPoints(text, 6, 8)).toBe('𠮷丙');
  });

  it('agree with the string iterator at every place', () => {
    const text = 'a𠮷b🚄🚄c\r\n丙';
    const points = Array.from(text);
    const offsets = new Offsets(text);
    for (let point = 0; point <= points.length; point += 1) {
      expect(offsets.toUnits(point)).toBe(points.slice(0, point).join('').length);
    }
  });
});
