import type { Socket } from 'node:net';
import { FrameOutbox } from './frame-outbox';

/** A socket that records the frames of each write. */
function socketOf(): { socket: Socket; writes: string[] } {
  const writes: string[] = [];
  const write = (bytes: Buffer): boolean => writes.push(bytes.toString()) > 0;
  return { socket: { write, writableLength: 0 } as unknown as Socket, writes };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the frames of one turn', () => {
  it('go out in one write, which is one record over TLS', async () => {
    const { socket, writes } = socketOf();
    const outbox = new FrameOutbox();
    outbox.add(Buffer.from('a'));
    outbox.attach(socket);
    for (const text of ['b', 'c']) outbox.add(Buffer.from(text));
    expect([writes, outbox.bufferedBytes]).toEqual([[], 3]);
    await turn();
    expect([writes, outbox.bufferedBytes]).toEqual([['abc'], 0]);
    outbox.add(Buffer.from('d'));
    await turn();
    expect(writes).toEqual(['abc', 'd']);
  });

  it('go out in their order, wherever they were written', async () => {
    const { socket, writes } = socketOf();
    const outbox = new FrameOutbox();
    const place = (text: string): unknown => {
      const at = outbox.place(text.length);
      return outbox.placeBytes.write(text, at);
    };
    for (const text of ['a', 'b']) place(text);
    outbox.attach(socket);
    outbox.add(Buffer.from('c'));
    place('d');
    expect(outbox.bufferedBytes).toBe(4);
    await turn();
    expect([writes, outbox.bufferedBytes]).toEqual([['abcd'], 0]);
  });

  it('lie apart from those of other connections, and stay as they are until they are written', async () => {
    const outboxes = Array.from({ length: 20 }, () => ({
      ...socketOf(),
      outbox: new FrameOutbox(),
    }));
    const sent: Buffer[] = [];
    for (const [index, { socket, outbox }] of outboxes.entries()) {
      Object.assign(socket, { write: (bytes: Buffer) => sent.push(bytes) > 0 });
      outbox.attach(socket);
      for (let round = 0; round < 3; round += 1) {
        const at = outbox.place(9_000);
        outbox.placeBytes.fill(index, at, at + 9_000);
      }
      // Half of them let a turn pass, so that others continue in the slab where they have ended.
      if (index % 2 === 0) await turn();
    }
    await turn();
    const seen = sent.map((bytes) => [new Set(bytes), bytes.length]);
    expect(seen).toEqual(outboxes.map((_, index) => [new Set([index]), 27_000]));
  });

  it('do not wait for the end of the turn when the link sends its last frame', async () => {
    const { socket, writes } = socketOf();
    const outbox = new FrameOutbox();
    outbox.attach(socket);
    for (const text of ['a', 'b']) outbox.add(Buffer.from(text));
    outbox.flushAll();
    await turn();
    expect(writes).toEqual(['ab']);
  });

  it('are joined by those of tasks that waited for the end of the turn, one after the other', async () => {
    const { socket, writes } = socketOf();
    const outbox = new FrameOutbox();
    outbox.attach(socket);
    outbox.add(Buffer.from('a'));
    const add = (text: string): void => outbox.add(Buffer.from(text));
    outbox.beforeFlush(() => {
      add('c');
      outbox.beforeFlush(() => add('d'));
    });
    add('b');
    await turn();
    expect(writes).toEqual(['abc']);
    await turn();
    expect(writes).toEqual(['abc', 'd']);
    outbox.beforeFlush(() => add('e'));
    outbox.flushAll();
    await turn();
    expect(writes).toEqual(['abc', 'd', 'e']);
  });
});
