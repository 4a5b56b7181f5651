import { TestBed } from '@angular/core/testing';
import { type ChordEvent, FETCH, LiveEvents } from './live-events';

interface Connection {
  readonly lastId: string | undefined;
  say(text: string): void;
  end(): void;
}

/** A server of streams: each connection waits for the test to speak. */
function streams() {
  const calls: Connection[] = [];
  let arrived: () => void = () => undefined;
  const fetch = async (_: unknown, init: RequestInit): Promise<unknown> => {
    const said: (Uint8Array | null)[] = [];
    let wake: () => void = () => undefined;
    const push = (piece: Uint8Array | null): void => {
      said.push(piece);
      wake();
    };
    init.signal?.addEventListener('abort', () => push(null));
    calls.push({
      lastId: (init.headers as Record<string, string>)['last-event-id'],
      say: (text) => push(new TextEncoder().encode(text)),
      end: () => push(null),
    });
    arrived();
    const read = async () => {
      while (said.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      const value = said.shift() ?? undefined;
      return { done: value === undefined, value };
    };
    return { ok: true, body: { getReader: () => ({ read }) } };
  };
  const connection = async (index: number): Promise<Connection> => {
    for (;;) {
      const call = calls[index];
      if (call) return call;
      await new Promise<void>((resolve) => (arrived = resolve));
    }
  };
  return { fetch, connection, calls };
}

function start() {
  const server = streams();
  TestBed.configureTestingModule({ providers: [{ provide: FETCH, useValue: server.fetch }] });
  const live = TestBed.inject(LiveEvents);
  const heard: string[] = [];
  let waiter: () => void = () => undefined;
  live.listen(({ type }: ChordEvent) => {
    heard.push(type);
    waiter();
  });
  const count = async (wanted: number): Promise<void> => {
    while (heard.length < wanted) await new Promise<void>((resolve) => (waiter = resolve));
  };
  return { ...server, live, heard, count };
}

const event = (id: number, type: string): string =>
  `id: ${id}\nevent: ${type}\ndata: {"type":"${type}","sequence":${id}}\n\n`;

describe('live events', () => {
  it('are heard, and after a lost connection go on after the last one heard', async () => {
    const { connection, count, heard, live } = start();
    const first = await connection(0);
    expect(first.lastId).toBeUndefined();
    first.say(event(41, 'peer-failed'));
    first.say(event(42, 'successor-changed'));
    await count(2);
    expect(live.state()).toBe('live');
    first.end();
    const second = await connection(1);
    expect(second.lastId).toBe('42');
    second.say(event(43, 'finger-changed'));
    await count(3);
    expect(heard).toEqual(['peer-failed', 'successor-changed', 'finger-changed']);
  });

  it('can be paused and taken up again', async () => {
    const { connection, calls, live } = start();
    await connection(0);
    live.pause();
    expect(live.state()).toBe('paused');
    live.resume();
    await connection(1);
    expect(calls).toHaveLength(2);
  });

  it('that cannot be read are passed over', async () => {
    const { connection, count, heard } = start();
    (await connection(0)).say(`data: {broken\n\n${event(1, 'woke-up')}`);
    await count(1);
    expect(heard).toEqual(['woke-up']);
  });
});
