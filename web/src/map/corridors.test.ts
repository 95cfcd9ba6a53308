import { describe, expect, it } from 'vitest';
import type { Position } from '../api';
import { corridorOffsets } from './corridors';

function line(id: string, coordinates: Position[], category = 'rail', grade = 'near') {
  return { geometry: { type: 'LineString', coordinates }, bbox: null, properties: { id, category, grade } };
}

describe('lines in one corridor', () => {
  it('lie beside each other, whichever way they were drawn', () => {
    const offsets = corridorOffsets([
      line('long', [
        [110, 40],
        [113, 40],
      ]),
      line('same-way', [
        [110, 40],
        [112, 40],
      ]),
      line('other-way', [
        [111.5, 40],
        [110, 40],
      ]),
      line('elsewhere', [
        [110, 42],
        [112, 42],
      ]),
    ]);
    expect([...offsets].sort()).toEqual([
      ['other-way', 1],
      ['same-way', 1],
    ]);
  });

  it('leave rivers and schematic courses where they are', () => {
    const path: Position[] = [
      [110, 40],
      [112, 40],
    ];
    const offsets = corridorOffsets([
      line('a', path),
      line('b', path, 'ecology'),
      line('c', path, 'rail', 'schematic'),
    ]);
    expect(offsets.size).toBe(0);
  });
});
