/**
 * Two plans held against each other: newly named, not named again, changed words, each with both sentences.
 * Only what both plans could name is compared, and that scope stands above the lists.
 */
import { compare, type Plan } from '../api';
import { categories, category } from '../categories';
import { append, h, icon } from '../dom';
import { categoryLabel, listOf, t, term } from '../i18n';
import { signs } from '../map/symbols';
import { type Diff, type DiffEntry, type DiffGroup, diffGroups, type DiffMention } from '../shapes/diff';
import type { Compared, State, Store } from '../state';
import { shortTitle, tidy } from '../words';
import { copyButton } from './copy';
import type { Facts } from './facts';
import './dock.css';
import './compare.css';

export interface CompareEvents {
  /** What is compared now; null when the comparison is closed. */
  compared: (diff: Diff | null) => void;
  glance: (project: string) => void;
}

const AT_ONCE = 60;

/** The plan that was issued just before another one; the first plan stands before the second. */
export function pairEndingAt(plans: readonly Pick<Plan, 'id'>[], index: number): Compared | null {
  const to = plans[Math.max(1, index)];
  const from = plans[Math.max(1, index) - 1];
  return from && to ? { from: from.id, to: to.id } : null;
}

export class Compare {
  readonly element = h('aside', { class: 'dock compare', hidden: true, tabindex: -1 });
  private readonly body = h('div', { class: 'dock-body', tabindex: 0 });
  private shown: string | null = null;
  private diff: Diff | null = null;
  private group: DiffGroup = 'newly_named';
  private count = AT_ONCE;
  private allowed: ReadonlySet<string> = new Set();

  constructor(
    private readonly store: Store,
    private readonly facts: Facts,
    private readonly events: CompareEvents,
  ) {
    this.element.setAttribute('aria-label', t('compare'));
  }

  /** `allowed`: what passes the filters now. */
  render(state: State, allowed: ReadonlySet<string>): void {
    this.allowed = allowed;
    this.element.hidden = state.compare === null;
    const key = state.compare ? `${state.compare.from}..${state.compare.to}` : null;
    if (key === this.shown) {
      if (this.diff) this.fill(this.diff);
      return;
    }
    this.shown = key;
    this.diff = null;
    if (state.compare) void this.load(state.compare, key);
    else this.events.compared(null);
  }

  private async load(pair: Compared, key: string | null): Promise<void> {
    this.body.replaceChildren(h('p', { class: 'panel-wait soft' }, t('loading')));
    this.element.replaceChildren(this.head(pair), this.body);
    try {
      const diff = await compare(pair.from, pair.to);
      if (key !== this.shown) return;
      this.diff = diff;
      this.count = AT_ONCE;
      this.group = diffGroups.find((group) => diff[group].length > 0) ?? 'newly_named';
      this.events.compared(diff);
      this.fill(diff);
    } catch (error) {
      if (key !== this.shown) return;
      const words = t('failed', { detail: (error as Error).message });
      this.body.replaceChildren(h('p', { class: 'panel-wait', role: 'alert' }, words));
    }
  }

  private head(pair: Compared): HTMLElement {
    const close = () => {
      this.store.set({ compare: null });
    };
    return h(
      'header',
      { class: 'dock-head' },
      h('button', { type: 'button', class: 'close', 'aria-label': t('close'), onclick: close }, '×'),
      h('h2', {}, t('compare')),
      this.chooser(t('compareFrom'), pair.from, (from) => ({ ...pair, from })),
      this.chooser(t('compareTo'), pair.to, (to) => ({ ...pair, to })),
      this.slider(pair),
    );
  }

  private chooser(label: string, chosen: string, change: (id: string) => Compared): HTMLElement {
    const list = h('select');
    for (const { id, date } of this.facts.plans) {
      const words = `${date ?? t('undated')} 《${this.facts.planName(id)}》`;
      list.append(h('option', { value: id, selected: id === chosen }, words));
    }
    list.addEventListener('change', () => {
      this.store.set({ compare: change(list.value) });
    });
    return h('label', { class: 'compare-plan' }, h('span', { class: 'soft' }, label), list);
  }

