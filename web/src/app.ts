/** Puts the controls on the page and lets the state drive them. */
import type { Position, ProjectRow } from './api';
import { projectsInBox } from './api';
import { Chooser } from './controls/chooser';
import { showCrossTable } from './controls/cross-table';
import type { Control, Facts } from './controls/facts';
import { showHelp } from './controls/help';
import { Legend } from './controls/legend';
import { ProjectList } from './controls/list';
import { OffMap } from './controls/off-map';
import { Panel } from './controls/panel';
import { Reader } from './controls/reader';
import { SearchBox } from './controls/search';
import { StatusLine } from './controls/status';
import { Tabs } from './controls/tabs';
import { Tags } from './controls/tags';
import { append, h } from './dom';
import { t } from './i18n';
import type { MapView } from './map';
import { BoxControl } from './map/box';
import type { MapLibreModule } from './map/loader';
import { select } from './selection';
import type { State, Store } from './state';

export class App {
  readonly mapFrame = h('div', { class: 'map-frame' });
  private readonly page = h('div', { class: 'page' });
  private readonly controls: Control[];
  private readonly panel: Panel;
  private readonly reader: Reader;
  private readonly tabs: Tabs;
  private readonly searchBox: SearchBox;
  private map: MapView | null = null;
  private chooser: Chooser | null = null;
  private selection: readonly ProjectRow[] = [];
  private boxKey = '';

  constructor(
    private readonly store: Store,
    private readonly facts: Facts,
  ) {
    const openProject = (id: string) => {
      this.openProject(id);
    };
    const openBadge = (badge: string) => {
      this.openBadge(badge);
    };
    const legend = new Legend(store, facts);
    const list = new ProjectList(store, facts, openProject);
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
      if (isReturn && state.view) this.map?.jump(state.view);
    });
    document.addEventListener('keydown', (event) => {
      this.key(event);
    });
  }

  /** The map comes later than the rest: the list can already be read. */
  attach(map: MapView, library: MapLibreModule): void {
    this.map = map;
    this.chooser = new Chooser(library, map.map, this.facts, (id) => {
      this.store.set({ project: id });
    });
    const { state } = this.store;
    const box = new BoxControl(map.map, (sides) => {
      this.store.setFilters({ box: sides });
    });
    this.mapFrame.append(box.element);
    map.setRows(this.selection);
    map.setBox(state.filters.box);
    map.fit(this.coveredPx());
    this.mark(state);
    // A link that names a project but no view is to show that project.
    if (state.project && !state.view) this.glance(state.project);
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
    this.mapFrame.append(h('div', { class: 'notice', role: 'alert' }, ...children));
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
    const home = () => {
      this.map?.home();
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
        this.link(t('home'), home),
        this.link(t('crossTable'), () => {
          showCrossTable(this.store, this.facts, this.selection);
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
    this.followBox(state);
    if (isSelection) this.select(state);
    else if (before.badge !== state.badge || before.project !== state.project) {
      this.renderControls(state);
    }
    this.page.classList.toggle('has-panel', state.project !== null);
    this.page.classList.toggle('has-reader', state.plan !== null);
    this.panel.render(state);
    this.reader.render(state);
    const isLayout = before?.project !== state.project || before.plan !== state.plan;
    if (isLayout) this.map?.fit(this.coveredPx());
    if (isLayout || before.badge !== state.badge) this.mark(state);
    if (state.badge && before?.badge !== state.badge) this.tabs.open('list');
    if (before?.project && !state.project) this.returnFocus(before.project);
  }

  private select(state: State): void {
    this.selection = select(this.facts.rows, state.filters);
    this.map?.setRows(this.selection);
    this.renderControls(state);
  }

  private renderControls(state: State): void {
    for (const control of this.controls) control.render(state, this.selection);
    this.tabs.label('list', `${t('list')} ${this.selection.length}`);
  }

  private followBox({ filters: { box } }: State): void {
    const key = box?.join() ?? '';
    if (key === this.boxKey) return;
    this.boxKey = key;
    void this.narrow(box, key);
  }

  /** The server knows which geometries meet the box; until it has answered the old rows stay. */
  private async narrow(box: number[] | null, key: string): Promise<void> {
    const [west, south, east, north] = box ?? [];
    let ids: ReadonlySet<string> | null = null;
    if (west !== undefined && south !== undefined && east !== undefined && north !== undefined) {
      try {
        ids = await projectsInBox(west, south, east, north);
      } catch (error) {
        this.notice(t('failed', { detail: (error as Error).message }));
      }
    }
    if (key !== this.boxKey) return;
    this.facts.keep(ids);
    this.map?.setBox(box);
    this.select(this.store.state);
  }

  private mark(state: State): void {
    this.map?.setSelected(state.project ? (this.facts.rowById.get(state.project) ?? null) : null);
    this.map?.setOpenUnit(state.badge);
  }

  /** On a phone the panels lie over the lower part of the map. */
  private coveredPx(): number {
    const frame = this.mapFrame.getBoundingClientRect();
    const tops = [this.panel.element, this.reader.element]
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
      const { project, plan } = this.store.state;
      if (project) this.store.set({ project: null });
      else if (plan) this.store.set({ plan: null, mention: null });
    }
  }
}
