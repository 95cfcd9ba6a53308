/**
 * The only file that talks to the server. Paths are relative to the page, so that a path prefix works;
 * every answer is checked on arrival.
 */
import { type Diff, diff } from './shapes/diff';
import { type Screening, screening } from './shapes/screen';
import { box, type Check, list, members, number, object, optional, pair, text, wordOf } from './validate';

export const statuses = [
  'completed',
  'operating',
  'construction',
  'planned',
  'preliminary',
  'protection',
  'unknown',
] as const;
export type Status = (typeof statuses)[number];

export const grades = ['exact', 'near', 'schematic', 'area', 'unplaced'] as const;
export type Grade = (typeof grades)[number];

export const placeLevels = ['site', 'town', 'county', 'prefecture', 'province'] as const;
export type PlaceLevel = (typeof placeLevels)[number];

export type Position = [number, number];

/** Values that may be a text or a number in a hand-kept table, such as a year. */
const textLike: Check<string> = (value, path) =>
  typeof value === 'number' ? String(value) : text(value, path);

const status = wordOf(statuses, 'unknown');
const grade = wordOf(grades, 'unplaced');
const position: Check<Position> = pair;
const span: Check<[number, number]> = pair;
const placeLevel: Check<PlaceLevel | null> = (value) => placeLevels.find((word) => word === value) ?? null;

export interface Body {
  name: string;
  role: string | null;
  name_today: string | null;
}

const body = object<Body>({ name: text, role: optional(text), name_today: optional(text) });

/** What the list, the filters and the counts need of every project. */
export interface ProjectRow {
  id: string;
  name: string;
  short_name: string | null;
  aliases: string[];
  category: string;
  kind: string | null;
  status: Status;
  plans: string[];
  first_date: string | null;
  horizon_end: string | null;
  admin: string[];
  admin_names: string[];
  grade: Grade;
  place_level: PlaceLevel | null;
  uncertainty_m: number | null;
  mention_count: number;
  responsible: Body[];
  unplaced_reason: string | null;
  label_point: Position | null;
  /** West, south, east, north of its geometry. */
  bbox: number[] | null;
  /** Not of the server: the units whose badge it belongs to, worked out by `badgeUnits` (selection.ts). */
  badge_units: string[];
}

const rowMembers = {
  id: text,
  name: text,
  short_name: optional(text),
  aliases: list(text),
  category: text,
  kind: optional(text),
  status,
  plans: list(text),
  first_date: optional(text),
  horizon_end: optional(textLike),
  admin: list(text),
  admin_names: list(text),
  grade,
  place_level: placeLevel,
  uncertainty_m: optional(number),
  mention_count: number,
  responsible: list(body),
  unplaced_reason: optional(text),
  label_point: optional(position),
  bbox: optional(box),
  badge_units: list(text),
};
const projectRow: Check<ProjectRow> = object<ProjectRow>(rowMembers);

export interface StatusStep {
  plan: string;
  date: string | null;
  status: Status;
  work: string | null;
  status_text: string | null;
  mention: string | null;
}

export interface Quantity {
  value: number | null;
  unit: string | null;
  of: string | null;
  text: string | null;
  plan: string | null;
  mention: string | null;
}

export interface Project extends ProjectRow {
  name_en: string | null;
  zone_kind: string | null;
  last_date: string | null;
  work: string | null;
  status_history: StatusStep[];
  known_status: string | null;
  known_date: string | null;
  known_source: string | null;
  quantities: Quantity[];
  relations: { type: string; project: string }[];
  method: string | null;
  parts: { grade: Grade; method: string | null; source: string | null; uncertainty_m: number | null }[];
  sources: { id: string; licence: string | null; date: string | null }[];
  length_published: { km: number; date: string | null; source: string | null }[];
  length_drawn_km: number | null;
}

