import type { Socket } from 'node:net';
import { FrameOutbox } from './frame-outbox';

/** A socket that notes what each write had. */
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

  it('do not wait for its end when the link says its last word', async () => {
    const { socket, writes } = socketOf();
    const outbox = new FrameOutbox();
    outbox.attach(socket);
    for (const text of ['a', 'b']) outbox.add(Buffer.from(text));
    outbox.flushAll();
    await turn();
    expect(writes).toEqual(['ab']);
  });
});
