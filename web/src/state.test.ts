import { describe, expect, it } from 'vitest';
import { categoriesOnAtStart } from './categories';
import { format, noFilters, parse, startState, type State } from './state';

describe('state in the address', () => {
  it('is empty for the first screen', () => {
    expect(format(startState)).toBe('');
    expect(parse('')).toEqual(startState);
  });

  it('comes back as it went', () => {
    const state: State = {
      view: { zoom: 7.25, lat: 40.6, lon: 110.9 },
      filters: {
        categories: ['rail', 'ecology'],
        kinds: ['高铁'],
        statuses: ['planned', 'construction'],
        plans: ['hbew-2021'],
        grades: ['schematic'],
        units: ['150122'],
        bodies: ['国家能源局'],
        years: ['2020', '2021'],
        box: [110.1, 39.5, 112, 41.25],
        area: [
          [110, 40],
          [111.5, 40.25],
          [111, 41],
        ],
        text: '包头 & 银川+100%',
      },
      project: 'rail-bao-yin',
      plan: 'hbew-2021',
      mention: 'hbew-2021-77',
      compare: { from: 'a-2018', to: 'b-2021' },
      site: { kind: 'project', project: 'rail-bao-yin', distanceM: 5000 },
      badge: '150122',
      layers: ['parcels'],
      language: 'en',
    };
    expect(parse(format(state))).toEqual(state);
  });

  it('tells "no category" from "the categories at start"', () => {
    const none: State = { ...startState, filters: { ...noFilters, categories: [] } };
    expect(parse(format(none)).filters.categories).toEqual([]);
    expect(parse('#q=x').filters.categories).toEqual(categoriesOnAtStart);
  });

  it('ignores a view that is not on the earth and words it does not know', () => {
    expect(parse('#map=7/140/20').view).toBeNull();
    expect(parse('#map=a/b').view).toBeNull();
    expect(parse('#box=112,40,110,41').filters.box).toBeNull();
    expect(parse('#category=rail,spaceport').filters.categories).toEqual(['rail']);
  });
});
