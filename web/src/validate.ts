/**
 * Small checks for answers of the server. A check takes an unknown value and the path to it,
 * and gives the typed value or throws an `Invalid` that names the path.
 */
export class Invalid extends Error {
  constructor(path: string, wanted: string, found: unknown) {
    super(`${path}: ${wanted} expected, ${describe(found)} found`);
    this.name = 'Invalid';
  }
}

export type Check<T> = (value: unknown, path: string) => T;

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return value === undefined ? 'nothing' : `a ${typeof value}`;
}

export const text: Check<string> = (value, path) => {
  if (typeof value !== 'string') throw new Invalid(path, 'text', value);
  return value;
};

export const number: Check<number> = (value, path) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Invalid(path, 'a number', value);
  return value;
};

/** Null or a missing member is null. */
export function optional<T>(check: Check<T>): Check<T | null> {
  return (value, path) => (value === null || value === undefined ? null : check(value, path));
}

/** Null or a missing member is an empty list. */
export function list<T>(check: Check<T>): Check<T[]> {
  return (value, path) => {
    if (value === null || value === undefined) return [];
    if (!Array.isArray(value)) throw new Invalid(path, 'a list', value);
    return value.map((item, index) => check(item, `${path}[${index}]`));
  };
}

/** Any object; its members are not looked at yet. */
export const members: Check<Record<string, unknown>> = (value, path) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Invalid(path, 'an object', value);
  }
  return value as Record<string, unknown>;
};

export function object<T>(checks: { [K in keyof T]: Check<T[K]> }): Check<T> {
  const keys = Object.keys(checks) as (keyof T & string)[];
  return (value, path) => {
    const source = members(value, path);
    const result = {} as T;
    for (const key of keys) result[key] = checks[key](source[key], `${path}.${key}`);
    return result;
  };
}

export function oneOf<T extends string>(...words: T[]): Check<T> {
  return (value, path) => {
    const word = words.find((candidate) => candidate === value);
    if (word === undefined) throw new Invalid(path, words.join(' | '), value);
    return word;
  };
}

/** A word of a closed set; a word this page does not know yet becomes the fallback. */
export function wordOf<T extends string>(words: readonly T[], fallback: T): Check<T> {
  return (value) => words.find((candidate) => candidate === value) ?? fallback;
}

/** A position or a span. */
export const pair: Check<[number, number]> = (value, path) => {
  const [first, second, ...more] = list(number)(value, path);
  if (first === undefined || second === undefined || more.length > 0)
    throw new Invalid(path, 'a pair', value);
  return [first, second];
};

/** West, south, east, north. */
export const box: Check<number[]> = (value, path) => {
  const sides = list(number)(value, path);
  if (sides.length !== 4) throw new Invalid(path, 'four numbers', value);
  return sides;
};
