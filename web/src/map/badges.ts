/**
 * Count badges: one per 旗县 or 盟市 for the projects known only to it, as real buttons over the map,
 * so that keyboard and screen reader reach them. Far out, counties gather in their 盟市.
 */
import type { GeoJSONSource, LayerSpecification, Map as MapLibreMap, Marker } from 'maplibre-gl';
import type { AdminUnit, Position, ProjectRow } from '../api';
import { h } from '../dom';
import { t } from '../i18n';
import { type Badge, badges } from '../selection';
import type { MapLibreModule } from './loader';
import './badges.css';

const COUNTIES_FROM_ZOOM = 7.2;
/** From here on a badge at one point of its unit would look like a pin: the units round the middle go to the corner. */
const CORNER_FROM_ZOOM = 9.3;
/** The name of the town on the map stays readable above the badge. */
const BELOW_THE_NAME: [number, number] = [0, 9];
const PROVINCE = '150000';

const TEXT_PX = 15;

/** Words that nobody sees: names on the map keep clear of where a badge lies over it. */
export const badgeSpaces: LayerSpecification = {
  id: 'badge-spaces',
  type: 'symbol',
  source: 'badge-spaces',
  layout: {
    'text-field': ['get', 'words'],
    'text-size': TEXT_PX,
    'text-max-width': 40,
    'text-anchor': 'top',
    'text-offset': [0, 0.6],
    'text-allow-overlap': true,
  },
  paint: { 'text-opacity': 0 },
};

type Depth = 'coarse' | 'counties' | 'corner';

export class Badges {
  private readonly corner = h('div', { class: 'badge-corner' });
  private markers: Marker[] = [];
  private rows: readonly ProjectRow[] = [];
  private depth: Depth = 'coarse';
  private units: ReadonlyMap<string, AdminUnit> = new Map();

  constructor(
    private readonly library: MapLibreModule,
    private readonly map: MapLibreMap,
    private readonly open: (unit: string) => void,
  ) {
    map.getContainer().append(this.corner);
    map.on('zoom', () => {
      if (this.wantedDepth() !== this.depth) this.draw();
    });
    map.on('moveend', () => {
      this.declutter();
      this.fillCorner();
    });
  }

  setUnits(units: readonly AdminUnit[]): void {
    this.units = new Map(units.map((unit) => [unit.code, unit]));
  }

  show(rows: readonly ProjectRow[]): void {
    this.rows = rows;
    this.draw();
  }

  /** Tells the map where the badges lie. */
  keepRoom(): void {
    const features = this.markers.map((marker): GeoJSON.Feature => {
      const { lng, lat } = marker.getLngLat();
      const words = marker.getElement().textContent;
      return { type: 'Feature', geometry: { type: 'Point', coordinates: [lng, lat] }, properties: { words } };
    });
    const source = this.map.getSource<GeoJSONSource>('badge-spaces');
    source?.setData({ type: 'FeatureCollection', features });
  }

  private wantedDepth(): Depth {
    const zoom = this.map.getZoom();
    if (zoom >= CORNER_FROM_ZOOM) return 'corner';
    return zoom < COUNTIES_FROM_ZOOM ? 'coarse' : 'counties';
  }

  private draw(): void {
    for (const marker of this.markers) marker.remove();
    this.depth = this.wantedDepth();
    const all = badges(this.rows, this.depth === 'coarse')
      .filter((badge) => badge.unit !== PROVINCE)
      .sort((a, b) => b.projects.length - a.projects.length);
    this.markers = this.depth === 'corner' ? [] : all.flatMap((badge) => this.marker(badge));
    this.fillCorner();
    this.declutter();
    this.keepRoom();
  }

  /** Close in: the units whose box holds the middle of the view. */
  private fillCorner(): void {
    const { lng, lat } = this.map.getCenter();
    const here = badges(this.rows, false).filter(({ unit }) => {
      const [west, south, east, north] = this.units.get(unit)?.bbox ?? [1, 1, 0, 0];
      return lng >= (west ?? 0) && lng <= (east ?? 0) && lat >= (south ?? 0) && lat <= (north ?? 0);
    });
    const shown = this.depth === 'corner' ? here.filter(({ unit }) => unit !== PROVINCE) : [];
    this.corner.replaceChildren(...shown.map((badge) => this.button(badge)));
  }

  private marker(badge: Badge): Marker[] {
    const at = positionOf(this.units.get(badge.unit), badge);
    if (!at) return [];
    const element = this.button(badge);
    return [
      new this.library.Marker({ element, anchor: 'top', offset: BELOW_THE_NAME })
        .setLngLat(at)
        .addTo(this.map),
    ];
  }

  private button(badge: Badge): HTMLButtonElement {
    const name = this.units.get(badge.unit)?.name ?? badge.unit;
    const n = badge.projects.length;
    return h(
      'button',
      {
        type: 'button',
        class: 'badge',
        title: t('unitBadgeLabel', { unit: name, n }),
        'aria-label': t('unitBadgeLabel', { unit: name, n }),
        onclick: (event) => {
          event.stopPropagation();
          this.open(badge.unit);
        },
      },
      h('span', { class: 'badge-unit' }, name),
      ' ',
      h('span', { class: 'badge-count' }, t('items', { n })),
    );
  }

  /** A badge that would cover a greater one shows its number only. */
  private declutter(): void {
    const taken: DOMRect[] = [];
    for (const marker of this.markers) {
      const element = marker.getElement();
      element.classList.remove('badge-small');
      if (taken.some((other) => overlap(other, element.getBoundingClientRect()))) {
        element.classList.add('badge-small');
      }
      taken.push(element.getBoundingClientRect());
    }
  }
}

function overlap(a: DOMRect, b: DOMRect): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** The unit's own label point, else the middle of its box, else where its projects' shapes are labelled. */
function positionOf(unit: AdminUnit | undefined, badge: Badge): Position | null {
  if (unit?.label_point) return unit.label_point;
  const [west, south, east, north] = unit?.bbox ?? [];
  if (west !== undefined && south !== undefined && east !== undefined && north !== undefined) {
    return [(west + east) / 2, (south + north) / 2];
  }
  return badge.projects.find((row) => row.label_point)?.label_point ?? null;
}
