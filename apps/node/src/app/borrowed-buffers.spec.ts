import type { StoreNode } from '@chord-dht/store';
import { readAddressLines } from '../dht/addresses';
import {
  decode,
  emptyFrame,
  encode,
  FrameKind,
  FrameReader,
  HEAD_BYTES,
  PeerSecret,
  sha256,
  writeHead,
} from '@chord-dht/transport/wire';
import { MemberHolder } from '@chord-dht/nest';
import { readJsonObject } from '../http/json-body';
import { sendValue } from '../db/send-value';
import { startTestNode, startTestRing, untilHealthy, type TestNode } from '../testing/test-node';

/** Bytes around the view, so that a read beyond it finds something. */
const AROUND = 5_000;

/** A view into a larger buffer, and a way to overwrite all of that. */
function lent(bytes: Uint8Array | string): { view: Buffer; overwrite: () => void } {
  const meant = Buffer.from(bytes);
  const larger = Buffer.alloc(meant.length + 2 * AROUND, 0xee);
  meant.copy(larger, AROUND);
  return {
    view: larger.subarray(AROUND, AROUND + meant.length),
    overwrite: () => void larger.fill(0xdd),
  };
}

describe('a frame of a peer that lies in a larger buffer', () => {
  const value = { bytes: new Uint8Array([1, 2, 3]), text: 'Grüße', list: [1, { nested: true }] };
  const frame = (): Buffer => writeHead(encode(value, 1_000, HEAD_BYTES), FrameKind.call, 7);

  it('is decoded within its bounds, and what comes of it outlives it', () => {
    const { view, overwrite } = lent(encode(value, 1_000));
    const decoded = decode(view) as typeof value;
    overwrite();
    expect(decoded).toEqual(value);
    // The whole packet does not stay in memory for three bytes of it.
    expect(decoded.bytes.buffer.byteLength).toBeLessThan(AROUND);
    expect(Buffer.isBuffer(decoded.bytes)).toBe(false);
  });

  it.each([1, 4, 9, 12, 100_000])(
    'is put together from chunks of %i bytes that are overwritten after each',
    (size) => {
      const read: unknown[] = [];
      const reader = new FrameReader(1_000, (kind, call, source, start, end) => {
        read.push([kind, call, start === end ? null : decode(source, start, end)]);
      });
      const stream = Buffer.concat([frame(), emptyFrame(FrameKind.ping), frame()]);
      for (let at = 0; at < stream.length; at += size) {
        const { view, overwrite } = lent(stream.subarray(at, at + size));
        reader.push(view);
        overwrite();
      }
      expect(read).toEqual([
        [FrameKind.call, 7, value],
        [FrameKind.ping, 0, null],
        [FrameKind.call, 7, value],
      ]);
    },
  );
});

describe('a secret and the messages signed with it', () => {
  it('use only their view of a larger buffer, and the secret is kept', () => {
    const plain = new PeerSecret('s'.repeat(32));
    const { view, overwrite } = lent('s'.repeat(32));
    const borrowed = new PeerSecret(view);
    overwrite();
    const body = lent('the body').view;
    expect(borrowed.prove('x', [body])).toEqual(plain.prove('x', [Buffer.from('the body')]));
    expect(plain.isProof(lent(borrowed.prove('x', [body])).view, 'x', [body])).toBe(true);
    expect(sha256(body)).toEqual(sha256(Buffer.from('the body')));
  });
});

describe('a body that lies in a larger buffer', () => {
  it('is read within its bounds', () => {
    expect(readAddressLines(lent('localhost:5001\n').view)).toEqual(['localhost:5001']);
    expect(readJsonObject(lent('{"a":1}').view).get('a')).toBe(1);
  });

  const bytes = new Uint8Array(3_000).fill(9);
  const storeOf = ({ app }: TestNode): StoreNode => app.nest.get(MemberHolder).current.store;
  async function putLent(node: TestNode, key: string): Promise<void> {
    const { view, overwrite } = lent(bytes);
    await storeOf(node).put(key, view);
    overwrite();
  }

  it('is stored within its bounds and kept, wherever its owner is', async () => {
    for (const transport of ['mux', 'http'] as const) {
      const nodes = await startTestRing(3, { config: { transport } });
      for (const key of ['a', 'b', 'c', 'd']) {
        await putLent(nodes[0] as TestNode, key);
        for (const node of nodes) {
          expect((await node.get(`/db/${key}`)).body.equals(bytes)).toBe(true);
        }
      }
    }
  });

  it('is stored so also when the owner is another position of the same process', async () => {
    const nodes = await startTestRing(2, { config: { virtualNodes: 3 } });
    // The other positions join by themselves, and each changes who answers for a key.
    await untilHealthy(nodes);
    const node = nodes[0] as TestNode;
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) {
      await putLent(node, key);
      const { status, body } = await node.get(`/db/${key}`);
      expect(status).toBe(200);
      expect(body.equals(bytes)).toBe(true);
    }
  });

  it('that came over HTTP is kept when the next one comes', async () => {
    const node = await startTestNode();
    // Small bodies share one pool.
    const values = Array.from({ length: 50 }, (_, index) => Buffer.alloc(100 + index, index));
    await Promise.all(values.map((value, index) => node.put(`/db/k${index}`, value)));
    for (const [index, value] of values.entries())
      expect((await node.get(`/db/k${index}`)).body.equals(value)).toBe(true);
  });

  it('leaves as an answer within its bounds', () => {
    const sent: Buffer[] = [];
    const reply = { header: () => reply, send: (body: Buffer) => sent.push(body) };
    const value = lent(bytes).view;
    const found = {
      value,
      contentType: 'text/plain',
      version: 'v',
      modifiedAtMs: 0,
      expiresAtMs: null,
    };
    sendValue(reply as never, found, 'text/plain');
    expect(sent[0]?.equals(bytes)).toBe(true);
  });
});
