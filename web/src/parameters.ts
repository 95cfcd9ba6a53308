/** The current selection as parameters of the service: the same projects on the map, in a file, in a drawn picture. */
import type { Position, ProjectRow } from './api';
import { categories } from './categories';
import { NOWHERE, onlyUnit, SEVERAL } from './selection';
import type { Filters } from './state';

/** The service takes this many values in one list. */
const MOST_VALUES = 200;

const CQL_NAMES = {
  categories: 'category',
  kinds: 'kind',
  statuses: 'status',
  plans: 'plans',
  grades: 'grade',
  units: 'admin',
} as const;

export function polygonFilter(corners: readonly Position[]): string {
  const [first] = corners;
  const ring = (first ? [...corners, first] : []).map(([lon, lat]) => `${lon} ${lat}`).join(',');
  return `S_INTERSECTS(geometry,POLYGON((${ring})))`;
}

/** What the page alone knows how to select: words in names, bodies, years, and what spans several 盟市. */
function isPagesOwn({ text, bodies, years, units }: Filters): boolean {
  const isWord = (unit: string) => unit === SEVERAL || unit === NOWHERE || onlyUnit(unit) !== null;
  return text !== '' || bodies.length > 0 || years.length > 0 || units.some(isWord);
}

/** Parameters that give exactly these rows. `isNarrowed`: a comparison or a badge narrows them further. */
export function parametersOf(
  filters: Filters,
  rows: readonly ProjectRow[],
  isNarrowed = false,
): Record<string, string> {
  if (isPagesOwn(filters) || isNarrowed) return byId(rows);
  const query: Record<string, string> = {};
  if (filters.categories.length < categories.length) query.category = filters.categories.join(',');
  if (filters.categories.length === 0) return byId([]);
  for (const name of ['kinds', 'statuses', 'plans', 'grades', 'units'] as const) {
    if (filters[name].length > 0) query[CQL_NAMES[name]] = filters[name].join(',');
  }
  if (filters.box) query.bbox = filters.box.join(',');
  if (filters.area) query.filter = polygonFilter(filters.area);
  return query;
}

function byId(rows: readonly ProjectRow[]): Record<string, string> {
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return { id: 'none' };
  if (ids.length <= MOST_VALUES) return { id: ids.join(',') };
  return { filter: `id IN (${ids.map((id) => `'${id}'`).join(',')})` };
}
