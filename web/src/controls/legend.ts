/** Legend and filters in one: each row of the legend is a switch with its live count. */
import { grades, type OtherCollection, statuses } from '../api';
import { categories, categoriesOnAtStart, type Category } from '../categories';
import { append, h, icon } from '../dom';
import { categoryLabel, t, term } from '../i18n';
import { extraColour } from '../map/extra';
import { dashes, type Pattern, patternOf } from '../map/symbols';
import { counts, isPrefecture, yearsOf } from '../selection';
import { type ListFilter, type State, type Store } from '../state';
import { bodyWords } from '../words';
import type { Control, Facts } from './facts';
import './legend.css';

interface Choice {
  word: string;
  label: string;
}

/** Longer lists of choices fold. */
const FOLDED_FROM = 8;

export class Legend implements Control {
  readonly element = h('section', { class: 'legend', 'aria-label': t('legend') });
  private others: readonly OtherCollection[] = [];
  private readonly unfolded = new Set<string>(['statuses', 'plans']);

  constructor(
    private readonly store: Store,
    private readonly facts: Facts,
  ) {}

  render(state: State): void {
    const focused = document.activeElement?.getAttribute('data-key');
    this.element.replaceChildren(
      this.categories(state),
      this.patternKey(state),
      this.choices(state, 'plans', t('plan'), this.plans()),
      this.choices(state, 'kinds', t('kind'), this.frequent(state, 'kinds')),
      this.choices(state, 'units', t('unit'), this.units(state)),
      this.choices(state, 'grades', t('grade'), gradeChoices()),
      this.choices(state, 'bodies', t('body'), this.frequent(state, 'bodies')),
      this.choices(state, 'years', t('years'), this.years()),
      ...this.otherLayers(state),
      this.doubtKey(),
    );
    if (focused) this.element.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }

  private categories(state: State): HTMLElement {
    const numbers = counts(this.facts.rows, state.filters, 'categories');
    const list = h('ul', { class: 'switches' });
    append(
      list,
      categories.map((row) => this.categoryRow(row, state, numbers.get(row.id) ?? 0)),
    );
    const all = categories.map((row) => row.id);
    return h(
      'div',
      { class: 'legend-group' },
      h(
        'h2',
        {},
        t('category'),
        this.link(t('allOn'), 'category-all', () => {
          this.store.setFilters({ categories: all });
        }),
        this.link(t('startOn'), 'category-start', () => {
          this.store.setFilters({ categories: [...categoriesOnAtStart] });
        }),
      ),
      list,
    );
  }

  private link(words: string, key: string, act: () => void): HTMLElement {
    return h('button', { type: 'button', class: 'link', 'data-key': key, onclick: act }, words);
  }

  private categoryRow(row: Category, state: State, count: number): HTMLElement {
    const isOn = state.filters.categories.includes(row.id);
    return h(
      'li',
      {},
      h(
        'button',
        {
          type: 'button',
          class: 'switch',
          'aria-pressed': String(isOn),
          'data-key': `category-${row.id}`,
          style: `--colour: var(--cat-${row.id})`,
          onclick: () => {
            this.store.toggle('categories', row.id);
          },
        },
        h('span', { class: 'swatch' }, icon(row.icon)),
        h('span', { class: 'switch-label' }, categoryLabel(row)),
        h('span', { class: 'count' }, String(count)),
      ),
      h(
        'button',
        {
          type: 'button',
          class: 'link only',
          'data-key': `only-${row.id}`,
          'aria-label': `${t('only')} ${categoryLabel(row)}`,
          onclick: () => {
            this.store.setFilters({ categories: [row.id] });
          },
        },
        t('only'),
      ),
    );
  }

  /** The status filter is also the key of the line patterns. */
  private patternKey(state: State): HTMLElement {
    const choices = statuses.map((word) => ({ word, label: term('status', word) }));
    return this.choices(state, 'statuses', t('status'), choices, (word) => {
      const status = statuses.find((candidate) => candidate === word);
      return status ? patternLine(patternOf(status)) : null;
    });
  }

