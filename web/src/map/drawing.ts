/** Drawing a line or an area on the map, corner by corner, or choosing one county by a click. */
import type { GeoJSONSource, Map as MapLibreMap, MapMouseEvent } from 'maplibre-gl';
import type { Position } from '../api';
import { h } from '../dom';
import { t } from '../i18n';
import type { SiteShape } from '../site';
import './drawing.css';

const LEAST_CORNERS: Record<SiteShape, number> = { line: 2, area: 3 };
const CLOSE_PX = 9;
const DECIMALS = 5;
const AFTER_END_MS = 300;

type Done = (positions: Position[]) => void;

export class Drawing {
  private readonly hint = h('div', { class: 'drawing-hint', role: 'status', hidden: true });
  private corners: Position[] = [];
  private kind: SiteShape = 'line';
  private done: Done | null = null;
  private picked: ((at: MapMouseEvent) => void) | null = null;
  private endedAtMs = -Infinity;

  constructor(private readonly map: MapLibreMap) {
    map.getContainer().append(this.hint);
    map.on('click', (event) => {
      this.clicked(event);
    });
    map.on('mousemove', ({ lngLat }) => {
      if (this.done) this.show([...this.corners, rounded([lngLat.lng, lngLat.lat])]);
    });
    // Before the page hears of the key: Escape ends the drawing and closes nothing.
    document.addEventListener(
      'keydown',
      (event) => {
        this.key(event);
      },
      true,
    );
  }

  /** While this is true, a click on the map is a corner and opens nothing. */
  get isOn(): boolean {
    return this.done !== null || this.picked !== null;
  }

  /** The click that ended a drawing must not open what lies under it. */
  get justEnded(): boolean {
    return performance.now() - this.endedAtMs < AFTER_END_MS;
  }

  start(kind: SiteShape, done: Done): void {
    this.stop();
    this.kind = kind;
    this.done = done;
    this.map.doubleClickZoom.disable();
    this.ready(kind === 'line' ? t('drawLineHint') : t('drawAreaHint'));
  }

  /** The next click is a choice, not a corner. */
  pick(hint: string, picked: (at: MapMouseEvent) => void): void {
    this.stop();
    this.picked = picked;
    this.ready(hint);
  }

  stop(): void {
    if (this.isOn) this.endedAtMs = performance.now();
    this.done = this.picked = null;
    this.corners = [];
    this.hint.hidden = true;
    this.map.getCanvas().classList.remove('is-drawing');
    // Not before the double click that ended the drawing is over.
    window.setTimeout(() => {
      if (!this.isOn) this.map.doubleClickZoom.enable();
    }, AFTER_END_MS);
    this.show([]);
  }

  private ready(hint: string): void {
    this.hint.textContent = hint;
    this.hint.hidden = false;
    this.map.getCanvas().classList.add('is-drawing');
    this.map.getCanvas().focus({ preventScroll: true });
  }

  private clicked(event: MapMouseEvent): void {
    const { picked } = this;
    if (picked) {
      this.stop();
      picked(event);
      return;
    }
    if (!this.done) return;
    const at = rounded([event.lngLat.lng, event.lngLat.lat]);
    // A click on the first corner closes an area, one on the last corner (a double click) ends either.
    const [first] = this.corners;
    const last = this.corners[this.corners.length - 1];
    const isEnough = this.corners.length >= LEAST_CORNERS[this.kind];
    if (isEnough && ((this.kind === 'area' && this.isNear(first, event)) || this.isNear(last, event))) {
      this.finish();
    } else if (!this.isNear(last, event)) {
      this.corners.push(at);
      this.show(this.corners);
    }
  }

  private isNear(corner: Position | undefined, { point }: MapMouseEvent): boolean {
    if (!corner) return false;
    const { x, y } = this.map.project(corner);
    return Math.hypot(x - point.x, y - point.y) < CLOSE_PX;
  }

  private finish(): void {
    const { done, corners } = this;
    this.stop();
    done?.(corners);
  }

  private key(event: KeyboardEvent): void {
    if (!this.isOn) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      this.stop();
    } else if (event.key === 'Backspace' && this.corners.length > 0) {
      this.corners.pop();
      this.show(this.corners);
    } else if (event.key === 'Enter' && this.corners.length >= LEAST_CORNERS[this.kind]) this.finish();
  }

  private show(corners: readonly Position[]): void {
    const source = this.map.getSource<GeoJSONSource>('drawing');
    source?.setData(sketch(this.kind, corners));
  }
}

function rounded([lon, lat]: Position): Position {
  return [Number(lon.toFixed(DECIMALS)), Number(lat.toFixed(DECIMALS))];
}

/** What is drawn so far: its corners, and the line or area between them. */
function sketch(kind: SiteShape, corners: readonly Position[]): GeoJSON.FeatureCollection {
  const geometries: GeoJSON.Geometry[] = [{ type: 'MultiPoint', coordinates: [...corners] }];
  const [first] = corners;
  if (kind === 'area' && first && corners.length > 2) {
    geometries.push({ type: 'Polygon', coordinates: [[...corners, first]] });
  } else if (corners.length > 1) geometries.push({ type: 'LineString', coordinates: [...corners] });
  return {
    type: 'FeatureCollection',
    features:
      corners.length === 0
        ? []
        : geometries.map((geometry) => ({ type: 'Feature', geometry, properties: {} })),
  };
}
