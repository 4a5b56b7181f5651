import { IdSpace } from '@chord-dht/chord';
import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { EventLog } from './event-log';
import type { EventPlace } from './event-place';
import { EventStream, type StreamOptions } from './event-stream';

const node = { id: '02', address: 'localhost:5002' };

/** A response that accepts `room` writes before it is full. */
class Sink extends EventEmitter {
  readonly written: string[] = [];
  ended = false;
  room = Number.POSITIVE_INFINITY;

  write(text: string): boolean {
    this.written.push(text);
    this.room -= 1;
    return this.room > 0;
  }

  end(): void {
    this.ended = true;
  }

  ids(): number[] {
    return this.written
      .flatMap((text) => /^id: [0-9a-f]{8}-(\d+)/.exec(text)?.[1] ?? [])
      .map(Number);
  }
}

function open(log: EventLog, after?: number, sink = new Sink()) {
  return openFrom(log, after === undefined ? undefined : { boot: log.boot, sequence: after }, sink);
}

function openFrom(
  log: EventLog,
  after: EventPlace | undefined,
  sink = new Sink(),
  wishes: Pick<StreamOptions, 'kinds' | 'limit'> = {},
) {
  const onEnd = jest.fn();
  const stream = new EventStream(sink as unknown as ServerResponse, {
    log,
    after,
    address: 'localhost:5000',
    space: new IdSpace(8),
    onEnd,
    ...wishes,
  });
  return { sink, stream, onEnd };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const fill = (log: EventLog, count: number): void => {
  for (let index = 0; index < count; index += 1)
    log.append({ type: 'peer-said-goodbye', node }, 0, 'localhost:5000');
};

const lookUp = (log: EventLog, count: number): void => {
  for (let index = 0; index < count; index += 1)
    log.append({ type: 'lookup-started', lookup: index, target: '07' }, 0, 'localhost:5000');
};

describe('the log of events', () => {
  it('keeps a crash under any number of lookups', () => {
    const log = new EventLog(100);
    lookUp(log, 3);
    log.append({ type: 'peer-failed', node, code: 'UNREACHABLE' }, 0, 'localhost:5000');
    lookUp(log, 10_000);
    expect(log.after(0, ['fault'])).toMatchObject({ sequence: 4, event: { type: 'peer-failed' } });
    expect(log.after(0)?.sequence).toBe(4);
    expect(log.after(4)?.sequence).toBe(log.last - 99);
    expect([log.forgottenTo(['fault']), log.forgottenTo()]).toEqual([0, log.last - 100]);
    expect(log.after(log.last)).toBeUndefined();
  });
});

describe('an event stream', () => {
  it('of some kinds leaves the others out, and ends behind its last event', async () => {
    const log = new EventLog();
    const { sink, onEnd } = openFrom(log, undefined, new Sink(), { kinds: ['fault'], limit: 1 });
    lookUp(log, 5);
    log.append({ type: 'peer-failed', node, code: 'UNREACHABLE' }, 0, 'localhost:5000');
    log.append({ type: 'peer-failed', node, code: 'UNREACHABLE' }, 0, 'localhost:5000');
    await turn();
    expect(sink.ids()).toEqual([6]);
    expect([sink.ended, onEnd.mock.calls.length]).toEqual([true, 1]);
  });

  it('whose kinds lost nothing speaks of no gap', () => {
    const log = new EventLog(4);
    fill(log, 2);
    lookUp(log, 10);
    const { sink, stream } = openFrom(log, { boot: log.boot, sequence: 0 }, new Sink(), {
      kinds: ['membership'],
    });
    expect(sink.ids()).toEqual([1, 2]);
    expect(sink.written.join()).not.toContain('gap');
    stream.end();
  });

  it('begins with what comes next, and writes nodes as the API does', async () => {
    const log = new EventLog();
    fill(log, 3);
    const { sink, stream } = open(log);
    fill(log, 1);
    await turn();
    expect(sink.ids()).toEqual([4]);
    const text = sink.written.at(-1) ?? '';
    expect(text).toMatch(/^id: [0-9a-f]{8}-4\nevent: peer-said-goodbye\ndata: .*\n\n$/);
    expect(JSON.parse(text.split('data: ')[1] ?? '')).toEqual({
      sequence: 4,
      at: '1970-01-01T00:00:00.000Z',
      node: 'localhost:5000',
      type: 'peer-said-goodbye',
      kind: 'membership',
      about: { ...node, printedId: '2', position: 2 / 256 },
    });
    stream.end();
  });

  it('resumes behind the last event that was received', () => {
    const log = new EventLog();
    fill(log, 5);
    const { sink, stream } = open(log, 2);
    expect(sink.ids()).toEqual([3, 4, 5]);
    stream.end();
  });

  it('reports events that are no longer stored', () => {
    const log = new EventLog(4);
    fill(log, 10);
    const { sink, stream } = open(log, 2);
    expect(
      sink.written.some((text) => text.includes('event: gap') && text.includes('"from":3,"to":6')),
    ).toBe(true);
    expect(sink.ids()).toEqual([2, 7, 8, 9, 10]);
    stream.end();
  });

  it.each([
    ['of an earlier life, whose number is smaller', 1, 'aaaaaaaa'],
    ['of an earlier life, whose number is the next', 2, 'aaaaaaaa'],
    ['of an earlier life, whose number is larger', 900, 'aaaaaaaa'],
    ['that names no run', 1, undefined],
  ])(
    'makes a listener %s read the state again, and sends the stored events',
    (_name, after, boot) => {
      const log = new EventLog();
      fill(log, 2);
      const { sink, stream } = openFrom(log, { boot, sequence: after });
      expect(sink.written.find((text) => text.includes('event: restart'))).toMatch(
        new RegExp(`^id: ${log.boot}-0\n.*read the present state anew`, 's'),
      );
      expect(sink.ids()).toEqual([0, 1, 2]);
      stream.end();
    },
  );

  it('sends all that is kept to who asks for it, and speaks of no restart', () => {
    const log = new EventLog();
    fill(log, 2);
    const { sink, stream } = openFrom(log, { boot: undefined, sequence: 0 });
    expect(sink.ids()).toEqual([1, 2]);
    expect(sink.written.join()).not.toContain('restart');
    stream.end();
  });

  it('waits for a slow listener and goes on where it was', async () => {
    const log = new EventLog();
    const sink = new Sink();
    sink.room = 2;
    const { stream } = open(log, 0, sink);
    fill(log, 5);
    await turn();
    expect(sink.ids()).toEqual([1]);
    sink.room = Number.POSITIVE_INFINITY;
    sink.emit('drain');
    expect(sink.ids()).toEqual([1, 2, 3, 4, 5]);
    stream.end();
  });

  it('ends once, with its listener or by itself, and listens no more', async () => {
    const log = new EventLog();
    const { sink, stream, onEnd } = open(log);
    sink.emit('close');
    stream.end();
    fill(log, 1);
    await turn();
    expect(onEnd).toHaveBeenCalledTimes(1);
    expect(sink.ended).toBe(true);
    expect(sink.ids()).toEqual([]);
  });
});