  private choices(
    state: State,
    filter: ListFilter,
    title: string,
    choices: readonly Choice[],
    mark?: (word: string) => Element | null,
  ): HTMLElement {
    const numbers = counts(this.facts.rows, state.filters, filter);
    const active = state.filters[filter];
    const group = h('details', { class: 'legend-group' });
    group.open = this.unfolded.has(filter) || active.length > 0;
    group.addEventListener('toggle', () => {
      this.unfolded[group.open ? 'add' : 'delete'](filter);
    });
    const list = h('ul', { class: `switches${choices.length > FOLDED_FROM ? ' switches-long' : ''}` });
    for (const { word, label } of choices) {
      list.append(
        h(
          'li',
          {},
          h(
            'button',
            {
              type: 'button',
              class: 'switch choice',
              'aria-pressed': String(active.includes(word)),
              'data-key': `${filter}-${word}`,
              onclick: () => {
                this.store.toggle(filter, word);
              },
            },
            mark?.(word),
            h('span', { class: 'switch-label' }, label),
            h('span', { class: 'count' }, String(numbers.get(word) ?? 0)),
          ),
        ),
      );
    }
    append(group, [h('summary', { 'data-key': `fold-${filter}` }, h('h2', {}, title)), list]);
    return group;
  }

  /** What the office itself brought to the service: off until switched on. */
  setOthers(others: readonly OtherCollection[]): void {
    this.others = others;
    this.render(this.store.state);
  }

  private otherLayers(state: State): HTMLElement[] {
    if (this.others.length === 0) return [];
    const list = h('ul', { class: 'switches' });
    this.others.forEach(({ id, title, private: isPrivate }, index) => {
      const isOn = state.layers.includes(id);
      const toggle = () => {
        const layers = isOn ? state.layers.filter((other) => other !== id) : [...state.layers, id];
        this.store.set({ layers });
      };
      list.append(
        h(
          'li',
          {},
          h(
            'button',
            {
              type: 'button',
              class: 'switch choice',
              'aria-pressed': String(isOn),
              'data-key': `layer-${id}`,
              onclick: toggle,
            },
            h('span', { class: 'key-other', style: `background: ${extraColour(index)}` }),
            h('span', { class: 'switch-label' }, title === '' ? id : title),
            isPrivate && h('span', { class: 'soft' }, t('privateLayer')),
          ),
        ),
      );
    });
    return [h('div', { class: 'legend-group' }, h('h2', {}, t('otherLayers')), list)];
  }

  private plans(): Choice[] {
    return this.facts.plans.map((plan) => ({ word: plan.id, label: this.facts.planName(plan.id) }));
  }

  /** Words of what is on, the frequent ones first. */
  private frequent(state: State, filter: 'kinds' | 'bodies'): Choice[] {
    const numbers = counts(this.facts.rows, state.filters, filter);
    for (const word of state.filters[filter]) if (!numbers.has(word)) numbers.set(word, 0);
    return [...numbers]
      .filter(([word]) => filter !== 'bodies' || word.includes(':') || state.filters.bodies.includes(word))
      .sort((a, b) => b[1] - a[1])
      .map(([word]) => ({ word, label: bodyWords(word) }));
  }

  /** The years of the planning periods of all plans. */
  private years(): Choice[] {
    const years = new Set(this.facts.allRows.flatMap(yearsOf));
    return [...years].sort().map((year) => ({ word: year, label: year }));
  }

  private units(state: State): Choice[] {
    const numbers = counts(this.facts.rows, state.filters, 'units');
    for (const word of state.filters.units) if (!numbers.has(word)) numbers.set(word, 0);
    return [...numbers.keys()]
      .filter((code) => this.facts.unitByCode.has(code))
      .sort()
      .map((code) => ({
        word: code,
        label: `${isPrefecture(code) ? '' : '　'}${this.facts.unitName(code)}`,
      }));
  }

  private doubtKey(): HTMLElement {
    return h(
      'ul',
      { class: 'key' },
      h('li', {}, h('span', { class: 'key-band key-line' }), t('doubtKey')),
      h('li', {}, h('span', { class: 'key-band' }), t('schematicKey')),
      h('li', {}, h('span', { class: 'key-ring' }), t('ringKey')),
      h('li', {}, h('span', { class: 'key-zone' }), t('zoneKey')),
      h('li', {}, h('span', { class: 'key-badge' }, '12'), t('badgeKey')),
    );
  }
}

function gradeChoices(): Choice[] {
  return grades.map((word) => ({ word, label: term('grade', word) }));
}

const SVG = 'http://www.w3.org/2000/svg';

/** A piece of line in the pattern of a status. */
export function patternLine(pattern: Pattern): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 34 10');
  svg.setAttribute('class', 'pattern');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(SVG, 'path');
  const width = 2.6;
  line.setAttribute('d', 'M1 5h32');
  line.setAttribute('stroke', 'currentColor');
  line.setAttribute('stroke-width', String(width));
  const dash = dashes[pattern];
  if (dash) line.setAttribute('stroke-dasharray', dash.map((part) => part * width).join(' '));
  svg.append(line);
  return svg;
}
