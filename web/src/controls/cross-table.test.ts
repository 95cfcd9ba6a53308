import { describe, expect, it, vi } from 'vitest';
import type { ProjectRow } from '../api';

vi.stubGlobal('window', { location: { href: 'http://planmap.test/' } });

/** Invented rows: only what the table reads. */
function row(category: string, ...admin: string[]): ProjectRow {
  return { category, admin } as unknown as ProjectRow;
}

describe('the cross table', () => {
  it('counts every project once, and its sums agree', async () => {
    const { crossTable } = await import('./cross-table');
    const rows = [row('rail', '150100'), row('rail', '150100', '150200'), row('road', '150122'), row('road')];
    const table = crossTable(rows, ['rail', 'road', 'port'], ({ category }) => category);
    expect(table.columns).toEqual(['rail', 'road']);
    expect(table.rows).toEqual([
      { word: 'only-150100', numbers: [1, 1], sum: 2 },
      { word: 'several', numbers: [1, 0], sum: 1 },
      { word: 'nowhere', numbers: [0, 1], sum: 1 },
    ]);
    expect(table.sums).toEqual([2, 2]);
    expect(table.sum).toBe(4);
  });

  it('is saved so that a spreadsheet reads it', async () => {
    const { asCsv } = await import('./cross-table');
    expect(
      asCsv([
        ['盟市', 'a "b"'],
        ['合计', 4],
      ]),
    ).toBe('\ufeff"盟市","a ""b"""\r\n"合计",4\r\n');
  });
});
