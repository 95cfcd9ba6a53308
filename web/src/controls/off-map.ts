/** Buttons in a corner of the map for what has no place on it: known only to the region, or not placed. */
import type { ProjectRow } from '../api';
import { append, h } from '../dom';
import { t } from '../i18n';
import type { State } from '../state';
import type { Control } from './facts';
import { ofBadge, PROVINCE, UNPLACED } from './list';

export class OffMap implements Control {
  readonly element = h('div', { class: 'off-map' });

  constructor(private readonly open: (badge: string) => void) {}

  render(_state: State, selection: readonly ProjectRow[]): void {
    this.element.replaceChildren();
    append(this.element, [
      this.button(PROVINCE, ofBadge(selection, PROVINCE).length),
      this.button(UNPLACED, ofBadge(selection, UNPLACED).length),
    ]);
  }

  private button(badge: string, n: number): HTMLElement | null {
    if (n === 0) return null;
    const words = badge === UNPLACED ? t('unplacedBadge', { n }) : t('provinceBadge', { n });
    const act = () => {
      this.open(badge);
    };
    return h('button', { type: 'button', class: 'badge', onclick: act }, words);
  }
}
