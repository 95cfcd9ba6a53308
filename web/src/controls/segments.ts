/** Cuts a span of text at the borders of the marks in it; where marks overlap, the shortest wins. */
export interface Mark<T> {
  start: number;
  end: number;
  value: T;
}

export interface Segment<T> {
  start: number;
  end: number;
  value: T | null;
}

export function segments<T>(start: number, end: number, marks: readonly Mark<T>[]): Segment<T>[] {
  const inside = marks.filter((mark) => mark.start < end && mark.end > start);
  const borders = new Set([start, end]);
  for (const mark of inside) {
    borders.add(Math.max(mark.start, start));
    borders.add(Math.min(mark.end, end));
  }
  const sorted = [...borders].sort((a, b) => a - b);
  const result: Segment<T>[] = [];
  for (let index = 0; index + 1 < sorted.length; index += 1) {
    const [from, to] = [sorted[index] ?? start, sorted[index + 1] ?? end];
    const covering = inside
      .filter((mark) => mark.start <= from && mark.end >= to)
      .sort((a, b) => a.end - a.start - (b.end - b.start));
    result.push({ start: from, end: to, value: covering[0]?.value ?? null });
  }
  return result;
}
