// Colours for terminals.
export type Paint = (text: string) => string;

export interface Colours {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
}

const paint =
  (isOn: boolean, code: number): Paint =>
  (text) =>
    isOn && text !== '' ? `\u001b[${code}m${text}\u001b[0m` : text;

export function colours(isOn: boolean): Colours {
  return {
    bold: paint(isOn, 1),
    dim: paint(isOn, 2),
    red: paint(isOn, 31),
    green: paint(isOn, 32),
    yellow: paint(isOn, 33),
  };
}
