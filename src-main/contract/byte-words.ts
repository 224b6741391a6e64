/** Amounts of bytes as people read them. */
import type { Text } from './text.ts';

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** `1.51 GiB`. */
export function bytes(count: number): string {
  const power = count < 1 ? 0 : Math.min(units.length - 1, Math.trunc(Math.log2(count) / 10));
  const value = count / 1_024 ** power;
  const digits = power === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toFixed(digits)} ${units[power] ?? ''}`;
}

/** The size of a file to be compared with another one: rounded for the eye, and exact. */
export function exactSize(count: number): Text {
  const digits = count.toLocaleString('en-US');
  return { zh: `${bytes(count)}（${digits} 字节）`, en: `${bytes(count)} (${digits} bytes)` };
}
