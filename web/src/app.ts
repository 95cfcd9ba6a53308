/** Puts the controls on the page and lets the state drive them. */
import { type OtherCollection, type Position, projectIds, type ProjectRow, tileRange } from './api';
import { Chooser } from './controls/chooser';
import { Compare, pairEndingAt } from './controls/compare';
import { showCrossTable } from './controls/cross-table';
import type { Control, Facts } from './controls/facts';
import { showHelp } from './controls/help';
import { Legend } from './controls/legend';
import { ProjectList } from './controls/list';
import { OffMap } from './controls/off-map';
import { Panel } from './controls/panel';
import { Reader } from './controls/reader';
import { save } from './controls/save';
import { SearchBox } from './controls/search';
import { SiteScreen } from './controls/site';
import { StatusLine } from './controls/status';
import { showTable } from './controls/table';
import { Tabs } from './controls/tabs';
import { Tags } from './controls/tags';
import { type Pictured, showTake } from './controls/take';
import { append, h } from './dom';
import { t } from './i18n';
import type { MapView } from './map';
import type { DrawnMap } from './map/drawn';
import type { PageMap } from './map/face';
import type { MapLibreModule } from './map/loader';
import { RegionControl } from './map/region';
import { parametersOf, polygonFilter } from './parameters';
import { isKnownOnlyToUnit, select } from './selection';
import { type Diff, diffGroups } from './shapes/diff';
import { boundsOf } from './site';
import type { State, Store } from './state';

export class App {
  private readonly page = h('div', { class: 'page' });
  private readonly controls: Control[];
  private readonly legend: Legend;
  private readonly panel: Panel;
  private readonly reader: Reader;
  private readonly compare: Compare;
  private readonly site: SiteScreen;
  private readonly tabs: Tabs;
  private readonly searchBox: SearchBox;
  private map: PageMap | null = null;
  private webGl: MapView | null = null;
  private drawn: DrawnMap | null = null;
  private chooser: Chooser | null = null;
  private selection: readonly ProjectRow[] = [];
  private regionKey = '';
  /** What the box or polygon holds, and what a comparison is about; null is no limit. */
  private inRegion: ReadonlySet<string> | null = null;
  private compared: Diff | null = null;
  private others: readonly OtherCollection[] = [];
  private readonly cameWithView: boolean;
  private siteShape: GeoJSON.Geometry | null = null;

  constructor(
    private readonly store: Store,
    private readonly facts: Facts,
    readonly mapFrame: HTMLElement,
  ) {
    this.cameWithView = store.state.view !== null;
    const openProject = (id: string) => {
      this.openProject(id);
    };
    const openBadge = (badge: string) => {
      this.openBadge(badge);
    };
    const legend = (this.legend = new Legend(store, facts));
    const list = new ProjectList(store, facts, openProject, (rows) => {
      showTable(rows, facts, openProject);
    });
    const tags = new Tags(store, facts);
    const offMap = new OffMap(openBadge);
    this.controls = [legend, list, tags, offMap];
    this.tabs = new Tabs([
      { id: 'legend', label: t('legend'), body: legend.element },
      { id: 'list', label: t('list'), body: list.element },
    ]);
    this.panel = new Panel(store, facts, (id) => {
      this.glance(id);
    });
    this.reader = new Reader(
      store,
      facts,
      (project, mention) => {
        store.set({ project, mention });
      },
      (project) => {
        this.glance(project);
      },
    );
    const glance = (project: string) => {
      this.glance(project);
    };
    this.compare = new Compare(store, facts, {
      glance,
      compared: (diff) => {
        this.becomeCompared(diff);
      },
    });
    this.site = new SiteScreen(store, facts, {
      glance,
      draw: (kind, done) => {
        this.webGl?.drawing.start(kind, done);
      },
      shown: (geometry) => {
        this.siteShape = geometry;
        this.map?.setSite(geometry);
      },
      bring: (geometry) => {
        this.map?.focus(boundsOf(geometry), null);
      },
    });
    this.searchBox = new SearchBox({
      project: openProject,
      place: ({ bbox, label_point }) => {
        this.map?.focus(bbox, label_point);
      },
      coordinates: (at: Position) => {
        this.map?.pin(at);
      },
      filter: (text) => {
        store.setFilters({ text });
        this.tabs.open('list');
      },
    });
    this.lay(tags, offMap);
    store.subscribe((state, before, isReturn) => {
      this.render(state, before);
      if (isReturn) this.followAddress(state);
    });
    document.addEventListener('keydown', (event) => {
      this.key(event);
    });
  }

