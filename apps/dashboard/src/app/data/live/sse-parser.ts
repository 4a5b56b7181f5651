// Parses the text of an event stream (HTML standard, section 9.2.6).

export interface ServerEvent {
  readonly id: string;
  readonly type: string;
  readonly data: string;
}

/** Takes the stream in pieces of any size and returns complete events. */
export class SseParser {
  private rest = '';
  private id = '';
  private type = '';
  private data: string[] = [];

  push(piece: string): ServerEvent[] {
    const lines = (this.rest + piece).split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop() ?? '';
    return lines.flatMap((line) => this.line(line) ?? []);
  }

  private line(line: string): ServerEvent | null {
    if (line === '') return this.finish();
    const colon = line.indexOf(':');
    if (colon === 0) return null;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'data') this.data.push(value);
    else if (name === 'event') this.type = value;
    else if (name === 'id' && !value.includes('\0')) this.id = value;
    return null;
  }

  private finish(): ServerEvent | null {
    const event = { id: this.id, type: this.type || 'message', data: this.data.join('\n') };
    const empty = this.data.length === 0;
    this.type = '';
    this.data = [];
    return empty ? null : event;
  }
}
