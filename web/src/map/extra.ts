/** Collections that an office brought to the service, drawn from their tiles over the base map. */
import type { LayerSpecification, Map as MapLibreMap, MapGeoJSONFeature, Popup } from 'maplibre-gl';
import { type TileRange, tileTemplate } from '../api';
import { append, h } from '../dom';
import { geometryIs } from './basemap';
import type { MapLibreModule } from './loader';

export interface ExtraLayer {
  id: string;
  /** Its place in the legend, which sets its colour. */
  index: number;
  range: TileRange;
}

/** Far from the colours of the categories, and told apart by the colour-blind. */
const COLOURS = ['#7a0177', '#00686f', '#8c2d04', '#3b3b3b'];
/** Below everything that the plans name. */
const BELOW = 'line-casings';
const MOST_FACTS = 8;

export function extraColour(index: number): string {
  return COLOURS[index % COLOURS.length] ?? '#3b3b3b';
}

export class ExtraLayers {
  private readonly popup: Popup;
  private shown: readonly ExtraLayer[] = [];

  constructor(
    library: MapLibreModule,
    private readonly map: MapLibreMap,
  ) {
    this.popup = new library.Popup({ maxWidth: '320px' });
  }

  /** Adds what is new and takes away what is not wanted any more. */
  show(wanted: readonly ExtraLayer[]): void {
    for (const { id } of this.shown) if (!wanted.some((layer) => layer.id === id)) this.remove(id);
    for (const layer of wanted) if (!this.map.getSource(sourceOf(layer.id))) this.add(layer);
    this.shown = wanted;
  }

  /** A click that met nothing of the plans: what an office's layer says there. */
  open(point: { x: number; y: number }, at: [number, number]): void {
    const layers = this.shown.flatMap((layer) => layersOf(layer).map(({ id }) => id));
    const [found] = layers.length > 0 ? this.map.queryRenderedFeatures([point.x, point.y], { layers }) : [];
    if (found) this.popup.setLngLat(at).setDOMContent(content(found)).addTo(this.map);
  }

  private add(layer: ExtraLayer): void {
    this.map.addSource(sourceOf(layer.id), {
      type: 'vector',
      tiles: [tileTemplate(layer.id)],
      ...layer.range,
    });
    for (const made of layersOf(layer)) this.map.addLayer(made, BELOW);
  }

  private remove(id: string): void {
    const source = sourceOf(id);
    for (const part of ['areas', 'lines', 'points']) {
      if (this.map.getLayer(`${source}-${part}`)) this.map.removeLayer(`${source}-${part}`);
    }
    if (this.map.getSource(source)) this.map.removeSource(source);
  }
}

function sourceOf(id: string): string {
  return `extra-${id}`;
}

function layersOf({ id, index }: ExtraLayer): LayerSpecification[] {
  const source = sourceOf(id);
  const common = { source, 'source-layer': id };
  const colour = extraColour(index);
  return [
    {
      ...common,
      id: `${source}-areas`,
      type: 'fill',
      filter: geometryIs.polygons,
      paint: { 'fill-color': colour, 'fill-opacity': 0.18, 'fill-outline-color': colour },
    },
    {
      ...common,
      id: `${source}-lines`,
      type: 'line',
      filter: geometryIs.lines,
      paint: { 'line-color': colour, 'line-width': 1.4 },
    },
    {
      ...common,
      id: `${source}-points`,
      type: 'circle',
      filter: geometryIs.points,
      paint: {
        'circle-color': colour,
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 6, 2, 12, 5],
        'circle-stroke-color': '#ffffff',
        'circle-stroke-width': ['interpolate', ['linear'], ['zoom'], 8, 0, 12, 1],
      },
    },
  ];
}

function content({ properties }: MapGeoJSONFeature): HTMLElement {
  const list = h('dl', { class: 'extra-facts' });
  const facts = Object.entries(properties).slice(0, MOST_FACTS);
  append(
    list,
    facts.flatMap(([name, value]) => [h('dt', { class: 'soft' }, name), h('dd', {}, String(value))]),
  );
  return list;
}
