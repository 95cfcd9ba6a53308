/** What people put over the map: the frame of a selection, a site, signs of a comparison, a drawing under way. */
import type { LayerSpecification } from 'maplibre-gl';
import { geometryIs } from './basemap';
import type { Palette } from './palette';
import { MARK } from './symbols';

export function overlays(colours: Palette): LayerSpecification[] {
  const ink = colours.dark ? '#ff8fd0' : '#b3005f';
  return [
    {
      id: 'frame',
      type: 'line',
      source: 'frame',
      paint: { 'line-color': colours.unit, 'line-width': 1.4, 'line-opacity': 0.7 },
    },
    ...shape('site', ink, []),
    ...shape('drawing', ink, [2, 1.4]),
    {
      id: 'marks',
      type: 'symbol',
      source: 'marks',
      layout: {
        'icon-image': ['concat', MARK, ['get', 'sign']],
        'icon-allow-overlap': true,
        'icon-size': ['interpolate', ['linear'], ['zoom'], 5, 0.62, 9, 1],
        'icon-offset': [10, -10],
      },
    },
  ];
}

function shape(source: string, colour: string, dash: number[]): LayerSpecification[] {
  return [
    {
      id: `${source}-areas`,
      type: 'fill',
      source,
      filter: geometryIs.polygons,
      paint: { 'fill-color': colour, 'fill-opacity': 0.14 },
    },
    {
      id: `${source}-lines`,
      type: 'line',
      source,
      filter: ['!', geometryIs.points],
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': colour,
        'line-width': 2.4,
        ...(dash.length > 0 ? { 'line-dasharray': dash } : {}),
      },
    },
    {
      id: `${source}-points`,
      type: 'circle',
      source,
      filter: geometryIs.points,
      paint: {
        'circle-radius': 5,
        'circle-color': '#ffffff',
        'circle-stroke-color': colour,
        'circle-stroke-width': 2,
      },
    },
  ];
}
