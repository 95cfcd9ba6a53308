/** The map: sources and layers, the selection on it, and what pointer and keyboard do with it. */
import type {
  GeoJSONSource,
  Map as MapLibreMap,
  MapGeoJSONFeature,
  Marker,
  StyleSpecification,
} from 'maplibre-gl';
import {
  type AdminUnit,
  type DrawnProperties,
  type Feature,
  type Position,
  type ProjectRow,
  type TileRange,
  tileTemplate,
} from '../api';
import { h, icon } from '../dom';
import { t } from '../i18n';
import { isKnownOnlyToUnit } from '../selection';
import type { View } from '../state';
import { badgeSpaces, Badges } from './badges';
import { bandShape } from './band';
import { baseLayers, FONTS, naturalNames, settlementNames } from './basemap';
import { corridorOffsets } from './corridors';
import { Drawing } from './drawing';
import { type ExtraLayer, ExtraLayers } from './extra';
import type { Mark, PageMap } from './face';
import { homeBounds, windowBounds } from './ground';
import type { MapLibreModule } from './loader';
import { type Palette, palette } from './palette';
import {
  clickable,
  codeIn,
  type Layer,
  lineOffsets,
  narrowed,
  opacities,
  type ProjectLayers,
  projectLayers,
  without,
} from './projects';
import { overlays } from './overlays';
import { allSymbols, markSymbols } from './symbols';
import { Tooltip } from './tooltip';
import './map.css';

export interface MapEvents {
  /** One project was clicked. */
  project: (id: string) => void;
  /** Several projects lie under the click. */
  several: (ids: string[], at: Position) => void;
  /** A count badge was clicked. */
  badge: (unit: string) => void;
  moved: (view: View) => void;
}

export type TileRanges = Record<'admin' | 'places' | 'projects', TileRange>;

type Drawn = Feature<DrawnProperties>;

const CLICK_RADIUS_PX = 5;
const CLUSTER_UNTIL_ZOOM = 11;
const CLUSTER_RADIUS_PX = 28;
const TILE_WIDTH = 512;
const METRES_PER_DEGREE = 111_320;
const VAST_SQUARE_DEGREES = 8;
/** How much of its strength everything else keeps beside a selected project. */
const DIMMED = 0.35;
const SINGLE_PLACE_ZOOM = 10.5;

function emptySource(): StyleSpecification['sources'][string] {
  return { type: 'geojson', data: collection([]) };
}

function collection(features: readonly Drawn[]) {
  const all = features.map((item) => ({
    type: 'Feature',
    geometry: item.geometry,
    properties: item.properties,
  }));
  return { type: 'FeatureCollection', features: all } as GeoJSON.FeatureCollection;
}

function styleOf(ranges: TileRanges, colours: Palette, layers: ProjectLayers): StyleSpecification {
  const tiles = (name: keyof TileRanges) => ({
    type: 'vector' as const,
    tiles: [tileTemplate(name)],
    ...ranges[name],
  });
  const layer = (item: Layer) => item.layer;
  const { towns, cities } = settlementNames(colours);
  return {
    version: 8,
    sources: {
      admin: tiles('admin'),
      places: tiles('places'),
      projects: tiles('projects'),
      lines: emptySource(),
      // A band that is drawn as a wide line reaches beyond the tile that holds it: the widest buffer there is.
      bands: { type: 'geojson', data: collection([]), buffer: TILE_WIDTH },
      points: {
        type: 'geojson',
        data: collection([]),
        cluster: true,
        clusterRadius: CLUSTER_RADIUS_PX,
        clusterMaxZoom: CLUSTER_UNTIL_ZOOM,
      },
      'zone-names': emptySource(),
      'selected-point': emptySource(),
      'selected-label': emptySource(),
      'badge-spaces': emptySource(),
      frame: emptySource(),
      site: emptySource(),
      marks: emptySource(),
      drawing: emptySource(),
    },
    layers: [
      ...baseLayers(colours),
      ...[...layers.areas, ...layers.selected, ...layers.lines].map(layer),
      ...naturalNames(colours),
      towns,
      ...[...layers.names, ...layers.points, ...layers.selectedPoint].map(layer),
      cities,
      ...layers.clusters.map(layer),
      badgeSpaces,
      ...overlays(colours),
    ],
  };
}

