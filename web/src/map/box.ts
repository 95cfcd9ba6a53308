/** A box: drawn with the pointer, or the present view. */
import type { Map as MapLibreMap } from 'maplibre-gl';
import { h } from '../dom';
import { t } from '../i18n';
import './box.css';

const DECIMALS = 4;
const SMALLEST_PX = 6;

interface Corner {
  x: number;
  y: number;
}

export class BoxControl {
  private readonly veil = h('div', { class: 'box-veil', hidden: true });
  private readonly frame = h('div', { class: 'box-frame' });
  private start: Corner | null = null;

  constructor(
    private readonly map: MapLibreMap,
    private readonly choose: (box: number[]) => void,
  ) {
    this.veil.append(h('div', { class: 'box-hint' }, t('drawBoxHint')), this.frame);
    map.getContainer().append(this.veil);
    this.listen();
  }

  draw(): void {
    this.veil.hidden = false;
  }

  /** What is in view now: a choice that needs no pointer. */
  chooseView(): void {
    this.choose(rounded(this.map.getBounds().toArray().flat()));
  }

  private listen(): void {
    this.veil.addEventListener('pointerdown', (event) => {
      this.veil.setPointerCapture(event.pointerId);
      this.start = this.at(event);
      this.show(this.start, this.start);
    });
    this.veil.addEventListener('pointermove', (event) => {
      if (this.start) this.show(this.start, this.at(event));
    });
    this.veil.addEventListener('pointerup', (event) => {
      if (this.start) this.finish(this.start, this.at(event));
    });
    document.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') this.stop();
    });
  }

  private at({ clientX, clientY }: PointerEvent): Corner {
    const { left, top } = this.veil.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }

  private show(a: Corner, b: Corner): void {
    const { style } = this.frame;
    style.left = `${Math.min(a.x, b.x)}px`;
    style.top = `${Math.min(a.y, b.y)}px`;
    style.width = `${Math.abs(a.x - b.x)}px`;
    style.height = `${Math.abs(a.y - b.y)}px`;
  }

  private finish(a: Corner, b: Corner): void {
    this.stop();
    if (Math.abs(a.x - b.x) < SMALLEST_PX || Math.abs(a.y - b.y) < SMALLEST_PX) return;
    const southWest = this.map.unproject([Math.min(a.x, b.x), Math.max(a.y, b.y)]);
    const northEast = this.map.unproject([Math.max(a.x, b.x), Math.min(a.y, b.y)]);
    this.choose(rounded([southWest.lng, southWest.lat, northEast.lng, northEast.lat]));
  }

  private stop(): void {
    this.start = null;
    this.veil.hidden = true;
    this.frame.removeAttribute('style');
  }
}

function rounded(sides: readonly number[]): number[] {
  return sides.map((side) => Number(side.toFixed(DECIMALS)));
}
