/** What the page asks of a map, whether WebGL draws it here or the server draws it. */
import type { Position, ProjectRow } from '../api';
import type { DiffGroup } from '../shapes/diff';
import type { View } from '../state';

/** A sign of a comparison at a project. */
export interface Mark {
  id: string;
  at: Position;
  sign: DiffGroup;
}

export interface PageMap {
  setRows(rows: readonly ProjectRow[]): void;
  setSelected(row: ProjectRow | null): void;
  setOpenUnit(unit: string | null): void;
  setFrame(corners: readonly Position[]): void;
  setSite(geometry: GeoJSON.Geometry | null): void;
  setMarks(marks: readonly Mark[]): void;
  home(): void;
  jump(view: View): void;
  focus(bbox: readonly number[] | null, point: Position | null): void;
  focusRow(row: ProjectRow): void;
  pin(at: Position): void;
  fit(coveredPx: number): void;
}