export class MapView implements PageMap {
  readonly map: MapLibreMap;
  private readonly badges: Badges;
  private readonly tooltip: Tooltip;
  private layers: ProjectLayers;
  private points: readonly Drawn[] = [];
  private lines: readonly Drawn[] = [];
  private bands: readonly Drawn[] = [];
  private offsets: ReadonlyMap<string, number> = new Map();
  private rows: readonly ProjectRow[] = [];
  private drawnIds: readonly string[] = [];
  private selected: ProjectRow | null = null;
  private openUnit: string | null = null;
  private frame: readonly Position[] = [];
  private site: GeoJSON.Geometry | null = null;
  private marks: readonly Mark[] = [];
  private coveredPx = 0;
  private pinned: Marker | null = null;
  private isReady = false;
  private events: MapEvents | null = null;
  private extra: readonly ExtraLayer[] = [];
  private readonly extraLayers: ExtraLayers;
  readonly drawing: Drawing;

  constructor(
    private readonly library: MapLibreModule,
    container: HTMLElement,
    private readonly view: View | null,
    ranges: TileRanges,
  ) {
    const darkness = window.matchMedia('(prefers-color-scheme: dark)');
    this.layers = projectLayers(palette(darkness.matches));
    this.map = new library.Map({
      container,
      style: styleOf(ranges, palette(darkness.matches), this.layers),
      ...(view ? { center: [view.lon, view.lat], zoom: view.zoom } : { bounds: homeBounds }),
      maxBounds: windowBounds,
      minZoom: 3.5,
      maxZoom: 16,
      localIdeographFontFamily: FONTS,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: 150,
      locale: {
        'NavigationControl.ZoomIn': t('zoomIn'),
        'NavigationControl.ZoomOut': t('zoomOut'),
        'Map.Title': t('map'),
      },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.addControl(new library.NavigationControl({ showCompass: false }), 'top-right');
    this.map.addControl(
      homeControl(() => {
        this.home();
      }),
      'top-right',
    );
    this.map.addControl(new library.ScaleControl({ unit: 'metric', maxWidth: 120 }), 'bottom-right');
    this.badges = new Badges(library, this.map, (unit) => this.events?.badge(unit));
    this.tooltip = new Tooltip(library, this.map, (id) => this.rows.find((row) => row.id === id)?.name ?? id);
    this.drawing = new Drawing(this.map);
    this.extraLayers = new ExtraLayers(library, this.map);
    this.addSymbols();
    this.listen();
    this.tell((container.parentElement ?? container).dataset);
    this.map.on('load', () => {
      this.isReady = true;
      this.apply();
    });
    darkness.addEventListener('change', () => {
      this.layers = projectLayers(palette(darkness.matches));
      this.map.setStyle(styleOf(ranges, palette(darkness.matches), this.layers));
      void this.map.once('styledata', () => {
        this.apply();
      });
    });
  }

  /** The map may be there before the page: then it hears who listens, and fits into its frame. */
  attach(units: readonly AdminUnit[], events: MapEvents): void {
    this.events = events;
    this.badges.setUnits(units);
    this.map.resize();
    if (!this.view) this.map.fitBounds(homeBounds, { animate: false });
  }

  /** For tests, benchmarks and whoever prints: the first image, and when everything asked for is drawn. */
  private tell(dataset: DOMStringMap): void {
    const busy = () => {
      dataset.map = 'busy';
    };
    this.map.on('dataloading', busy);
    this.map.on('movestart', busy);
    this.map.on('idle', () => {
      dataset.map = this.lines.length > 0 ? 'idle' : 'busy';
    });
    this.map.on('render', () => {
      if (!dataset.first && this.rows.length > 0 && this.isReady && this.map.areTilesLoaded()) {
        dataset.first = 'drawn';
      }
    });
  }

  /** Geometry that the page draws itself: bands of doubt and clustered points. */
  setGeometry(lines: readonly Drawn[], points: readonly Drawn[]): void {
    this.lines = lines;
    this.bands = lines.map((item) => ({
      ...item,
      geometry: item.geometry && bandShape(item.geometry, item.properties.uncertainty_m ?? 0),
    }));
    this.points = points;
    this.offsets = corridorOffsets(lines);
    this.apply();
  }

  /** The rows that pass the filters. */
  setRows(rows: readonly ProjectRow[]): void {
    this.rows = rows;
    this.badges.show(rows);
    this.apply();
  }

  setSelected(row: ProjectRow | null): void {
    this.selected = row;
    this.mark();
  }

  setOpenUnit(unit: string | null): void {
    this.openUnit = unit;
    this.mark();
  }

  /** Layers of the office's own. */
  setExtra(layers: readonly ExtraLayer[]): void {
    this.extra = layers;
    if (this.isReady) this.extraLayers.show(layers);
  }

  /** The outline of the box or polygon that the filters narrow to. */
  setFrame(corners: readonly Position[]): void {
    this.frame = corners;
    this.mark();
  }

  /** The site that is screened. */
  setSite(geometry: GeoJSON.Geometry | null): void {
    this.site = geometry;
    this.mark();
  }

  /** Signs of a comparison at the projects they are about. */
  setMarks(marks: readonly Mark[]): void {
    this.marks = marks;
    this.mark();
  }

  /** West, south, east, north of what is in view. */
  bounds(): number[] {
    return this.map
      .getBounds()
      .toArray()
      .flat()
      .map((side) => Number(side.toFixed(4)));
  }

  /** The canvas as a picture: read in the frame that draws it, after which it is empty again. */
  picture(): Promise<Blob> {
    return new Promise((resolve, reject) => {
      void this.map.once('render', () => {
        const canvas = signed(this.map.getCanvas());
        canvas.toBlob((blob) => {
          if (blob) resolve(blob);
          else reject(new Error('canvas'));
        });
      });
      this.map.triggerRepaint();
    });
  }

  home(): void {
    this.map.fitBounds(homeBounds, { padding: 8 });
  }

  jump(view: View): void {
    this.map.jumpTo({ center: [view.lon, view.lat], zoom: view.zoom });
  }

  /** Brings a box or a point into view; a view that already shows it well stays. */
  focus(bbox: readonly number[] | null, point: Position | null): void {
    const [west, south, east, north] = bbox ?? [];
    if (west !== undefined && south !== undefined && east !== undefined && north !== undefined) {
      if (west < east || south < north) {
        this.map.fitBounds([west, south, east, north], { padding: this.padding(), maxZoom: 11 });
        return;
      }
    }
    const at = point ?? (west !== undefined && south !== undefined ? ([west, south] as Position) : null);
    if (!at) return;
    const zoom = Math.max(this.map.getZoom(), SINGLE_PLACE_ZOOM);
    this.map.easeTo({ center: at, zoom, offset: [0, -this.coveredPx / 2] });
  }

  focusRow(row: ProjectRow): void {
    // A line is shown with its whole band.
    const isLine = this.lines.some((item) => item.properties.id === row.id);
    this.focus(isLine ? widened(row.bbox, row.uncertainty_m ?? 0) : row.bbox, row.label_point);
  }

  /** A position that somebody typed. */
  pin(at: Position): void {
    this.pinned?.remove();
    this.pinned = new this.library.Marker({ color: '#1459a8' }).setLngLat(at).addTo(this.map);
    this.focus(null, at);
  }

  /** After a change of layout: the size of the frame, and how much of its foot is covered. */
  fit(coveredPx: number): void {
    this.map.resize();
    this.coveredPx = coveredPx;
  }

  private padding(): { top: number; bottom: number; left: number; right: number } {
    const { clientWidth, clientHeight } = this.map.getContainer();
    const side = Math.min(60, clientWidth / 6, (clientHeight - this.coveredPx) / 6);
    return { top: side, bottom: side + this.coveredPx, left: side, right: side };
  }

  private addSymbols(): void {
    const ratio = Math.min(2, Math.ceil(window.devicePixelRatio));
    const symbols = new Map([...allSymbols(ratio), ...markSymbols(ratio)]);
    this.map.on('styleimagemissing', ({ id }) => {
      const image = symbols.get(id);
      if (image && !this.map.hasImage(id)) this.map.addImage(id, image, { pixelRatio: ratio });
    });
  }

  private apply(): void {
    if (!this.isReady) return;
    const drawn = this.rows.filter((row) => !isKnownOnlyToUnit(row));
    const ids = drawn.map((row) => row.id);
    this.drawnIds = ids;
    const filled = drawn.filter((row) => !isVast(row)).map((row) => row.id);
    const { areas, lines, clusters } = this.layers;
    for (const { layer, base } of [...areas, ...lines, ...clusters]) {
      if ('source-layer' in layer)
        this.map.setFilter(layer.id, narrowed(base, layer.id === 'zones' ? filled : ids));
      else if ('source' in layer) this.map.setFilter(layer.id, ['all', base] as never);
    }
    for (const [layer, property, value] of lineOffsets(this.offsets)) {
      this.map.setPaintProperty(layer, property, value);
    }
    const wanted = new Set(ids);
    const isDrawn = (item: Drawn) => wanted.has(item.properties.id);
    this.source('lines').setData(collection(this.lines.filter(isDrawn)));
    this.source('bands').setData(collection(this.bands.filter(isDrawn)));
    this.source('points').setData(collection(this.points.filter(isDrawn)));
    this.extraLayers.show(this.extra);
    this.source('zone-names').setData(collection(this.zoneNames()));
    this.mark();
  }

  /** The county under a place on the screen; the layer that answers is there to be asked, not seen. */
  countyAt(point: { x: number; y: number }): string | null {
    const found = this.map.queryRenderedFeatures([point.x, point.y], { layers: ['county-areas'] });
    const code = found[0]?.properties.code as unknown;
    return typeof code === 'string' ? code : null;
  }

  /** Whatever is placed but is neither line nor point is an area; it is named once, at its label point. */
  private zoneNames(): Drawn[] {
    const drawnOtherwise = new Set([...this.lines, ...this.points].map((item) => item.properties.id));
    return this.rows
      .filter((row) => row.label_point && !drawnOtherwise.has(row.id) && !isKnownOnlyToUnit(row))
      .map((row) => pointFeature(row, row.label_point));
  }

  private mark(): void {
    if (!this.isReady) return;
    const row = this.selected;
    const ids = row && !isKnownOnlyToUnit(row) ? [row.id] : [];
    for (const { layer, base } of this.layers.selected) {
      if (layer.id !== 'selected-units') this.map.setFilter(layer.id, narrowed(base, ids));
    }
    for (const [layer, property, value] of opacities(row ? DIMMED : 1)) {
      this.map.setPaintProperty(layer, property, value);
    }
    this.nameOthers(row?.id ?? null);
    const units = row && isKnownOnlyToUnit(row) ? row.badge_units : this.openUnit ? [this.openUnit] : [];
    this.map.setFilter('selected-units', codeIn(units));
    const point = row && this.points.find((item) => item.properties.id === row.id);
    const label = row && !isKnownOnlyToUnit(row) && row.label_point;
    this.source('selected-label').setData(collection(label ? [pointFeature(row, label)] : []));
    this.source('frame').setData({ type: 'LineString', coordinates: [...this.frame] });
    this.source('site').setData(siteData(this.site));
    this.badges.keepRoom();
    this.source('marks').setData(marksData(this.marks));
    this.source('selected-point').setData(collection(point ? [point] : []));
  }

  /** The selected project is named in its own way, and not once more by the layer for all. */
  private nameOthers(selected: string | null): void {
    const ids = this.drawnIds.filter((id) => id !== selected);
    for (const { layer, base } of [...this.layers.names, ...this.layers.points]) {
      const inTiles = 'source-layer' in layer;
      this.map.setFilter(layer.id, inTiles ? narrowed(base, ids) : without(base, selected));
    }
  }

  private source(id: string): GeoJSONSource {
    const source = this.map.getSource<GeoJSONSource>(id);
    if (!source) throw new Error(`no source ${id}`);
    return source;
  }

  private listen(): void {
    this.map.on('moveend', () => {
      const { lng, lat } = this.map.getCenter();
      this.events?.moved({ zoom: this.map.getZoom(), lat, lon: lng });
    });
    this.map.on('click', ({ point, lngLat }) => {
      if (this.drawing.isOn || this.drawing.justEnded) return;
      const found = this.featuresAt(point);
      if (found.length === 0) this.extraLayers.open(point, [lngLat.lng, lngLat.lat]);
      void this.clicked(found, [lngLat.lng, lngLat.lat]);
    });
    this.map.on('mousemove', ({ point, lngLat }) => {
      const features = this.featuresAt(point);
      this.map.getCanvas().style.cursor = features.length > 0 ? 'pointer' : '';
      this.tooltip.show(idsOf(features)[0] ?? null, lngLat);
    });
    this.map.on('mouseout', () => {
      this.tooltip.show(null);
    });
  }

  /** Lines and points hide the zones under them; otherwise what lies on top comes first. */
  private featuresAt({ x, y }: { x: number; y: number }): MapGeoJSONFeature[] {
    if (!this.isReady || this.drawing.isOn) return [];
    const box: [[number, number], [number, number]] = [
      [x - CLICK_RADIUS_PX, y - CLICK_RADIUS_PX],
      [x + CLICK_RADIUS_PX, y + CLICK_RADIUS_PX],
    ];
    const features = this.map.queryRenderedFeatures(box, { layers: clickable });
    const precise = features.filter(({ layer }) => layer.id !== 'zones' && !isBand(layer.id));
    if (precise.length > 0) return precise;
    const bands = features.filter(({ layer }) => isBand(layer.id));
    return bands.length > 0 ? bands : features;
  }

  private async clicked(features: readonly MapGeoJSONFeature[], at: Position): Promise<void> {
    const cluster = features.find(({ layer }) => layer.id === 'clusters');
    if (cluster) {
      await this.openCluster(cluster);
      return;
    }
    const ids = idsOf(features);
    const [only] = ids;
    if (ids.length === 1 && only) this.events?.project(only);
    else if (ids.length > 1) this.events?.several(ids, at);
  }

  /** Zooms in as far as the cluster parts; projects at one and the same place become a list. */
  private async openCluster(cluster: MapGeoJSONFeature): Promise<void> {
    const { cluster_id: id, point_count: count } = cluster.properties as Record<string, number>;
    if (id === undefined || cluster.geometry.type !== 'Point') return;
    const at = cluster.geometry.coordinates as Position;
    const zoom = await this.source('points').getClusterExpansionZoom(id);
    if (zoom <= CLUSTER_UNTIL_ZOOM) {
      this.map.easeTo({ center: at, zoom: zoom + 0.2 });
      return;
    }
    const leaves = await this.source('points').getClusterLeaves(id, count ?? 10, 0);
    this.events?.several(
      leaves.map((leaf) => String(leaf.properties?.id)),
      at,
    );
  }
}

const HOUSE = 'M12 3 2.5 11.5h2.7V21h5.3v-6h3v6h5.3v-9.5h2.7z';

/** A button below the two for the zoom: the whole region. */
function homeControl(act: () => void): { onAdd: () => HTMLElement; onRemove: () => void } {
  const words = t('home');
  const button = h(
    'button',
    { type: 'button', class: 'map-home', 'aria-label': words, title: words, onclick: act },
    icon(HOUSE),
  );
  const element = h('div', { class: 'maplibregl-ctrl maplibregl-ctrl-group' }, button);
  return {
    onAdd: () => element,
    onRemove: () => {
      element.remove();
    },
  };
}

const CREDIT_PX = 24;

/** A copy of the map with its credit below: a picture travels without the page. */
function signed(map: HTMLCanvasElement): HTMLCanvasElement {
  const ratio = window.devicePixelRatio;
  const canvas = document.createElement('canvas');
  canvas.width = map.width;
  canvas.height = map.height + CREDIT_PX * ratio;
  const context = canvas.getContext('2d');
  if (context) {
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(map, 0, 0);
    context.fillStyle = '#1d2a36';
    context.font = `${12 * ratio}px ${FONTS}`;
    context.textBaseline = 'middle';
    context.fillText(`${t('credit')} · ${t('notApproved')}`, 8 * ratio, map.height + (CREDIT_PX / 2) * ratio);
  }
  return canvas;
}

function siteData(geometry: GeoJSON.Geometry | null): GeoJSON.GeoJSON {
  return geometry ?? { type: 'FeatureCollection', features: [] };
}

function marksData(marks: readonly Mark[]): GeoJSON.FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: marks.map(({ id, at, sign }) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: at },
      properties: { id, sign },
    })),
  };
}

function widened(box: readonly number[] | null, metres: number): number[] | null {
  const [west, south, east, north] = box ?? [];
  if (west === undefined || south === undefined || east === undefined || north === undefined) return null;
  const lat = metres / METRES_PER_DEGREE;
  const lon = lat / Math.cos((((south + north) / 2) * Math.PI) / 180);
  return [west - lon, south - lat, east + lon, north + lat];
}

function isBand(layer: string): boolean {
  return layer.startsWith('schematic-bands');
}

function idsOf(features: readonly MapGeoJSONFeature[]): string[] {
  const ids = features.map(({ properties }) => properties.id as unknown);
  return [...new Set(ids.filter((id): id is string => typeof id === 'string'))];
}

/** Zones as wide as half the region are outlines only: filled, they would tint everything in them. */
function isVast({ bbox }: ProjectRow): boolean {
  const [west, south, east, north] = bbox ?? [0, 0, 0, 0];
  return ((east ?? 0) - (west ?? 0)) * ((north ?? 0) - (south ?? 0)) > VAST_SQUARE_DEGREES;
}

function pointFeature(row: ProjectRow, at: Position | null): Drawn {
  return { geometry: at && { type: 'Point', coordinates: at }, bbox: null, properties: row };
}
