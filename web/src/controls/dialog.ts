/** A dialog over the page that Escape and its cross close. */
import { h } from '../dom';
import { t } from '../i18n';
import './dialog.css';

export function openDialog(title: string, ...children: HTMLElement[]): () => void {
  const dialog = h('dialog', { class: 'dialog', 'aria-label': title });
  const close = () => {
    dialog.close();
  };
  dialog.append(
    h(
      'div',
      { class: 'dialog-head' },
      h('h2', {}, title),
      h('button', { type: 'button', class: 'close', 'aria-label': t('close'), onclick: close }, '×'),
    ),
    h('div', { class: 'dialog-body', tabindex: 0 }, ...children),
  );
  dialog.addEventListener('close', () => {
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
  return close;
}
