import { afterEach, describe, expect, it } from 'vitest';
import { en } from './en';
import { t, term, useLanguage } from './index';
import { zh } from './zh';

afterEach(() => {
  useLanguage('zh');
});

describe('words', () => {
  it('have the same blanks in both languages', () => {
    const blanks = (words: string) => [...new Set(words.match(/\{\w+\}/g))].sort();
    for (const key of Object.keys(zh) as (keyof typeof zh)[]) {
      expect(blanks(en[key]), key).toEqual(blanks(zh[key]));
    }
  });

  it('fill the blanks', () => {
    expect(t('unitBadge', { unit: '托克托县', n: 12 })).toBe('托克托县 12 项');
    useLanguage('en');
    expect(t('km', { n: 3 })).toBe('3 km');
  });

  it('show an unknown term as it is', () => {
    expect(term('status', 'planned')).toBe('规划建设');
    expect(term('status', 'imagined')).toBe('imagined');
  });
});
