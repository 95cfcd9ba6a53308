/**
 * Brings in MapLibre GL JS as it was published. It is not bundled: its worker is made from its own
 * source text, which a compiler for older browsers would break.
 */
import type * as MapLibre from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import scriptAddress from 'maplibre-gl/dist/maplibre-gl.js?url';

export type MapLibreModule = typeof MapLibre;

export function loadMapLibre(): Promise<MapLibreModule> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = scriptAddress;
    script.onload = () => {
      resolve((window as unknown as { maplibregl: MapLibreModule }).maplibregl);
    };
    script.onerror = () => {
      reject(new Error('maplibre-gl.js'));
    };
    document.head.append(script);
  });
}

export function hasWebGl(): boolean {
  const canvas = document.createElement('canvas');
  return Boolean(canvas.getContext('webgl2') ?? canvas.getContext('webgl'));
}
