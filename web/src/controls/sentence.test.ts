import { describe, expect, it, vi } from 'vitest';

vi.stubGlobal('window', { location: { href: 'http://planmap.test/' } });

const base = { sentence: '建设𠮷甲至乙铁路，', sentence_start: 100, quote: '甲至乙铁路', reading: null };

describe('a long sentence', () => {
  it('opens at the part that names the project, cut at pauses', async () => {
    const { partAround } = await import('./sentence');
    const before = '前面的话，'.repeat(60);
    const after = '后面的话，'.repeat(60);
    const text = `${before}甲至乙铁路，${after}`;
    const [start, end] = partAround(text, [[before.length, before.length + 5]]);
    expect(text.slice(start, end)).toMatch(/^前面的话，.*甲至乙铁路，.*后面的话，$/);
    expect(end - start).toBeLessThan(220);
    expect(partAround('短句。', [[0, 2]])).toEqual([0, 3]);
  });
});

describe('quotes in a sentence', () => {
  it('stand where their offsets say, counted in code points', async () => {
    const { quoteSpans } = await import('./sentence');
    expect(quoteSpans([{ ...base, start: 103, end: 108 }])).toEqual([[4, 9]]);
  });

  it('are looked for where the sentence shown was mended', async () => {
    const { quoteSpans } = await import('./sentence');
    expect(quoteSpans([{ ...base, sentence: '甲至乙铁路', start: 103, end: 108 }])).toEqual([[0, 5]]);
    const torn = { ...base, quote: '甲”6.2至乙铁路', reading: '甲至乙铁路', sentence: '建设甲至乙铁路' };
    expect(quoteSpans([{ ...torn, start: 103, end: 112 }])).toEqual([[2, 7]]);
    expect(quoteSpans([{ ...base, sentence: '别的话', start: 103, end: 108 }])).toEqual([]);
  });
});
