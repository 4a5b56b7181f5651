import * as fc from 'fast-check';
import { FrameReader } from './frame-reader';
import { emptyFrame, FrameKind, HEAD_BYTES, writeHead } from './frames';
import { SLICE_BYTES, SliceQueue } from './slice-queue';

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
  kind: fc.integer({ min: 0, max: 255 }).filter((kind) => kind !== FrameKind.slice),
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

  it('reads a frame that comes in slices as if it had come whole, whatever comes between them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: MAX }), { minLength: 1, maxLength: 3 }),
        fc.array(fc.nat(), { maxLength: 30 }),
        (sizes, cuts) => {
          const small = { kind: 9, call: 5, payload: '0102' };
          const large = sizes.map((size, call) => ({
            kind: 11,
            call,
            payload: Buffer.alloc(size, size % 256).toString('hex'),
          }));
          const queue = new SliceQueue();
          const bytes: Buffer[] = [];
          for (const each of large) {
            const whole = write(each);
            queue.add([whole.subarray(0, 30), whole.subarray(30)], whole.length);
          }
          while (queue.hasNext || queue.bytes > 0) {
            bytes.push(...queue.next(), write(small));
            queue.credit(SLICE_BYTES);
          }
          const got = read(split(Buffer.concat(bytes), cuts));
          expect(got.filter(({ kind }) => kind === 11)).toEqual(large);
          expect(got.filter(({ kind }) => kind === 9).every((each) => each.call === 5)).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });

  it.each([
    [
      'a slice that goes on behind the end of its frame',
      [write({ kind: 11, call: 1, payload: '00' }), Buffer.of(1)],
    ],
    ['a slice that goes on behind a frame of nothing', [emptyFrame(9), Buffer.alloc(9)]],
    ['a slice of a slice', [write({ kind: FrameKind.slice, call: 0, payload: '0000' })]],
    ['a frame over the limit', [Buffer.from('ffffffff0b00000001', 'hex')]],
  ])('refuses %s', (_what, parts) => {
    const inner = Buffer.concat(parts);
    const slice = write({ kind: FrameKind.slice, call: 0, payload: inner.toString('hex') });
    expect(() => read([slice])).toThrow(/not allowed|larger than its frame/);
  });

  it('reads a frame of nothing that comes in slices', () => {
    const inner = emptyFrame(9, 7).toString('hex');
    const slices = [inner.slice(0, 8), inner.slice(8)].map((payload) =>
      write({ kind: FrameKind.slice, call: 0, payload }),
    );
    expect(read(slices)).toEqual([{ kind: 9, call: 7, payload: '' }]);
  });
});

describe('SliceQueue', () => {
  it('sends no more than the other side has room for, and goes on with credit', () => {
    const queue = new SliceQueue();
    const bytes = 20 * SLICE_BYTES;
    queue.add([Buffer.alloc(bytes)], bytes);
    let sent = 0;
    while (queue.hasNext)
      sent += queue
        .next()
        .slice(1)
        .reduce((sum, { length }) => sum + length, 0);
    expect(sent).toBe(4 * SLICE_BYTES);
    queue.credit(SLICE_BYTES);
    queue.next();
    expect(queue.hasNext).toBe(false);
    expect(queue.bytes).toBe(15 * SLICE_BYTES);
    expect(queue.rest().filter((_, index) => index % 2 === 1)).toHaveLength(15);
    expect(queue.bytes).toBe(0);
  });

  it('is not misled by more credit than there is', () => {
    const queue = new SliceQueue();
    queue.credit(2 ** 32 - 1);
    const bytes = 20 * SLICE_BYTES;
    queue.add([Buffer.alloc(bytes)], bytes);
    let slices = 0;
    for (; queue.hasNext; slices += 1) queue.next();
    expect(slices).toBe(4);
  });
});
