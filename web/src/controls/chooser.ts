/** A small list at a place of the map where several projects lie. */
import type { Map as MapLibreMap, Popup } from 'maplibre-gl';
import type { Position } from '../api';
import { category } from '../categories';
import { h, icon } from '../dom';
import { t } from '../i18n';
import type { MapLibreModule } from '../map/loader';
import type { Facts } from './facts';
import './chooser.css';

export class Chooser {
  private readonly popup: Popup;

  constructor(
    library: MapLibreModule,
    private readonly map: MapLibreMap,
    private readonly facts: Facts,
    private readonly open: (id: string) => void,
  ) {
    this.popup = new library.Popup({ closeButton: false, className: 'chooser', maxWidth: '320px' });
  }

  show(ids: readonly string[], at: Position): void {
    const rows = ids.flatMap((id) => this.facts.rowById.get(id) ?? []);
    const list = h('ul', { class: 'chooser-list' });
    for (const row of rows) {
      const choose = () => {
        this.popup.remove();
        this.open(row.id);
      };
      const kind = category(row.category);
      list.append(
        h(
          'li',
          {},
          h(
            'button',
            { type: 'button', class: 'switch', style: `--colour: var(--cat-${kind.id})`, onclick: choose },
            h('span', { class: 'swatch' }, icon(kind.icon)),
            h('span', { class: 'switch-label' }, row.name),
          ),
        ),
      );
    }
    const box = h('div', {}, h('strong', {}, t('here', { n: rows.length })), list);
    this.popup.setLngLat(at).setDOMContent(box).addTo(this.map);
  }
}
