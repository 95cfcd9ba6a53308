/** What all controls read: the rows, the plans, the units, and what passes the filters now. */
import type { AdminUnit, Plan, ProjectRow } from '../api';
import { t } from '../i18n';
import { badgeUnits, NOWHERE, onlyUnit, SEVERAL } from '../selection';
import type { State } from '../state';
import { planLabel } from '../words';

export class Facts {
  readonly planById: ReadonlyMap<string, Plan>;
  readonly rowById: ReadonlyMap<string, ProjectRow>;
  readonly unitByCode: ReadonlyMap<string, AdminUnit>;

  /** The rows inside the box of the filters; without one, all. */
  rows: readonly ProjectRow[];

  constructor(
    readonly allRows: readonly ProjectRow[],
    readonly plans: readonly Plan[],
    units: readonly AdminUnit[],
    readonly release: string | null,
  ) {
    this.rows = allRows;
    this.unitByCode = new Map(units.map((unit) => [unit.code, unit]));
    this.planById = new Map(plans.map((plan) => [plan.id, plan]));
    for (const row of allRows) row.badge_units = badgeUnits(row, this.unitByCode);
    this.rowById = new Map(allRows.map((row) => [row.id, row]));
  }

  planName(id: string): string {
    return planLabel(this.planById.get(id), id);
  }

  /** Narrows the rows to some ids, or with null widens them again. */
  keep(ids: ReadonlySet<string> | null): void {
    this.rows = ids ? this.allRows.filter((row) => ids.has(row.id)) : this.allRows;
  }

  unitName(code: string): string {
    const only = onlyUnit(code);
    if (only) return t('spanOnly', { unit: this.unitName(only) });
    if (code === SEVERAL) return t('spanSeveral');
    if (code === NOWHERE) return t('spanNowhere');
    return this.unitByCode.get(code)?.name ?? code;
  }
}

export interface Control {
  readonly element: HTMLElement;
  render(state: State, selection: readonly ProjectRow[]): void;
}
