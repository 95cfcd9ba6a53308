/** A doubt about a project, as text for the steward of the data: the server takes nothing in. */
import type { Project } from '../api';
import { h } from '../dom';
import { t } from '../i18n';
import { copyButton } from './copy';
import { openDialog } from './dialog';
import type { Facts } from './facts';

export function showDoubt({ id, name }: Pick<Project, 'id' | 'name'>, { release }: Facts): void {
  const words = t('doubtText', { name, id, link: window.location.href, release: release ?? '—' });
  const field = h('textarea', { class: 'doubt', rows: 9, 'aria-label': t('reportDoubt') }, words);
  openDialog(
    t('reportDoubt'),
    h('p', { class: 'soft' }, t('doubtHow')),
    field,
    h(
      'p',
      {},
      copyButton(t('copyText'), () => field.value),
    ),
  );
  field.focus();
  field.setSelectionRange(words.length, words.length);
}
