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
