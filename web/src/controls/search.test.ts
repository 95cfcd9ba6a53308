import { describe, expect, it, vi } from 'vitest';

vi.stubGlobal('window', { location: { href: 'http://planmap.test/' } });
vi.stubGlobal('document', { createElement: () => ({}) });

describe('coordinates in the search box', () => {
  it('are longitude first, and found in the other order where only that fits', async () => {
    const { coordinatesIn } = await import('./search');
    expect(coordinatesIn('111.573, 40.48')).toEqual([111.573, 40.48]);
    expect(coordinatesIn('40.48 111.573')).toEqual([111.573, 40.48]);
    expect(coordinatesIn('40.48°N 111.573°E')).toEqual([111.573, 40.48]);
    expect(coordinatesIn('G210')).toBeNull();
    expect(coordinatesIn('12 13')).toBeNull();
  });
});
