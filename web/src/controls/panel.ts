/** One project: what it is, where and how surely, what each plan says of it in the plan's own sentence. */
import {
  evidence,
  type Feature,
  type Mention,
  nearby,
  type Project,
  projectById,
  screen,
  type StatusStep,
} from '../api';
import { category } from '../categories';
import { append, h, icon } from '../dom';
import { categoryLabel, listOf, t, term } from '../i18n';
import { isKnownOnlyToUnit } from '../selection';
import type { State, Store } from '../state';
import {
  allPlaces,
  citation,
  distance,
  gradeNote,
  gradeWords,
  shortTitle,
  sourceParts,
  statusWords,
  year,
} from '../words';
import { copyButton } from './copy';
import { showDoubt } from './doubt';
import type { Facts } from './facts';
import { patternLine } from './legend';
import { patternOf } from '../map/symbols';
import { sentence } from './sentence';
import { measureWords } from './site-result';
import './panel.css';

const NEARBY_M = 20_000;
const RELATIONS = ['part_of', 'upgrade_of', 'related', 'crosses'];
/** Longer lists fold. */
const FEW = 4;

export class Panel {
  readonly element = h('aside', { class: 'panel', hidden: true, tabindex: -1 });
  private shown: string | null = null;

  constructor(
    private readonly store: Store,
    private readonly facts: Facts,
    private readonly showOnMap: (id: string) => void,
  ) {}

  render(state: State): void {
    this.element.hidden = state.project === null;
    if (state.project === this.shown) return;
    this.shown = state.project;
    if (state.project) void this.load(state.project);
    else this.element.replaceChildren();
  }

  private async load(id: string): Promise<void> {
    this.element.replaceChildren(this.closeButton(), h('p', { class: 'panel-wait soft' }, t('loading')));
    try {
      const [feature, mentions] = await Promise.all([projectById(id), evidence(id)]);
      if (id === this.shown) this.fill(feature, mentions);
    } catch (error) {
      if (id !== this.shown) return;
      const retry = () => {
        void this.load(id);
      };
      this.element.replaceChildren(
        this.closeButton(),
        h(
          'p',
          { class: 'panel-wait', role: 'alert' },
          t('failed', { detail: (error as Error).message }),
          h('button', { type: 'button', class: 'link', onclick: retry }, t('retry')),
        ),
      );
    }
  }

  private closeButton(): HTMLElement {
    const close = () => {
      this.store.set({ project: null });
    };
    return h('button', { type: 'button', class: 'close', 'aria-label': t('close'), onclick: close }, '×');
  }

  private fill(feature: Feature<Project>, mentions: readonly Mention[]): void {
    const project = feature.properties;
    this.element.setAttribute('aria-label', project.name);
    this.element.replaceChildren();
    append(this.element, [
      this.closeButton(),
      this.head(project),
      this.position(project),
      this.statusLines(project),
      this.sentences(mentions),
      this.history(project),
      this.figures(project),
      this.bodies(project),
      this.relations(project),
      ...this.askedFor(feature),
      this.geometrySources(project),
      this.footer(project),
    ]);
    this.element.scrollTop = 0;
    this.element.focus({ preventScroll: true });
  }

  private head(project: Project): HTMLElement {
    const row = category(project.category);
    const others = [project.short_name, ...project.aliases, project.name_en].filter(
      (name, index, all): name is string =>
        Boolean(name) && name !== project.name && all.indexOf(name) === index,
    );
    const kinds = [categoryLabel(row), project.kind, project.zone_kind].filter(Boolean);
    return h(
      'header',
      { class: 'panel-head', style: `--colour: var(--cat-${row.id})` },
      h('h2', {}, project.name),
      h('div', { class: 'panel-kind' }, h('span', { class: 'swatch' }, icon(row.icon)), kinds.join(' · ')),
      others.length > 0 && h('div', { class: 'soft' }, `${t('alsoCalled')} ${listOf(others.slice(0, 8))}`),
    );
  }

  private position(project: Project): HTMLElement {
    const show = () => {
      this.showOnMap(project.id);
    };
    const note = gradeNote(project);
    const isPlaced = project.grade !== 'unplaced';
    return h(
      'section',
      { class: 'panel-part' },
      h(
        'div',
        {},
        h(
          'span',
          { class: `grade grade-${project.grade}` },
          gradeWords(project.grade, project.uncertainty_m),
        ),
        ' ',
        allPlaces(project),
      ),
      note && h('div', { class: 'soft' }, note),
      isPlaced && h('button', { type: 'button', class: 'link', onclick: show }, t('showOnMap')),
    );
  }

