/** What a screening found, the certain and the possible apart, with lengths and areas as ranges. */
import { category } from '../categories';
import { append, h, icon } from '../dom';
import { categoryLabel, listOf, t, term } from '../i18n';
import type { Range, Screening, Touched } from '../shapes/screen';
import { tidy } from '../words';

const M2_PER_HECTARE = 10_000;
const MU_PER_HECTARE = 15;
const DIGITS = 3;
const SENTENCE_BEGINS = 70;

/** `a–b` with the digits that such a figure is good for; one figure where both ends look the same. */
export function rangeWords({ min, max }: Range): string {
  const [low, high] = [number(min), number(max)];
  return low === high ? low : `${low}–${high}`;
}

function number(value: number): string {
  return value === 0 ? '0' : String(Number(value.toPrecision(DIGITS)));
}

function scaled({ min, max }: Range, by: number): Range {
  return { min: min * by, max: max * by };
}

export function lengthWords(length: Range): string {
  if (length.max < 1000) return t('m', { n: rangeWords(length) });
  return t('km', { n: rangeWords(scaled(length, 0.001)) });
}

/** In hectares and in mu. */
export function areaWords(area: Range): string {
  const hectares = scaled(area, 1 / M2_PER_HECTARE);
  return t('hectares', { ha: rangeWords(hectares), mu: rangeWords(scaled(hectares, MU_PER_HECTARE)) });
}

/** The service gives its reason in Chinese, with or without the verdict. */
function notMeasurable(reason: string | null): string {
  const verdict = t('notMeasurable');
  if (!reason) return verdict;
  return reason.includes(verdict) ? reason : `${verdict}：${reason}`;
}

/** How much is touched, or that it cannot be measured and why. */
export function measureWords(found: Touched): string {
  if (!found.measurable) return notMeasurable(found.not_measurable);
  const parts: string[] = [];
  if (found.length_m && found.length_m.max > 0) parts.push(lengthWords(found.length_m));
  if (found.area_m2 && found.area_m2.max > 0) parts.push(areaWords(found.area_m2));
  if (parts.length === 0 && found.distance_m) {
    parts.push(t('siteApart', { distance: lengthWords(found.distance_m) }));
  }
  return listOf(parts);
}

export interface ResultEvents {
  open: (project: string) => void;
  /** Known only to a county or wider: it touches whatever touches that unit. */
  isCoarse: (project: string) => boolean;
}

export function screeningElement(found: Screening, events: ResultEvents): HTMLElement {
  const element = h('div');
  const { input, results } = found;
  const measure = [
    input.length_m ? lengthWords({ min: input.length_m, max: input.length_m }) : '',
    input.area_m2 ? areaWords({ min: input.area_m2, max: input.area_m2 }) : '',
  ].filter(Boolean);
  const of = (certainty: Touched['certainty']) => results.filter((one) => one.certainty === certainty);
  append(element, [
    h('p', { class: 'soft' }, t('siteSums', { measure: listOf(measure) || '—', n: found.numberMatched })),
    group('certainly', of('certainly'), events),
    group('possibly', of('possibly'), events),
  ]);
  return element;
}

function group(certainty: Touched['certainty'], all: readonly Touched[], events: ResultEvents): HTMLElement {
  const isCoarse = (found: Touched) => found.collection === 'projects' && events.isCoarse(found.id);
  const placed = all.filter((found) => !isCoarse(found)).sort(byDistance);
  const coarse = all.filter(isCoarse);
  const element = h('section', { class: 'site-group', 'data-certainty': certainty });
  append(element, [
    h('h3', {}, term('certainty', certainty), h('span', { class: 'count' }, ` ${all.length}`)),
    all.length === 0 && h('p', { class: 'soft' }, t('siteNone')),
    listElement(placed, events),
    coarse.length > 0 && coarseElement(coarse, events),
  ]);
  return element;
}

function byDistance(a: Touched, b: Touched): number {
  return Number(b.measurable) - Number(a.measurable) || (a.distance_m?.min ?? 0) - (b.distance_m?.min ?? 0);
}

/** Many and of little weight: folded, and made when opened. */
function coarseElement(coarse: readonly Touched[], events: ResultEvents): HTMLElement {
  const details = h('details', {}, h('summary', {}, t('siteCoarse', { n: coarse.length })));
  details.addEventListener('toggle', () => {
    if (details.open && details.childElementCount === 1) details.append(listElement(coarse, events));
  });
  return details;
}

function listElement(all: readonly Touched[], { open }: ResultEvents): HTMLElement {
  const list = h('ul', { class: 'site-list' });
  append(
    list,
    all.map((found) => item(found, open)),
  );
  return list;
}

function item(found: Touched, open: (project: string) => void): HTMLElement {
  const row = category(found.category ?? 'other');
  const isProject = found.collection === 'projects';
  const name = isProject
    ? h(
        'button',
        {
          type: 'button',
          class: 'link site-name',
          onclick: () => {
            open(found.id);
          },
        },
        found.name,
      )
    : h('span', { class: 'site-name' }, found.name);
  const facts = [found.kind ?? (isProject ? categoryLabel(row) : found.collection), found.admin_names[0]];
  const sentence = found.sentence && tidy(found.sentence);
  return h(
    'li',
    { style: `--colour: var(--cat-${row.id})` },
    h('div', { class: 'site-line' }, h('span', { class: 'swatch' }, icon(row.icon)), name),
    h(
      'div',
      { class: 'site-measure' },
      measureWords(found),
      h('span', { class: 'soft' }, ` ${facts.filter(Boolean).join(' · ')}`),
    ),
    sentence &&
      h(
        'div',
        { class: 'soft' },
        found.plan_number && `${found.plan_number}：`,
        `“${Array.from(sentence).slice(0, SENTENCE_BEGINS).join('')}${sentence.length > SENTENCE_BEGINS ? '…' : ''}”`,
      ),
  );
}
