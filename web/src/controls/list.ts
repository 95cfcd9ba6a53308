/** The current selection as a list: also the map's table for screen readers and keyboards. */
import { grades, type ProjectRow } from '../api';
import { category } from '../categories';
import { append, h, icon } from '../dom';
import { categoryLabel, t, term } from '../i18n';
import { badges, isCounty, isKnownOnlyToUnit, isPrefecture } from '../selection';
import type { State, Store } from '../state';
import { placeWords } from '../words';
import type { Control, Facts } from './facts';
import './list.css';

const PAGE = 150;
export const UNPLACED = 'unplaced';
export const PROVINCE = '150000';

export class ProjectList implements Control {
  readonly element = h('section', { class: 'list', 'aria-label': t('list'), id: 'list', tabindex: -1 });
  private shown = PAGE;
  private lastKey = '';

  constructor(
    private readonly store: Store,
    private readonly facts: Facts,
    private readonly open: (id: string) => void,
    private readonly openTable: (rows: readonly ProjectRow[]) => void,
  ) {}

  render(state: State, selection: readonly ProjectRow[]): void {
    const rows = inOrder(ofBadge(selection, state.badge));
    const key = JSON.stringify([state.filters, state.badge]);
    if (key !== this.lastKey) this.shown = PAGE;
    this.lastKey = key;
    const list = h('ol', { class: 'rows' });
    append(
      list,
      rows.slice(0, this.shown).map((row) => this.row(row, row.id === state.project)),
    );
    this.element.replaceChildren();
    append(this.element, [
      this.heading(state, rows.length),
      rows.length > 0 && this.tableButton(rows),
      rows.length === 0 && h('p', { class: 'soft list-empty' }, t('nothing')),
      list,
      rows.length > this.shown && this.more(rows.length - this.shown, state, selection),
    ]);
  }

  private tableButton(rows: readonly ProjectRow[]): HTMLElement {
    const act = () => {
      this.openTable(rows);
    };
    return h(
      'p',
      { class: 'list-tools' },
      h('button', { type: 'button', class: 'link', onclick: act }, t('asTable')),
    );
  }

  /** Above the list of one badge: whose it is, and the way back to the whole selection. */
  private heading(state: State, count: number): HTMLElement | null {
    if (!state.badge) return null;
    return h(
      'div',
      { class: 'list-heading' },
      h('strong', {}, `${this.badgeTitle(state.badge)} · ${t('items', { n: count })}`),
      h(
        'button',
        {
          type: 'button',
          class: 'close',
          'aria-label': t('close'),
          onclick: () => {
            this.store.set({ badge: null });
          },
        },
        '×',
      ),
    );
  }

  private badgeTitle(badge: string): string {
    if (badge === UNPLACED) return t('unplacedList');
    if (badge === PROVINCE) return t('provinceList');
    return t('unitList', { unit: this.facts.unitName(badge) });
  }

  private more(rest: number, state: State, selection: readonly ProjectRow[]): HTMLElement {
    const act = () => {
      this.shown += PAGE;
      this.render(state, selection);
    };
    return h(
      'button',
      { type: 'button', class: 'more', onclick: act },
      t('more', { n: Math.min(rest, PAGE) }),
    );
  }

  private row(row: ProjectRow, isSelected: boolean): HTMLElement {
    return h(
      'li',
      {},
      h(
        'button',
        {
          type: 'button',
          class: 'row',
          'aria-current': isSelected ? 'true' : null,
          'data-project': row.id,
          style: `--colour: var(--cat-${category(row.category).id})`,
          onclick: () => {
            this.open(row.id);
          },
        },
        h('span', { class: 'swatch' }, icon(category(row.category).icon)),
        h(
          'span',
          { class: 'row-words' },
          h('span', { class: 'row-name' }, row.name),
          h('span', { class: 'soft row-facts' }, facts(row)),
        ),
      ),
    );
  }
}

function facts(row: ProjectRow): string {
  const where = row.grade === 'unplaced' ? '' : placeWords(row.admin_names, row.admin);
  const parts = [row.kind ?? categoryLabel(category(row.category)), term('status', row.status), where];
  if (row.grade !== 'exact' && row.grade !== 'near') parts.push(term('grade', row.grade));
  return parts.filter(Boolean).join(' · ');
}

/** The part of a selection that a badge stands for; without a badge, all of it. */
export function ofBadge(rows: readonly ProjectRow[], badge: string | null): readonly ProjectRow[] {
  if (!badge) return rows;
  if (badge === UNPLACED) return rows.filter((row) => row.grade === 'unplaced');
  const ofUnit = badges(rows, false).filter(
    ({ unit }) =>
      unit === badge || (isPrefecture(badge) && isCounty(unit) && unit.startsWith(badge.slice(0, 4))),
  );
  return [...new Set(ofUnit.flatMap(({ projects }) => projects))];
}

/** By category, then what is named most often; what is placed well before what is not. */
function inOrder(rows: readonly ProjectRow[]): ProjectRow[] {
  return [...rows].sort(
    (a, b) =>
      category(a.category).order - category(b.category).order ||
      Number(isKnownOnlyToUnit(a)) - Number(isKnownOnlyToUnit(b)) ||
      b.mention_count - a.mention_count ||
      grades.indexOf(a.grade) - grades.indexOf(b.grade) ||
      a.name.localeCompare(b.name, 'zh'),
  );
}
