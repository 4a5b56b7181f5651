// The levels of a prefix: `users/2024/` is `users/`, then `2024/`.
export interface Crumb {
  readonly name: string;
  readonly prefix: string;
}

export function crumbsOf(prefix: string, delimiter: string): readonly Crumb[] {
  if (delimiter === '') return [];
  const parts = prefix.split(delimiter).slice(0, -1);
  return parts.map((part, index) => ({
    name: part + delimiter,
    prefix: parts.slice(0, index + 1).join(delimiter) + delimiter,
  }));
}
