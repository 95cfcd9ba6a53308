/** Screening a site: what a drawn line or area, a file's shape, or a project and a distance touches. */
import { type Position, projectById, screen, screenFile, type SiteBody } from '../api';
import { append, h } from '../dom';
import { t, term } from '../i18n';
import { FileProblem } from '../files/problem';
import { isKnownOnlyToUnit } from '../selection';
import type { Screening } from '../shapes/screen';
import { geometryOf, parsePositions, type Site, type SiteShape } from '../site';
import type { State, Store } from '../state';
import type { Facts } from './facts';
import { save } from './save';
import { screeningElement } from './site-result';
import './dock.css';
import './site.css';

export interface SiteEvents {
  draw: (kind: SiteShape, done: (positions: Position[]) => void) => void;
  /** The shape of the site, for the map; null when there is none. */
  shown: (geometry: GeoJSON.Geometry | null) => void;
  /** Brings a shape from a file into view. */
  bring: (geometry: GeoJSON.Geometry) => void;
  glance: (project: string) => void;
}

const DISTANCES_M = [0, 100, 500, 1000, 3000, 5000, 10_000, 20_000];
const FILE_TYPES = '.geojson,.json,.kml,.kmz,.zip';

/** A site as the server wants it; null while there is none. */
function bodyOf(site: Site | null, fromFile: GeoJSON.Geometry | null, distanceM: number): SiteBody | null {
  if (fromFile) return { geometry: fromFile, distance_m: distanceM };
  if (!site || site.kind === 'empty') return null;
  if (site.kind === 'project') return { project: site.project, distance_m: site.distanceM };
  return { geometry: geometryOf(site.kind, site.positions), distance_m: site.distanceM };
}

export class SiteScreen {
  readonly element = h('aside', { class: 'dock site', hidden: true, tabindex: -1 });
  private readonly result = h('div', { class: 'dock-body', tabindex: 0 });
  private readonly distance = h('select', { class: 'site-distance' });
  private readonly projects = h('datalist', { id: 'site-projects' });
  private readonly said = h('p', { class: 'soft site-said', role: 'status' });
  private fromFile: GeoJSON.Geometry | null = null;
  private shown: string | null = null;
  private isOpen = false;

  constructor(
    private readonly store: Store,
    private readonly facts: Facts,
    private readonly events: SiteEvents,
  ) {
    this.element.setAttribute('aria-label', t('site'));
    for (const metres of DISTANCES_M) {
      const words = metres === 0 ? t('siteNoDistance') : distanceWords(metres);
      this.distance.append(h('option', { value: metres }, words));
    }
    this.distance.addEventListener('change', () => {
      this.distanceChanged();
    });
    this.listenToFiles();
  }

  render({ site }: State): void {
    this.element.hidden = site === null;
    if (site && !this.isOpen) this.element.replaceChildren(this.head(), this.result);
    if (!site && this.isOpen) {
      this.fromFile = null;
      this.events.shown(null);
    }
    this.isOpen = site !== null;
    if (site && site.kind !== 'empty') {
      this.fromFile = null;
      this.distance.value = String(site.distanceM);
    }
    this.follow(site);
  }

  private follow(site: Site | null): void {
    const key = site ? JSON.stringify([site, this.fromFile, this.distance.value]) : null;
    if (key === this.shown) return;
    this.shown = key;
    const body = bodyOf(site, this.fromFile, Number(this.distance.value));
    if (!body) this.result.replaceChildren(...(site ? [h('p', { class: 'soft' }, t('siteHow'))] : []));
    else void this.ask(body, key);
  }

  private async ask(body: SiteBody, key: string | null): Promise<void> {
    this.result.replaceChildren(h('p', { class: 'soft' }, t('loading')));
    void this.showShape(body, key);
    try {
      const found = await screen(body);
      if (key === this.shown) this.fill(found, body);
    } catch (error) {
      if (key !== this.shown) return;
      const words = t('failed', { detail: (error as Error).message });
      this.result.replaceChildren(h('p', { role: 'alert' }, words));
    }
  }

  private async showShape(body: SiteBody, key: string | null): Promise<void> {
    if ('geometry' in body) {
      this.events.shown(body.geometry);
      return;
    }
    this.events.glance(body.project);
    const feature = await projectById(body.project).catch(() => null);
    if (key === this.shown) this.events.shown((feature?.geometry ?? null) as GeoJSON.Geometry | null);
  }

  private fill(found: Screening, body: SiteBody): void {
    const open = (project: string) => {
      this.store.set({ project });
      this.events.glance(project);
    };
    const isCoarse = (project: string) => {
      const row = this.facts.rowById.get(project);
      return row !== undefined && isKnownOnlyToUnit(row);
    };
    this.result.replaceChildren(
      h('p', { class: 'site-notice' }, found.notice),
      this.savers(body),
      screeningElement(found, { open, isCoarse }),
    );
    this.result.focus({ preventScroll: true });
  }

  private savers(body: SiteBody): HTMLElement {
    const file = (form: 'csv' | 'xlsx') => async () => {
      const blob = await screenFile(body, form);
      save(`planmap-screen.${form}`, blob);
    };
    return h(
      'p',
      { class: 'site-savers' },
      this.saver(t('saveXlsx'), file('xlsx')),
      this.saver(t('saveCsv'), file('csv')),
      this.saver(t('printPage'), () => this.print(body)),
    );
  }

  private saver(words: string, act: () => Promise<void>): HTMLElement {
    const run = () => {
      this.said.textContent = '';
      act().catch((error: unknown) => {
        this.said.textContent = t('failed', { detail: error instanceof Error ? error.message : '' });
      });
    };
    return h('button', { type: 'button', class: 'link', onclick: run }, words);
  }

