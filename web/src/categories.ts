/**
 * The one table of categories. Map style, legend, filters, panel and reader all read it,
 * and so does the server's style. `icon` is SVG path data in a box of 24 by 24.
 */
import table from './categories.json';

export interface Category {
  id: string;
  label_zh: string;
  label_en: string;
  colour: string;
  icon: string;
  order: number;
  on_at_start: boolean;
}

export const categories: readonly Category[] = [...table].sort((a, b) => a.order - b.order);

const byId = new Map(categories.map((category) => [category.id, category]));

/** The row of a category; a word the table does not have is shown as "other". */
export function category(id: string): Category {
  const row = byId.get(id) ?? byId.get('other');
  if (!row) throw new Error('categories.json has no row "other"');
  return row;
}

export const categoriesOnAtStart: readonly string[] = categories
  .filter((row) => row.on_at_start)
  .map((row) => row.id);

/** Lets style sheets use `var(--cat-rail)` and so on. */
export function publishColours(root: HTMLElement): void {
  for (const row of categories) root.style.setProperty(`--cat-${row.id}`, row.colour);
}
