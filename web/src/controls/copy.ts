/** Copying works on a plain http address too, where `navigator.clipboard` does not exist. */
import { h } from '../dom';
import { t } from '../i18n';

const SHOWN_MS = 1600;

export function copyButton(label: string, words: () => string): HTMLElement {
  const button = h('button', { type: 'button', class: 'link', 'aria-live': 'polite' }, label);
  button.addEventListener('click', () => {
    void copy(words()).then((isDone) => {
      button.textContent = isDone ? t('copied') : t('copyFailed');
      window.setTimeout(() => {
        button.textContent = label;
      }, SHOWN_MS);
    });
  });
  return button;
}

async function copy(words: string): Promise<boolean> {
  if (window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(words);
      return true;
    } catch {
      // Not permitted: the older way may still be.
    }
  }
  const field = h('textarea', { class: 'only-heard' });
  field.value = words;
  document.body.append(field);
  field.select();
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way outside https
  const isDone = document.execCommand('copy');
  field.remove();
  return isDone;
}
