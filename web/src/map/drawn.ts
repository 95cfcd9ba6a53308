/**
 * The map for a browser without WebGL: drawn by the server as SVG, asked for anew for each view and selection.
 * Its projects are links; buttons and arrow keys move it.
 */
import { drawnMapText, type Position, type ProjectRow } from '../api';
import { h } from '../dom';
import { t } from '../i18n';
import type { View } from '../state';
import type { PageMap } from './face';
import { homeBounds, metresPerPixel } from './ground';
import './drawn.css';

const METRES_PER_DEGREE = 111_320;
const ZOOM_STEP = 0.5;
const MOVE_STEP = 0.25;
const LEAST_DEGREES = 0.1;
const REST_MS = 120;

export interface DrawnEvents {
  project: (id: string) => void;
  moved: (view: View) => void;
  /** The selection as parameters of the service. */
  parameters: () => Record<string, string>;
  failed: (detail: string) => void;
}

interface Look {
  lon: number;
  lat: number;
  /** Degrees of longitude from side to side. */
  width: number;
}

export class DrawnMap implements PageMap {
  readonly element = h('div', { class: 'drawn' });
  private readonly sheet = h('div', {
    class: 'drawn-sheet',
    tabindex: 0,
    role: 'group',
    'aria-label': t('map'),
  });
  private look: Look;
  private timer = 0;
  private running: AbortController | null = null;

  constructor(
    private readonly frame: HTMLElement,
    view: View | null,
    private readonly events: DrawnEvents,
  ) {
    this.look = view ? this.lookOf(view) : home();
    this.element.append(this.sheet, this.buttons());
    frame.prepend(this.element);
    frame.classList.add('is-drawn');
    this.sheet.addEventListener('click', (event) => {
      this.clicked(event);
    });
    this.sheet.addEventListener('keydown', (event) => {
      this.key(event);
    });
    window.addEventListener('resize', () => {
      this.draw();
    });
    this.draw();
  }

  setRows(): void {
    this.draw();
  }

  setSelected(row: ProjectRow | null): void {
    for (const old of Array.from(this.sheet.querySelectorAll('.is-selected')))
      old.classList.remove('is-selected');
    if (row)
      this.linksTo(row.id).forEach((link) => {
        link.classList.add('is-selected');
      });
  }

  setOpenUnit(): void {
    // The list names the unit; the sheet has no badges to light up.
  }

  setFrame(): void {
    // The selection itself is drawn anew.
  }

  setSite(): void {
    // What a site touches stands in the list beside the sheet.
  }

  setMarks(): void {
    // The signs stand in the list beside the sheet.
  }

  home(): void {
    this.go(home());
  }

  jump(view: View): void {
    this.go(this.lookOf(view));
  }

  focus(bbox: readonly number[] | null, point: Position | null): void {
    const [west, south, east, north] = bbox ?? [];
    if (west !== undefined && south !== undefined && east !== undefined && north !== undefined) {
      const width = Math.max(LEAST_DEGREES * 3, 1.5 * (east - west), 1.5 * (north - south) * this.aspect());
      this.go({ lon: (west + east) / 2, lat: (south + north) / 2, width });
    } else if (point) this.go({ lon: point[0], lat: point[1], width: Math.min(this.look.width, 1) });
  }

  focusRow(row: ProjectRow): void {
    this.focus(row.bbox, row.label_point);
  }

  pin(at: Position): void {
    this.focus(null, at);
  }

  fit(): void {
    this.draw();
  }

  /** West, south, east, north of the sheet. */
  bounds(): number[] {
    const { lon, lat, width } = this.look;
    const height = width / this.aspect();
    return [lon - width / 2, lat - height / 2, lon + width / 2, lat + height / 2].map((side) =>
      Number(side.toFixed(4)),
    );
  }

  /** Degrees of longitude for one of latitude on the screen, times width by height. */
  private aspect(): number {
    const { clientWidth, clientHeight } = this.frame;
    const stretch = Math.cos((this.look.lat * Math.PI) / 180);
    return clientWidth / Math.max(1, clientHeight) / stretch;
  }

