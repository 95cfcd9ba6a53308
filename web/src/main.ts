/** Start: ask for everything at once, show list and legend as soon as they are there, then the map. */
import './app.css';
import { adminUnits, drawnFeatures, otherCollections, plans, projectRows, release, tileRange } from './api';
import { App } from './app';
import { publishColours } from './categories';
import { Facts } from './controls/facts';
import { h } from './dom';
import { t, useLanguage } from './i18n';
import { MapView } from './map';
import { hasWebGl, loadMapLibre, type MapLibreModule } from './map/loader';
import { Store, type View } from './state';

const root = document.getElementById('app');

async function start(page: HTMLElement): Promise<void> {
  const store = new Store(window);
  const { language, view, badge } = store.state;
  useLanguage(language);
  document.documentElement.lang = language === 'en' ? 'en' : 'zh-CN';
  document.title = `${t('title')} · planmap`;
  publishColours(document.documentElement);
  const frame = h('div', { class: 'map-frame map-early' });
  page.replaceChildren(h('p', { class: 'panel-wait soft' }, t('loading')), frame);
  // The map sets itself up while the rows are on their way. Failures are met where these are awaited, below.
  const early = hasWebGl() ? earlyMap(frame, view) : null;
  early?.catch(() => undefined);
  const [rows, allPlans, units, releaseName] = await Promise.all([
    projectRows(),
    plans(),
    adminUnits(),
    release().catch(() => null),
  ]);

  frame.classList.remove('map-early');
  const app = new App(store, new Facts(rows, allPlans, units, releaseName), frame);
  app.start(page);
  if (!early) {
    await drawnByServer(app, view);
    return;
  }
  try {
    const { map, library } = await early;
    map.attach(units, app.mapEvents);
    app.attach(map, library);
    if (badge) map.setOpenUnit(badge);
    // After the tiles have been asked for: the first image does not wait for bands and clusters.
    const [lines, points] = await Promise.all([
      drawnFeatures('projects_lines'),
      drawnFeatures('projects_points'),
    ]);
    map.setGeometry(lines, points);
    app.setOthers(await otherCollections());
  } catch (error) {
    app.notice(t('failed', { detail: (error as Error).message }));
  }
}

async function earlyMap(
  frame: HTMLElement,
  view: View | null,
): Promise<{ map: MapView; library: MapLibreModule }> {
  const [library, admin, places, projects] = await Promise.all([
    loadMapLibre(),
    tileRange('admin'),
    tileRange('places'),
    tileRange('projects'),
  ]);
  const container = h('div', { class: 'map' });
  frame.prepend(container);
  return { map: new MapView(library, container, view, { admin, places, projects }), library };
}

async function drawnByServer(app: App, view: View | null): Promise<void> {
  app.notice(t('noWebgl'));
  const { DrawnMap } = await import('./map/drawn');
  const parameters = app.parameters;
  const failed = (detail: string) => {
    app.notice(t('failed', { detail }));
  };
  app.attachDrawn(new DrawnMap(app.mapFrame, view, { ...app.mapEvents, parameters, failed }));
}

if (root) {
  start(root).catch((error: unknown) => {
    const again = () => {
      window.location.reload();
    };
    const detail = error instanceof Error ? error.message : String(error);
    const retry = h('button', { type: 'button', class: 'link', onclick: again }, t('retry'));
    root.replaceChildren(h('p', { class: 'panel-wait', role: 'alert' }, t('failed', { detail }), ' ', retry));
  });
}
