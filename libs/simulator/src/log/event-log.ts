// Reduces the events of a run to one short number, so that two runs can be compared.

const FNV_PRIME = 0x01000193;
const OTHER_PRIME = 0x85ebca6b;

/** A hash over all lines in order; on request it keeps the lines too. */
export class EventLog {
  readonly lines: string[] = [];
  count = 0;
  private a = 0x811c9dc5;
  private b = 0x9747b28c;

  constructor(private readonly keep = false) {}

  add(line: string): void {
    this.count += 1;
    for (let index = 0; index < line.length; index += 1) this.mix(line.charCodeAt(index));
    this.mix(10);
    if (this.keep) this.lines.push(line);
  }

  /** 16 hexadecimal digits. Not for security: it only distinguishes runs (FNV-1a, twice). */
  hash(): string {
    return [this.a, this.b].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
  }

  private mix(code: number): void {
    this.a = Math.imul(this.a ^ code, FNV_PRIME);
    this.b = Math.imul(this.b ^ code, OTHER_PRIME) ^ (this.b >>> 15);
  }
}
