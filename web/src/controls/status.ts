/** The foot of the page: what this is, which plans it reads, how old the data is, and whose boundaries these are. */
import { append, h } from '../dom';
import { t } from '../i18n';
import type { Store } from '../state';
import type { Facts } from './facts';
import './status.css';

const RELEASE_SHOWN = 12;

export class StatusLine {
  readonly element: HTMLElement;

  constructor(store: Store, facts: Facts) {
    const latest = facts.plans.reduce(
      (date, plan) => ((plan.date ?? '') > date ? (plan.date ?? '') : date),
      '',
    );
    const age = [
      latest && t('dataDate', { date: latest }),
      t('noFifteenth'),
      facts.release && t('releaseIs', { release: facts.release.slice(0, RELEASE_SHOWN) }),
    ].filter(Boolean);
    const plans = h(
      'span',
      { class: 'status-plans' },
      h('span', { class: 'status-word' }, `${t('plansRead')}：`),
    );
    for (const plan of facts.plans) {
      const read = () => {
        store.set({ plan: plan.id, mention: null });
      };
      const name = facts.planName(plan.id);
      const title = [plan.title, plan.number, plan.date].filter(Boolean).join(' · ');
      append(plans, [h('button', { type: 'button', class: 'link', title, onclick: read }, `《${name}》`)]);
    }
    this.element = h(
      'footer',
      { class: 'status' },
      h('p', {}, t('about', { n: facts.plans.length }), ' ', age.join(' · ')),
      h(
        'p',
        { class: 'status-last' },
        plans,
        h('span', { class: 'status-credit' }, `${t('credit')} · ${t('notApproved')}`),
      ),
    );
  }
}
