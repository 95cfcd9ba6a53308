/** Taking the current selection away: files, pictures, a page to print, a short address. */
import { drawnMap, projectFile, type ProjectRow } from '../api';
import { append, h } from '../dom';
import { currentLanguage, t } from '../i18n';
import { parametersOf } from '../parameters';
import { format, type State } from '../state';
import { copyButton } from './copy';
import { openDialog } from './dialog';
import './take.css';

/** What of the map a picture needs. */
export interface Pictured {
  /** West, south, east, north of what is in view, and its size on the screen. */
  bbox: number[];
  width: number;
  height: number;
  /** Null where the map is not drawn here. */
  png: (() => Promise<Blob>) | null;
}

interface Form {
  f: string;
  words: string;
  note: string;
}

function forms(): Form[] {
  return [
    { f: 'xlsx', words: 'XLSX', note: t('takeXlsx') },
    { f: 'csv', words: 'CSV', note: t('takeCsv') },
    { f: 'geojson', words: 'GeoJSON', note: t('takeGeojson') },
    { f: 'gpkg', words: 'GeoPackage', note: t('takeGpkg') },
    { f: 'shp', words: 'Shapefile', note: t('takeShp') },
    { f: 'fgb', words: 'FlatGeobuf', note: t('takeFgb') },
    { f: 'kml', words: 'KML', note: t('takeKml') },
  ];
}

export function showTake(
  state: State,
  rows: readonly ProjectRow[],
  isNarrowed: boolean,
  picture: Pictured | null,
  savePng: (blob: Blob) => void,
): void {
  const query = parametersOf(state.filters, rows, isNarrowed);
  openDialog(
    t('take'),
    h('p', { class: 'soft take-note' }, t('takeNote', { n: rows.length })),
    files(query),
    pictures(query, state, picture, savePng),
    pages(query, picture),
    addresses(state),
  );
}

function section(title: string, ...children: HTMLElement[]): HTMLElement {
  return h('section', { class: 'take-part' }, h('h3', {}, title), ...children);
}

function files(query: Record<string, string>): HTMLElement {
  const list = h('ul', { class: 'take-files' });
  for (const { f, words, note } of forms()) {
    const href = projectFile({
      ...query,
      f,
      ...(f === 'csv' || f === 'xlsx' ? { lang: currentLanguage() } : {}),
    });
    const link = h('a', { href, download: true, 'data-form': f }, words);
    list.append(h('li', {}, link, h('span', { class: 'soft' }, ` ${note}`)));
  }
  return section(t('takeFiles'), list);
}

function theme(): string {
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

function pictures(
  query: Record<string, string>,
  state: State,
  picture: Pictured | null,
  savePng: (blob: Blob) => void,
): HTMLElement {
  const list = h('ul', { class: 'take-files' });
  if (picture) {
    const { png } = picture;
    const takePng = () => {
      void png?.().then(savePng);
    };
    const { bbox, width, height } = picture;
    const view = { bbox: bbox.join(','), width: String(width), height: String(height) };
    const svg = drawnMap({ ...query, ...view, lang: state.language, theme: theme() });
    append(list, [
      png &&
        h(
          'li',
          {},
          h('button', { type: 'button', class: 'link', onclick: takePng }, 'PNG'),
          h('span', { class: 'soft' }, ` ${t('takePng')}`),
        ),
      h(
        'li',
        {},
        h('a', { href: svg, download: 'planmap.svg', 'data-form': 'svg' }, 'SVG'),
        h('span', { class: 'soft' }, ` ${t('takeSvg')}`),
      ),
    ]);
  }
  return section(t('takePictures'), list);
}

/** A sheet drawn by the server in an Albers projection; the browser only prints it. */
function pages(query: Record<string, string>, picture: Pictured | null): HTMLElement {
  const title = h('input', { type: 'text', value: t('title'), 'aria-label': t('takeTitle') });
  const size = h('select', { 'aria-label': t('takeSize') });
  for (const page of ['a4', 'a3']) size.append(h('option', { value: page }, page.toUpperCase()));
  const way = h('select', { 'aria-label': t('takeWay') });
  way.append(
    h('option', { value: 'landscape' }, t('landscape')),
    h('option', { value: 'portrait' }, t('portrait')),
  );
  const address = () =>
    drawnMap({
      ...query,
      page: size.value,
      orientation: way.value,
      title: title.value,
      lang: currentLanguage(),
      ...(picture ? { bbox: picture.bbox.join(',') } : {}),
    });
  const open = () => {
    printSheet(address(), size.value, way.value);
  };
  return section(
    t('takePage'),
    h(
      'div',
      { class: 'take-page' },
      h('label', {}, t('takeTitle'), ' ', title),
      size,
      way,
      h('button', { type: 'button', class: 'tool', onclick: open, 'data-form': 'page' }, t('print')),
    ),
  );
}

/** The sheet in a frame of the page, printed from there: no window that a browser would block. */
function printSheet(href: string, size: string, way: string): void {
  document.querySelector('.print-frame')?.remove();
  const frame = h('iframe', { class: 'print-frame only-heard', title: t('takePage') });
  const image = `<img src="${href.replace(/&/g, '&amp;').replace(/"/g, '&quot;')}" alt="">`;
  frame.srcdoc = `<!doctype html><style>@page{size:${size.toUpperCase()} ${way};margin:0}body{margin:0}img{display:block;width:100vw;height:100vh;object-fit:contain}</style>${image}`;
  frame.addEventListener('load', () => {
    frame.contentWindow?.print();
  });
  document.body.append(frame);
}

/** The address with nothing in it that is not needed to come back to the same view. */
export function shortAddress(state: State): string {
  const { view } = state;
  const isNamed = state.project !== null || state.plan !== null;
  const rounded = (value: number, digits: number) => String(Number(value.toFixed(digits)));
  const place = view && [rounded(view.zoom, 1), rounded(view.lat, 2), rounded(view.lon, 2)].join('/');
  const rest = format({ ...state, view: null });
  const map = place && !isNamed ? `${rest === '' ? '#' : '&'}map=${place}` : '';
  return (window.location.href.split(/[?#]/)[0] ?? '') + rest + map;
}

function addresses(state: State): HTMLElement {
  const words = shortAddress(state);
  return section(
    t('takeAddress'),
    h('p', { class: 'take-address' }, h('code', {}, decodeURI(words))),
    copyButton(t('copyLink'), () => words),
  );
}