  /** What a plan says and what is known today are two things. */
  private statusLines(project: Project): HTMLElement {
    const last = project.status_history[project.status_history.length - 1];
    const pattern = patternLine(patternOf(project.status));
    const { words: source, href } = sourceParts(project.known_source);
    const known = project.known_status
      ? t('knownNow', { date: project.known_date ?? '—', source: source || '—' })
      : t('unknownNow');
    const says = h('dd', {}, statusWords(project), ' ');
    says.append(pattern);
    return h(
      'dl',
      { class: 'panel-part panel-status' },
      h('dt', {}, t('planSays', { year: year(last?.date ?? project.last_date) })),
      says,
      h(
        'dt',
        {},
        known,
        href && ' ',
        href && h('a', { href, target: '_blank', rel: 'noreferrer noopener' }, t('knownAddress')),
      ),
      h('dd', {}, project.known_status ?? h('span', { class: 'soft' }, t('notChecked'))),
    );
  }

  private sentences(mentions: readonly Mention[]): HTMLElement {
    const byPlan = new Map<string, Mention[]>();
    for (const mention of mentions) {
      byPlan.set(mention.plan, [...(byPlan.get(mention.plan) ?? []), mention]);
    }
    const part = this.part(
      t('sentences'),
      h('p', { class: 'soft panel-count' }, t('sentencesIn', { n: byPlan.size, m: mentions.length })),
    );
    for (const [plan, ofPlan] of byPlan) append(part, [this.planBlock(plan, ofPlan)]);
    return part;
  }

  private planBlock(plan: string, mentions: readonly Mention[]): HTMLElement {
    const [first] = mentions;
    const block = h('article', { class: 'evidence' });
    if (!first) return block;
    append(block, [
      h('h4', {}, `《${shortTitle(first.plan_title)}》`),
      h(
        'div',
        { class: 'soft' },
        [first.plan_number, first.plan_date ?? t('undated')].filter(Boolean).join(' · '),
      ),
    ]);
    for (const group of bySentence(mentions)) append(block, [this.quote(plan, group)]);
    return block;
  }

  /** A sentence that names the project twice is shown once. */
  private quote(plan: string, group: readonly Mention[]): HTMLElement | null {
    const [mention] = group;
    if (!mention) return null;
    const read = () => {
      this.store.set({ plan, mention: mention.id });
    };
    return h(
      'div',
      { class: 'evidence-item' },
      mention.heading.length > 0 && h('div', { class: 'soft evidence-path' }, mention.heading.join(' › ')),
      h('blockquote', { 'data-mention': mention.id }, sentence(group)),
      h(
        'div',
        { class: 'evidence-actions' },
        mention.status_text && h('span', { class: 'said' }, mention.status_text),
        copyButton(t('copyCitation'), () => citation(mention)),
        h('button', { type: 'button', class: 'link', onclick: read }, t('readHere')),
      ),
    );
  }

  private history(project: Project): HTMLElement | null {
    const steps = project.status_history;
    if (steps.length === 0) return null;
    const plans = new Set(steps.map((step) => step.plan));
    if (plans.size < 2) {
      const [plan] = plans;
      const name = plan ? `《${this.facts.planName(plan)}》` : '—';
      return h('section', { class: 'panel-part soft' }, t('onlyIn', { plan: name }));
    }
    const list = h('ol', { class: 'history' });
    const details = h('details', {}, h('summary', { class: 'soft' }, t('everyWording')), list);
    for (const step of steps) {
      const words = [term('status', step.status), step.work && term('work', step.work)]
        .filter(Boolean)
        .join(' · ');
      list.append(
        h(
          'li',
          {},
          h('span', { class: 'history-year' }, year(step.date)),
          h(
            'span',
            {},
            words,
            step.status_text && `（“${step.status_text}”）`,
            h('span', { class: 'soft history-plan' }, `《${this.facts.planName(step.plan)}》`),
          ),
        ),
      );
    }
    return this.part(t('history'), this.timeline(steps), details);
  }

