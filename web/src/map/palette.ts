/** The quiet colours of the ground, by light and dark. Category colours come from the one table. */
export interface Palette {
  dark: boolean;
  land: string;
  desert: string;
  water: string;
  river: string;
  border: string;
  county: string;
  label: string;
  waterLabel: string;
  halo: string;
  casing: string;
  unit: string;
}

const light: Palette = {
  dark: false,
  land: '#f6f5f1',
  desert: '#efe8d6',
  water: '#cfe0ea',
  river: '#b3cfdf',
  border: '#a7a29a',
  county: '#d3cfc7',
  label: '#5a5f66',
  waterLabel: '#6b8fa6',
  halo: '#ffffff',
  casing: '#ffffff',
  unit: '#1d2a36',
};

const dark: Palette = {
  dark: true,
  land: '#20252b',
  desert: '#2a2a27',
  water: '#22384a',
  river: '#2c4a60',
  border: '#6b7178',
  county: '#3a4149',
  label: '#aeb6bf',
  waterLabel: '#7fa6c0',
  halo: '#14181c',
  casing: '#dfe4ea',
  unit: '#ffffff',
};

export function palette(isDark: boolean): Palette {
  return isDark ? dark : light;
}

const ENOUGH_CONTRAST = 4.5;
/** Thin strokes on a dark ground want more. */
const ENOUGH_ON_DARK = 7;
const STEP = 0.06;

/** The category colour as a text colour: darker, or on a dark ground lighter, until it can be read. */
export function readable(colour: string, isDark: boolean): string {
  const target = isDark ? 255 : 0;
  const ground = luminance(channels(isDark ? dark.halo : light.halo));
  let rgb = channels(colour);
  const enough = isDark ? ENOUGH_ON_DARK : ENOUGH_CONTRAST;
  while (contrast(luminance(rgb), ground) < enough) {
    rgb = rgb.map((value) => value + (target - value) * STEP);
  }
  return `rgb(${rgb.map(Math.round).join(',')})`;
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

/** Relative luminance and contrast as WCAG 2 defines them. */
function luminance(rgb: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
