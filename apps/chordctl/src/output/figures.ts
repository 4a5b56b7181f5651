// Numbers and sizes for people, in the form of the dashboard; programs take `--json`.

const GROUPED = new Intl.NumberFormat('en');

/** `27,675` */
export const grouped = (number: number): string => GROUPED.format(number);

/** `1 key`, `27,675 keys` */
export const keysText = (keys: number): string => `${grouped(keys)} ${keys === 1 ? 'key' : 'keys'}`;

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** `999 B`, `1.5 kB`, in powers of 1,000. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  for (; value >= 1_000 && unit < UNITS.length - 1; unit++) value /= 1_000;
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit]}`;
}