  /** One stop per plan in order of issue: what it says of the stage, in the pattern of the map. */
  private timeline(steps: readonly StatusStep[]): HTMLElement {
    const byPlan = new Map<string, StatusStep[]>();
    for (const step of steps) byPlan.set(step.plan, [...(byPlan.get(step.plan) ?? []), step]);
    const list = h('ol', { class: 'timeline' });
    for (const [plan, ofPlan] of byPlan) {
      const last = ofPlan[ofPlan.length - 1];
      if (!last) continue;
      const words = [...new Set(ofPlan.map((step) => term('status', step.status)))];
      const stop = h('li', { title: this.facts.planName(plan) });
      append(stop, [
        h('span', { class: 'timeline-year' }, year(last.date)),
        h('span', { class: 'timeline-dot', 'aria-hidden': 'true' }),
        h('span', {}, listOf(words)),
      ]);
      stop.append(patternLine(patternOf(last.status)));
      list.append(stop);
    }
    return list;
  }

  private figures(project: Project): HTMLElement | null {
    const rows = project.quantities.map((quantity) => {
      const value = quantity.text ?? `${quantity.value ?? ''} ${quantity.unit ?? ''}`;
      const plan = quantity.plan ? `《${this.facts.planName(quantity.plan)}》` : '';
      return h(
        'li',
        {},
        quantity.of && `${quantity.of} `,
        h('b', {}, value),
        h('span', { class: 'soft' }, ` ${plan}`),
      );
    });
    for (const length of project.length_published) {
      const source = [length.date, length.source].filter(Boolean).join('，');
      rows.push(
        h(
          'li',
          {},
          t('lengthPublished', { km: length.km }),
          h('span', { class: 'soft' }, source && `（${source}）`),
        ),
      );
    }
    if (project.length_drawn_km !== null && project.grade !== 'schematic') {
      rows.push(
        h('li', { class: 'soft' }, t('lengthDrawn', { km: Number(project.length_drawn_km.toPrecision(3)) })),
      );
    }
    if (rows.length === 0) return null;
    const list = h('ul', { class: 'plain' });
    append(list, rows);
    return this.part(t('figures'), list);
  }

  private bodies(project: Project): HTMLElement | null {
    if (project.responsible.length === 0) return null;
    const list = h('ul', { class: 'plain' });
    for (const role of ['lead', 'support', null]) {
      const names = project.responsible
        .filter((body) => (role ? body.role === role : body.role !== 'lead' && body.role !== 'support'))
        .map((body) => withNameToday(body.name, body.name_today));
      const unique = [...new Set(names)];
      if (unique.length === 0) continue;
      const label = role === 'lead' ? t('lead') : role === 'support' ? t('support') : '';
      list.append(h('li', {}, label && h('span', { class: 'soft' }, `${label} `), listOf(unique)));
    }
    return this.part(t('bodies'), list);
  }

  private relations(project: Project): HTMLElement | null {
    const known = project.relations.filter((relation) => this.facts.rowById.has(relation.project));
    if (known.length === 0) return null;
    const types = [...new Set(known.map(({ type }) => type))].sort(
      (a, b) => RELATIONS.indexOf(a) - RELATIONS.indexOf(b),
    );
    const groups = types.map((type) => {
      const list = h('ul', { class: 'plain' });
      const ids = known.filter((relation) => relation.type === type).map((relation) => relation.project);
      for (const id of new Set(ids)) list.append(h('li', {}, this.projectLink(id)));
      const words = `${term('relation', type)} ${list.childElementCount}`;
      const group = h('details', { class: 'relation' }, h('summary', {}, words), list);
      group.open = list.childElementCount <= FEW;
      return group;
    });
    return this.part(t('relations'), ...groups);
  }

  /** Lists that the server works out when somebody opens them. */
  private askedFor(feature: Feature<Project>): (HTMLElement | null)[] {
    const { id, category: kind } = feature.properties;
    const row = this.facts.rowById.get(id);
    if (!feature.geometry || !row || isKnownOnlyToUnit(row)) return [];
    const near = this.folded(t('nearby', { distance: distance(NEARBY_M) }), () => this.neighbours(id));
    return [kind === 'ecology' ? null : this.folded(t('zonesTouched'), () => this.zones(id)), near];
  }