  /** The map comes later than the rest: the list can already be read. */
  attach(map: MapView, library: MapLibreModule): void {
    this.webGl = map;
    this.chooser = new Chooser(library, map.map, this.facts, (id) => {
      this.store.set({ project: id });
    });
    const region = new RegionControl(map, map.map, {
      box: (box) => {
        this.store.setFilters({ box, area: null });
      },
      area: (area) => {
        this.store.setFilters({ area, box: null });
      },
      county: (code) => {
        if (!this.store.state.filters.units.includes(code)) this.store.toggle('units', code);
      },
    });
    this.mapFrame.append(region.element);
    this.become(map);
  }

  /** Collections of the office's own, known once the map is there. */
  setOthers(others: readonly OtherCollection[]): void {
    this.others = others;
    this.legend.setOthers(others);
    void this.showLayers();
  }

  private async showLayers(): Promise<void> {
    const { layers } = this.store.state;
    const wanted = this.others
      .map(({ id }, index) => ({ id, index }))
      .filter(({ id }) => layers.includes(id));
    try {
      const made = await Promise.all(
        wanted.map(async ({ id, index }) => ({ id, index, range: await tileRange(id) })),
      );
      if (layers === this.store.state.layers) this.webGl?.setExtra(made);
    } catch (error) {
      this.notice(t('failed', { detail: (error as Error).message }));
    }
  }

  /** Without WebGL the server draws the map. */
  attachDrawn(map: DrawnMap): void {
    this.drawn = map;
    this.become(map);
  }

  /** The selection as parameters of the service. */
  readonly parameters = (): Record<string, string> =>
    parametersOf(this.store.state.filters, this.selection, this.compared !== null);

  private become(map: PageMap): void {
    this.map = map;
    const { state } = this.store;
    map.setRows(this.selection);
    map.setFrame(frameOf(state));
    map.setSite(this.siteShape);
    map.fit(this.coveredPx());
    this.mark(state);
    this.setMarks();
    if (this.siteShape && !this.cameWithView) map.focus(boundsOf(this.siteShape), null);
    // A link that names a project but no view is to show that project.
    if (state.project && !this.cameWithView) this.glance(state.project);
  }

  /** The reader went back or forward, or opened a link in the open page. */
  private followAddress(state: State): void {
    if (state.view) this.map?.jump(state.view);
    else if (state.project) this.glance(state.project);
  }

  readonly mapEvents = {
    project: (id: string) => {
      this.store.set({ project: id });
    },
    several: (ids: string[], at: Position) => {
      this.chooser?.show(ids, at);
    },
    badge: (unit: string) => {
      this.openBadge(unit);
    },
    moved: (view: State['view']) => {
      this.store.set({ view });
    },
  };

  notice(...children: (Node | string)[]): void {
    const close = () => {
      notice.remove();
    };
    const cross = h(
      'button',
      { type: 'button', class: 'close', 'aria-label': t('close'), onclick: close },
      '×',
    );
    const notice = h('div', { class: 'notice', role: 'alert' }, h('span', {}, ...children), cross);
    this.mapFrame.append(notice);
  }

  start(root: HTMLElement): void {
    root.replaceChildren(this.page);
    this.render(this.store.state, null);
  }

  private lay(tags: Tags, offMap: OffMap): void {
    const side = h('div', { class: 'side' }, this.tabs.element, tags.element, this.tabs.body);
    const stage = h(
      'main',
      { class: 'stage', 'aria-label': t('map') },
      this.mapFrame,
      this.reader.element,
      this.compare.element,
      this.site.element,
      this.panel.element,
    );
    this.mapFrame.append(offMap.element);
    append(this.page, [
      this.skipLink(),
      this.topBar(),
      h('div', { class: 'middle' }, side, stage),
      new StatusLine(this.store, this.facts).element,
    ]);
  }