const project: Check<Project> = object<Project>({
  ...rowMembers,
  name_en: optional(text),
  zone_kind: optional(text),
  last_date: optional(text),
  work: optional(text),
  status_history: list(
    object<StatusStep>({
      plan: text,
      date: optional(text),
      status,
      work: optional(text),
      status_text: optional(text),
      mention: optional(text),
    }),
  ),
  known_status: optional(text),
  known_date: optional(textLike),
  known_source: optional(text),
  quantities: list(
    object<Quantity>({
      value: optional(number),
      unit: optional(text),
      of: optional(text),
      text: optional(text),
      plan: optional(text),
      mention: optional(text),
    }),
  ),
  relations: list(object<{ type: string; project: string }>({ type: text, project: text })),
  method: optional(text),
  parts: list(
    object<Project['parts'][number]>({
      grade,
      method: optional(text),
      source: optional(text),
      uncertainty_m: optional(number),
    }),
  ),
  sources: list(
    object<Project['sources'][number]>({ id: text, licence: optional(text), date: optional(textLike) }),
  ),
  length_published: list(
    object<Project['length_published'][number]>({
      km: number,
      date: optional(textLike),
      source: optional(text),
    }),
  ),
  length_drawn_km: optional(number),
});

export interface Mention {
  id: string;
  plan: string;
  plan_title: string;
  plan_number: string | null;
  plan_date: string | null;
  start: number;
  end: number;
  quote: string;
  /** The quote as mended, where the file has characters out of place. */
  reading: string | null;
  sentence_start: number;
  sentence: string;
  heading: string[];
  status: Status;
  status_text: string | null;
  project: string;
}

const mention: Check<Mention> = object<Mention>({
  id: text,
  plan: text,
  plan_title: text,
  plan_number: optional(text),
  plan_date: optional(text),
  start: number,
  end: number,
  quote: text,
  reading: optional(text),
  sentence_start: number,
  sentence: text,
  heading: list(text),
  status,
  status_text: optional(text),
  project: text,
});

export interface Plan {
  id: string;
  title: string;
  number: string | null;
  issuer: string | null;
  date: string | null;
  horizon_start: string | null;
  horizon_end: string | null;
  type: string | null;
  level: string | null;
  implements: string[];
  repeals: string[];
  mention_count: number | null;
  project_count: number | null;
}

/** `implements` may be one id, a list or nothing. */
const ids: Check<string[]> = (value, path) =>
  typeof value === 'string' ? (value === '' ? [] : [value]) : list(text)(value, path);

const plan: Check<Plan> = object<Plan>({
  id: text,
  title: text,
  number: optional(text),
  issuer: optional(text),
  date: optional(text),
  horizon_start: optional(textLike),
  horizon_end: optional(textLike),
  type: optional(text),
  level: optional(text),
  implements: ids,
  repeals: ids,
  mention_count: optional(number),
  project_count: optional(number),
});

export interface PlanHeading {
  level: number;
  text: string;
  start: number;
  end: number;
}

export interface PlanMention {
  id: string;
  start: number;
  end: number;
  project: string;
  category: string;
  name: string;
}

export interface PlanText {
  id: string;
  title: string;
  number: string | null;
  date: string | null;
  text: string;
  headings: PlanHeading[];
  mentions: PlanMention[];
}

const planText: Check<PlanText> = object<PlanText>({
  id: text,
  title: text,
  number: optional(text),
  date: optional(text),
  text,
  headings: list(object<PlanHeading>({ level: number, text, start: number, end: number })),
  mentions: list(
    object<PlanMention>({ id: text, start: number, end: number, project: text, category: text, name: text }),
  ),
});

export interface SearchResult {
  type: 'project' | 'place';
  id: string;
  name: string;
  matched: string;
  highlight: [number, number][];
  category: string | null;
  class: string | null;
  kind: string | null;
  admin_names: string[];
  label_point: Position | null;
  bbox: number[] | null;
}

const searchResult: Check<SearchResult> = object<SearchResult>({
  type: wordOf(['project', 'place'], 'place'),
  id: text,
  name: text,
  matched: text,
  highlight: list(span),
  category: optional(text),
  class: optional(text),
  kind: optional(text),
  admin_names: list(text),
  label_point: optional(position),
  bbox: optional(box),
});

export interface AdminUnit {
  code: string;
  name: string;
  short_name: string | null;
  level: string;
  parent: string | null;
  label_point: Position | null;
  bbox: number[] | null;
}

/** A GeoJSON feature whose coordinates are passed on to the map unread. */
export interface Feature<P> {
  geometry: { type: string; coordinates: unknown } | null;
  bbox: number[] | null;
  properties: P;
}