  private folded(title: string, ask: () => Promise<HTMLElement[]>): HTMLElement {
    const list = h('ul', { class: 'plain' });
    const details = h('details', { class: 'panel-part' });
    append(details, [h('summary', {}, h('h3', {}, title)), list]);
    details.addEventListener('toggle', () => {
      if (!details.open || list.childElementCount > 0) return;
      list.replaceChildren(h('li', { class: 'soft' }, t('loading')));
      ask().then(
        (items) => {
          list.replaceChildren(...(items.length > 0 ? items : [h('li', { class: 'soft' }, t('noneFound'))]));
        },
        (error: unknown) => {
          const detail = error instanceof Error ? error.message : '';
          list.replaceChildren(h('li', {}, t('failed', { detail })));
        },
      );
    });
    return details;
  }

  private async neighbours(id: string): Promise<HTMLElement[]> {
    const found = await nearby(id, NEARBY_M);
    const drawn = found.filter((other) => {
      const row = this.facts.rowById.get(other.id);
      return row && !isKnownOnlyToUnit(row);
    });
    return drawn.map(({ id: other, distance_m: apart }) =>
      h('li', {}, this.projectLink(other), h('span', { class: 'soft' }, ` ${distance(apart)}`)),
    );
  }

  /** Ecological zones that the project touches, the certain ones first. */
  private async zones(id: string): Promise<HTMLElement[]> {
    const { results } = await screen({ project: id, collections: ['projects'] });
    const zones = results
      .filter((found) => found.category === 'ecology' && found.id !== id)
      .sort((a, b) => a.certainty.localeCompare(b.certainty));
    return zones.map((found) => {
      const words = [term('certainty', found.certainty), measureWords(found)].filter(Boolean).join('，');
      return h('li', {}, this.projectLink(found.id), h('span', { class: 'soft' }, ` ${words}`));
    });
  }

  private projectLink(id: string): HTMLElement {
    const open = (event: Event) => {
      event.preventDefault();
      this.store.set({ project: id });
    };
    return h('a', { href: `#project=${id}`, onclick: open }, this.facts.rowById.get(id)?.name ?? id);
  }

  private geometrySources(project: Project): HTMLElement | null {
    const list = h('ul', { class: 'plain' });
    if (project.method) list.append(h('li', {}, `${t('method')} ${project.method}`));
    for (const part of project.parts) {
      const words = [term('grade', part.grade), part.method, part.source].filter(Boolean);
      if (part.uncertainty_m !== null) words.push(t('within', { distance: distance(part.uncertainty_m) }));
      list.append(h('li', {}, words.join(' · ')));
    }
    for (const source of project.sources) {
      const licence = source.licence && t('licence', { licence: source.licence });
      list.append(h('li', {}, [source.id, licence, source.date].filter(Boolean).join(' · ')));
    }
    if (list.childElementCount === 0) return null;
    const details = h('details', { class: 'panel-part' });
    append(details, [h('summary', {}, h('h3', {}, t('geometrySources'))), list]);
    return details;
  }

  private footer(project: Project): HTMLElement {
    const report = () => {
      showDoubt(project, this.facts);
    };
    const screenIt = () => {
      this.store.set({ site: { kind: 'project', project: project.id, distanceM: 0 } });
    };
    return h(
      'footer',
      { class: 'panel-part panel-foot' },
      copyButton(t('copyLink'), () => window.location.href),
      h('button', { type: 'button', class: 'link', onclick: report }, t('reportDoubt')),
      h('button', { type: 'button', class: 'link', onclick: screenIt }, t('screenThis')),
      h('span', { class: 'soft' }, project.id),
    );
  }

  private part(title: string, ...children: HTMLElement[]): HTMLElement {
    return h('section', { class: 'panel-part' }, h('h3', {}, title), ...children);
  }
}

/** Mentions grouped by the sentence they stand in, in order. */
function bySentence(mentions: readonly Mention[]): Mention[][] {
  const groups = new Map<number, Mention[]>();
  for (const mention of mentions) {
    groups.set(mention.sentence_start, [...(groups.get(mention.sentence_start) ?? []), mention]);
  }
  return [...groups.values()];
}

function withNameToday(name: string, today: string | null): string {
  return today && today !== name ? `${name}（${t('nameToday', { name: today })}）` : name;
}
