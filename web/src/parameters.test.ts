import { describe, expect, it } from 'vitest';
import type { ProjectRow } from './api';
import { parametersOf, polygonFilter } from './parameters';
import { noFilters } from './state';

const rows = (n: number) => Array.from({ length: n }, (_, index) => ({ id: `p-${index}` }) as ProjectRow);

describe('the selection as parameters', () => {
  it('has the names of the service', () => {
    const filters = { ...noFilters, categories: ['rail'], units: ['150122'], statuses: ['planned'] };
    expect(parametersOf(filters, [])).toEqual({ category: 'rail', admin: '150122', status: 'planned' });
  });

  it('closes the ring of a polygon', () => {
    const area: [number, number][] = [
      [111, 40],
      [112, 40],
      [112, 41],
    ];
    expect(polygonFilter(area)).toBe('S_INTERSECTS(geometry,POLYGON((111 40,112 40,112 41,111 40)))');
    expect(parametersOf({ ...noFilters, area }, []).filter).toContain('POLYGON');
  });

  it('names the projects where only the page knows how to choose them', () => {
    const filters = { ...noFilters, text: '高铁' };
    expect(parametersOf(filters, rows(2))).toEqual({ id: 'p-0,p-1' });
    expect(parametersOf(filters, rows(201)).filter).toMatch(/^id IN \('p-0',.*'p-200'\)$/);
    expect(parametersOf(noFilters, rows(1), true)).toEqual({ id: 'p-0' });
    expect(parametersOf({ ...noFilters, categories: [] }, [])).toEqual({ id: 'none' });
  });
});
