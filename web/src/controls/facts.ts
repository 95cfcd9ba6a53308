/** What all controls read: the rows, the plans, the units, and what passes the filters now. */
import type { AdminUnit, Plan, ProjectRow } from '../api';
import type { State } from '../state';
import { planLabel } from '../words';

export class Facts {
  readonly planById: ReadonlyMap<string, Plan>;
  readonly rowById: ReadonlyMap<string, ProjectRow>;
  readonly unitByCode: ReadonlyMap<string, AdminUnit>;

  constructor(
    readonly rows: readonly ProjectRow[],
    readonly plans: readonly Plan[],
    units: readonly AdminUnit[],
    readonly release: string | null,
  ) {
    this.planById = new Map(plans.map((plan) => [plan.id, plan]));
    this.rowById = new Map(rows.map((row) => [row.id, row]));
    this.unitByCode = new Map(units.map((unit) => [unit.code, unit]));
  }

  planName(id: string): string {
    return planLabel(this.planById.get(id), id);
  }

  unitName(code: string): string {
    return this.unitByCode.get(code)?.name ?? code;
  }
}

export interface Control {
  readonly element: HTMLElement;
  render(state: State, selection: readonly ProjectRow[]): void;
}