  /** Steps through the dates of issue: each plan against the one before it. */
  private slider({ to }: Compared): HTMLElement {
    const { plans } = this.facts;
    const at = plans.findIndex((plan) => plan.id === to);
    const words = (index: number) => plans[index]?.date ?? t('undated');
    const input = h('input', {
      type: 'range',
      min: 1,
      max: plans.length - 1,
      step: 1,
      value: Math.max(1, at),
      'aria-label': t('compareDates'),
      'aria-valuetext': words(at),
    });
    input.addEventListener('change', () => {
      const pair = pairEndingAt(plans, Number(input.value));
      if (pair) this.store.set({ compare: pair });
      this.element.querySelector<HTMLElement>('input[type=range]')?.focus();
    });
    const years = h('span', { class: 'compare-years soft', 'aria-hidden': 'true' });
    for (const plan of plans.slice(1)) years.append(h('span', {}, plan.date?.slice(0, 4) ?? '—'));
    return h(
      'div',
      { class: 'compare-slider' },
      h('span', { class: 'soft' }, t('compareDates')),
      input,
      years,
    );
  }

  private fill(diff: Diff): void {
    const shown = diff[this.group].filter((entry) => this.allowed.has(entry.project));
    const hidden = diff[this.group].length - shown.length;
    this.body.replaceChildren();
    append(this.body, [
      this.scope(diff),
      this.groups(diff),
      this.group === 'not_named_again' && h('p', { class: 'soft compare-note' }, t('notAgainNote')),
      hidden > 0 && this.hiddenNote(hidden),
      ...shown.slice(0, this.count).map((entry) => this.entry(entry, diff)),
      shown.length === 0 && hidden === 0 && h('p', { class: 'soft compare-note' }, t('compareNone')),
      shown.length > this.count && this.more(shown.length - this.count),
    ]);
  }

  private more(rest: number): HTMLElement {
    const act = () => {
      this.count += AT_ONCE;
      if (this.diff) this.fill(this.diff);
    };
    const words = t('more', { n: Math.min(rest, AT_ONCE) });
    return h('button', { type: 'button', class: 'more', onclick: act }, words);
  }

  /** The region and the fields that both plans cover; nothing else is compared. */
  private scope({ scope, outside_scope: outside, unchanged }: Diff): HTMLElement {
    const where = scope.admin_names.length > 0 ? listOf(scope.admin_names) : '—';
    const named = scope.fields.map((id) => categoryLabel(category(id)));
    const isAll = named.length === 0 || named.length === categories.length;
    const fields = isAll ? t('allFields') : listOf(named);
    return h(
      'div',
      { class: 'compare-scope' },
      h('strong', {}, t('compareScope')),
      ` ${where} · ${fields}`,
      h('div', { class: 'soft' }, t('compareOutside', { from: outside.from, to: outside.to, n: unchanged })),
    );
  }

  private groups(diff: Diff): HTMLElement {
    const list = h('div', { class: 'compare-groups', role: 'group', 'aria-label': t('compare') });
    for (const group of diffGroups) {
      const choose = () => {
        this.group = group;
        this.count = AT_ONCE;
        this.fill(diff);
        this.body.querySelector<HTMLElement>(`[data-group="${group}"]`)?.focus();
      };
      list.append(
        h(
          'button',
          {
            type: 'button',
            class: 'compare-group',
            'data-group': group,
            'aria-pressed': String(group === this.group),
            onclick: choose,
          },
          signOf(group),
          term('diff', group),
          h('span', { class: 'count' }, ` ${diff[group].length}`),
        ),
      );
    }
    return list;
  }

