// Reads numbers and ports from a command line.
import type { PortRange } from './ports';

/** @throws with a sentence for a person */
export function readNumber(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= min && value <= max) return value;
  throw new Error(`--${name} has to be a number from ${min} to ${max}, not ${text}`);
}

/** @throws with a sentence for a person */
export function readWhole(name: string, text: string, min: number, max: number): number {
  const value = readNumber(name, text, min, max);
  if (Number.isInteger(value)) return value;
  throw new Error(`--${name} has to be a whole number, not ${text}`);
}

/** @throws with a sentence for a person */
export function readPorts(text: string): PortRange {
  const [, first, last] = /^(\d+)-(\d+)$/.exec(text) ?? [];
  const range = { first: Number(first), last: Number(last) };
  if (!(range.first >= 1024 && range.last <= 65_535 && range.last - range.first >= 20))
    throw new Error(`--ports ${text}: write it like 24000-24399, with room for 20 ports`);
  return range;
}