  private skipLink(): HTMLElement {
    const skip = (event: Event) => {
      event.preventDefault();
      this.tabs.open('list');
      document.getElementById('list')?.focus();
    };
    return h('a', { class: 'skip', href: '#list', onclick: skip }, t('skip'));
  }

  private topBar(): HTMLElement {
    const toggleSide = () => {
      this.page.classList.toggle('is-side-open');
    };
    const otherLanguage = () => {
      this.store.set({ language: this.store.state.language === 'zh' ? 'en' : 'zh' });
      window.location.reload();
    };
    return h(
      'header',
      { class: 'top' },
      h('button', { type: 'button', class: 'link side-switch', onclick: toggleSide }, t('legend')),
      h('h1', {}, t('title')),
      this.searchBox.element,
      h(
        'span',
        { class: 'top-end' },
        this.link(t('compare'), () => {
          this.openCompare();
        }),
        this.link(t('site'), () => {
          this.store.set({ site: { kind: 'empty' } });
        }),
        this.link(t('crossTable'), () => {
          showCrossTable(this.store, this.facts, this.selection);
        }),
        this.link(t('take'), () => {
          this.openTake();
        }),
        this.link(t('help'), showHelp),
        this.link(t('otherLanguage'), otherLanguage),
      ),
    );
  }

  private link(words: string, act: () => void): HTMLElement {
    return h('button', { type: 'button', class: 'link', onclick: act }, words);
  }

  private render(state: State, before: State | null): void {
    const isSelection = before?.filters !== state.filters;
    this.followRegion(state);
    if (isSelection) this.select(state);
    else if (
      before.badge !== state.badge ||
      before.project !== state.project ||
      before.layers !== state.layers
    ) {
      this.renderControls(state);
    }
    if (before && before.layers !== state.layers) void this.showLayers();
    this.page.classList.toggle('has-panel', state.project !== null);
    const isBeside = state.plan !== null || state.compare !== null || state.site !== null;
    this.page.classList.toggle('has-reader', isBeside);
    this.panel.render(state);
    this.reader.render(state);
    this.compare.render(state, this.selectedIds());
    this.site.render(state);
    const isLayout =
      before?.project !== state.project ||
      before.plan !== state.plan ||
      (before.compare === null) !== (state.compare === null) ||
      (before.site === null) !== (state.site === null);
    if (isLayout) this.map?.fit(this.coveredPx());
    if (isLayout || before.badge !== state.badge) this.mark(state);
    if (state.badge && before?.badge !== state.badge) this.tabs.open('list');
    if (before?.project && !state.project) this.returnFocus(before.project);
  }

  private select(state: State): void {
    this.selection = select(this.facts.rows, state.filters);
    this.map?.setRows(this.selection);
    this.setMarks();
    this.renderControls(state);
  }

  private selectedIds(): ReadonlySet<string> {
    return new Set(this.selection.map(({ id }) => id));
  }

  private openCompare(): void {
    const { plans } = this.facts;
    const pair = pairEndingAt(plans, plans.length - 1);
    if (pair) this.store.set({ compare: pair });
  }

  /** While two plans are compared, map, list and counts are about what the comparison names. */
  private becomeCompared(diff: Diff | null): void {
    if (!diff && !this.compared) return;
    this.compared = diff;
    this.narrowFacts();
    this.select(this.store.state);
    this.compare.render(this.store.state, this.selectedIds());
  }

  private narrowFacts(): void {
    const { compared, inRegion } = this;
    const named = compared && new Set(diffGroups.flatMap((group) => compared[group].map((e) => e.project)));
    const both =
      named && inRegion ? new Set([...named].filter((id) => inRegion.has(id))) : (named ?? inRegion);
    this.facts.keep(both);
  }

