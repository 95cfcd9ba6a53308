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

export function placeWords(row: Pick<ProjectRow, 'admin_names'>): string {
  return listOf(row.admin_names);
}
