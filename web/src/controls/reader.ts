/** A plan read beside the map: its text with every mention marked, a table of contents, the balance of a chapter. */
import { type PlanHeading, type PlanMention, type PlanText, planTextById } from '../api';
import { category } from '../categories';
import { append, h } from '../dom';
import { categoryLabel, listOf, t } from '../i18n';
import { Offsets } from '../offsets';
import { isKnownOnlyToUnit } from '../selection';
import type { State, Store } from '../state';
import type { Facts } from './facts';
import { segments } from './segments';
import './reader.css';

const SCROLL_REST_MS = 250;
/** The line of the page that counts as "being read": this share of the height from the top. */
const READING_LINE = 0.3;

export class Reader {
  readonly element = h('aside', { class: 'reader', hidden: true, 'aria-label': t('reader') });
  private readonly follow = h('input', { type: 'checkbox', id: 'reader-follow' });
  private readonly body = h('div', { class: 'reader-text', tabindex: 0, role: 'document' });
  private readonly balance = h('div', { class: 'reader-balance soft' });
  private plan: PlanText | null = null;
  private shownPlan: string | null = null;
  private shownMention: string | null = null;
  private shownProject: string | null = null;
  private followed: string | null = null;
  private timer = 0;
  /** The page itself scrolled: the map stays, or a link would not restore its view. */
  private isOwnScroll = false;

