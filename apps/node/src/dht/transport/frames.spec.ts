import * as fc from 'fast-check';
import { emptyFrame, FrameReader, HEAD_BYTES, writeHead } from './frames';

interface Frame {
  kind: number;
  call: number;
  payload: string;
}

const MAX = 300_000;

function read(chunks: Buffer[], max = MAX): Frame[] {
  const frames: Frame[] = [];
  const reader = new FrameReader(max, (kind, call, source, start, end) =>
    frames.push({ kind, call, payload: source.toString('hex', start, end) }),
  );
  for (const chunk of chunks) reader.push(chunk);
  return frames;
}

function write({ kind, call, payload }: Frame): Buffer {
  const bytes = Buffer.from(payload, 'hex');
  return writeHead(Buffer.concat([Buffer.alloc(HEAD_BYTES), bytes]), kind, call);
}

/** Cuts the bytes at the given places. */
function split(bytes: Buffer, cuts: number[]): Buffer[] {
  const places = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])];
  places.sort((a, b) => a - b);
  return places.slice(1).map((end, index) => Buffer.from(bytes.subarray(places[index], end)));
}

const frame = fc.record({
  kind: fc.integer({ min: 0, max: 255 }),
  call: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  payload: fc
    .oneof(
      { weight: 9, arbitrary: fc.uint8Array({ maxLength: 50 }) },
      {
        weight: 1,
        arbitrary: fc.integer({ min: 4_000, max: 200_000 }).map((n) => new Uint8Array(n)),
      },
    )
    .map((bytes) => Buffer.from(bytes).toString('hex')),
});

describe('FrameReader', () => {
  it('reads the same frames however the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(frame, { maxLength: 8 }),
        fc.array(fc.nat(), { maxLength: 30 }),
        (frames, cuts) => {
          expect(read(split(Buffer.concat(frames.map(write)), cuts))).toEqual(frames);
        },
      ),
    );
  });

  it('reads frames that come byte by byte', () => {
    const frames = ['', '01', '0203'].map((payload, call) => ({ kind: 6, call, payload }));
    const bytes = Buffer.concat(frames.map(write));
    expect(read([...bytes].map((byte) => Buffer.of(byte)))).toEqual(frames);
  });

  it('refuses lengths that no frame has before the rest has come', () => {
    for (const length of [0, 4, 106, 2 ** 31, 2 ** 32 - 1]) {
      const head = Buffer.alloc(4);
      head.writeUInt32BE(length);
      expect(() => read([head], 100)).toThrow('not allowed');
      expect(() =>
        read(
          [...head].map((byte) => Buffer.of(byte)),
          100,
        ),
      ).toThrow('not allowed');
    }
    expect(read([write({ kind: 1, call: 1, payload: '00'.repeat(100) })], 100)).toHaveLength(1);
  });

  it('reads nothing more once it is stopped, also of the same chunk', () => {
    let count = 0;
    const reader = new FrameReader(100, () => {
      count += 1;
      reader.stop();
    });
    reader.push(Buffer.concat([emptyFrame(9), emptyFrame(9), Buffer.alloc(9, 0xff)]));
    reader.push(Buffer.alloc(100, 0xff));
    expect(count).toBe(1);
  });
});
