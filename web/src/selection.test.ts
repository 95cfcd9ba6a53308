import { describe, expect, it } from 'vitest';
import type { ProjectRow } from './api';
import { badges, badgeUnits, counts, isKnownOnlyToUnit, matchesText, select, spanOf } from './selection';
import { noFilters } from './state';

/** Invented rows, and the box of one unit. */
const units = new Map([['150122', { bbox: [110.9, 39.9, 111.6, 40.6] }]]);

function row(id: string, more: Partial<ProjectRow> = {}): ProjectRow {
  const made: ProjectRow = {
    id,
    name: id,
    short_name: null,
    aliases: [],
    category: 'rail',
    kind: null,
    status: 'planned',
    plans: ['plan-a'],
    first_date: '2018-03-01',
    horizon_end: '2020',
    admin: [],
    admin_names: [],
    grade: 'near',
    place_level: 'site',
    uncertainty_m: 500,
    mention_count: 1,
    responsible: [],
    unplaced_reason: null,
    label_point: null,
    bbox: null,
    badge_units: [],
    ...more,
  };
  return { ...made, badge_units: badgeUnits(made, units) };
}

const rows = [
  row('a', { aliases: ['甲乙高铁'] }),
  row('b', { category: 'road', status: 'completed', plans: ['plan-a', 'plan-b'] }),
  row('c', { category: 'culture', status: 'completed' }),
  row('d', { category: 'water', grade: 'area', place_level: 'county', admin: ['150100', '150122'] }),
  row('e', {
    category: 'energy',
    grade: 'area',
    place_level: 'county',
    admin: ['150100', '150122', '150123'],
  }),
  row('f', {
    category: 'ecology',
    grade: 'area',
    place_level: 'county',
    admin: ['150122'],
    uncertainty_m: 5000,
    bbox: [110, 40, 111, 41],
  }),
  row('g', { category: 'rail', grade: 'area', place_level: 'prefecture', admin: ['150100'] }),
];

describe('selection', () => {
  it('shows the categories at start only', () => {
    expect(select(rows, noFilters).map(({ id }) => id)).toEqual(['a', 'b', 'd', 'e', 'f', 'g']);
  });

  it('counts a facet under all other filters, so that an off category still has its number', () => {
    const filters = { ...noFilters, statuses: ['completed'] };
    expect(Object.fromEntries(counts(rows, filters, 'categories'))).toEqual({ road: 1, culture: 1 });
    expect(Object.fromEntries(counts(rows, filters, 'plans'))).toEqual({ 'plan-a': 1, 'plan-b': 1 });
  });

  it('finds text in aliases and ids', () => {
    expect(matchesText(row('x', { aliases: ['甲乙高铁'] }), '乙高')).toBe(true);
    expect(matchesText(row('rail-jia-yi'), 'JIA')).toBe(true);
    expect(matchesText(row('x'), '丙')).toBe(false);
  });
});

describe('the 盟市 of a project', () => {
  it('is one word for each project', () => {
    expect(spanOf(row('x', { admin: ['150100', '150122'] }))).toBe('only-150100');
    expect(spanOf(row('x', { admin: ['150122', '150221'] }))).toBe('several');
    expect(spanOf(row('x', { admin: ['150000'] }))).toBe('nowhere');
    expect(spanOf(row('x', { admin: ['640100'] }))).toBe('nowhere');
  });
});

describe('badges', () => {
  it('gather what is known only to a unit, never an ecological zone with its own outline', () => {
    expect(rows.filter(isKnownOnlyToUnit).map(({ id }) => id)).toEqual(['d', 'e', 'g']);
  });

  it('gather an ecological work for which the whole unit stands', () => {
    const zone = { category: 'ecology', grade: 'area', place_level: 'county', admin: ['150122'] } as const;
    const wide = row('wide', {
      ...zone,
      admin: [...zone.admin],
      uncertainty_m: 60_000,
      bbox: [110, 40, 111, 41],
    });
    expect(wide.badge_units).toEqual(['150122']);
    const alike = row('alike', { ...zone, admin: [...zone.admin], bbox: [110.91, 39.9, 111.6, 40.59] });
    expect(alike.badge_units).toEqual(['150122']);
  });

  it('count a project once in every unit it names', () => {
    const found = badges(rows, false).map(({ unit, projects }) => [unit, projects.length]);
    expect(Object.fromEntries(found)).toEqual({ 150122: 2, 150123: 1, 150100: 1 });
  });

  it('count a project once in a 盟市 even when it names two of its counties', () => {
    const found = badges(rows, true).map(({ unit, projects }) => [unit, projects.length]);
    expect(Object.fromEntries(found)).toEqual({ 150100: 3 });
  });
});
