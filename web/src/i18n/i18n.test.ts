import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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

  it('are all used', () => {
    const root = join(import.meta.dirname, '..');
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    const code = files
      .filter((name) => !/i18n|\.test\.ts/.test(name))
      .map((name) => readFileSync(join(root, name), 'utf8'))
      .join('\n');
    const isUsed = (key: string) =>
      code.includes(`t('${key}'`) || code.includes(`term('${key.split('_')[0] ?? ''}'`);
    expect(Object.keys(zh).filter((key) => !isUsed(key))).toEqual([]);
  });

  it('fill the blanks', () => {
    expect(t('unitBadgeLabel', { unit: '托克托县', n: 12 })).toMatch(/^托克托县 12 项/);
    useLanguage('en');
    expect(t('km', { n: 3 })).toBe('3 km');
  });

  it('show an unknown term as it is', () => {
    expect(term('status', 'planned')).toBe('规划建设');
    expect(term('status', 'imagined')).toBe('imagined');
  });
});
