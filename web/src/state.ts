/**
 * What the page shows, as one value that lives in the hash of the address:
 * a copied link restores view, filters, selected project and open plan.
 */
import { categories, categoriesOnAtStart } from './categories';

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
  text: string;
  /** West, south, east, north: only what meets this box. */
  box: number[] | null;
}

export interface State {
  view: View | null;
  filters: Filters;
  project: string | null;
  plan: string | null;
  mention: string | null;
  /** The unit (or `unplaced`) whose badge was opened: its projects are the list. */
  badge: string | null;
  language: 'zh' | 'en';
}

export const listFilters = ['kinds', 'statuses', 'plans', 'grades', 'units', 'bodies'] as const;
export type ListFilter = (typeof listFilters)[number];

const keyOf: Record<ListFilter, string> = {
  kinds: 'kind',
  statuses: 'status',
  plans: 'plan',
  grades: 'grade',
  units: 'unit',
  bodies: 'body',
};

export const noFilters: Filters = {
  categories: [...categoriesOnAtStart],
  kinds: [],
  statuses: [],
  plans: [],
  grades: [],
  units: [],
  bodies: [],
  text: '',
  box: null,
};

export const startState: State = {
  view: null,
  filters: noFilters,
  project: null,
  plan: null,
  mention: null,
  badge: null,
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

export function parse(hash: string): State {
  const query = new URLSearchParams(hash.replace(/^#/, ''));
  const filters: Filters = {
    ...noFilters,
    categories: categoriesOf(query.get('category')),
    text: query.get('q') ?? '',
    box: boxOf(query.get('box')),
  };
  for (const name of listFilters) filters[name] = words(query.get(keyOf[name]));
  return {
    view: viewOf(query.get('map')),
    filters,
    project: query.get('project'),
    plan: query.get('read'),
    mention: query.get('mention'),
    badge: query.get('badge'),
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
  add('project', state.project);
  add('read', state.plan);
  add('mention', state.mention);
  add('badge', state.badge);
  if (state.language !== 'zh') add('lang', state.language);
  return parts.length === 0 ? '' : `#${parts.join('&')}`;
}

/** `isReturn`: the reader went back or forward, so the map has to follow the address. */
type Listener = (state: State, before: State, isReturn: boolean) => void;

/** Holds the state, writes it into the address and tells the controls. */
export class Store {
  private current: State;
  private readonly listeners: Listener[] = [];

  constructor(private readonly page: Window) {
    this.current = parse(page.location.hash);
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

  /** A new project or plan is a step that the Back button undoes; the rest replaces the entry. */
  set(change: Partial<State>): void {
    const next = { ...this.current, ...change };
    const isStep = next.project !== this.current.project || next.plan !== this.current.plan;
    const target = this.page.location.pathname + this.page.location.search + format(next);
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
