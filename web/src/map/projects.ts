/**
 * How projects are drawn. Line pattern = status and nothing else; the pale band = doubt and nothing else.
 * What is known only to its county or wider is never among the drawn ids: it is a badge (badges.ts).
 */
import type {
  DataDrivenPropertyValueSpecification,
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
} from 'maplibre-gl';
import { categories } from '../categories';
import { t } from '../i18n';
import { geometryIs } from './basemap';
import { groundPixels, paler } from './ground';
import { type Palette, readable } from './palette';
import { CLUSTER_DARK, CLUSTER_LIGHT, dashes, type Pattern, patterns, SYMBOL_PX } from './symbols';

const doubtM: ExpressionSpecification = ['to-number', ['get', 'uncertainty_m'], 0];
/** The band reaches `uncertainty_m` to each side of the line. */
const bandWidthM: ExpressionSpecification = ['*', 2, doubtM];
const SCHEMATIC_AT_LEAST_PX = 7;
const always = true as unknown as ExpressionSpecification;

const colour = [
  'match',
  ['get', 'category'],
  ...categories.flatMap((row) => [row.id, row.colour]),
  '#888888',
] as unknown as DataDrivenPropertyValueSpecification<string>;

const symbol = [
  'concat',
  ['get', 'category'],
  '-',
  [
    'match',
    ['get', 'status'],
    ...(Object.keys(patterns) as Pattern[]).flatMap((pattern) => [patterns[pattern], pattern]),
    'dotted',
  ],
] as unknown as ExpressionSpecification;

const label: ExpressionSpecification = ['coalesce', ['get', 'short_name'], ['get', 'name']];
const isSchematic: ExpressionSpecification = ['==', ['get', 'grade'], 'schematic'];

/** Lines of one corridor lie beside each other on overviews (corridors.ts), and in place from zoom 12. */
function lineOffset(ranks: ReadonlyMap<string, number>): unknown {
  const beside = (px: number) =>
    ranks.size === 0
      ? 0
      : ['match', ['get', 'id'], ...[...ranks].flatMap(([id, rank]) => [id, rank * px]), 0];
  return ['interpolate', ['linear'], ['zoom'], 5, beside(3), 8, beside(4.4), 10, beside(4.4), 12, 0];
}

/** How every line layer is told of the offsets. */
export function lineOffsets(ranks: ReadonlyMap<string, number>): PaintValue[] {
  const layers = ['line-casings', 'selected-lines', ...(Object.keys(patterns) as Pattern[]).map(lineLayer)];
  return layers.map((layer) => [layer, 'line-offset', lineOffset(ranks)]);
}

const lineWidth = (extraPx: number): ExpressionSpecification => [
  'interpolate',
  ['linear'],
  ['zoom'],
  5,
  1.5 + extraPx,
  8,
  2.4 + extraPx,
  12,
  4 + extraPx,
];

const halo = (colours: Palette) => ({
  'text-halo-color': colours.halo,
  'text-halo-width': 1.6,
});

/** Category colours as text, readable on the ground. */
function labelColour(colours: Palette): DataDrivenPropertyValueSpecification<string> {
  return [
    'match',
    ['get', 'category'],
    ...categories.flatMap((row) => [row.id, readable(row.colour, colours.dark)]),
    colours.label,
  ] as unknown as DataDrivenPropertyValueSpecification<string>;
}

export interface Layer {
  layer: LayerSpecification;
  /** What the layer draws at all, before the selection narrows it. */
  base: ExpressionSpecification;
}

function inTiles(base: ExpressionSpecification, layer: object): Layer {
  // Nothing is drawn until the page has said which projects are: `narrowed`.
  const filter = narrowed(base, []);
  const whole = {
    source: 'projects',
    'source-layer': 'projects',
    filter,
    ...layer,
  } as unknown as LayerSpecification;
  return { base, layer: whole };
}

function inMemory(source: string, base: ExpressionSpecification, layer: object): Layer {
  return { base, layer: { source, ...layer } as unknown as LayerSpecification };
}

