// The text form of numbers, shares, sizes and durations.

const GROUPED = new Intl.NumberFormat('en');

/** `27,675` */
export const grouped = (number: number): string => GROUPED.format(number);

/** `12.3 %`; a share that would round to nothing is `< 0.1 %`. */
export function percent(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 0.1) return '< 0.1 %';
  return `${value < 10 ? round(value, 1) : Math.round(value)} %`;
}

export function bytes(count: number): string {
  if (count < 1000) return `${count} B`;
  const power = Math.min(Math.floor(Math.log10(count) / 3), 4);
  return `${round(count / 1000 ** power, 1)} ${['B', 'kB', 'MB', 'GB', 'TB'][power]}`;
}

/** `0.42 ms`, `3.1 ms`, `120 ms`, `1.5 s`. */
export function duration(ms: number): string {
  if (ms < 1) return `${round(ms, 2)} ms`;
  if (ms < 10) return `${round(ms, 1)} ms`;
  return ms < 1000 ? `${Math.round(ms)} ms` : `${round(ms / 1000, 1)} s`;
}

/** `just now`, `12 s ago`, `3 min ago`. */
export function age(ms: number): string {
  return Math.round(ms / 1000) < 2 ? 'just now' : `${lasting(ms)} ago`;
}

/** `12 s`, `3 min`, `2 h`. */
export function lasting(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 90) return `${seconds} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

/** `1 key`, `27,675 keys` */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${grouped(number)} ${number === 1 ? one : many}`;
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits));
