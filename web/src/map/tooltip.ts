/** What the pointer finds: name, what the plan says of the status, its number, and how the sentence begins. */
import type { LngLat, Map as MapLibreMap, Popup } from 'maplibre-gl';
import { evidence, type Mention } from '../api';
import { append, h } from '../dom';
import { term } from '../i18n';
import { shortTitle, tidy } from '../words';
import type { MapLibreModule } from './loader';

const REST_MS = 110;
const SENTENCE_BEGINS = 46;

export class Tooltip {
  private readonly popup: Popup;
  private id: string | null = null;
  private timer = 0;

  constructor(
    library: MapLibreModule,
    private readonly map: MapLibreMap,
    private readonly nameOf: (id: string) => string,
  ) {
    this.popup = new library.Popup({
      closeButton: false,
      closeOnClick: true,
      className: 'tooltip',
      maxWidth: '300px',
      offset: 12,
    });
  }

  show(id: string | null, at?: LngLat): void {
    if (at && id && id === this.id) this.popup.setLngLat(at);
    if (id === this.id) return;
    this.id = id;
    window.clearTimeout(this.timer);
    this.popup.remove();
    if (id && at) {
      this.timer = window.setTimeout(() => {
        void this.fill(id, at);
      }, REST_MS);
    }
  }

  private async fill(id: string, at: LngLat): Promise<void> {
    const mentions = await evidence(id).catch(() => []);
    const latest = mentions[mentions.length - 1];
    if (!latest || id !== this.id) return;
    this.popup
      .setLngLat(at)
      .setDOMContent(content(this.nameOf(id), latest, mentions))
      .addTo(this.map);
  }
}

function content(name: string, latest: Mention, mentions: readonly Mention[]): HTMLElement {
  const firstOfPlan = mentions.find((mention) => mention.plan === latest.plan) ?? latest;
  const sentence = tidy(firstOfPlan.sentence);
  const box = h('div');
  append(box, [
    h('strong', {}, name),
    h('div', {}, firstOfPlan.status_text ?? term('status', firstOfPlan.status)),
    h('div', { class: 'soft' }, firstOfPlan.plan_number ?? shortTitle(firstOfPlan.plan_title)),
    h('div', { class: 'soft' }, Array.from(sentence).slice(0, SENTENCE_BEGINS).join(''), '…'),
  ]);
  return box;
}