/** Solid areas: zones and sites with an outline of their own. */
function areas(): Layer[] {
  const drawn = geometryIs.polygons;
  return [
    inTiles(drawn, { id: 'zones', type: 'fill', paint: { 'fill-color': colour } }),
    inTiles(drawn, {
      id: 'zone-outlines',
      type: 'line',
      layout: { 'line-join': 'round' },
      paint: { 'line-color': colour, 'line-width': 1 },
    }),
  ];
}

/** Of the one selected band; the others are as pale as `opacities` says. */
const SELECTED_OPACITY = 0.22;

/** A band is a polygon; one that is thin beside its length is still a line (band.ts). */
function band(id: string, isOfLayer: ExpressionSpecification, atLeastPx: number): Layer[] {
  return [
    inMemory('bands', ['all', isOfLayer, geometryIs.polygons] as ExpressionSpecification, {
      id,
      type: 'fill',
      paint: { 'fill-color': colour, 'fill-antialias': false, 'fill-opacity': SELECTED_OPACITY },
    }),
    inMemory('bands', ['all', isOfLayer, geometryIs.lines] as ExpressionSpecification, {
      id: `${id}-thin`,
      type: 'line',
      layout: { 'line-join': 'round', 'line-cap': 'round' },
      paint: {
        'line-color': colour,
        'line-width': groundPixels(bandWidthM, atLeastPx),
        'line-opacity': SELECTED_OPACITY,
      },
    }),
  ];
}

function bands(): Layer[] {
  return [
    ...band('doubt-bands', ['!', isSchematic], 0),
    ...band('schematic-bands', isSchematic, SCHEMATIC_AT_LEAST_PX),
    inMemory('bands', ['all', isSchematic, geometryIs.polygons] as ExpressionSpecification, {
      id: 'schematic-edges',
      type: 'line',
      paint: { 'line-color': colour, 'line-width': 0.8 },
    }),
    inMemory('points', ['!', ['has', 'point_count']], {
      id: 'doubt-discs',
      type: 'circle',
      paint: { 'circle-color': colour, 'circle-radius': groundPixels(doubtM, 0) },
    }),
  ];
}

function lines(colours: Palette): Layer[] {
  const drawn: ExpressionSpecification = ['all', geometryIs.lines, ['!', isSchematic]];
  const casing = inTiles(drawn, {
    id: 'line-casings',
    type: 'line',
    layout: { 'line-join': 'round' },
    paint: {
      'line-color': colours.casing,
      'line-opacity': colours.dark ? 0.5 : 0.85,
      'line-width': lineWidth(2),
    },
  });
  const cores = (Object.keys(patterns) as Pattern[]).map((pattern) => {
    const dash = dashes[pattern];
    const ofStatus: ExpressionSpecification = ['in', ['get', 'status'], ['literal', [...patterns[pattern]]]];
    return inTiles(['all', drawn, ofStatus] as ExpressionSpecification, {
      id: lineLayer(pattern),
      type: 'line',
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': colour,
        'line-width': lineWidth(0),
        ...(dash ? { 'line-dasharray': dash } : {}),
      },
    });
  });
  return [casing, ...cores];
}

/** Clusters say how many they are. They come before all names, which find another place beside them. */
function clusters(colours: Palette): Layer[] {
  return [
    inMemory('points', ['has', 'point_count'], {
      id: 'clusters',
      type: 'symbol',
      layout: {
        'icon-image': colours.dark ? CLUSTER_DARK : CLUSTER_LIGHT,
        'icon-size': ['interpolate', ['linear'], ['get', 'point_count'], 2, 0.85, 40, 1.4],
        'icon-allow-overlap': true,
        'text-field': ['to-string', ['get', 'point_count']],
        'text-size': 13,
        'text-allow-overlap': true,
      },
      paint: { 'text-color': colours.dark ? '#ffffff' : '#1d2a36' },
    }),
  ];
}

