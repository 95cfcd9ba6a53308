/** Narrowing the selection on the map, behind one button: what is in view, a box, a polygon, one county. */
import type { Map as MapLibreMap } from 'maplibre-gl';
import type { Position } from '../api';
import { h } from '../dom';
import { t } from '../i18n';
import { BoxControl } from './box';
import type { MapView } from './index';
import './region.css';

export interface RegionEvents {
  box: (sides: number[]) => void;
  area: (corners: Position[]) => void;
  county: (code: string) => void;
}

export class RegionControl {
  readonly element: HTMLDetailsElement;
  private readonly box: BoxControl;

  constructor(
    private readonly view: MapView,
    map: MapLibreMap,
    private readonly events: RegionEvents,
  ) {
    this.box = new BoxControl(map, events.box);
    this.element = h('details', { class: 'region' });
    const choices: [name: string, words: string, act: () => void][] = [
      [
        'view',
        t('inView'),
        () => {
          this.box.chooseView();
        },
      ],
      [
        'box',
        t('drawBox'),
        () => {
          this.box.draw();
        },
      ],
      [
        'area',
        t('drawArea'),
        () => {
          this.view.drawing.start('area', this.events.area);
        },
      ],
      [
        'county',
        t('pickCounty'),
        () => {
          this.pickCounty();
        },
      ],
    ];
    const list = h('div', { class: 'region-choices' });
    for (const [name, words, act] of choices) {
      const run = () => {
        this.element.open = false;
        act();
      };
      list.append(h('button', { type: 'button', class: 'switch', 'data-region': name, onclick: run }, words));
    }
    this.element.append(h('summary', { class: 'badge' }, t('region')), list);
    this.element.addEventListener('focusout', ({ relatedTarget }) => {
      if (relatedTarget instanceof Node && !this.element.contains(relatedTarget)) this.element.open = false;
    });
  }

  private pickCounty(): void {
    this.view.drawing.pick(t('pickCountyHint'), ({ point }) => {
      const code = this.view.countyAt(point);
      if (code) this.events.county(code);
    });
  }
}