  private hiddenNote(n: number): HTMLElement {
    const show = () => {
      this.store.setFilters({ categories: categories.map((row) => row.id) });
    };
    return h(
      'p',
      { class: 'soft compare-note' },
      t('compareHidden', { n }),
      ' ',
      h('button', { type: 'button', class: 'link', onclick: show }, t('allOn')),
    );
  }

  private entry(entry: DiffEntry, diff: Diff): HTMLElement {
    const row = category(entry.category);
    const open = () => {
      this.store.set({ project: entry.project });
      this.events.glance(entry.project);
    };
    const element = h('article', { class: 'compare-entry', style: `--colour: var(--cat-${row.id})` });
    append(element, [
      h(
        'h3',
        {},
        h('span', { class: 'swatch' }, icon(row.icon)),
        h('button', { type: 'button', class: 'link compare-name', onclick: open }, entry.name),
      ),
      ...entry.changes.map((change) => {
        const from = valueWords(change.field, change.from);
        const to = valueWords(change.field, change.to);
        return h(
          'div',
          { class: 'compare-change' },
          h('span', { class: 'soft' }, `${term('field', change.field)} `),
          h('del', {}, from),
          ' → ',
          h('ins', {}, to),
        );
      }),
      h('div', { class: 'compare-sides' }, this.side(diff.from, entry.from), this.side(diff.to, entry.to)),
    ]);
    return element;
  }

  private side(plan: Diff['from'], mentions: readonly DiffMention[]): HTMLElement {
    const side = h('div', { class: 'compare-side' });
    append(side, [h('div', { class: 'soft' }, plan.number ?? shortTitle(plan.title))]);
    // What says something of the stage says most.
    const first = mentions.find((mention) => mention.status_text) ?? mentions[0];
    if (!first) {
      append(side, [h('p', { class: 'soft' }, t('notNamedHere'))]);
      return side;
    }
    const others = mentions.filter((mention) => mention !== first);
    const more = h('details', {}, h('summary', { class: 'soft' }, t('compareMore', { n: others.length })));
    append(
      more,
      others.flatMap((mention) => this.place(plan, mention)),
    );
    append(side, [...this.place(plan, first), others.length > 0 && more]);
    return side;
  }

  /** One place of a plan: where it stands, its sentence, the way to the full text. */
  private place(plan: Diff['from'], mention: DiffMention): HTMLElement[] {
    const read = () => {
      this.store.set({ plan: plan.id, mention: mention.mention });
    };
    const cite = () => {
      const number = plan.number ? `（${plan.number}）` : '';
      const title = plan.title.replace(/[《》]/g, '');
      return `《${title}》${number}${mention.heading.join(' ')}：“${tidy(mention.sentence)}”`;
    };
    return [
      h('div', { class: 'soft evidence-path' }, mention.heading.join(' › ')),
      quoteElement(mention),
      h(
        'div',
        { class: 'evidence-actions' },
        h('button', { type: 'button', class: 'link', onclick: read }, t('readHere')),
        copyButton(t('copyCitation'), cite),
      ),
    ];
  }
}

export function signOf(group: DiffGroup): HTMLElement {
  const { sign, colour } = signs[group];
  return h('span', { class: 'sign', style: `background: ${colour}`, 'aria-hidden': 'true' }, sign);
}

function valueWords(field: string, value: string | null): string {
  if (value === null || value === '') return '—';
  return field === 'status' ? term('status', value) : value;
}

const AROUND = 90;

/** The sentence, cut to the part round the quote where it is long, with the quote marked. */
function quoteElement({ sentence, quote }: DiffMention): HTMLElement {
  const words = tidy(sentence);
  const at = words.indexOf(quote);
  if (at < 0) return h('blockquote', {}, words);
  const start = Math.max(0, at - AROUND);
  const end = Math.min(words.length, at + quote.length + AROUND);
  return h(
    'blockquote',
    {},
    start > 0 && '…',
    words.slice(start, at),
    h('mark', {}, quote),
    words.slice(at + quote.length, end),
    end < words.length && '…',
  );
}