function pointSymbols(colours: Palette): Layer[] {
  const single: ExpressionSpecification = ['!', ['has', 'point_count']];
  return [
    inMemory('points', single, {
      id: 'points',
      type: 'symbol',
      layout: {
        'icon-image': symbol,
        'icon-size': ['interpolate', ['linear'], ['zoom'], 5, 19 / SYMBOL_PX, 9, 1],
        'icon-allow-overlap': true,
        'text-field': ['step', ['zoom'], '', 7, label],
        'text-size': 12,
        'text-optional': true,
        'text-variable-anchor': ['left', 'right', 'top', 'bottom'],
        'text-radial-offset': 1.25,
        'text-justify': 'auto',
      },
      paint: { 'text-color': labelColour(colours), ...halo(colours) },
    }),
  ];
}

function names(colours: Palette): Layer[] {
  const paint = { 'text-color': labelColour(colours), ...halo(colours) };
  const along = { 'symbol-placement': 'line', 'symbol-spacing': 420, 'text-size': 12, 'text-max-angle': 35 };
  const drawn: ExpressionSpecification = ['all', geometryIs.lines, ['!', isSchematic]];
  return [
    inTiles(drawn, {
      id: 'line-names',
      type: 'symbol',
      minzoom: 6.5,
      layout: { ...along, 'text-field': label, 'text-offset': [0, 0.9] },
      paint,
    }),
    inMemory('lines', isSchematic, {
      id: 'schematic-names',
      type: 'symbol',
      minzoom: 6,
      layout: { ...along, 'text-field': ['concat', label, ' · ', t('grade_schematic')] },
      paint: { ...paint, 'text-opacity': 0.9 },
    }),
    inMemory('zone-names', always, {
      id: 'zone-names',
      type: 'symbol',
      minzoom: 5.5,
      layout: { 'text-field': label, 'text-size': 12, 'text-letter-spacing': 0.08, 'text-max-width': 7 },
      paint,
    }),
  ];
}

/** Marks of the one selected project; their filter is its id, or the codes of its unit. */
function selected(colours: Palette): Layer[] {
  return [
    inTiles(['all', geometryIs.lines, ['!', isSchematic]] as ExpressionSpecification, {
      id: 'selected-lines',
      type: 'line',
      layout: { 'line-join': 'round', 'line-cap': 'round' },
      paint: {
        'line-color': colours.unit,
        'line-width': lineWidth(7),
        'line-opacity': 0.3,
      },
    }),
    ...band('selected-bands', always, SCHEMATIC_AT_LEAST_PX),
    inMemory('bands', geometryIs.polygons, {
      id: 'selected-edges',
      type: 'line',
      paint: { 'line-color': colour, 'line-width': 1.4, 'line-opacity': 0.8 },
    }),
    inTiles(geometryIs.polygons, {
      id: 'selected-zones',
      type: 'line',
      layout: { 'line-join': 'round' },
      paint: { 'line-color': colour, 'line-width': 3 },
    }),
    inTiles(geometryIs.polygons, {
      id: 'selected-fills',
      type: 'fill',
      paint: { 'fill-color': colour, 'fill-opacity': 0.2 },
    }),
    {
      base: always,
      layer: {
        id: 'selected-units',
        type: 'line',
        source: 'admin',
        'source-layer': 'admin',
        layout: { 'line-join': 'round' },
        paint: { 'line-color': colours.unit, 'line-width': 2.2, 'line-opacity': 0.85 },
      },
    },
  ];
}

function selectedPoint(colours: Palette): Layer[] {
  return [
    inMemory('selected-point', always, {
      id: 'selected-symbols',
      type: 'symbol',
      layout: { 'icon-image': symbol, 'icon-allow-overlap': true },
    }),
    inMemory('selected-point', always, {
      id: 'selected-points',
      type: 'circle',
      paint: {
        'circle-radius': 19,
        'circle-color': 'rgba(0,0,0,0)',
        'circle-stroke-color': colours.unit,
        'circle-stroke-width': 2.5,
      },
    }),
    inMemory('selected-label', always, {
      id: 'selected-labels',
      type: 'symbol',
      layout: {
        'text-field': [
          'case',
          isSchematic,
          ['concat', ['get', 'name'], ' · ', t('grade_schematic')],
          ['get', 'name'],
        ],
        'text-size': 15,
        'text-max-width': 14,
        'text-allow-overlap': true,
        'text-anchor': 'bottom',
        'text-offset': [0, -1.1],
      },
      paint: { 'text-color': labelColour(colours), ...halo(colours), 'text-halo-width': 2.4 },
    }),
  ];
}

