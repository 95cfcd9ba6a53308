/**
 * What the page shows, as one value that lives in the hash of the address:
 * a copied link restores view, filters, selected project and open plan.
 */
import { categories, categoriesOnAtStart } from './categories';
import { formatSite, parsePositions, parseSite, positionsText, type Site } from './site';
import type { Position } from './api';

export interface View {
  zoom: number;
  lat: number;
  lon: number;
}

/** A set of words that a filter lets through; empty means all. */
export interface Filters {
  categories: string[];
  kinds: string[];
  statuses: string[];
  plans: string[];
  grades: string[];
  units: string[];
  bodies: string[];
  /** Years that the planning period holds: from the first plan's issue to the end of the last one's period. */
  years: string[];
  text: string;
  /** West, south, east, north: only what meets this box. */
  box: number[] | null;
  /** Corners of a polygon, longitude first: only what meets it. */
  area: Position[] | null;
}

/** Two plans held against each other. */
export interface Compared {
  from: string;
  to: string;
}

export interface State {
  view: View | null;
  filters: Filters;
  project: string | null;
  plan: string | null;
  mention: string | null;
  compare: Compared | null;
  site: Site | null;
  /** The unit (or `unplaced`) whose badge was opened: its projects are the list. */
  badge: string | null;
  /** Further collections of the service that are drawn. */
  layers: string[];
  language: 'zh' | 'en';
}

export const listFilters = ['kinds', 'statuses', 'plans', 'grades', 'units', 'bodies', 'years'] as const;
export type ListFilter = (typeof listFilters)[number];

const keyOf: Record<ListFilter, string> = {
  kinds: 'kind',
  statuses: 'status',
  plans: 'plan',
  grades: 'grade',
  units: 'unit',
  bodies: 'body',
  years: 'year',
};

export const noFilters: Filters = {
  categories: [...categoriesOnAtStart],
  kinds: [],
  statuses: [],
  plans: [],
  grades: [],
  units: [],
  bodies: [],
  years: [],
  text: '',
  box: null,
  area: null,
};

export const startState: State = {
  view: null,
  filters: noFilters,
  project: null,
  plan: null,
  mention: null,
  compare: null,
  site: null,
  badge: null,
  layers: [],
  language: 'zh',
};

function words(value: string | null): string[] {
  return value ? value.split(',').filter((word) => word !== '') : [];
}

function viewOf(value: string | null): View | null {
  const [zoom, lat, lon] = (value ?? '').split('/').map(Number);
  if (zoom === undefined || lat === undefined || lon === undefined) return null;
  const inRange = zoom >= 0 && zoom <= 24 && Math.abs(lat) <= 85 && Math.abs(lon) <= 180;
  return inRange ? { zoom, lat, lon } : null;
}

function boxOf(value: string | null): number[] | null {
  const sides = words(value).map(Number);
  const [west = 0, south = 0, east = 0, north = 0] = sides;
  return sides.length === 4 && sides.every(Number.isFinite) && west < east && south < north ? sides : null;
}

function categoriesOf(value: string | null): string[] {
  if (value === null) return [...categoriesOnAtStart];
  const wanted = new Set(words(value));
  return categories.map((row) => row.id).filter((id) => wanted.has(id));
}

function comparedOf(value: string | null): Compared | null {
  const [from, to] = (value ?? '').split('..');
  return from && to ? { from, to } : null;
}

function areaOf(value: string | null): Position[] | null {
  const corners = parsePositions(value ?? '');
  return corners && corners.length >= 3 ? corners : null;
}

