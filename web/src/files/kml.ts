/** The lines and areas of a KML file. Its coordinates are always WGS 84, longitude first. */
import type { Position } from '../api';
import { FileProblem } from './problem';

export function readKml(text: string): GeoJSON.Geometry[] {
  const page = new DOMParser().parseFromString(text, 'application/xml');
  if (page.getElementsByTagName('parsererror').length > 0) throw new FileProblem('notXml');
  return [
    ...named(page, 'Polygon').map(polygon),
    ...named(page, 'LineString').map((line): GeoJSON.Geometry => {
      return { type: 'LineString', coordinates: positions(line) };
    }),
    ...named(page, 'Point').flatMap((point): GeoJSON.Geometry[] => {
      const [at] = positions(point);
      return at ? [{ type: 'Point', coordinates: at }] : [];
    }),
  ];
}

/** Elements by their name in whatever name space the writer chose. */
function named(parent: Document | Element, name: string): Element[] {
  return Array.from(parent.getElementsByTagNameNS('*', name));
}

function polygon(element: Element): GeoJSON.Polygon {
  const rings = [...named(element, 'outerBoundaryIs'), ...named(element, 'innerBoundaryIs')];
  return { type: 'Polygon', coordinates: rings.map(positions) };
}

function positions(element: Element): Position[] {
  const [list] = named(element, 'coordinates');
  return coordinatesText(list?.textContent ?? '');
}

/** `lon,lat[,height]`, parted by white space. */
export function coordinatesText(words: string): Position[] {
  return words
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => {
      const [lon = NaN, lat = NaN] = word.split(',').map(Number);
      return [lon, lat];
    });
}
