/** The answer of `/diff`: what two plans say of the projects that both could name. */
import { type Check, box, list, number, object, optional, pair, text } from '../validate';

export const diffGroups = ['newly_named', 'not_named_again', 'changed'] as const;
export type DiffGroup = (typeof diffGroups)[number];

/** One place in one of the two plans. */
export interface DiffMention {
  mention: string;
  quote: string;
  sentence: string;
  status: string | null;
  status_text: string | null;
  heading: string[];
}

export interface DiffChange {
  field: string;
  from: string | null;
  to: string | null;
}

export interface DiffEntry {
  project: string;
  name: string;
  category: string;
  kind: string | null;
  label_point: [number, number] | null;
  bbox: number[] | null;
  from: DiffMention[];
  to: DiffMention[];
  changes: DiffChange[];
}

export interface DiffPlan {
  id: string;
  title: string;
  number: string | null;
  date: string | null;
}

export interface Diff {
  from: DiffPlan;
  to: DiffPlan;
  scope: { admin: string[]; admin_names: string[]; fields: string[] };
  newly_named: DiffEntry[];
  not_named_again: DiffEntry[];
  changed: DiffEntry[];
  unchanged: number;
  outside_scope: { from: number; to: number };
}

/** Headings may be one text or a list, outermost first. */
const heading: Check<string[]> = (value, path) =>
  typeof value === 'string' ? (value === '' ? [] : [value]) : list(text)(value, path);

/** Words of a change: a number is put as it is written. */
const words: Check<string | null> = (value, path) =>
  typeof value === 'number' ? String(value) : optional(text)(value, path);

const mention = object<DiffMention>({
  mention: text,
  quote: text,
  sentence: text,
  status: optional(text),
  status_text: optional(text),
  heading,
});

const entry = object<DiffEntry>({
  project: text,
  name: text,
  category: text,
  kind: optional(text),
  label_point: optional(pair),
  bbox: optional(box),
  from: list(mention),
  to: list(mention),
  changes: list(object<DiffChange>({ field: text, from: words, to: words })),
});

const plan = object<DiffPlan>({ id: text, title: text, number: optional(text), date: optional(text) });

export const diff: Check<Diff> = object<Diff>({
  from: plan,
  to: plan,
  scope: object<Diff['scope']>({ admin: list(text), admin_names: list(text), fields: list(text) }),
  newly_named: list(entry),
  not_named_again: list(entry),
  changed: list(entry),
  unchanged: number,
  outside_scope: object<Diff['outside_scope']>({ from: number, to: number }),
});
