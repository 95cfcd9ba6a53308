import { describe, expect, it } from 'vitest';
import { list, number, object, optional, pair, text, wordOf } from './validate';

const point = object({ name: text, at: optional(pair), tags: list(text) });

describe('validate', () => {
  it('gives the typed value and drops members it was not asked for', () => {
    expect(point({ name: '岱海', at: [112.7, 40.6], tags: ['湖'], more: 1 }, 'answer')).toEqual({
      name: '岱海',
      at: [112.7, 40.6],
      tags: ['湖'],
    });
  });

  it('reads a missing optional member as null and a missing list as empty', () => {
    expect(point({ name: '岱海' }, 'answer')).toEqual({ name: '岱海', at: null, tags: [] });
  });

  it('names the path of what is wrong', () => {
    expect(() => list(point)([{ name: '岱海' }, { name: 7 }], 'features')).toThrow(
      'features[1].name: text expected, a number found',
    );
    expect(() => number(Number.NaN, 'score')).toThrow('score');
  });

  it('turns an unknown word into the fallback', () => {
    expect(wordOf(['solid', 'dotted'], 'dotted')('wavy', 'x')).toBe('dotted');
  });
});
