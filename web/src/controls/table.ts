/** Everything that is selected as one table: what the map shows, for eyes and ears that do not read a map. */
import { type ProjectRow } from '../api';
import { category } from '../categories';
import { append, h } from '../dom';
import { categoryLabel, listOf, t, term } from '../i18n';
import { isKnownOnlyToUnit } from '../selection';
import { gradeWords, placeWords } from '../words';
import { openDialog } from './dialog';
import type { Facts } from './facts';
import './table.css';

export function showTable(rows: readonly ProjectRow[], facts: Facts, open: (id: string) => void): void {
  const table = h('table', { class: 'table' });
  const columns = [
    t('project'),
    t('category'),
    t('statusShort'),
    t('unit'),
    t('grade'),
    t('tableShown'),
    t('plan'),
  ];
  const head = h('tr');
  append(
    head,
    columns.map((words) => h('th', { scope: 'col' }, words)),
  );
  const body = h('tbody');
  for (const row of rows) {
    const choose = () => {
      close();
      open(row.id);
    };
    const name = h('button', { type: 'button', class: 'link', onclick: choose }, row.name);
    const line = h('tr', {}, h('th', { scope: 'row' }, name));
    append(
      line,
      cells(row, facts).map((words) => h('td', {}, words)),
    );
    body.append(line);
  }
  append(table, [
    h('caption', { class: 'soft' }, t('tableCaption', { n: rows.length })),
    h('thead', {}, head),
    body,
  ]);
  const close = openDialog(t('table'), table);
}

function cells(row: ProjectRow, facts: Facts): string[] {
  const where = row.grade === 'unplaced' ? '' : placeWords(row.admin_names, row.admin);
  return [
    row.kind ?? categoryLabel(category(row.category)),
    term('status', row.status),
    where,
    gradeWords(row.grade, row.uncertainty_m),
    shownAs(row),
    listOf(row.plans.map((plan) => facts.planName(plan))),
  ];
}

/** How the map shows it. */
function shownAs(row: ProjectRow): string {
  if (row.grade === 'unplaced') return t('shownNot');
  if (isKnownOnlyToUnit(row)) return t('shownBadge');
  return row.grade === 'schematic' ? t('shownBand') : t('shownShape');
}
