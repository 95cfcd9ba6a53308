/**
 * Count badges: one per 旗县 or 盟市 for the projects known only to it, as real buttons over the map,
 * so that keyboard and screen reader reach them. Far out, counties gather in their 盟市.
 */
import type { Map as MapLibreMap, Marker } from 'maplibre-gl';
import type { AdminUnit, Position, ProjectRow } from '../api';
import { h } from '../dom';
import { t } from '../i18n';
import { type Badge, badges } from '../selection';
import type { MapLibreModule } from './loader';
import './badges.css';

const COUNTIES_FROM_ZOOM = 7.2;
/** The name of the town on the map stays readable above the badge. */
const BELOW_THE_NAME: [number, number] = [0, 9];
const PROVINCE = '150000';

export class Badges {
  private markers: Marker[] = [];
  private rows: readonly ProjectRow[] = [];
  private isCoarse = true;
  private readonly units: Map<string, AdminUnit>;

  constructor(
    private readonly library: MapLibreModule,
    private readonly map: MapLibreMap,
    units: readonly AdminUnit[],
    private readonly open: (unit: string) => void,
  ) {
    this.units = new Map(units.map((unit) => [unit.code, unit]));
    map.on('zoom', () => {
      if (this.wantsCoarse() !== this.isCoarse) this.draw();
    });
    map.on('moveend', () => {
      this.declutter();
    });
  }

  show(rows: readonly ProjectRow[]): void {
    this.rows = rows;
    this.draw();
  }

  private wantsCoarse(): boolean {
    return this.map.getZoom() < COUNTIES_FROM_ZOOM;
  }

  private draw(): void {
    for (const marker of this.markers) marker.remove();
    this.isCoarse = this.wantsCoarse();
    this.markers = badges(this.rows, this.isCoarse)
      .filter((badge) => badge.unit !== PROVINCE)
      .sort((a, b) => b.projects.length - a.projects.length)
      .flatMap((badge) => this.marker(badge));
    this.declutter();
  }

  private marker(badge: Badge): Marker[] {
    const unit = this.units.get(badge.unit);
    const at = positionOf(unit, badge);
    if (!at) return [];
    const name = unit?.name ?? badge.unit;
    const n = badge.projects.length;
    const element = h(
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
    return [
      new this.library.Marker({ element, anchor: 'top', offset: BELOW_THE_NAME })
        .setLngLat(at)
        .addTo(this.map),
    ];
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