  /** The window opens with the click: a browser would not let it open later. */
  private async print(body: SiteBody): Promise<void> {
    const sheet = window.open('', '_blank');
    const page = await screenFile(body, 'html');
    const place = URL.createObjectURL(page);
    if (sheet) sheet.location.href = place;
    else save('planmap-screen.html', page);
  }

  private head(): HTMLElement {
    const close = () => {
      this.store.set({ site: null });
    };
    const tools = h('div', { class: 'site-tools' });
    append(tools, [
      this.tool(t('siteLine'), 'line', () => {
        this.draw('line');
      }),
      this.tool(t('siteArea'), 'area', () => {
        this.draw('area');
      }),
      this.fileTool(),
    ]);
    return h(
      'header',
      { class: 'dock-head' },
      h('button', { type: 'button', class: 'close', 'aria-label': t('close'), onclick: close }, '×'),
      h('h2', {}, t('site')),
      tools,
      this.projectTool(),
      this.coordinatesTool(),
      h('label', { class: 'site-row' }, h('span', { class: 'soft' }, t('siteDistance')), this.distance),
      this.said,
    );
  }

  private tool(words: string, name: string, act: () => void): HTMLElement {
    return h('button', { type: 'button', class: 'tool', 'data-tool': name, onclick: act }, words);
  }

  private draw(kind: SiteShape): void {
    this.said.textContent = '';
    this.events.draw(kind, (positions) => {
      this.choose({ kind, positions, distanceM: Number(this.distance.value) });
    });
  }

  private choose(site: Site): void {
    this.fromFile = null;
    this.store.set({ site });
  }

  private fileTool(): HTMLElement {
    const input = h('input', { type: 'file', accept: FILE_TYPES, class: 'only-heard', id: 'site-file' });
    input.addEventListener('change', () => {
      const [file] = Array.from(input.files ?? []);
      if (file) void this.take(file);
      input.value = '';
    });
    return h(
      'span',
      {},
      input,
      h('label', { class: 'tool', for: 'site-file', title: t('siteFileHint') }, t('siteFile')),
    );
  }

  private projectTool(): HTMLElement {
    const input = h('input', { type: 'text', list: 'site-projects', placeholder: t('siteProjectHint') });
    this.projects.replaceChildren(
      ...this.facts.allRows
        .filter((row) => row.grade !== 'unplaced')
        .map((row) => h('option', { value: row.name })),
    );
    input.addEventListener('change', () => {
      const row = this.facts.allRows.find(({ name }) => name === input.value.trim());
      if (row) this.choose({ kind: 'project', project: row.id, distanceM: Number(this.distance.value) });
      else if (input.value.trim() !== '') this.said.textContent = t('searchNone', { q: input.value.trim() });
    });
    return h(
      'label',
      { class: 'site-row' },
      h('span', { class: 'soft' }, t('project')),
      input,
      this.projects,
    );
  }

  /** For whoever has coordinates, or no pointer to draw with. */
  private coordinatesTool(): HTMLElement {
    const field = h('textarea', {
      rows: 3,
      placeholder: '111.65,40.82\n111.80,40.86',
      'aria-label': t('siteTyped'),
    });
    const use = () => {
      const positions = parsePositions(
        field.value
          .trim()
          .replace(/，/g, ',')
          .replace(/[\s;；]+/g, ';'),
      );
      if (!positions || positions.length < 2) {
        this.said.textContent = t('siteTypedWrong');
        return;
      }
      this.said.textContent = '';
      const kind = positions.length === 2 ? 'line' : kindField.value === 'line' ? 'line' : 'area';
      this.choose({ kind, positions, distanceM: Number(this.distance.value) });
    };
    const kindField = h('select', { 'aria-label': t('siteTyped') });
    kindField.append(
      h('option', { value: 'area' }, t('siteArea')),
      h('option', { value: 'line' }, t('siteLine')),
    );
    return h(
      'details',
      { class: 'site-typed' },
      h('summary', {}, t('siteTyped')),
      field,
      h('div', { class: 'site-row' }, kindField, this.tool(t('siteUse'), 'typed', use)),
    );
  }

  private distanceChanged(): void {
    const { site } = this.store.state;
    const distanceM = Number(this.distance.value);
    if (site && site.kind !== 'empty') this.store.set({ site: { ...site, distanceM } });
    else this.follow(site);
  }

  private listenToFiles(): void {
    window.addEventListener('dragover', (event) => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
    });
    window.addEventListener('drop', (event) => {
      const [file] = Array.from(event.dataTransfer?.files ?? []);
      if (!file) return;
      event.preventDefault();
      this.store.set({ site: { kind: 'empty' } });
      void this.take(file);
    });
  }

  private async take(file: File): Promise<void> {
    this.said.textContent = '';
    try {
      // Readers of files load only when a file comes.
      const { readSiteFile } = await import('../files');
      const geometry = await readSiteFile(file);
      this.fromFile = geometry;
      this.said.textContent = file.name;
      this.store.set({ site: { kind: 'empty' } });
      this.follow(this.store.state.site);
      this.events.bring(geometry);
    } catch (error) {
      this.said.textContent =
        error instanceof FileProblem
          ? [term('file', error.word), error.detail].filter(Boolean).join(' ')
          : t('failed', { detail: (error as Error).message });
    }
  }
}

function distanceWords(metres: number): string {
  return metres < 1000 ? t('m', { n: metres }) : t('km', { n: metres / 1000 });
}
