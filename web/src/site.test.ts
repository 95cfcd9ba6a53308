import { describe, expect, it } from 'vitest';
import { boundsOf, formatSite, geometryOf, parsePositions, parseSite, type Site } from './site';

describe('a site in the address', () => {
  it('comes back as it went', () => {
    const sites: Site[] = [
      { kind: 'empty' },
      { kind: 'project', project: 'rail-a', distanceM: 500 },
      {
        kind: 'line',
        positions: [
          [111.5, 40.25],
          [112, 41],
        ],
        distanceM: 0,
      },
    ];
    for (const site of sites) expect(parseSite(formatSite(site))).toEqual(site);
    expect(parseSite(null)).toBeNull();
  });

  it('that makes no sense is an empty one', () => {
    for (const words of ['area:1,2;3,4~0', 'line:x,2;3,4~0', 'line:200,2;3,4~0', 'what']) {
      expect(parseSite(words), words).toEqual({ kind: 'empty' });
    }
    expect(parsePositions('1,')).toBeNull();
  });
});

it('closes an area and knows its bounds', () => {
  const area = geometryOf('area', [
    [111, 40],
    [112, 40],
    [112, 41],
  ]);
  expect(area).toMatchObject({ type: 'Polygon', coordinates: [{ length: 4 }] });
  expect(boundsOf(area)).toEqual([111, 40, 112, 41]);
});
