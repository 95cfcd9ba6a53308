/**
 * Point symbols, drawn from the category table: a white disc with the icon of the category,
 * and round it a ring whose pattern is the status, as on lines.
 */
import type { Status } from '../api';
import { type Category, categories } from '../categories';
import { type DiffGroup, diffGroups } from '../shapes/diff';

export type Pattern = 'solid' | 'long' | 'short' | 'dotted';

export const patterns: Record<Pattern, readonly Status[]> = {
  solid: ['completed', 'operating'],
  long: ['construction'],
  short: ['planned', 'preliminary'],
  dotted: ['unknown', 'protection'],
};

export function patternOf(status: Status): Pattern {
  const found = (Object.keys(patterns) as Pattern[]).find((pattern) => patterns[pattern].includes(status));
  return found ?? 'dotted';
}

/** Dash and gap in multiples of the line's width. */
export const dashes: Record<Pattern, [number, number] | null> = {
  solid: null,
  long: [5, 1.6],
  short: [2, 1.5],
  dotted: [0.8, 1.4],
};

/** Dash and gap of the ring in parts of its round. */
const ringDashes: Record<Pattern, number> = { solid: 0, long: 4, short: 9, dotted: 18 };

export const SYMBOL_PX = 26;
const RING_PX = 2.6;

export function symbolName(category: string, pattern: Pattern): string {
  return `${category}-${pattern}`;
}

function drawSymbol(row: Category, pattern: Pattern, ratio: number): ImageData | null {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = SYMBOL_PX * ratio;
  const context = canvas.getContext('2d');
  if (!context) return null;
  context.scale(ratio, ratio);
  const middle = SYMBOL_PX / 2;
  const radius = middle - RING_PX / 2 - 0.5;
  context.beginPath();
  context.arc(middle, middle, radius + RING_PX / 2, 0, 2 * Math.PI);
  context.fillStyle = '#ffffff';
  context.fill();
  context.beginPath();
  context.arc(middle, middle, radius, 0, 2 * Math.PI);
  const count = ringDashes[pattern];
  if (count > 0) {
    const period = (2 * Math.PI * radius) / count;
    const share = pattern === 'long' ? 0.78 : pattern === 'short' ? 0.6 : 0.42;
    context.setLineDash([period * share, period * (1 - share)]);
  }
  context.lineWidth = RING_PX;
  context.strokeStyle = row.colour;
  context.stroke();
  const inner = SYMBOL_PX * 0.58;
  context.translate(middle - inner / 2, middle - inner / 2);
  context.scale(inner / 24, inner / 24);
  context.fillStyle = row.colour;
  context.fill(new Path2D(row.icon), 'evenodd');
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

/** Every symbol by its name; made once, 14 categories by 4 patterns. */
export function allSymbols(ratio: number): Map<string, ImageData> {
  const result = new Map<string, ImageData>();
  for (const row of categories) {
    for (const pattern of Object.keys(patterns) as Pattern[]) {
      const image = drawSymbol(row, pattern, ratio);
      if (image) result.set(symbolName(row.id, pattern), image);
    }
  }
  return result;
}

/** Begins the names of the signs of a comparison. */
export const MARK = 'mark-';
const MARK_PX = 18;

/** Told apart by their sign, not by colour alone: newly named, not named again, changed words. */
export const signs: Record<DiffGroup, { sign: string; colour: string }> = {
  newly_named: { sign: '+', colour: '#0b6b3a' },
  not_named_again: { sign: '–', colour: '#5b6670' },
  changed: { sign: '≠', colour: '#a8500a' },
};

export const CLUSTER_LIGHT = 'cluster-light';
export const CLUSTER_DARK = 'cluster-dark';
const CLUSTER_PX = 28;

function drawCluster(fill: string, edge: string, ratio: number): ImageData | null {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = CLUSTER_PX * ratio;
  const context = canvas.getContext('2d');
  if (!context) return null;
  context.scale(ratio, ratio);
  context.beginPath();
  context.arc(CLUSTER_PX / 2, CLUSTER_PX / 2, CLUSTER_PX / 2 - 2, 0, 2 * Math.PI);
  context.fillStyle = fill;
  context.fill();
  context.lineWidth = 1.8;
  context.strokeStyle = edge;
  context.stroke();
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

function drawMark({ sign, colour }: { sign: string; colour: string }, ratio: number): ImageData | null {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = MARK_PX * ratio;
  const context = canvas.getContext('2d');
  if (!context) return null;
  context.scale(ratio, ratio);
  const middle = MARK_PX / 2;
  context.beginPath();
  context.arc(middle, middle, middle - 1, 0, 2 * Math.PI);
  context.fillStyle = colour;
  context.fill();
  context.lineWidth = 1.5;
  context.strokeStyle = '#ffffff';
  context.stroke();
  context.fillStyle = '#ffffff';
  context.font = 'bold 14px sans-serif';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(sign, middle, middle + 0.5);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

export function markSymbols(ratio: number): Map<string, ImageData> {
  const result = new Map<string, ImageData>();
  for (const group of diffGroups) {
    const image = drawMark(signs[group], ratio);
    if (image) result.set(MARK + group, image);
  }
  const light = drawCluster('#ffffff', '#4a545e', ratio);
  const dark = drawCluster('#39424c', '#cfd6dd', ratio);
  if (light) result.set(CLUSTER_LIGHT, light);
  if (dark) result.set(CLUSTER_DARK, dark);
  return result;
}
