import fc from 'fast-check';
import { ChordClient } from './chord-client';
import { EventParser } from './event-stream';
import { HandClock, unhurried } from './testing/hand-clock';
import { problem, serve, type Answerer, type ScriptedServer } from './testing/scripted-server';
import type { WatchEvent } from './watch';

const change = (id: string, key: string) =>
  `id: ${id}\nevent: created\ndata: {"type":"created","key":"${key}","version":"v","at":"t","value":"ä"}\n\n`;
const ready = (id: string) => `id: ${id}\nevent: ready\ndata: {"type":"ready"}\n\n`;

/** Sends this and then ends, breaks or stays open. */
const stream =
  (text: string, then: 'end' | 'break' | 'stay' = 'stay'): Answerer =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(text, () => {
      if (then === 'end') response.end();
      if (then === 'break') response.destroy();
    });
  };

const clientOf = (clock: HandClock, ...servers: ScriptedServer[]) =>
  new ChordClient({ endpoints: servers.map(({ endpoint }) => endpoint), ...unhurried(clock) });
const take = async (watch: AsyncGenerator<WatchEvent, void>, count: number): Promise<string[]> => {
  const told: string[] = [];
  while (told.length < count) {
    const { value } = await watch.next();
    if (!value) break;
    told.push('key' in value && value.key !== null ? `${value.type} ${value.key}` : value.type);
  }
  return told;
};

it.each(['end', 'break'] as const)('goes on elsewhere after an %s', async (then) => {
  const first = await serve(stream(ready('1') + change('2', 'a'), then));
  const second = await serve(stream(ready('2') + change('3', 'b')));
  const watch = clientOf(new HandClock(), first, second).watch({ prefix: 'x', values: true });
  expect(await take(watch, 4)).toEqual(['ready', 'created a', 'ready', 'created b']);
  expect(first.heard[0]?.url).toBe('/api/v1/watch?prefix=x&values=true');
  expect(first.heard[0]?.headers).not.toHaveProperty('last-event-id');
  expect(second.heard[0]?.headers['last-event-id']).toBe('2');
  await watch.return();
});

it('goes on behind the last heart-beat, which is no event', async () => {
  const server = await serve(
    stream(`${ready('1')}id: 7\n: still here\n\n`, 'end'),
    stream(ready('7')),
  );
  const watch = clientOf(new HandClock(), server).watch({ lastEventId: '0' });
  expect(await take(watch, 2)).toEqual(['ready', 'ready']);
  expect(server.heard.map(({ headers }) => headers['last-event-id'])).toEqual(['0', '7']);
  await watch.return();
});

it('leaves a node that sends nothing any more', async () => {
  const clock = new HandClock();
  const first = await serve(stream(ready('1')));
  const second = await serve(stream(change('2', 'a')));
  const watch = clientOf(clock, first, second).watch();
  expect(await take(watch, 1)).toEqual(['ready']);
  const rest = take(watch, 1);
  clock.runOut();
  expect(await rest).toEqual(['created a']);
  await watch.return();
});

it('reports gaps, skips unknown kinds, and reads values', async () => {
  const gap = 'id: 1\nevent: gap\ndata: {"type":"gap","fromId":"00","toId":"80"}\n\n';
  const server = await serve(
    stream(`${gap}id: 2\nevent: new-kind\ndata: {}\n\n${change('3', 'a')}`),
  );
  const watch = clientOf(new HandClock(), server).watch();
  const first = (await watch.next()).value;
  expect(first).toEqual({ type: 'gap', id: '1', key: null, fromId: '00', toId: '80' });
  const second = (await watch.next()).value;
  expect(second).toMatchObject({ type: 'created', id: '3', bytes: new TextEncoder().encode('ä') });
  await watch.return();
});

it('fails when it is refused, and when no node answers for too long', async () => {
  const refusing = await serve(problem(403, 'FORBIDDEN'));
  await expect(clientOf(new HandClock(), refusing).watch().next()).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });
  const server = await serve(problem(503, 'NOT_READY'));
  const watch = clientOf(new HandClock(), server).watch({ timeoutMs: 30_000 });
  await expect(watch.next()).rejects.toMatchObject({ code: 'NOT_READY' });
  expect(server.heard.length).toBeGreaterThan(5);
});

it('ends with its signal', async () => {
  const server = await serve(stream(ready('1')));
  const end = new AbortController();
  const watch = clientOf(new HandClock(), server).watch({ signal: end.signal });
  expect(await take(watch, 1)).toEqual(['ready']);
  const last = watch.next();
  end.abort();
  expect((await last).done).toBe(true);
});

it('ends when the loop is left while an event is awaited', async () => {
  const server = await serve(stream(ready('1')));
  const end = new AbortController();
  const watch = clientOf(new HandClock(), server).watch({ signal: end.signal });
  expect(await take(watch, 1)).toEqual(['ready']);
  const next = watch.next();
  expect(await watch.return()).toEqual({ done: true, value: undefined });
  expect((await next).done).toBe(true);
});

it('a stream may come in any pieces', () => {
  const text = `: hello\r\n\r\n${change('1', 'a')}id: 2\n\ndata: x\r\ndata: y\r\n\r\nretry: 5\ndata\n\n`;
  fc.assert(
    fc.property(fc.array(fc.nat(text.length), { maxLength: 12 }), (cuts) => {
      const places = [0, ...cuts.sort((a, b) => a - b), text.length];
      const parser = new EventParser();
      const events = places.flatMap((place, at) => parser.feed(text.slice(place, places[at + 1])));
      expect(events.map(({ id, type }) => [id, type])).toEqual([
        ['1', 'created'],
        ['2', 'message'],
        ['2', 'message'],
      ]);
      expect(events.slice(1).map(({ data }) => data)).toEqual(['x\ny', '']);
      expect(parser.lastId).toBe('2');
    }),
  );
});
