/** 盟市 by category or status for the current selection; every number is a filter, nothing counts twice. */
import { type ProjectRow, statuses } from '../api';
import { categories } from '../categories';
import { append, h } from '../dom';
import { categoryLabel, t, term } from '../i18n';
import { NOWHERE, onlyUnit, SEVERAL, spanOf } from '../selection';
import type { Store } from '../state';
import { openDialog } from './dialog';
import { saveCsv } from './save';
import type { Facts } from './facts';
import './cross-table.css';

type Columns = 'categories' | 'statuses';

export interface CrossTable {
  columns: string[];
  rows: { word: string; numbers: number[]; sum: number }[];
  sums: number[];
  sum: number;
}

/** Rows in order of code, then what lies in several 盟市, then what lies in none; empty ones are left out. */
export function crossTable(
  selection: readonly ProjectRow[],
  words: readonly string[],
  wordOf: (row: ProjectRow) => string,
): CrossTable {
  const bySpan = new Map<string, ProjectRow[]>();
  for (const row of selection) bySpan.set(spanOf(row), [...(bySpan.get(spanOf(row)) ?? []), row]);
  const columns = words.filter((word) => selection.some((row) => wordOf(row) === word));
  const count = (rows: readonly ProjectRow[]) =>
    columns.map((word) => rows.filter((row) => wordOf(row) === word).length);
  const order = (word: string) => (word === SEVERAL ? 'y' : word === NOWHERE ? 'z' : word);
  const rows = [...bySpan]
    .sort(([a], [b]) => order(a).localeCompare(order(b)))
    .map(([word, members]) => ({ word, numbers: count(members), sum: members.length }));
  return { columns, rows, sums: count(selection), sum: selection.length };
}

/** The table as comma-separated text; the mark at its head makes spreadsheets read Chinese right. */
export function asCsv(cells: readonly (readonly (string | number)[])[]): string {
  const quoted = (cell: string | number) =>
    typeof cell === 'number' ? cell : `"${cell.replace(/"/g, '""')}"`;
  return `\ufeff${cells.map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`;
}

export function showCrossTable(store: Store, facts: Facts, selection: readonly ProjectRow[]): void {
  const body = h('div');
  let columns: Columns = 'categories';
  const choose = h('select', { 'aria-label': t('columns') });
  choose.append(
    h('option', { value: 'categories' }, t('category')),
    h('option', { value: 'statuses' }, t('statusShort')),
  );
  const isStatus = () => columns === 'statuses';
  const label = (word: string) => (isStatus() ? term('status', word) : categoryWord(word));
  let table = crossTable([], [], spanOf);
  const draw = () => {
    const words = isStatus() ? statuses : categories.map((row) => row.id);
    table = crossTable(selection, words, (row) => (isStatus() ? row.status : row.category));
    body.replaceChildren(
      tableElement(table, facts, label, (span, word) => {
        close();
        store.setFilters({ ...(span && { units: [span] }), ...(word && { [columns]: [word] }) });
      }),
    );
  };
  choose.addEventListener('change', () => {
    columns = choose.value === 'statuses' ? 'statuses' : 'categories';
    draw();
  });
  const download = () => {
    saveCsv('planmap.csv', asCsv(cellsOf(table, facts, label)));
  };
  draw();
  const close = openDialog(
    t('crossTable'),
    h('p', { class: 'soft cross-note' }, t('crossTableNote', { n: selection.length })),
    h(
      'p',
      { class: 'cross-tools' },
      h('label', {}, `${t('columns')} `, choose),
      h('button', { type: 'button', class: 'link', onclick: download }, t('download')),
    ),
    body,
  );
}

function categoryWord(id: string): string {
  const row = categories.find((candidate) => candidate.id === id);
  return row ? categoryLabel(row) : id;
}

function rowName(word: string, facts: Facts): string {
  const unit = onlyUnit(word);
  return facts.unitName(unit ?? word);
}

function tableElement(
  table: CrossTable,
  facts: Facts,
  label: (word: string) => string,
  filter: (span: string | null, word: string | null) => void,
): HTMLElement {
  const cell = (n: number, span: string | null, word: string | null) => {
    const act = () => {
      filter(span, word);
    };
    return h('td', {}, n > 0 && h('button', { type: 'button', class: 'link', onclick: act }, String(n)));
  };
  const head = h('tr', {}, h('th', { scope: 'col' }, t('rowsPrefecture')));
  append(head, [
    ...table.columns.map((word) => h('th', { scope: 'col' }, label(word))),
    h('th', { scope: 'col' }, t('sum')),
  ]);
  const element = h('table', { class: 'cross-table' }, h('thead', {}, head));
  for (const { word: span, numbers, sum } of table.rows) {
    const row = h('tr', {}, h('th', { scope: 'row' }, rowName(span, facts)));
    append(row, [...numbers.map((n, at) => cell(n, span, table.columns[at] ?? null)), cell(sum, span, null)]);
    element.append(row);
  }
  const last = h('tr', { class: 'cross-sum' }, h('th', { scope: 'row' }, t('sum')));
  append(last, [
    ...table.sums.map((n, at) => cell(n, null, table.columns[at] ?? null)),
    h('td', {}, String(table.sum)),
  ]);
  element.append(last);
  return element;
}

function cellsOf(table: CrossTable, facts: Facts, label: (word: string) => string): (string | number)[][] {
  return [
    [t('rowsPrefecture'), ...table.columns.map(label), t('sum')],
    ...table.rows.map(({ word, numbers, sum }) => [rowName(word, facts), ...numbers, sum]),
    [t('sum'), ...table.sums, table.sum],
  ];
}
