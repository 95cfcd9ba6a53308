/** The answer of `/screen`: what a site touches, certainly or possibly, with lengths and areas as ranges. */
import { type Check, list, number, object, optional, text, wordOf } from '../validate';

export interface Range {
  min: number;
  max: number;
}

export interface Touched {
  collection: string;
  id: string;
  name: string;
  category: string | null;
  kind: string | null;
  certainty: 'certainly' | 'possibly';
  distance_m: Range | null;
  length_m: Range | null;
  area_m2: Range | null;
  measurable: boolean;
  not_measurable: string | null;
  admin_names: string[];
  sentence: string | null;
  plan: string | null;
  plan_number: string | null;
}

export interface Screening {
  notice: string;
  release: string | null;
  input: { distance_m: number | null; length_m: number | null; area_m2: number | null };
  numberMatched: number;
  counts: { certainly: number; possibly: number };
  results: Touched[];
}

const range = optional(object<Range>({ min: number, max: number }));

const touched = object<Touched>({
  collection: text,
  id: (value, path) => (typeof value === 'number' ? String(value) : text(value, path)),
  name: (value, path) => optional(text)(value, path) ?? '',
  category: optional(text),
  kind: optional(text),
  certainty: wordOf(['certainly', 'possibly'], 'possibly'),
  distance_m: range,
  length_m: range,
  area_m2: range,
  measurable: (value) => value === true,
  not_measurable: optional(text),
  admin_names: list(text),
  sentence: optional(text),
  plan: optional(text),
  plan_number: optional(text),
});

export const screening: Check<Screening> = object<Screening>({
  notice: text,
  release: optional(text),
  input: object<Screening['input']>({
    distance_m: optional(number),
    length_m: optional(number),
    area_m2: optional(number),
  }),
  numberMatched: number,
  counts: object<Screening['counts']>({ certainly: number, possibly: number }),
  results: list(touched),
});