  /** A sign at everything that the comparison names and the map draws. */
  private setMarks(): void {
    const { compared } = this;
    const shown = new Map(this.selection.map((row) => [row.id, row]));
    const marks = diffGroups.flatMap((sign) =>
      (compared?.[sign] ?? []).flatMap(({ project }) => {
        const row = shown.get(project);
        const at = row && !isKnownOnlyToUnit(row) ? row.label_point : null;
        return at ? [{ id: project, at, sign }] : [];
      }),
    );
    this.map?.setMarks(marks);
  }

  private openTake(): void {
    showTake(this.store.state, this.selection, this.compared !== null, this.pictured(), (blob) => {
      save('planmap.png', blob);
    });
  }

  private pictured(): Pictured | null {
    const { clientWidth: width, clientHeight: height } = this.mapFrame;
    const map = this.webGl;
    if (map) return { bbox: map.bounds(), width, height, png: () => map.picture() };
    return this.drawn ? { bbox: this.drawn.bounds(), width, height, png: null } : null;
  }

  private renderControls(state: State): void {
    for (const control of this.controls) control.render(state, this.selection);
    this.tabs.label('list', `${t('list')} ${this.selection.length}`);
  }

  private followRegion(state: State): void {
    const { box, area } = state.filters;
    const key = JSON.stringify([box, area]);
    if (key === this.regionKey) return;
    this.regionKey = key;
    this.map?.setFrame(frameOf(state));
    if (!box && !area) {
      this.inRegion = null;
      this.narrowFacts();
    } else void this.narrow(box ? { bbox: box.join() } : { filter: polygonFilter(area ?? []) }, key);
  }

  /** The server knows which geometries meet the box or polygon; until it has answered the old rows stay. */
  private async narrow(query: Record<string, string>, key: string): Promise<void> {
    let ids: ReadonlySet<string> | null = null;
    try {
      ids = await projectIds(query);
    } catch (error) {
      this.notice(t('failed', { detail: (error as Error).message }));
    }
    if (key !== this.regionKey) return;
    this.inRegion = ids;
    this.narrowFacts();
    this.select(this.store.state);
  }

  private mark(state: State): void {
    this.map?.setSelected(state.project ? (this.facts.rowById.get(state.project) ?? null) : null);
    this.map?.setOpenUnit(state.badge);
  }

  /** On a phone the panels lie over the lower part of the map. */
  private coveredPx(): number {
    const frame = this.mapFrame.getBoundingClientRect();
    const tops = [this.panel.element, this.reader.element, this.compare.element, this.site.element]
      .map((element) => element.getBoundingClientRect())
      .filter((box) => box.height > 0 && box.left < frame.left + frame.width / 2)
      .map((box) => frame.bottom - box.top);
    return Math.max(0, ...tops);
  }

  /** From search or list: open the project and bring it into view. */
  private openProject(id: string): void {
    this.page.classList.remove('is-side-open');
    this.store.set({ project: id });
    this.glance(id);
  }

  private openBadge(badge: string): void {
    this.page.classList.add('is-side-open');
    this.store.set({ badge });
    this.tabs.open('list');
  }

  private glance(id: string): void {
    const row = this.facts.rowById.get(id);
    if (row) this.map?.focusRow(row);
  }

  /** When the panel closes, the keyboard goes on where it was in the list. */
  private returnFocus(project: string): void {
    const active = document.activeElement;
    if (active && active !== document.body) return;
    document.querySelector<HTMLElement>(`.row[data-project="${CSS.escape(project)}"]`)?.focus();
  }

  private key(event: KeyboardEvent): void {
    const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
    if (event.key === '/' && !isTyping) {
      event.preventDefault();
      this.searchBox.focus();
    }
    if (event.key === 'Escape' && !isTyping) {
      const { project } = this.store.state;
      if (project) this.store.set({ project: null });
      else this.store.set({ plan: null, mention: null, compare: null, site: null });
    }
  }
}

/** The outline of the box or polygon that the filters narrow to. */
function frameOf({ filters: { box, area } }: State): Position[] {
  const [west, south, east, north] = box ?? [];
  if (west !== undefined && south !== undefined && east !== undefined && north !== undefined) {
    return [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ];
  }
  const [first] = area ?? [];
  return area && first ? [...area, first] : [];
}
