/**
 * Filters and counts over the rows of all projects. The set is small (hundreds),
 * so the page has it whole and every count is live.
 */
import type { PlaceLevel, ProjectRow } from './api';
import type { Filters, ListFilter } from './state';

export type Facet = ListFilter | 'categories';

/** The words that a row has for a facet. */
const wordsOf: Record<Facet, (row: ProjectRow) => readonly string[]> = {
  categories: (row) => [row.category],
  kinds: (row) => (row.kind ? [row.kind] : []),
  statuses: (row) => [row.status],
  plans: (row) => row.plans,
  grades: (row) => [row.grade],
  units: (row) => [...row.admin, spanOf(row)],
  bodies: (row) => row.responsible.flatMap(({ name, role }) => (role ? [name, `${role}:${name}`] : [name])),
  years: yearsOf,
};

/** Every year from the issue of the first plan that names it to the end of the last planning period. */
export function yearsOf(row: Pick<ProjectRow, 'first_date' | 'horizon_end'>): string[] {
  const first = Number(row.first_date?.slice(0, 4));
  const last = Number(row.horizon_end?.slice(0, 4) ?? first);
  if (!Number.isFinite(first) || !(last >= first)) return [];
  return Array.from({ length: last - first + 1 }, (_, index) => String(first + index));
}

export const SEVERAL = 'several';
export const NOWHERE = 'nowhere';
const ONLY = 'only-';

/** A word for the 盟市 that a project lies in, exactly one for each project, so that sums count nothing twice. */
export function spanOf(row: ProjectRow): string {
  const prefectures = new Set(
    row.admin
      .filter((code) => code.startsWith('15') && !code.endsWith('0000'))
      .map((code) => `${code.slice(0, 4)}00`),
  );
  const [only] = prefectures;
  if (only === undefined) return NOWHERE;
  return prefectures.size > 1 ? SEVERAL : ONLY + only;
}

/** The 盟市 of a word made by `spanOf`; null for the two other words. */
export function onlyUnit(word: string): string | null {
  return word.startsWith(ONLY) ? word.slice(ONLY.length) : null;
}

const facets = Object.keys(wordsOf) as Facet[];

function passes(row: ProjectRow, filters: Filters, facet: Facet): boolean {
  const wanted = filters[facet];
  if (facet !== 'categories' && wanted.length === 0) return true;
  return wordsOf[facet](row).some((word) => wanted.includes(word));
}

/** Every word of the query must occur in a name, a kind, a place or the id. */
export function matchesText(row: ProjectRow, query: string): boolean {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return true;
  const haystack = [row.name, row.short_name, row.kind, row.id, ...row.aliases, ...row.admin_names]
    .join(' ')
    .toLowerCase();
  return wanted.every((word) => haystack.includes(word));
}

/** The rows that pass every filter; with `except`, one facet is left out (for its own counts). */
export function select(rows: readonly ProjectRow[], filters: Filters, except?: Facet): ProjectRow[] {
  const active = facets.filter((facet) => facet !== except);
  return rows.filter(
    (row) => active.every((facet) => passes(row, filters, facet)) && matchesText(row, filters.text),
  );
}

/** How many rows each word of a facet would show, given all other filters. */
export function counts(rows: readonly ProjectRow[], filters: Filters, facet: Facet): Map<string, number> {
  const result = new Map<string, number>();
  for (const row of select(rows, filters, facet)) {
    for (const word of new Set(wordsOf[facet](row))) result.set(word, (result.get(word) ?? 0) + 1);
  }
  return result;
}

const unitLevels: readonly (PlaceLevel | null)[] = ['county', 'prefecture', 'province'];

/** Of the diagonal of its box: a circle round a whole unit has more, the doubt of an outline has less. */
const UNIT_SHARE = 0.25;
const METRES_PER_DEGREE = 111_320;
/** Boxes that differ by less are the same. */
const SAME_BOX_DEGREES = 0.03;

/**
 * The units whose badge a project belongs to; none for what is drawn or has no place at all.
 * A project known only to its county or wider is a badge on the map, never a shape. An ecological zone with an
 * outline of its own is drawn; one for which a whole unit stands is told by its box, which is that of the unit,
 * or by its radius of doubt, which is that of the circle round it.
 */
export function badgeUnits(row: ProjectRow, units: ReadonlyMap<string, { bbox: number[] | null }>): string[] {
  if (row.grade !== 'area' || !unitLevels.includes(row.place_level)) return [];
  const alike = row.admin.filter((code) => isSameBox(row.bbox, units.get(code)?.bbox ?? null));
  if (row.category === 'ecology') {
    const isWholeUnit = (row.uncertainty_m ?? 0) > UNIT_SHARE * diagonalM(row.bbox);
    if (!isWholeUnit && alike.length === 0) return [];
  }
  return alike.length > 0 ? alike.slice(-1) : unitsOfLevel(row);
}

/** True for a project that has a badge instead of a shape. */
export function isKnownOnlyToUnit(row: Pick<ProjectRow, 'badge_units'>): boolean {
  return row.badge_units.length > 0;
}

function isSameBox(a: readonly number[] | null, b: readonly number[] | null): boolean {
  return (
    a !== null && b !== null && a.every((side, index) => Math.abs(side - (b[index] ?? 0)) < SAME_BOX_DEGREES)
  );
}

function diagonalM(bbox: readonly number[] | null): number {
  const [west = 0, south = 0, east = 0, north = 0] = bbox ?? [];
  const eastM = (east - west) * METRES_PER_DEGREE * Math.cos((((south + north) / 2) * Math.PI) / 180);
  return Math.hypot(eastM, (north - south) * METRES_PER_DEGREE);
}

function unitsOfLevel(row: ProjectRow): string[] {
  if (row.place_level === 'province') return ['150000'];
  const isOfLevel = row.place_level === 'prefecture' ? isPrefecture : isCounty;
  const units = row.admin.filter(isOfLevel);
  return units.length > 0 ? units : row.admin.slice(-1);
}

export function isPrefecture(code: string): boolean {
  return code.endsWith('00') && !code.endsWith('0000');
}

export function isCounty(code: string): boolean {
  return !code.endsWith('00');
}

export interface Badge {
  unit: string;
  projects: ProjectRow[];
}

/** One badge per unit. `coarse` gathers the counties of a 盟市 in the badge of that 盟市. */
export function badges(rows: readonly ProjectRow[], coarse: boolean): Badge[] {
  const byUnit = new Map<string, Set<ProjectRow>>();
  for (const row of rows) {
    for (const unit of row.badge_units) {
      const key = coarse && isCounty(unit) ? `${unit.slice(0, 4)}00` : unit;
      const members = byUnit.get(key) ?? new Set();
      byUnit.set(key, members.add(row));
    }
  }
  return [...byUnit].map(([unit, projects]) => ({ unit, projects: [...projects] }));
}
