/** Words in the language of the page. The language is chosen once, before anything is drawn. */
import type { Category } from '../categories';
import { en } from './en';
import { type Key, zh } from './zh';

export type Language = 'zh' | 'en';

let language: Language = 'zh';

export function useLanguage(wanted: Language): void {
  language = wanted;
}

export function currentLanguage(): Language {
  return language;
}

/** The words for a key, with `{name}` filled in. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  const template = (language === 'en' ? en : zh)[key];
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The words for a term of the data, such as `status_planned`; an unknown term is shown as it is. */
export function term(prefix: string, word: string): string {
  const key = `${prefix}_${word}`;
  return key in zh ? t(key as Key) : word;
}

export function categoryLabel(row: Category): string {
  return language === 'en' ? row.label_en : row.label_zh;
}

export function listOf(words: readonly string[]): string {
  return words.join(language === 'en' ? ', ' : '、');
}