/** A feature's id stands beside its properties; here it is one of them. */
function feature<P>(properties: Check<P>): Check<Feature<P>> {
  const whole = object({
    id: optional(textLike),
    geometry: optional(object({ type: text, coordinates: (value: unknown) => value })),
    bbox: optional(box),
    properties: members,
  });
  return (value, path) => {
    const found = whole(value, path);
    const withId = { id: found.id, ...found.properties };
    return { ...found, properties: properties(withId, `${path}.properties`) };
  };
}

/** The few properties that geometry needs on the map. */
export interface DrawnProperties {
  id: string;
  name: string;
  short_name: string | null;
  category: string;
  status: Status;
  grade: Grade;
  place_level: PlaceLevel | null;
  uncertainty_m: number | null;
}

const drawn: Check<DrawnProperties> = object<DrawnProperties>({
  id: text,
  name: text,
  short_name: optional(text),
  category: text,
  status,
  grade,
  place_level: placeLevel,
  uncertainty_m: optional(number),
});

export interface TileRange {
  minzoom: number;
  maxzoom: number;
}

export class ServerError extends Error {
  readonly status: number;
  constructor(status: number, detail: string) {
    super(detail);
    this.name = 'ServerError';
    this.status = status;
  }
}

/** The address of the page without its query and hash: where all paths start. */
const root = new URL('.', window.location.href.split('#')[0]);

export function address(path: string, query: Record<string, string> = {}): string {
  const url = new URL(path, root);
  for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
  return url.href;
}

/** The answer, or the error that the server gives instead. */
async function ask(path: string, query: Record<string, string>, init: RequestInit): Promise<Response> {
  const response = await fetch(address(path, query), init);
  if (!response.ok) throw new ServerError(response.status, await problemDetail(response));
  return response;
}

async function get<T>(
  check: Check<T>,
  path: string,
  query: Record<string, string> = {},
  signal?: AbortSignal,
) {
  const init: RequestInit = { headers: { Accept: 'application/geo+json, application/json' } };
  if (signal) init.signal = signal;
  const response = await ask(path, query, init);
  return check((await response.json()) as unknown, path);
}

/** The `detail` of a problem document, or the status line. */
async function problemDetail(response: Response): Promise<string> {
  try {
    const problem = object({ title: optional(text), detail: optional(text) })(
      await response.json(),
      'problem',
    );
    return problem.detail ?? problem.title ?? response.statusText;
  } catch {
    return response.statusText;
  }
}

/** `limit` of the server's contract: the whole set in one answer. */
const WHOLE_SET = '10000';

async function items<P>(collection: string, properties: Check<P>, query: Record<string, string>) {
  const path = `collections/${collection}/items`;
  const page = await get(object({ features: list(feature(properties)) }), path, {
    limit: WHOLE_SET,
    ...query,
  });
  return page.features;
}

export async function projectRows(): Promise<ProjectRow[]> {
  const features = await items('projects', projectRow, {
    skipGeometry: 'true',
    properties: Object.keys(rowMembers)
      .filter((name) => name !== 'bbox' && name !== 'badge_units')
      .join(','),
  });
  return features.map((item) => ({ ...item.properties, bbox: item.bbox }));
}

/** The ids of the projects that some parameters select, such as `bbox` or `filter`. */
export async function projectIds(query: Record<string, string>): Promise<Set<string>> {
  const features = await items('projects', object({ id: text }), {
    ...query,
    skipGeometry: 'true',
    properties: 'category',
  });
  return new Set(features.map((item) => item.properties.id));
}

export function drawnFeatures(
  collection: 'projects_points' | 'projects_lines',
): Promise<Feature<DrawnProperties>[]> {
  return items(collection, drawn, {
    properties: 'id,name,short_name,category,status,grade,place_level,uncertainty_m',
  });
}

export async function projectById(id: string): Promise<Feature<Project>> {
  return get(feature(project), `collections/projects/items/${encodeURIComponent(id)}`);
}

const evidenceCache = new Map<string, Promise<Mention[]>>();

/** Every mention of a project, in order of the plans' dates, then of place in the text. */
export function evidence(projectId: string): Promise<Mention[]> {
  let answer = evidenceCache.get(projectId);
  if (!answer) {
    answer = items('mentions', mention, { project: projectId, skipGeometry: 'true' }).then((features) =>
      features
        .map((item) => item.properties)
        .sort((a, b) => (a.plan_date ?? '').localeCompare(b.plan_date ?? '') || a.start - b.start),
    );
    answer.catch(() => evidenceCache.delete(projectId));
    evidenceCache.set(projectId, answer);
  }
  return answer;
}