  constructor(
    private readonly store: Store,
    private readonly facts: Facts,
    private readonly open: (project: string, mention: string) => void,
    private readonly glance: (project: string) => void,
  ) {
    this.follow.checked = true;
    this.body.addEventListener('click', (event) => {
      this.clicked(event.target);
    });
    this.body.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') this.clicked(event.target);
    });
    this.body.addEventListener('scroll', () => {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => {
        this.scrolled();
      }, SCROLL_REST_MS);
    });
  }

  render(state: State): void {
    this.element.hidden = state.plan === null;
    if (state.plan !== this.shownPlan) {
      this.shownPlan = state.plan;
      this.plan = null;
      if (state.plan) void this.load(state.plan);
      return;
    }
    if (!this.plan) return;
    const isNewMention = state.mention !== null && state.mention !== this.shownMention;
    const isNewProject = state.project !== this.shownProject;
    this.markCurrent(state);
    if (isNewMention && state.mention) this.scrollTo(`m-${state.mention}`);
    else if (isNewProject && state.project) this.scrollToProject(state.project);
  }

  private async load(id: string): Promise<void> {
    this.element.replaceChildren(this.closeButton(), h('p', { class: 'panel-wait soft' }, t('loading')));
    try {
      const plan = await planTextById(id);
      if (id !== this.shownPlan) return;
      this.plan = plan;
      this.fill(plan);
      const { state } = this.store;
      this.markCurrent(state);
      if (state.mention) this.scrollTo(`m-${state.mention}`);
      else if (state.project) this.scrollToProject(state.project);
    } catch (error) {
      const words = t('failed', { detail: (error as Error).message });
      this.element.replaceChildren(this.closeButton(), h('p', { class: 'panel-wait', role: 'alert' }, words));
    }
  }

  private closeButton(): HTMLElement {
    const close = () => {
      this.store.set({ plan: null, mention: null });
    };
    return h('button', { type: 'button', class: 'close', 'aria-label': t('close'), onclick: close }, '×');
  }

  private fill(plan: PlanText): void {
    const offsets = new Offsets(plan.text);
    this.body.replaceChildren(...this.paragraphs(plan, offsets));
    this.body.scrollTop = 0;
    this.element.replaceChildren(this.head(plan), this.tools(plan), this.balance, this.body);
    this.showBalance(null);
  }

  private head(text: PlanText): HTMLElement {
    const plan = this.facts.planById.get(text.id);
    const title = text.title.replace(/[《》]/g, '');
    const named = (ids: readonly string[]) => listOf(ids.map((id) => this.planReference(id)));
    const facts = [
      text.number,
      text.date ?? t('undated'),
      plan?.level,
      plan?.type,
      plan?.issuer,
      plan?.horizon_start && plan.horizon_end
        ? t('horizon', { from: plan.horizon_start.slice(0, 4), to: plan.horizon_end.slice(0, 4) })
        : null,
      plan && plan.implements.length > 0 ? t('implementsPlan', { plans: named(plan.implements) }) : null,
      plan && plan.repeals.length > 0 ? t('repealsPlan', { plans: named(plan.repeals) }) : null,
    ];
    return h(
      'header',
      { class: 'reader-head' },
      this.closeButton(),
      h('h2', {}, `《${title}》`),
      h('div', { class: 'soft' }, facts.filter(Boolean).join(' · ')),
    );
  }

  /** A plan we have, a title, or only the number of a document. */
  private planReference(id: string): string {
    return /[〔［[]/.test(id) ? id : `《${this.facts.planName(id)}》`;
  }

  private tools(plan: PlanText): HTMLElement {
    const contents = h('details', { class: 'reader-contents' });
    const list = h('ol');
    for (const heading of plan.headings) {
      const go = () => {
        contents.open = false;
        this.scrollTo(`h-${heading.start}`);
      };
      list.append(
        h(
          'li',
          { style: `--level: ${heading.level}` },
          h('button', { type: 'button', class: 'link', onclick: go }, heading.text.trim()),
        ),
      );
    }
    append(contents, [h('summary', {}, t('contents')), list]);
    const follow = h('label', { class: 'reader-follow', for: 'reader-follow' }, this.follow, t('follow'));
    return h('div', { class: 'reader-tools' }, plan.headings.length > 0 && contents, follow);
  }

  /** One element for each line of the file; headings keep their place in it. */
  private paragraphs(plan: PlanText, offsets: Offsets): HTMLElement[] {
    const marks = plan.mentions.map((mention) => ({
      start: offsets.toUnits(mention.start),
      end: offsets.toUnits(mention.end),
      value: mention,
    }));
    const headings = new Map(plan.headings.map((heading) => [offsets.toUnits(heading.start), heading]));
    const elements: HTMLElement[] = [];
    const seen = new Set<string>();
    for (const line of linesOf(plan.text)) {
      const heading = headingIn(headings, line.start, line.end);
      const element = heading
        ? h('p', { class: 'reader-heading', id: `h-${heading.start}`, 'data-level': heading.level })
        : h('p');
      const write = (into: HTMLElement, start: number, end: number) => {
        for (const piece of segments(start, end, marks)) {
          const words = plan.text.slice(piece.start, piece.end);
          into.append(piece.value ? this.mark(piece.value, words, seen) : words);
        }
      };
      // A heading may run on into the text of its line, and only the heading is set as one.
      const headEnd = heading ? Math.min(line.end, offsets.toUnits(heading.end)) : line.start;
      if (heading) {
        const words = h('strong');
        write(words, line.start, headEnd);
        element.append(words);
      }
      if (headEnd < line.end) write(element, headEnd, line.end);
      elements.push(element);
    }
    return elements;
  }

  /** A mention that another one cuts in two has its id on the first piece. */
  private mark(mention: PlanMention, words: string, seen: Set<string>): HTMLElement {
    const row = category(mention.category);
    const isFirst = !seen.has(mention.id);
    seen.add(mention.id);
    return h(
      'mark',
      {
        id: isFirst ? `m-${mention.id}` : null,
        class: 'reader-mark',
        tabindex: 0,
        role: 'button',
        title: t('mentionTitle', { name: mention.name, category: categoryLabel(row) }),
        'data-mention': mention.id,
        'data-project': mention.project,
        style: `--colour: var(--cat-${row.id})`,
      },
      words,
    );
  }

  private clicked(target: EventTarget | null): void {
    const mark = target instanceof Element ? target.closest<HTMLElement>('.reader-mark') : null;
    const { project, mention } = mark?.dataset ?? {};
    if (!project || !mention) return;
    // The sentence is already in view: opening the project must not scroll away from it.
    this.shownMention = mention;
    this.open(project, mention);
    this.glance(project);
  }

  private markCurrent(state: State): void {
    this.shownMention = state.mention;
    this.shownProject = state.project;
    for (const old of Array.from(this.body.querySelectorAll('.is-current')))
      old.classList.remove('is-current');
    if (!state.project) return;
    const own = this.body.querySelectorAll(`[data-project="${CSS.escape(state.project)}"]`);
    for (const mark of Array.from(own)) mark.classList.add('is-current');
  }

  private scrollToProject(project: string): void {
    const first = this.body.querySelector(`[data-project="${CSS.escape(project)}"]`);
    if (first) this.scrollTo(first.id);
  }

  private scrollTo(id: string): void {
    const element = document.getElementById(id);
    if (!element) return;
    this.isOwnScroll = true;
    element.scrollIntoView({ block: element.tagName === 'MARK' ? 'center' : 'start' });
    if (element.tagName === 'MARK') this.followed = element.dataset.project ?? null;
  }

  /** The mention at the reading line leads the map; the heading above it sets the balance. */
  private scrolled(): void {
    if (!this.plan || this.element.hidden) return;
    const { top, height } = this.body.getBoundingClientRect();
    const line = top + height * READING_LINE;
    const above = (element: Element) => element.getBoundingClientRect().top <= line;
    const headings = Array.from(this.body.querySelectorAll('.reader-heading[data-level="1"]'));
    this.showBalance(lastWhere(headings, above)?.id ?? null);
    const isReading = !this.isOwnScroll;
    this.isOwnScroll = false;
    if (!this.follow.checked || !isReading) return;
    const marks = Array.from(this.body.querySelectorAll<HTMLElement>('.reader-mark'));
    const project = lastWhere(marks, above)?.dataset.project;
    if (!project || project === this.followed) return;
    this.followed = project;
    this.glance(project);
  }

  private showBalance(headingId: string | null): void {
    if (!this.plan) return;
    const { headings, mentions } = this.plan;
    const chapters = headings.filter((heading) => heading.level === 1);
    const at = chapters.findIndex((heading) => `h-${heading.start}` === headingId);
    const chapter = chapters[at];
    const end = chapters[at + 1]?.start ?? Infinity;
    const within = mentions.filter(
      (mention) => mention.start >= (chapter?.start ?? 0) && mention.start < end,
    );
    const sums = { placed: 0, coarse: 0, unplaced: 0 };
    for (const id of new Set(within.map((mention) => mention.project))) {
      const row = this.facts.rowById.get(id);
      if (!row || row.grade === 'unplaced') sums.unplaced += 1;
      else if (isKnownOnlyToUnit(row)) sums.coarse += 1;
      else sums.placed += 1;
    }
    const n = sums.placed + sums.coarse + sums.unplaced;
    const name = chapter ? `${chapter.text.trim()} · ` : '';
    this.balance.textContent = name + t('balance', { n, ...sums });
  }
}

/** Lines of a text as UTF-16 spans, without their ends; empty ones are left out. */
function linesOf(text: string): { start: number; end: number }[] {
  const lines = [];
  let start = 0;
  for (const line of text.split('\n')) {
    const end = start + line.length;
    if (line.trim() !== '') lines.push({ start, end });
    start = end + 1;
  }
  return lines;
}

function headingIn(
  headings: ReadonlyMap<number, PlanHeading>,
  start: number,
  end: number,
): PlanHeading | undefined {
  for (const [at, heading] of headings) if (at >= start && at < end) return heading;
  return undefined;
}

/** The last element of a list in document order that fulfils a condition true for a first part of it. */
function lastWhere<T>(items: readonly T[], isBefore: (item: T) => boolean): T | undefined {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && isBefore(item)) low = middle + 1;
    else high = middle;
  }
  return items[low - 1];
}
