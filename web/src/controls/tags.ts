/** The filters that are on, each removable; and what is not on the map for want of a place. */
import type { ProjectRow } from '../api';
import { categories, category } from '../categories';
import { append, h } from '../dom';
import { categoryLabel, t, term } from '../i18n';
import { type ListFilter, listFilters, noFilters, type State, type Store } from '../state';
import { bodyWords } from '../words';
import type { Control, Facts } from './facts';
import './tags.css';

export class Tags implements Control {
  readonly element = h('div', { class: 'tags', role: 'group', 'aria-label': t('legend') });

  constructor(
    private readonly store: Store,
    private readonly facts: Facts,
  ) {}

  render(state: State, selection: readonly ProjectRow[]): void {
    const tags = [
      ...this.categoryTags(state),
      ...this.filterTags(state),
      ...this.textTag(state),
      ...this.regionTags(state),
    ];
    const count = h('span', { class: 'tags-count', role: 'status' }, t('selection', { n: selection.length }));
    const clear =
      tags.length > 0 &&
      h(
        'button',
        {
          type: 'button',
          class: 'link',
          onclick: () => {
            this.store.setFilters(noFilters);
          },
        },
        t('clearAll'),
      );
    this.element.replaceChildren();
    append(this.element, [count, ...tags, clear]);
  }

  /** Categories are a tag only where they differ from the start: one or few of them. */
  private categoryTags(state: State): HTMLElement[] {
    const on = state.filters.categories;
    const isStart = on.join() === noFilters.categories.join();
    if (isStart || on.length === categories.length || on.length > 3) return [];
    return on.map((id) =>
      tag(categoryLabel(category(id)), () => {
        this.store.toggle('categories', id);
      }),
    );
  }

  private filterTags(state: State): HTMLElement[] {
    return listFilters.flatMap((filter) =>
      state.filters[filter].map((word) =>
        tag(this.label(filter, word), () => {
          this.store.toggle(filter, word);
        }),
      ),
    );
  }

  private label(filter: ListFilter, word: string): string {
    if (filter === 'plans') return this.facts.planName(word);
    if (filter === 'units') return this.facts.unitName(word);
    if (filter === 'bodies') return bodyWords(word);
    if (filter === 'years') return t('yearTag', { year: word });
    if (filter === 'statuses') return term('status', word);
    return filter === 'grades' ? term('grade', word) : word;
  }

  private regionTags({ filters: { box, area } }: State): HTMLElement[] {
    const noBox = () => {
      this.store.setFilters({ box: null });
    };
    const noArea = () => {
      this.store.setFilters({ area: null });
    };
    return [...(box ? [tag(t('boxFilter'), noBox)] : []), ...(area ? [tag(t('areaFilter'), noArea)] : [])];
  }

  private textTag(state: State): HTMLElement[] {
    if (!state.filters.text) return [];
    const remove = () => {
      this.store.setFilters({ text: '' });
    };
    return [tag(t('textFilter', { q: state.filters.text }), remove)];
  }
}

function tag(label: string, remove: () => void): HTMLElement {
  return h(
    'button',
    { type: 'button', class: 'tag', 'aria-label': t('remove', { what: label }), onclick: remove },
    label,
    h('span', { class: 'tag-cross', 'aria-hidden': 'true' }, '×'),
  );
}
