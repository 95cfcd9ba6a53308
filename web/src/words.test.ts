import { expect, it } from 'vitest';
import { bodyWords, sourceParts } from './words';

it('a source is parted into words and address', () => {
  expect(sourceParts('国家铁路局，https://www.example.cn/a?b=1')).toEqual({
    words: '国家铁路局',
    href: 'https://www.example.cn/a?b=1',
  });
  expect(sourceParts('某公报')).toEqual({ words: '某公报', href: null });
  expect(sourceParts(null)).toEqual({ words: '', href: null });
});

it('a body is named with its role', () => {
  expect(bodyWords('lead:发展改革委')).toBe('牵头 · 发展改革委');
  expect(bodyWords('发展改革委')).toBe('发展改革委');
});
