// Numbers the values of a small world: equal values have equal numbers.
import type { Host } from './world';

export class Table<Value> {
  private readonly numbers = new Map<string, number>();
  private readonly values: Value[] = [];

  /** @param textOf equal for equal values, and for no others */
  constructor(private readonly textOf: (value: Value) => string = JSON.stringify) {}

  numberOf(value: Value): number {
    const text = this.textOf(value);
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    this.numbers.set(text, this.values.length);
    this.values.push(value);
    return this.values.length - 1;
  }

  at(number: number): Value {
    return this.values[number] as Value;
  }
}

/** The texts of hosts. What an event leaves alone is the same object as before, and need not be read again. */
export class HostTexts {
  private readonly parts = new Table<object>();
  private readonly known = new WeakMap<object, number>();

  of({ member, ...others }: Host): string {
    return `${this.list(others)}${this.list(member)}`;
  }

  private list(whole: object): string {
    let text = '';
    for (const [name, part] of Object.entries(whole)) text += `${name} ${this.textOf(part)}\n`;
    return text;
  }

  private textOf(part: unknown): string {
    return typeof part === 'object' && part !== null
      ? `#${this.numberOf(part)}`
      : JSON.stringify(part);
  }

  private numberOf(part: object): number {
    const known = this.known.get(part);
    if (known !== undefined) return known;
    const number = this.parts.numberOf(part);
    this.known.set(part, number);
    return number;
  }
}