export async function plans(): Promise<Plan[]> {
  const features = await items('plans', plan, { skipGeometry: 'true' });
  return features.map((item) => item.properties).sort((a, b) => (a.date ?? '').localeCompare(b.date ?? ''));
}

export function planTextById(id: string): Promise<PlanText> {
  return get(planText, `plans/${encodeURIComponent(id)}/text`);
}

export async function search(q: string, signal: AbortSignal): Promise<SearchResult[]> {
  const answer = await get(object({ results: list(searchResult) }), 'search', { q, limit: '12' }, signal);
  return answer.results;
}

export interface Neighbour {
  id: string;
  name: string;
  distance_m: number;
}

/** What is drawn within a radius of the point of a project, nearest first. */
export async function nearby(projectId: string, radiusM: number): Promise<Neighbour[]> {
  const neighbour = object<Neighbour>({ id: text, name: text, distance_m: number });
  const query = { project: projectId, radius_m: String(radiusM), limit: '100' };
  const answer = await get(object({ results: list(neighbour) }), 'nearby', query);
  return answer.results;
}

export async function adminUnits(): Promise<AdminUnit[]> {
  const check = object<Omit<AdminUnit, 'bbox'>>({
    code: text,
    name: text,
    short_name: optional(text),
    level: text,
    parent: optional(text),
    label_point: optional(position),
  });
  const features = await items('admin', check, { skipGeometry: 'true' });
  return features.map((item) => ({ ...item.properties, bbox: item.bbox }));
}

export async function release(): Promise<string | null> {
  const answer = await get(object({ release: optional(text) }), 'quality');
  return answer.release;
}

export interface OtherCollection {
  id: string;
  title: string;
  /** Served here and nowhere else. */
  private: boolean;
}

const OWN = /^(projects(_\w+)?|mentions|plans|places|admin)$/;

/** Collections that the office brought to the service itself. */
export async function otherCollections(): Promise<OtherCollection[]> {
  const check = object<OtherCollection>({
    id: text,
    title: (value, path) => optional(text)(value, path) ?? '',
    private: (value) => value === true,
  });
  const answer = await get(object({ collections: list(check) }), 'collections');
  return answer.collections.filter(({ id }) => !OWN.test(id));
}

/** The tile levels a collection has; its tiles are then asked for with `tileTemplate`. */
export function tileRange(collection: string): Promise<TileRange> {
  const check = object({ minzoom: optional(number), maxzoom: optional(number) });
  return get(check, `collections/${collection}/tiles/WebMercatorQuad/tilejson.json`).then((answer) => ({
    minzoom: answer.minzoom ?? 0,
    maxzoom: answer.maxzoom ?? 14,
  }));
}

/** Level, row, column: the order of OGC API Tiles. */
export function tileTemplate(collection: string): string {
  return `${address(`collections/${collection}/tiles/WebMercatorQuad/`)}{z}/{y}/{x}`;
}

/** What two plans say, one held against the other. */
export function compare(from: string, to: string): Promise<Diff> {
  return get(diff, 'diff', { from, to });
}

/** What a site is: a shape, or a project; with a distance round it. */
export type SiteBody = ({ geometry: GeoJSON.Geometry } | { project: string }) & {
  distance_m?: number;
  collections?: string[];
};

function askScreen(body: SiteBody, form: string): Promise<Response> {
  const init = {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  };
  return ask('screen', { f: form }, init);
}

/** What a site touches. */
export async function screen(body: SiteBody): Promise<Screening> {
  const response = await askScreen(body, 'json');
  return screening((await response.json()) as unknown, 'screen');
}

/** The same as a file to keep: a spreadsheet, a table or a page to print. */
export async function screenFile(body: SiteBody, form: 'csv' | 'xlsx' | 'html'): Promise<Blob> {
  return (await askScreen(body, form)).blob();
}

/** The address of a selection of projects as a file. */
export function projectFile(query: Record<string, string>): string {
  return address('collections/projects/items', query);
}

/** The address of the map drawn by the server. */
export function drawnMap(query: Record<string, string>): string {
  return address('map.svg', query);
}

/** The map drawn by the server, as text. */
export async function drawnMapText(query: Record<string, string>, signal: AbortSignal): Promise<string> {
  return (await ask('map.svg', query, { signal })).text();
}
