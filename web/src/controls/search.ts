/** One box for everything that has a name; a combobox by the ARIA pattern, keyboard all the way. */
import { type Position, search, type SearchResult } from '../api';
import { category } from '../categories';
import { append, h, icon } from '../dom';
import { categoryLabel, t } from '../i18n';
import { Offsets } from '../offsets';
import { placeWords } from '../words';
import './search.css';

const REST_MS = 120;
const PIN =
  'M12 2a7 7 0 0 1 7 7c0 5-7 13-7 13S5 14 5 9a7 7 0 0 1 7-7zm0 4.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z';

export interface SearchEvents {
  project: (id: string) => void;
  place: (result: SearchResult) => void;
  coordinates: (at: Position) => void;
  filter: (text: string) => void;
}

interface Option {
  element: HTMLElement;
  act: () => void;
}

export class SearchBox {
  readonly element: HTMLElement;
  private readonly input = h('input', {
    type: 'search',
    class: 'search-input',
    role: 'combobox',
    placeholder: t('searchHint'),
    'aria-label': t('searchLabel'),
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': 'search-results',
    autocomplete: 'off',
    spellcheck: 'false',
  });
  private readonly results = h('ul', {
    id: 'search-results',
    class: 'search-results',
    role: 'listbox',
    'aria-label': t('searchLabel'),
    hidden: true,
  });
  private readonly status = h('span', { class: 'only-heard', role: 'status' });
  private options: Option[] = [];
  private active = -1;
  private timer = 0;
  private running: AbortController | null = null;

  constructor(private readonly events: SearchEvents) {
    this.element = h('div', { class: 'search', role: 'search' }, this.input, this.results, this.status);
    this.input.addEventListener('input', () => {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => {
        void this.look();
      }, REST_MS);
    });
    this.input.addEventListener('keydown', (event) => {
      this.key(event);
    });
    this.input.addEventListener('focus', () => {
      if (this.options.length > 0) this.show(true);
    });
    this.element.addEventListener('focusout', ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && this.element.contains(relatedTarget))) this.show(false);
    });
  }

  focus(): void {
    this.input.focus();
    this.input.select();
  }

  private async look(): Promise<void> {
    this.running?.abort();
    const q = this.input.value.trim();
    if (q === '') {
      this.fill([], '');
      return;
    }
    const running = new AbortController();
    this.running = running;
    try {
      const results = await search(q, running.signal);
      if (!running.signal.aborted) this.fill(results, q);
    } catch (error) {
      if (!running.signal.aborted) this.say(t('failed', { detail: (error as Error).message }));
    }
  }

  private fill(results: readonly SearchResult[], q: string): void {
    this.options = [];
    const at = coordinatesIn(q);
    if (at) {
      const words = t('coordinates', { lon: at[0], lat: at[1] });
      this.add([icon(PIN, 'icon search-pin'), h('span', {}, words)], () => {
        this.events.coordinates(at);
      });
    }
    for (const result of results) {
      this.add(content(result), () => {
        if (result.type === 'project') this.events.project(result.id);
        else this.events.place(result);
      });
    }
    if (q !== '') {
      this.add([h('span', { class: 'search-filter' }, t('searchFilter', { q }))], () => {
        this.events.filter(q);
      });
    }
    this.results.replaceChildren();
    if (q !== '' && results.length === 0 && !at) this.say(t('searchNone', { q }));
    else this.status.textContent = q === '' ? '' : t('searchCount', { n: results.length });
    append(
      this.results,
      this.options.map(({ element }) => element),
    );
    this.activate(results.length > 0 || at ? 0 : -1);
    this.show(this.options.length > 0);
  }

  private say(words: string): void {
    this.status.textContent = words;
    this.results.replaceChildren(h('li', { class: 'search-none soft', role: 'presentation' }, words));
    this.show(true);
  }

  private add(children: Node[], act: () => void): void {
    const element = h('li', {
      role: 'option',
      id: `search-option-${this.options.length}`,
      class: 'search-option',
      'aria-selected': 'false',
      // Before the box loses the focus and hides the list.
      onmousedown: (event) => {
        event.preventDefault();
        this.choose(act);
      },
    });
    append(element, children);
    this.options.push({ element, act });
  }

  private choose(act: () => void): void {
    this.show(false);
    this.input.blur();
    act();
  }

  private key(event: KeyboardEvent): void {
    const count = this.options.length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && count > 0) {
      event.preventDefault();
      this.show(true);
      this.activate((this.active + step + count) % count);
    } else if (event.key === 'Enter') {
      const option = this.options[this.active] ?? this.options[0];
      if (option && !this.results.hidden) this.choose(option.act);
    } else if (event.key === 'Escape') {
      this.show(false);
    }
  }

  private activate(index: number): void {
    this.active = index;
    this.options.forEach(({ element }, position) => {
      element.setAttribute('aria-selected', String(position === index));
    });
    const option = this.options[index];
    if (option) {
      this.input.setAttribute('aria-activedescendant', option.element.id);
      option.element.scrollIntoView({ block: 'nearest' });
    } else this.input.removeAttribute('aria-activedescendant');
  }

  private show(isOpen: boolean): void {
    this.results.hidden = !isOpen;
    this.input.setAttribute('aria-expanded', String(isOpen));
  }
}

function content(result: SearchResult): Node[] {
  const row = result.category ? category(result.category) : null;
  const mark = h('span', { class: 'swatch', style: row ? `--colour: var(--cat-${row.id})` : '' });
  mark.append(icon(row?.icon ?? PIN));
  const kind = result.kind ?? (row ? categoryLabel(row) : t('place'));
  const facts = [kind, placeWords(result.admin_names)].filter(Boolean).join(' · ');
  const alias = result.matched !== result.name && highlighted(result.matched, result.highlight);
  const name = h('span', { class: 'search-name' });
  append(name, [alias ? result.name : highlighted(result.name, result.highlight)]);
  const words = h('span', { class: 'row-words' });
  append(words, [
    name,
    alias && h('span', { class: 'soft search-alias' }, alias),
    h('span', { class: 'soft row-facts' }, facts),
  ]);
  return [mark, words];
}

/** Spans count code points, as all offsets of the server do. */
function highlighted(words: string, spans: readonly [number, number][]): HTMLElement {
  const offsets = new Offsets(words);
  const element = h('span');
  let from = 0;
  for (const [start, end] of spans) {
    const [first, last] = [offsets.toUnits(start), offsets.toUnits(end)];
    append(element, [words.slice(from, first), h('b', {}, words.slice(first, last))]);
    from = last;
  }
  append(element, [words.slice(from)]);
  return element;
}

/** "111.57, 40.48" or "40.48N 111.57E": longitude first unless only the other order fits the region. */
export function coordinatesIn(q: string): Position | null {
  const numbers =
    /^\s*[EN东经北纬]*\s*(\d{1,3}(?:\.\d+)?)\s*°?\s*[EN]?[\s,，;]+[EN东经北纬]*\s*(\d{1,3}(?:\.\d+)?)\s*°?\s*[EN]?\s*$/i.exec(
      q,
    );
  if (!numbers) return null;
  const [a, b] = [Number(numbers[1]), Number(numbers[2])];
  const isLonLat = a >= 70 && a <= 140 && b >= 15 && b <= 60;
  const isLatLon = b >= 70 && b <= 140 && a >= 15 && a <= 60;
  if (isLonLat) return [a, b];
  return isLatLon ? [b, a] : null;
}
