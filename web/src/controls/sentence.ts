/** A sentence with the project's own words in it marked. */
import type { Mention } from '../api';
import { append, h } from '../dom';
import { Offsets } from '../offsets';

/**
 * Where the quotes of some mentions of one sentence stand in it, as UTF-16 spans in order.
 * The text is the file's own, so the offsets fit; where it was mended, the quote is looked for.
 */
export function quoteSpans(
  mentions: readonly Pick<Mention, 'start' | 'end' | 'quote' | 'sentence' | 'sentence_start'>[],
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
      const found = text.indexOf(mention.quote);
      if (found >= 0) spans.push([found, found + mention.quote.length]);
    }
  }
  return spans.sort((a, b) => a[0] - b[0]);
}

export function sentence(mentions: readonly Mention[]): HTMLElement {
  const text = mentions[0]?.sentence ?? '';
  const element = h('span');
  let from = 0;
  for (const [start, end] of quoteSpans(mentions)) {
    if (start < from) continue;
    append(element, [text.slice(from, start), h('mark', {}, text.slice(start, end))]);
    from = end;
  }
  append(element, [text.slice(from)]);
  return element;
}
