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

/** How much is touched, or that it cannot be measured and why. */
export function measureWords(found: Touched): string {
  if (!found.measurable) return [t('notMeasurable'), found.not_measurable].filter(Boolean).join('：');
  const parts: string[] = [];
  if (found.length_m && found.length_m.max > 0) parts.push(lengthWords(found.length_m));
  if (found.area_m2 && found.area_m2.max > 0) parts.push(areaWords(found.area_m2));
  if (parts.length === 0 && found.distance_m) {
    parts.push(t('siteApart', { distance: lengthWords(found.distance_m) }));
  }
  return listOf(parts);
}

export function screeningElement(found: Screening, open: (project: string) => void): HTMLElement {
  const element = h('div');
  const { input } = found;
  const measure = [
    input.length_m ? lengthWords({ min: input.length_m, max: input.length_m }) : '',
    input.area_m2 ? areaWords({ min: input.area_m2, max: input.area_m2 }) : '',
  ].filter(Boolean);
  append(element, [
    h('p', { class: 'soft' }, t('siteSums', { measure: listOf(measure) || '—', n: found.numberMatched })),
    group('certainly', found, open),
    group('possibly', found, open),
  ]);
  return element;
}

function group(
  certainty: Touched['certainty'],
  { results }: Screening,
  open: (project: string) => void,
): HTMLElement {
  const own = results.filter((found) => found.certainty === certainty);
  const list = h('ul', { class: 'site-list' });
  append(
    list,
    own.map((found) => item(found, open)),
  );
  return h(
    'section',
    { class: 'site-group', 'data-certainty': certainty },
    h('h3', {}, term('certainty', certainty), h('span', { class: 'count' }, ` ${own.length}`)),
    own.length > 0 ? list : h('p', { class: 'soft' }, t('siteNone')),
  );
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
