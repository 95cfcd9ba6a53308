/**
 * Offsets of the server count Unicode code points; JavaScript strings count UTF-16 units.
 * The two differ after the first character beyond the basic plane.
 */
export class Offsets {
  /** Code point index of every character that takes two units, ascending. */
  private readonly wide: number[] = [];

  constructor(text: string) {
    let point = 0;
    for (let unit = 0; unit < text.length; point += 1) {
      const isWide = (text.codePointAt(unit) ?? 0) > 0xffff;
      if (isWide) this.wide.push(point);
      unit += isWide ? 2 : 1;
    }
  }

  /** The UTF-16 index at which the code point with this index begins. */
  toUnits(point: number): number {
    let low = 0;
    let high = this.wide.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.wide[middle] ?? Infinity) < point) low = middle + 1;
      else high = middle;
    }
    return point + low;
  }
}

/** `text[start:end]` counted in code points. */
export function sliceByPoints(text: string, start: number, end: number): string {
  const offsets = new Offsets(text);
  return text.slice(offsets.toUnits(start), offsets.toUnits(end));
}