/** From the hash; links made by the server name a project after `?`. */
export function parse(hash: string, search = ''): State {
  const query = new URLSearchParams(hash === '' || hash === '#' ? search : hash.replace(/^#/, ''));
  const filters: Filters = {
    ...noFilters,
    categories: categoriesOf(query.get('category')),
    text: query.get('q') ?? '',
    box: boxOf(query.get('box')),
    area: areaOf(query.get('area')),
  };
  for (const name of listFilters) filters[name] = words(query.get(keyOf[name]));
  return {
    view: viewOf(query.get('map')),
    filters,
    project: query.get('project'),
    plan: query.get('read'),
    mention: query.get('mention'),
    compare: comparedOf(query.get('compare')),
    site: parseSite(query.get('site')),
    badge: query.get('badge'),
    layers: words(query.get('layers')),
    language: query.get('lang') === 'en' ? 'en' : 'zh',
  };
}

/** Readable on purpose: Chinese, commas and slashes stay as they are. */
function encode(value: string): string {
  return value.replace(/[%&+#\s]/g, encodeURIComponent);
}

export function format(state: State): string {
  const parts: string[] = [];
  const add = (key: string, value: string | null) => {
    if (value) parts.push(`${key}=${encode(value)}`);
  };
  if (state.view) {
    add('map', `${state.view.zoom.toFixed(2)}/${state.view.lat.toFixed(4)}/${state.view.lon.toFixed(4)}`);
  }
  const shown = state.filters.categories.join(',');
  if (shown !== categoriesOnAtStart.join(',')) add('category', shown === '' ? 'none' : shown);
  for (const name of listFilters) add(keyOf[name], state.filters[name].join(','));
  add('q', state.filters.text);
  add('box', state.filters.box?.join(',') ?? null);
  add('area', state.filters.area && positionsText(state.filters.area));
  add('project', state.project);
  add('read', state.plan);
  add('mention', state.mention);
  add('compare', state.compare && `${state.compare.from}..${state.compare.to}`);
  add('site', state.site && formatSite(state.site));
  add('badge', state.badge);
  add('layers', state.layers.join(','));
  if (state.language !== 'zh') add('lang', state.language);
  return parts.length === 0 ? '' : `#${parts.join('&')}`;
}

const oneOfThese = ['plan', 'compare', 'site'] as const;

/** Full text, comparison and screening share one place on the page: opening one closes the others. */
function alone(change: Partial<State>): Partial<State> {
  const opened = oneOfThese.find((name) => change[name]);
  if (!opened) return change;
  const closed = Object.fromEntries(oneOfThese.filter((name) => name !== opened).map((name) => [name, null]));
  return { ...closed, ...(opened === 'plan' ? {} : { mention: null }), ...change };
}

/** `isReturn`: the reader went back or forward, so the map has to follow the address. */
type Listener = (state: State, before: State, isReturn: boolean) => void;

/** Holds the state, writes it into the address and tells the controls. */
export class Store {
  private current: State;
  private readonly listeners: Listener[] = [];

  constructor(private readonly page: Window) {
    this.current = parse(page.location.hash, page.location.search);
    page.addEventListener('popstate', () => {
      this.become(parse(page.location.hash), true);
    });
  }

  get state(): State {
    return this.current;
  }

  subscribe(listener: Listener): void {
    this.listeners.push(listener);
  }

  /** What was opened is a step that the Back button undoes; the rest replaces the entry. */
  set(change: Partial<State>): void {
    const next = { ...this.current, ...alone(change) };
    const isOpen = (name: 'project' | 'plan') => next[name] !== this.current[name];
    const isTurned = (name: 'compare' | 'site') => (next[name] === null) !== (this.current[name] === null);
    const isStep = isOpen('project') || isOpen('plan') || isTurned('compare') || isTurned('site');
    const target = this.page.location.pathname + format(next);
    this.page.history[isStep ? 'pushState' : 'replaceState'](null, '', target);
    this.become(next, false);
  }

  setFilters(change: Partial<Filters>): void {
    this.set({ filters: { ...this.current.filters, ...change } });
  }

  /** Turns one word of a filter on or off. */
  toggle(filter: ListFilter | 'categories', word: string): void {
    const words = this.current.filters[filter];
    const next = words.includes(word) ? words.filter((other) => other !== word) : [...words, word];
    const inOrder = filter === 'categories' ? categoriesOf(next.join(',')) : next;
    this.setFilters({ [filter]: inOrder });
  }

  private become(next: State, isReturn: boolean): void {
    const before = this.current;
    this.current = next;
    for (const listener of this.listeners) listener(next, before, isReturn);
  }
}
