/** How facts are put into words: grades, distances, dates, citations. */
import type { Grade, Mention, Plan, Project, ProjectRow } from './api';
import { listOf, t, term } from './i18n';

const KILOMETRE_M = 1000;

/** Two digits are all that a radius of doubt is good for. */
export function distance(metres: number): string {
  if (metres < KILOMETRE_M) return t('m', { n: Number(metres.toPrecision(2)) });
  return t('km', { n: Number((metres / KILOMETRE_M).toPrecision(2)) });
}

export function gradeWords(grade: Grade, uncertaintyM: number | null): string {
  const words = term('grade', grade);
  if (grade !== 'near' || uncertaintyM === null) return words;
  const within = t('within', { distance: distance(uncertaintyM) });
  return /[a-z]$/i.test(words) ? `${words} (${within})` : `${words}（${within}）`;
}

/** The second line under the grade: what follows from it. */
export function gradeNote(row: ProjectRow): string | null {
  if (row.grade === 'unplaced') return t('unplacedWhy', { reason: row.unplaced_reason ?? t('noReason') });
  if (row.grade === 'schematic') return t('schematicNote');
  if (row.grade === 'area' && row.place_level) {
    return t('areaNote', { level: term('level', row.place_level) });
  }
  return null;
}

/** The word of the filter by bodies: `lead:…`, `support:…`, or a name in whatever role. */
export function bodyWords(word: string): string {
  const [, role, name] = /^(lead|support):(.+)$/.exec(word) ?? [];
  if (!name) return word;
  return `${role === 'lead' ? t('lead') : t('support')} · ${name}`;
}

export function year(date: string | null): string {
  return date?.slice(0, 4) ?? t('undated');
}

/** A short name for a plan where space is small: its number, else its title. */
export function planLabel(plan: Plan | undefined, id: string): string {
  if (!plan) return id;
  const years = plan.date ? year(plan.date) : '';
  return `${shortTitle(plan.title)}${years && !plan.title.includes(years) ? `（${years}）` : ''}`;
}

/** A title without the words that all titles begin with. */
export function shortTitle(title: string): string {
  return title
    .replace(/^.*?关于印发/, '')
    .replace(/^内蒙古自治区(?:人民政府)?/, '')
    .replace(/的通知$/, '')
    .replace(/[《》]/g, '')
    .trim();
}

/** 《title》（number）chapter > section："sentence". */
export function citation(mention: Mention): string {
  const number = mention.plan_number ? `（${mention.plan_number}）` : '';
  const heading = mention.heading.join(' ');
  const title = mention.plan_title.replace(/[《》]/g, '');
  return `《${title}》${number}${heading}：“${tidy(mention.sentence)}”`;
}

/** A source is kept as words and an address in one; the address becomes a link. */
export function sourceParts(source: string | null): { words: string; href: string | null } {
  const href = /https?:\/\/[^\s，。；（）]+/.exec(source ?? '')?.[0] ?? null;
  const words = (source ?? '').replace(href ?? '', '').replace(/[\s，,；;：:]+$/, '');
  return { words, href };
}

/** Line breaks and page marks' spaces of the received file do not belong in running words. */
export function tidy(sentence: string): string {
  return sentence.replace(/[\r\n\u3000]+/g, '').trim();
}

/** The status that the latest plan wants or reports, in the plan's own words where there are any. */
export function statusWords(project: Project): string {
  const last = project.status_history[project.status_history.length - 1];
  const own = last?.status_text;
  const label = term('status', project.status);
  return own && own !== label ? `${label}（“${own}”）` : label;
}

const FEW_PLACES = 4;

/** Where it lies, in few words: the 盟市 alone where the 旗县 are many. */
export function placeWords(names: readonly string[], codes: readonly string[] = []): string {
  if (names.length <= FEW_PLACES) return listOf(names);
  const wide = names.filter((_, index) => codes[index]?.endsWith('00'));
  const shown = (wide.length > 0 ? wide : names).slice(0, FEW_PLACES);
  return t('placesMore', { places: listOf(shown), n: names.length - shown.length });
}

/** Every unit: each 盟市 with its 旗县 in brackets. */
export function allPlaces({ admin, admin_names: names }: Pick<ProjectRow, 'admin' | 'admin_names'>): string {
  const groups: { name: string; counties: string[] }[] = [];
  admin.forEach((code, index) => {
    const name = names[index] ?? code;
    if (code.endsWith('00')) groups.push({ name, counties: [] });
    else if (groups.length === 0) groups.push({ name, counties: [] });
    else groups[groups.length - 1]?.counties.push(name);
  });
  return listOf(
    groups.map(({ name, counties }) => (counties.length > 0 ? `${name}（${listOf(counties)}）` : name)),
  );
}
