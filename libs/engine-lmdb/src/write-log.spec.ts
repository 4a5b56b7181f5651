import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENTRY_HEAD } from './log-frame';
import { LOG_FILES, WriteLog, type OpenedLog } from './write-log';

const STEP = 256 * 1024;
const SECTOR = 512;

/** What an entry takes up in a file. */
const sizeOf = (payload: string | Buffer): number =>
  Math.ceil((ENTRY_HEAD + payload.length) / 8) * 8;

function entryOf(payload: string | Buffer): Buffer {
  const bytes = Buffer.from(payload);
  return Buffer.concat([Buffer.alloc(ENTRY_HEAD), bytes]);
}

function write(log: WriteLog, payload: string | Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    log.write(entryOf(payload), (error) => (error ? reject(error) : resolve()));
  });
}

describe('the write log', () => {
  let directory: string;
  let opened: WriteLog[];
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'chord-log-'));
    opened = [];
  });
  afterEach(async () => {
    for (const log of opened) await log.close();
    rmSync(directory, { recursive: true });
  });

  const pathOf = (file: 0 | 1): string => join(directory, LOG_FILES[file]);
  async function open(applied = 0, isFlushed = true): Promise<OpenedLog> {
    const found = await WriteLog.open({ directory, fileMode: 0o600, isFlushed, applied });
    opened.push(found.log);
    return found;
  }
  /** A log that wrote these and was closed. */
  async function written(payloads: readonly string[], isFlushed = true): Promise<void> {
    const { log } = await open(0, isFlushed);
    for (const payload of payloads) await write(log, payload);
    await log.close();
  }
  const contentsOf = ({ entries }: OpenedLog): [number, string][] =>
    entries.map(({ sequence, payload }) => [sequence, payload.toString()]);
  async function reopened(applied = 0, isFlushed = true): Promise<[number, string][]> {
    return contentsOf(await open(applied, isFlushed));
  }
  function change(file: 0 | 1, edit: (bytes: Buffer) => void): void {
    const bytes = readFileSync(pathOf(file));
    edit(bytes);
    writeFileSync(pathOf(file), bytes);
  }
  const flip =
    (at: number) =>
    (bytes: Buffer): void => {
      bytes[at]! ^= 1;
    };

  it('gives back what was written, in its order', async () => {
    const payloads = ['one', '', 'three', 'x'.repeat(1000), 'five'];
    await written(payloads);
    const found = await open();
    expect(contentsOf(found)).toEqual(payloads.map((payload, index) => [index + 1, payload]));
    expect(found.lost).toBe(0);
    expect(found.log.sequence).toBe(5);
  });

  it('begins empty, behind what the tree has', async () => {
    const { log, entries } = await open(7);
    expect([entries, log.sequence, log.bytes]).toEqual([[], 7, 0]);
    await write(log, 'eight');
    await log.close();
    expect(await reopened(7)).toEqual([[8, 'eight']]);
  });

  it('leaves out what the tree has', async () => {
    await written(['one', 'two', 'three']);
    expect(await reopened(2)).toEqual([[3, 'three']]);
    const { log, entries } = await open(3);
    expect([entries, log.sequence]).toEqual([[], 3]);
  });

  it('goes on behind what it found', async () => {
    await written(['one', 'two']);
    const { log } = await open(1);
    await write(log, 'three');
    await log.close();
    expect(await reopened(1)).toEqual([
      [2, 'two'],
      [3, 'three'],
    ]);
  });

  it('begins anew when the tree has more than the log', async () => {
    await written(['one', 'two']);
    const { log, entries } = await open(5);
    expect(entries).toEqual([]);
    for (const payload of ['six', 'seven']) await write(log, payload);
    await log.close();
    expect(await reopened(6)).toEqual([[7, 'seven']]);
  });

  it('has files with the rights that it is told', async () => {
    await WriteLog.open({ directory, fileMode: 0o660, isFlushed: true, applied: 0 }).then(
      ({ log }) => log.close(),
    );
    expect([0, 1].map((file) => statSync(pathOf(file as 0)).mode & 0o777)).toEqual([0o660, 0o660]);
    for (const name of LOG_FILES) rmSync(join(directory, name));
    await open();
    expect([0, 1].map((file) => statSync(pathOf(file as 0)).mode & 0o777)).toEqual([0o600, 0o600]);
  });

  it('grows in steps, and takes entries that are larger than one', async () => {
    const large = Buffer.alloc(3 * STEP + 5, 'large');
    const { log } = await open();
    await write(log, 'small');
    expect(statSync(pathOf(0)).size).toBe(STEP);
    await write(log, large);
    expect(statSync(pathOf(0)).size).toBe(4 * STEP);
    await write(log, 'small again');
    await log.close();
    const { entries } = await open();
    expect(entries.map(({ payload }) => payload.length)).toEqual([5, large.length, 11]);
    expect(entries[1]!.payload.equals(large)).toBe(true);
  });

  it('uses both files in turns, and their space again', async () => {
    const { log } = await open();
    const payload = 'x'.repeat(10_000);
    for (let round = 0; round < 40; round++) {
      const before = log.sequence;
      log.turn();
      for (let count = 0; count < 5; count++) await write(log, payload);
      log.release(before);
      expect(log.bytes).toBe(5 * sizeOf(payload));
    }
    expect(log.sequence).toBe(200);
    await log.close();
    expect([0, 1].map((file) => statSync(pathOf(file as 0)).size)).toEqual([STEP, STEP]);
    expect(await reopened(195)).toHaveLength(5);
  });

  it('overwrites nothing before it is released', async () => {
    const { log } = await open();
    for (let count = 1; count <= 20; count++) {
      log.turn();
      log.turn();
      await write(log, `number ${count}`);
    }
    await log.close();
    expect(await reopened()).toEqual(
      Array.from({ length: 20 }, (_, index) => [index + 1, `number ${index + 1}`]),
    );
  });

  it('overwrites nothing that it found before it is released', async () => {
    const first = await open();
    await write(first.log, 'one');
    first.log.turn();
    await write(first.log, 'two');
    await first.log.close();

    const { log } = await open();
    expect(log.bytes).toBe(sizeOf('one') + sizeOf('two'));
    log.turn();
    await write(log, 'three');
    log.release(1);
    expect(log.bytes).toBe(sizeOf('two') + sizeOf('three'));
    log.turn();
    await write(log, 'four');
    expect(readFileSync(pathOf(0)).includes('one')).toBe(false);
    await log.close();
    expect(await reopened(1)).toEqual([
      [2, 'two'],
      [3, 'three'],
      [4, 'four'],
    ]);
  });

  it('can be told to turn while a write is under way', async () => {
    const { log } = await open();
    const one = write(log, 'one');
    log.turn();
    // The file of the write under way is none that is free.
    log.turn();
    await one;
    await write(log, 'two');
    expect(readFileSync(pathOf(0)).includes('one')).toBe(true);
    expect(readFileSync(pathOf(1)).includes('two')).toBe(true);
  });

  it('leaves one file as it is until the other has an entry at its start', async () => {
    const { log } = await open();
    await write(log, 'one');
    log.release(1);
    log.turn();
    log.turn();
    await write(log, 'two');
    expect(readFileSync(pathOf(0)).includes('one')).toBe(true);
  });

  it('takes a release of what is not there for one of all', async () => {
    const { log } = await open();
    await write(log, 'one');
    log.release(9);
    log.release(0);
    expect(log.bytes).toBe(0);
    await write(log, 'two');
    expect(log.bytes).toBe(sizeOf('two'));
    log.release(2);
    expect(log.bytes).toBe(0);
  });

  const three = ['one'.repeat(30), 'two'.repeat(30), 'three'.repeat(30)] as const;
  const second = sizeOf(three[0]);
  const third = second + sizeOf(three[1]);
  it.each<[string, () => void]>([
    ['cut off', () => truncateSync(pathOf(0), third + 50)],
    ['cut off in its head', () => truncateSync(pathOf(0), third + 5)],
    ['without its end', () => change(0, (bytes) => void bytes.fill(0, third + 50))],
    ['changed in its payload', () => change(0, flip(third + ENTRY_HEAD + 3))],
    ['changed in its length', () => change(0, flip(third + 4))],
    ['changed in its sequence', () => change(0, flip(third + 12))],
  ])('loses the last entry alone when that is %s', async (_, spoil) => {
    await written(three);
    spoil();
    const { log, entries } = await open();
    expect(entries.map(({ payload }) => payload.toString())).toEqual(three.slice(0, 2));
    await write(log, 'another');
    await write(log, 'and one more');
    await log.close();
    expect((await reopened(2)).map(([, payload]) => payload)).toEqual(['another', 'and one more']);
  });

  it.each([4, 8, 12, 20, ENTRY_HEAD, ENTRY_HEAD + 40])(
    'refuses an earlier entry that is changed at its byte %d',
    async (at) => {
      await written(three);
      change(0, flip(second + at));
      const message = `${pathOf(0)} is damaged at byte ${second}: an entry that was acknowledged cannot be read, and later ones can`;
      await expect(open()).rejects.toThrow(message);
      // The tree has the one that cannot be read, and yet not those behind it.
      await expect(open(2)).rejects.toThrow(message);
      const { log, entries } = await open(3);
      expect(entries).toEqual([]);
      await write(log, 'four');
      await log.close();
      expect(await reopened(3)).toEqual([[4, 'four']]);
    },
  );

  it('refuses a change of the very first entry', async () => {
    await written(three);
    change(0, flip(ENTRY_HEAD));
    await expect(open()).rejects.toThrow(`${pathOf(0)} is damaged at byte 0: `);
  });

  it('refuses files between which an entry is missing', async () => {
    const { log } = await open();
    for (const payload of ['one', 'two']) await write(log, payload);
    log.turn();
    await write(log, 'three');
    await log.close();
    change(0, flip(sizeOf('one') + ENTRY_HEAD));
    const damage = `${pathOf(0)} is damaged at byte ${sizeOf('one')}: `;
    await expect(open()).rejects.toThrow(damage);
    await expect(open(1)).rejects.toThrow(damage);
    expect(await reopened(2)).toEqual([[3, 'three']]);
    rmSync(pathOf(0));
    await expect(open()).rejects.toThrow(`${pathOf(1)} is damaged at byte 0: `);
  });

  it('refuses a log that begins later than the tree ends', async () => {
    const { log } = await open(5);
    await write(log, 'six');
    await log.close();
    await expect(open(4)).rejects.toThrow(/is damaged at byte 0: /);
  });

  it.each([true, false])(
    'refuses an entry that is there twice; with flushes: %s',
    async (isFlushed) => {
      await written(['one', 'two'], isFlushed);
      writeFileSync(pathOf(1), readFileSync(pathOf(0)));
      await expect(open()).rejects.toThrow(/is damaged at byte /);
      expect(await reopened(2)).toEqual([]);
    },
  );

  /** Ten entries of one size in the first file, one in the other, and one more over the first of the ten. */
  async function writtenOver(): Promise<void> {
    const { log } = await open();
    for (let count = 0; count < 10; count++) await write(log, 'the same size');
    log.turn();
    await write(log, 'eleven');
    log.release(10);
    log.turn();
    await write(log, 'THE same size');
    await log.close();
  }

  it('passes over what an earlier round has left behind the end', async () => {
    await writtenOver();
    // Whole entries, and exactly where the next one would be.
    expect(readFileSync(pathOf(0)).toString('latin1').split('the same size')).toHaveLength(10);
    const again = await open(10);
    expect(contentsOf(again)).toEqual([
      [11, 'eleven'],
      [12, 'THE same size'],
    ]);
    await write(again.log, 'thirteen');
    await again.log.close();
    expect((await reopened(12)).map(([, payload]) => payload)).toEqual(['thirteen']);
  });

  it('passes over a file whose first entry was torn while it was overwritten', async () => {
    await writtenOver();
    change(0, flip(ENTRY_HEAD));
    expect(await reopened(10)).toEqual([[11, 'eleven']]);
  });

  describe('with a payload that looks like entries', () => {
    /** Those of another log, whose numbers are much higher, at every alignment. */
    async function forged(): Promise<Buffer> {
      const other = mkdtempSync(join(tmpdir(), 'chord-log-'));
      const options = { directory: other, fileMode: 0o600, isFlushed: true, applied: 1000 };
      const { log } = await WriteLog.open(options);
      for (const name of LOG_FILES) await write(log, name);
      await log.close();
      const file = LOG_FILES.find((name) => statSync(join(other, name)).size > 0)!;
      const bytes = readFileSync(join(other, file)).subarray(0, 200);
      rmSync(other, { recursive: true });
      const shifted = Array.from({ length: 8 }, () => [bytes, Buffer.alloc(1)]);
      return Buffer.concat(shifted.flat());
    }

    it('is not taken in by it when that was torn', async () => {
      await written(['one']);
      const { log } = await open();
      await write(log, await forged());
      await log.close();
      change(0, flip(sizeOf('one') + ENTRY_HEAD));
      expect(await reopened()).toEqual([[1, 'one']]);
    });

    it('is not taken in by what is left of it', async () => {
      const { log } = await open();
      await write(log, 'one');
      await write(log, await forged());
      log.turn();
      await write(log, 'three');
      log.release(2);
      log.turn();
      await write(log, 'four');
      await log.close();
      expect((await reopened(2)).map(([sequence]) => sequence)).toEqual([3, 4]);
      // As if the first one had been torn as well.
      change(0, flip(ENTRY_HEAD));
      expect(await reopened(2)).toEqual([[3, 'three']]);
    });
  });

  describe('without flushes', () => {
    it('keeps everything', async () => {
      await written(three, false);
      expect((await reopened(0, false)).map(([, payload]) => payload)).toEqual(three);
      expect((await reopened()).map(([, payload]) => payload)).toEqual(three);
    });

    it.each([true, false])(
      'drops what lies behind an entry that a power loss has taken; opened with flushes: %s',
      async (isFlushed) => {
        await written([...three, 'four'], false);
        change(0, (bytes) => void bytes.fill(0, second, third));
        const found = await open(0, isFlushed);
        expect(contentsOf(found)).toEqual([[1, three[0]]]);
        expect(found.lost).toBe(2);
        // Of the same size as the one that is missing: what followed that one must not follow this one.
        await write(found.log, 'TWO'.repeat(30));
        await found.log.close();
        const again = await open(0, isFlushed);
        expect(contentsOf(again)).toEqual([
          [1, three[0]],
          [2, 'TWO'.repeat(30)],
        ]);
        expect(again.lost).toBe(0);
      },
    );

    it('drops what lies behind it in the other file', async () => {
      const { log } = await open(0, false);
      for (const payload of ['one', 'two']) await write(log, payload);
      log.turn();
      for (const payload of ['three', 'four']) await write(log, payload);
      await log.close();
      change(0, (bytes) => void bytes.fill(0, sizeOf('one')));
      const found = await open(0, false);
      expect([contentsOf(found), found.lost]).toEqual([[[1, 'one']], 2]);
      await found.log.close();
      const again = await open(0, false);
      expect([contentsOf(again), again.lost]).toEqual([[[1, 'one']], 0]);
    });

    it('refuses what was damaged when later ones were flushed', async () => {
      await written(three.slice(0, 2), false);
      const { log } = await open();
      await write(log, three[2]);
      await log.close();
      change(0, flip(second + ENTRY_HEAD));
      await expect(open(0, false)).rejects.toThrow(`${pathOf(0)} is damaged at byte ${second}: `);
    });
  });

  it('writes one at a time', async () => {
    const { log } = await open();
    const one = write(log, 'one');
    expect(() => log.write(entryOf('two'), () => undefined)).toThrow('is under way');
    await one;
    await write(log, 'two');
    await log.close();
    expect((await reopened()).map(([, payload]) => payload)).toEqual(['one', 'two']);
  });

  it('can be written to as soon as it says that it is done, and never says it at once', async () => {
    const { log } = await open();
    const order: string[] = [];
    await new Promise<void>((resolve) => {
      log.write(entryOf('one'), () => {
        order.push(`done ${log.sequence}`);
        log.write(entryOf('two'), () => {
          order.push(`done ${log.sequence}`);
          resolve();
        });
        order.push('second');
      });
      order.push('first');
    });
    expect(order).toEqual(['first', 'done 1', 'second', 'done 2']);
  });

  it('tells of a write that fails, and takes no other', async () => {
    const { log } = await open();
    await write(log, 'one');
    const file = log['current'] as { fd: number };
    closeSync(file.fd);
    file.fd = openSync(pathOf(0), 'r');
    const error = await write(log, 'two').catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'EBADF' });
    expect(log.sequence).toBe(1);
    let isLater = false;
    const refused = new Promise<unknown[]>((resolve) => {
      log.write(entryOf('three'), (reason) => resolve([reason, isLater]));
    });
    isLater = true;
    const [reason, wasLater] = await refused;
    expect(reason).toBe(error);
    expect(wasLater).toBe(true);
    expect(log.bytes).toBe(sizeOf('one'));
    await log.close();
    expect(await reopened()).toEqual([[1, 'one']]);
  });

  it('waits for the write under way when it is closed, and takes none then', async () => {
    const { log } = await open();
    let isDone = false;
    log.write(entryOf('x'.repeat(1_000_000)), (error) => (isDone = error === null));
    const closing = log.close();
    await closing;
    expect(isDone).toBe(true);
    await log.close();
    await expect(write(log, 'two')).rejects.toThrow('The log is closed.');
    expect(await reopened()).toHaveLength(1);
  });

  describe('through random histories', () => {
    function randomOf(seed: number): (below: number) => number {
      let state = seed;
      return (below) => {
        state = (state + 0x6d2b79f5) | 0;
        let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
      };
    }

    /** Sizes that meet each other again and again, so that what is left lies where new ones begin. */
    function payloadOf(random: (below: number) => number): Buffer {
      const size = [8, 8, 40, 300, 500, 1000, random(5000), random(200) === 0 ? 400_000 : 16];
      return Buffer.alloc(size[random(size.length)]!, `${random(1e9)} `);
    }

    /** A file of which some parts have been written and others not, as a power loss or an end leaves it. */
    function torn(before: Buffer, after: Buffer, random: (below: number) => number): Buffer {
      const bytes = Buffer.alloc(after.length);
      before.copy(bytes);
      const prefix = random(after.length + 1);
      const kind = random(3);
      const chance = 1 + random(10);
      if (kind === 0) after.copy(bytes, 0, 0, prefix);
      else
        for (let at = 0; at < after.length; at += SECTOR)
          if (random(10) < chance) after.copy(bytes, at, at, at + SECTOR);
      return random(2) === 0 ? bytes : bytes.subarray(0, Math.max(before.length, prefix));
    }

    const bothFiles = (): Buffer[] => LOG_FILES.map((name) => readFileSync(join(directory, name)));
    function tear(before: Buffer[], random: (below: number) => number): void {
      for (const [index, after] of bothFiles().entries())
        writeFileSync(pathOf(index as 0), torn(before[index]!, after, random));
    }
    const textsOf = (payloads: readonly Buffer[]): string[] =>
      payloads.map((payload) => payload.toString());

    /** Writes some; the tree takes some of them. Returns the last one that it has. */
    async function live(
      log: WriteLog,
      payloads: Buffer[],
      applied: number,
      random: (below: number) => number,
    ): Promise<number> {
      let last = applied;
      for (let count = random(40); count > 0; count--) {
        const payload = payloadOf(random);
        await write(log, payload);
        payloads.push(payload);
        if (random(4) === 0) log.turn();
        if (random(4) > 0) continue;
        last += random(payloads.length - last + 1);
        // The process may end between the two.
        if (random(4) > 0) log.release(last);
      }
      return last;
    }

    it.each(Array.from({ length: 25 }, (_, seed) => seed))(
      'keeps what was acknowledged, and at most the write under way (%d)',
      async (seed) => {
        const random = randomOf(seed);
        /** Of number 1 and so on. */
        const payloads: Buffer[] = [];
        let underWay: Buffer | undefined;
        let applied = 0;
        for (let life = 0; life < 12; life++) {
          const { log, entries, lost } = await open(applied);
          if (underWay && log.sequence > payloads.length) payloads.push(underWay);
          expect(textsOf(entries.map(({ payload }) => payload))).toEqual(
            textsOf(payloads.slice(applied)),
          );
          expect([lost, log.sequence]).toEqual([0, payloads.length]);
          applied = await live(log, payloads, applied, random);
          const before = bothFiles();
          underWay = random(3) > 0 ? payloadOf(random) : undefined;
          if (underWay) await write(log, underWay);
          await log.close();
          tear(before, random);
        }
      },
    );

    it.each(Array.from({ length: 25 }, (_, seed) => seed))(
      'without flushes, keeps what lies before the first entry that is missing (%d)',
      async (seed) => {
        const random = randomOf(seed);
        const payloads: Buffer[] = [];
        let applied = 0;
        let isTorn = false;
        for (let life = 0; life < 12; life++) {
          const { log, entries } = await open(applied, false);
          if (!isTorn) expect(log.sequence).toBe(payloads.length);
          payloads.length = log.sequence;
          expect(log.sequence).toBe(applied + entries.length);
          expect(textsOf(entries.map(({ payload }) => payload))).toEqual(
            textsOf(payloads.slice(applied)),
          );
          const before = bothFiles();
          applied = await live(log, payloads, applied, random);
          await log.close();
          isTorn = random(3) > 0;
          if (isTorn) tear(before, random);
        }
      },
    );
  });
});
