/** Gives the browser a file to keep. */
import { h } from '../dom';

const KEPT_MS = 10_000;

export function save(name: string, content: Blob): void {
  const place = URL.createObjectURL(content);
  const link = h('a', { href: place, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  window.setTimeout(() => {
    URL.revokeObjectURL(place);
  }, KEPT_MS);
}

export function saveCsv(name: string, words: string): void {
  save(name, new Blob([words], { type: 'text/csv;charset=utf-8' }));
}
