/** A sentence with the project's own words in it marked. */
import type { Mention } from '../api';
import { append, h } from '../dom';
import { t } from '../i18n';
import { Offsets } from '../offsets';

/**
 * Where the quotes of some mentions of one sentence stand in it, as UTF-16 spans in order.
 * The text is the file's own, so the offsets fit; where it was mended, the quote is looked for.
 */
export function quoteSpans(
  mentions: readonly Pick<Mention, 'start' | 'end' | 'quote' | 'reading' | 'sentence' | 'sentence_start'>[],
): [number, number][] {
  const [first] = mentions;
  if (!first) return [];
  const text = first.sentence;
  const offsets = new Offsets(text);
  const spans: [number, number][] = [];
  for (const mention of mentions) {
    const start = offsets.toUnits(mention.start - mention.sentence_start);
    const end = offsets.toUnits(mention.end - mention.sentence_start);
    if (text.slice(start, end) === mention.quote) spans.push([start, end]);
    else {
      const words = [mention.quote, mention.reading ?? ''].find((some) => some !== '' && text.includes(some));
      const found = words === undefined ? -1 : text.indexOf(words);
      if (words !== undefined && found >= 0) spans.push([found, found + words.length]);
    }
  }
  return spans.sort((a, b) => a[0] - b[0]);
}

/** Longer sentences open at the part that names the project. */
const LONG = 300;
const AROUND = 100;
const PAUSES = '，；。、\n';

/** The part of a long text around some spans, begun and ended at a pause; all of a text of usual length. */
export function partAround(text: string, spans: readonly [number, number][]): [number, number] {
  const first = spans[0]?.[0] ?? 0;
  const last = spans[spans.length - 1]?.[1] ?? 0;
  if (text.length <= LONG || spans.length === 0) return [0, text.length];
  let start = Math.max(0, first - AROUND);
  let end = Math.min(text.length, last + AROUND);
  while (start > 0 && start < first && !PAUSES.includes(text[start - 1] ?? '')) start += 1;
  while (end < text.length && end > last && !PAUSES.includes(text[end - 1] ?? '')) end -= 1;
  return [start, end];
}

export function sentence(mentions: readonly Mention[]): HTMLElement {
  const text = mentions[0]?.sentence ?? '';
  const spans = quoteSpans(mentions);
  const element = h('span');
  const [start, end] = partAround(text, spans);
  const whole = () => {
    element.replaceChildren(...marked(text, spans, 0, text.length));
  };
  if (end - start === text.length) whole();
  else {
    const more = h('button', { type: 'button', class: 'link', onclick: whole }, t('wholeSentence'));
    append(element, [
      start > 0 && '…',
      ...marked(text, spans, start, end),
      end < text.length && '…',
      ' ',
      more,
    ]);
  }
  return element;
}

function marked(
  text: string,
  spans: readonly [number, number][],
  start: number,
  end: number,
): (Node | string)[] {
  const pieces: (Node | string)[] = [];
  let from = start;
  for (const [first, last] of spans) {
    if (first < from || last > end) continue;
    pieces.push(text.slice(from, first), h('mark', {}, text.slice(first, last)));
    from = last;
  }
  pieces.push(text.slice(from, end));
  return pieces;
}