  private lookOf({ zoom, lat, lon }: View): Look {
    const perLon = METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180);
    return { lon, lat, width: (metresPerPixel(zoom) * this.frame.clientWidth) / perLon };
  }

  private go(look: Look): void {
    this.look = { ...look, width: Math.min(Math.max(look.width, LEAST_DEGREES), 40) };
    const perLon = METRES_PER_DEGREE * Math.cos((look.lat * Math.PI) / 180);
    const metres = (this.look.width * perLon) / Math.max(1, this.frame.clientWidth);
    this.events.moved({ zoom: Math.log2(metresPerPixel(0) / metres), lat: look.lat, lon: look.lon });
    this.draw();
  }

  private draw(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      void this.ask();
    }, REST_MS);
  }

  private async ask(): Promise<void> {
    this.running?.abort();
    const running = new AbortController();
    this.running = running;
    this.frame.dataset.map = 'busy';
    const { clientWidth, clientHeight } = this.frame;
    const isDark = window.matchMedia('(prefers-color-scheme: dark)').matches;
    const query = {
      ...this.events.parameters(),
      bbox: this.bounds().join(','),
      width: String(Math.max(200, clientWidth)),
      height: String(Math.max(200, clientHeight)),
      lang: document.documentElement.lang === 'en' ? 'en' : 'zh',
      theme: isDark ? 'dark' : 'light',
    };
    try {
      const words = await drawnMapText(query, running.signal);
      if (!running.signal.aborted) this.show(words);
    } catch (error) {
      if (!running.signal.aborted) this.events.failed((error as Error).message);
    }
  }

  private show(words: string): void {
    const drawn = new DOMParser().parseFromString(words, 'image/svg+xml').documentElement;
    for (const script of Array.from(drawn.querySelectorAll('script'))) script.remove();
    this.sheet.replaceChildren(document.importNode(drawn, true));
    this.frame.dataset.map = 'idle';
  }

  private clicked(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const id = link && projectOf(link);
    if (!id) return;
    event.preventDefault();
    this.events.project(id);
  }

  private linksTo(id: string): Element[] {
    return Array.from(this.sheet.querySelectorAll('a')).filter((link) => projectOf(link) === id);
  }

  private key(event: KeyboardEvent): void {
    const step = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, 1],
      ArrowDown: [0, -1],
    }[event.key];
    if (step) {
      event.preventDefault();
      this.move(step[0] ?? 0, step[1] ?? 0);
    } else if (event.key === '+' || event.key === '=') this.zoom(ZOOM_STEP);
    else if (event.key === '-') this.zoom(1 / ZOOM_STEP);
  }

  private move(east: number, north: number): void {
    const { lon, lat, width } = this.look;
    const height = width / this.aspect();
    this.go({ lon: lon + east * MOVE_STEP * width, lat: lat + north * MOVE_STEP * height, width });
  }

  private zoom(by: number): void {
    this.go({ ...this.look, width: this.look.width * by });
  }

  private buttons(): HTMLElement {
    const button = (sign: string, words: string, act: () => void) =>
      h('button', { type: 'button', class: 'tool', 'aria-label': words, title: words, onclick: act }, sign);
    return h(
      'div',
      { class: 'drawn-buttons' },
      button('+', t('zoomIn'), () => {
        this.zoom(ZOOM_STEP);
      }),
      button('−', t('zoomOut'), () => {
        this.zoom(1 / ZOOM_STEP);
      }),
      button('⌂', t('home'), () => {
        this.home();
      }),
      button('←', t('moveWest'), () => {
        this.move(-1, 0);
      }),
      button('→', t('moveEast'), () => {
        this.move(1, 0);
      }),
      button('↑', t('moveNorth'), () => {
        this.move(0, 1);
      }),
      button('↓', t('moveSouth'), () => {
        this.move(0, -1);
      }),
    );
  }
}

function home(): Look {
  const [west, south, east, north] = homeBounds;
  return { lon: (west + east) / 2, lat: (south + north) / 2, width: east - west };
}

function projectOf(link: Element): string | null {
  const href = link.getAttribute('href') ?? link.getAttributeNS('http://www.w3.org/1999/xlink', 'href');
  return href ? new URL(href, window.location.href).searchParams.get('project') : null;
}
