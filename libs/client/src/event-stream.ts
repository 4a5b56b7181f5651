// Parses server-sent events (HTML, section 9.2.6). Available parsers drop an id that comes without data; nodes send
// such ids with every heartbeat, so that a client without events for long has a place to continue from.

export interface StreamEvent {
  /** The last id that was received, with this event or before. */
  readonly id: string;
  readonly type: string;
  readonly data: string;
}

export class EventParser {
  lastId: string;
  private rest = '';
  private id: string | undefined;
  private type = '';
  private data: string[] = [];

  constructor(lastId = '') {
    this.lastId = lastId;
  }

  /** Returns the events that this piece of the stream completes. */
  feed(text: string): StreamEvent[] {
    const lines = (this.rest + text).split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop() ?? '';
    return lines.flatMap((line) => this.line(line) ?? []);
  }

  private line(line: string): StreamEvent | undefined {
    if (line === '') return this.dispatch();
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'id' && !value.includes('\0')) this.id = value;
    if (name === 'event') this.type = value;
    if (name === 'data') this.data.push(value);
    return undefined;
  }

  private dispatch(): StreamEvent | undefined {
    const { type, data } = this;
    this.lastId = this.id ?? this.lastId;
    this.id = undefined;
    this.type = '';
    this.data = [];
    if (data.length === 0) return undefined;
    return { id: this.lastId, type: type || 'message', data: data.join('\n') };
  }
}