function lineLayer(pattern: Pattern): string {
  return `lines-${pattern}`;
}

/** Layers that answer to pointer and click, topmost first. */
export const clickable = [
  'clusters',
  'points',
  ...(Object.keys(patterns) as Pattern[]).map(lineLayer),
  'schematic-bands',
  'schematic-bands-thin',
  'zones',
];

export interface ProjectLayers {
  areas: Layer[];
  selected: Layer[];
  lines: Layer[];
  names: Layer[];
  points: Layer[];
  selectedPoint: Layer[];
  clusters: Layer[];
}

type PaintValue = [layer: string, property: string, value: unknown];

/** A band is never paler than this; a wide one would tint all that is in it, and is an outline only. */
const WIDE_M = 30_000;
const isWide: ExpressionSpecification = ['>=', doubtM, WIDE_M];
const palest = (strength: number): ExpressionSpecification => ['case', isWide, 0, 0.015 * strength];

/** Pairs of a zoom level and an opacity at it. */
function fading(stops: readonly number[], strength: number): unknown {
  return [
    'interpolate',
    ['linear'],
    ['zoom'],
    ...stops.map((stop, index) => (index % 2 === 1 ? stop * strength : stop)),
  ];
}

function bandOpacity(id: string, most: number, strength: number): PaintValue[] {
  const strongest = ['case', isWide, 0, most * strength] as unknown as ExpressionSpecification;
  const opacity = paler(bandWidthM, strongest, palest(strength));
  return [
    [id, 'fill-opacity', opacity],
    [`${id}-thin`, 'line-opacity', opacity],
  ];
}

/** Opacities that step back while one project is looked at; `strength` is 1 or less. */
export function opacities(strength: number): PaintValue[] {
  return [
    // Many zones cover each other: close in, their outlines say enough.
    ['zones', 'fill-opacity', fading([6, 0.09, 7.5, 0.05, 9, 0.018, 11, 0.008], strength)],
    ['zone-outlines', 'line-opacity', fading([6, 0.5, 9, 0.32], strength)],
    ...bandOpacity('doubt-bands', 0.16, strength),
    ...bandOpacity('schematic-bands', 0.3, strength),
    [
      'schematic-edges',
      'line-opacity',
      paler(bandWidthM, 0.5 * strength, { narrow: 0.2 * strength, wide: 0.03 * strength }),
    ],
    [
      'doubt-discs',
      'circle-opacity',
      paler(bandWidthM, ['case', isWide, 0, 0.16 * strength], palest(strength)),
    ],
  ];
}

/** From the ground up: the page puts the names of places between. */
export function projectLayers(colours: Palette): ProjectLayers {
  return {
    areas: [...areas(), ...bands()],
    selected: selected(colours),
    lines: lines(colours),
    names: names(colours),
    points: pointSymbols(colours),
    selectedPoint: selectedPoint(colours),
    clusters: clusters(colours),
  };
}

/** The filter of a layer for a selection of project ids. */
export function narrowed(base: ExpressionSpecification, ids: readonly string[]): FilterSpecification {
  return ['all', base, idIn(ids)] as unknown as FilterSpecification;
}

/** The same without the one project that is named by itself. */
export function without(base: ExpressionSpecification, id: string | null): FilterSpecification {
  return ['all', base, ['!=', ['get', 'id'], id ?? '']] as unknown as FilterSpecification;
}

function idIn(ids: readonly string[]): ExpressionSpecification {
  if (ids.length === 0) return false as unknown as ExpressionSpecification;
  return ['match', ['get', 'id'], [...ids], true, false] as unknown as ExpressionSpecification;
}

export function codeIn(codes: readonly string[]): FilterSpecification {
  return ['in', ['get', 'code'], ['literal', [...codes]]];
}
