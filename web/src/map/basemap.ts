/** The base map from our own tiles: deserts, lakes, rivers, boundaries, names. Quiet, below everything. */
import type { ExpressionSpecification, LayerSpecification, SymbolLayerSpecification } from 'maplibre-gl';
import type { Palette } from './palette';

export const FONTS =
  '"Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei","PingFang SC","SimHei",sans-serif';

const polygons: ExpressionSpecification = ['in', ['geometry-type'], ['literal', ['Polygon', 'MultiPolygon']]];
const lines: ExpressionSpecification = [
  'in',
  ['geometry-type'],
  ['literal', ['LineString', 'MultiLineString']],
];
const points: ExpressionSpecification = ['in', ['geometry-type'], ['literal', ['Point', 'MultiPoint']]];

/** For expressions with a list of unknown length, which the type cannot say. */
function expression(parts: unknown[]): ExpressionSpecification {
  return parts as unknown as ExpressionSpecification;
}

function classIs(...words: string[]): ExpressionSpecification {
  return ['in', ['get', 'class'], ['literal', words]];
}

const rank: ExpressionSpecification = ['to-number', ['get', 'rank'], 6];

/** Where each class of place begins to be named; transport places are projects' business. */
const settlementZoom: [word: string, zoom: number][] = [
  ['county_seat', 6.6],
  ['county', 6.6],
  ['town', 9],
  ['township', 9.3],
  ['sumu', 9.3],
  ['village', 12],
];

/** Classes of places that are named as water or land, not as settlements. */
const natural = [
  'river',
  'lake',
  'reservoir',
  'desert',
  'sandy_land',
  'grassland',
  'mountain',
  'plain',
  'region',
];

export function baseLayers(colours: Palette): LayerSpecification[] {
  return [
    { id: 'land', type: 'background', paint: { 'background-color': colours.land } },
    {
      id: 'deserts',
      type: 'fill',
      source: 'places',
      'source-layer': 'places',
      filter: ['all', polygons, classIs('desert', 'sandy_land')],
      paint: { 'fill-color': colours.desert, 'fill-antialias': false },
    },
    {
      id: 'lakes',
      type: 'fill',
      source: 'places',
      'source-layer': 'places',
      filter: ['all', polygons, classIs('lake', 'reservoir', 'river', 'playa')],
      paint: { 'fill-color': colours.water },
    },
    {
      id: 'rivers',
      type: 'line',
      source: 'places',
      'source-layer': 'places',
      filter: ['all', lines, classIs('river', 'canal', 'stream')],
      layout: { 'line-join': 'round', 'line-cap': 'round' },
      paint: {
        'line-color': colours.river,
        'line-width': [
          'interpolate',
          ['linear'],
          ['zoom'],
          4,
          ['match', rank, 1, 1.4, 2, 0.8, 0.3],
          10,
          ['match', rank, 1, 4, 2, 2, 1.2],
        ],
      },
    },
    {
      // Not to be seen: it answers which county lies under a click.
      id: 'county-areas',
      type: 'fill',
      source: 'admin',
      'source-layer': 'admin',
      filter: ['all', polygons, ['==', ['get', 'level'], 'county']],
      paint: { 'fill-opacity': 0 },
    },
    boundary('counties', 'county', 6, { 'line-color': colours.county, 'line-width': 0.8 }),
    boundary('prefectures', 'prefecture', 3, { 'line-color': colours.border, 'line-width': 1 }),
    boundary('provinces', 'province', 3, { 'line-color': colours.border, 'line-width': 1.8 }),
  ];
}

function boundary(
  id: string,
  level: string,
  minzoom: number,
  paint: { 'line-color': string; 'line-width': number },
): LayerSpecification {
  return {
    id,
    type: 'line',
    source: 'admin',
    'source-layer': 'admin',
    minzoom,
    filter: ['==', ['get', 'level'], level],
    layout: { 'line-join': 'round' },
    paint: { ...paint, 'line-opacity': 0.9 },
  };
}

const halo = (colours: Palette) => ({ 'text-halo-color': colours.halo, 'text-halo-width': 1.4 });

/** Names of waters and landscapes: the first to give way. */
export function naturalNames(colours: Palette): LayerSpecification[] {
  const paint = { 'text-color': colours.waterLabel, ...halo(colours) };
  return [
    {
      id: 'water-names',
      type: 'symbol',
      source: 'places',
      'source-layer': 'places',
      minzoom: 7,
      filter: ['all', lines, classIs('river', 'canal')],
      layout: {
        'symbol-placement': 'line',
        'symbol-spacing': 500,
        'text-field': ['get', 'name'],
        'text-size': 11,
        'text-letter-spacing': 0.2,
      },
      paint,
    },
    {
      id: 'natural-names',
      type: 'symbol',
      source: 'places',
      'source-layer': 'places',
      minzoom: 7,
      filter: ['all', points, classIs(...natural), ['>=', ['zoom'], ['+', rank, 4]]],
      layout: {
        'text-field': ['get', 'name'],
        'text-size': 11,
        'text-letter-spacing': 0.1,
        'symbol-sort-key': rank,
      },
      paint,
    },
  ];
}

/** Names of towns and villages give way to those of projects; cities give way to nothing. */
export function settlementNames(colours: Palette): { towns: LayerSpecification; cities: LayerSpecification } {
  const beginsAtZoom = expression(['match', ['get', 'class'], ...settlementZoom.flat(), 99]);
  return {
    towns: names('town-names', ['all', points, ['>=', ['zoom'], beginsAtZoom]], [5, 10, 10, 13], colours),
    // Wherever clusters and badges leave room beside the place itself.
    cities: names('city-names', ['all', points, classIs('city', 'prefecture')], [5, 12, 10, 17], colours, {
      'text-variable-anchor': ['bottom', 'top', 'right', 'left', 'bottom-right', 'bottom-left'],
      'text-radial-offset': 0.9,
      'text-justify': 'auto',
    }),
  };
}

function names(
  id: string,
  filter: ExpressionSpecification,
  sizes: readonly number[],
  colours: Palette,
  place: NonNullable<SymbolLayerSpecification['layout']> = {},
): LayerSpecification {
  return {
    id,
    type: 'symbol',
    source: 'places',
    'source-layer': 'places',
    filter,
    layout: {
      'text-field': ['get', 'name'],
      'text-size': expression(['interpolate', ['linear'], ['zoom'], ...sizes]),
      'symbol-sort-key': rank,
      'text-padding': 3,
      ...place,
    },
    paint: { 'text-color': colours.label, ...halo(colours) },
  };
}

export const geometryIs = { polygons, lines, points };
